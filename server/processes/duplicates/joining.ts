import type { Tx } from '../../platform/tx.ts'
import {
  moveFromHeirs,
  moveToHeirs,
  removeShared,
  restoreShared,
  rowsInCommon,
  writeShared,
  type Heir,
  type Joined,
  type JournalRow,
  type SharedTable,
} from './merge.sql.ts'
import type { Pointer } from './pointers.ts'

const members: SharedTable = {
  table: 'campaign_member',
  owner: 'person_id',
  about: 'campaign_id',
  written: ['status', 'has_responded', 'responded_at', 'lead_id', 'contact_id', 'created_at'],
}

const contactRoles: SharedTable = {
  table: 'opportunity_contact_role',
  owner: 'contact_id',
  about: 'opportunity_id',
  written: ['role', 'is_primary'],
}

const fileLinks: SharedTable = {
  table: 'content_document_link',
  owner: 'linked_entity_id',
  about: 'content_document_id',
  written: ['share_type', 'visibility'],
}

const history: Pointer = { table: 'field_history', column: 'record_id' }

/**
 * Members of the same campaign become one: responded beats not responded, the earliest response stays, and
 * both histories go on in the one that is kept.
 */
export const joinMembers = (tx: Tx, masterPersonId: number, personIds: readonly number[]): Promise<Joined> =>
  join(tx, members, masterPersonId, personIds, joinedMember)

/** Roles of contacts on one opportunity become one: the primary stays primary, a blank role is filled. */
export const joinContactRoles = (tx: Tx, masterId: number, contactIds: readonly number[]): Promise<Joined> =>
  join(tx, contactRoles, masterId, contactIds, joinedRole)

/** A file kept with several of them is kept with the one they become, once. */
export const joinFileLinks = (tx: Tx, masterId: number, loserIds: readonly number[]): Promise<Joined> =>
  join(tx, fileLinks, masterId, loserIds, (kept) => kept)

function joinedMember(kept: JournalRow, others: readonly JournalRow[]): JournalRow {
  const all = [kept, ...others]
  const responded = all.find((row) => row['has_responded'] === true) ?? kept
  return {
    ...kept,
    status: responded['status'],
    has_responded: responded['has_responded'],
    responded_at: earliest(all.map((row) => row['responded_at'])),
    lead_id: firstKnown(all, 'lead_id'),
    contact_id: firstKnown(all, 'contact_id'),
    created_at: earliest(all.map((row) => row['created_at'])),
  }
}

const joinedRole = (kept: JournalRow, others: readonly JournalRow[]): JournalRow => ({
  ...kept,
  role: firstKnown([kept, ...others], 'role'),
  is_primary: [kept, ...others].some((row) => row['is_primary'] === true),
})

const firstKnown = (rows: readonly JournalRow[], column: string): unknown =>
  rows.map((row) => row[column]).find((value) => value !== null) ?? null

/** The earliest of moments as JSON writes them; the text itself is kept, to the microsecond. */
function earliest(moments: readonly unknown[]): string | null {
  const known = moments.filter((moment) => typeof moment === 'string')
  return known.toSorted((a, b) => Date.parse(a) - Date.parse(b) || (a < b ? -1 : 1))[0] ?? null
}

async function join(
  tx: Tx,
  shared: SharedTable,
  masterId: number,
  otherIds: readonly number[],
  joined: (kept: JournalRow, others: readonly JournalRow[]) => JournalRow,
): Promise<Joined> {
  const rows = await rowsInCommon(tx, shared, [masterId, ...otherIds])
  const ofMaster = (row: JournalRow): number => Number(row[shared.owner] === masterId)
  const groups = [...Map.groupBy(rows, (row) => row[shared.about]).values()].map((group) =>
    group.toSorted((a, b) => ofMaster(b) - ofMaster(a) || a.id - b.id),
  )
  const kept = groups.flatMap(([first]) => first ?? [])
  const removed = groups.flatMap((group) => group.slice(1))
  if (removed.length === 0) return { table: shared.table, kept: [], removed: [], history: [] }
  // What is removed goes first: an opportunity has one primary contact at any moment.
  await removeShared(
    tx,
    shared,
    removed.map(({ id }) => id),
  )
  await writeShared(
    tx,
    shared,
    groups.flatMap(([first, ...others]) => (first ? [joined(first, others)] : [])),
  )
  const heirs = groups.flatMap(([first, ...others]) =>
    others.map(({ id }): Heir => ({ from: id, to: first?.id ?? id })),
  )
  return { table: shared.table, kept, removed, history: await moveToHeirs(tx, history, heirs) }
}

/** Undoes a join: the kept rows are as before, the removed ones come back with their histories. */
export async function partAgain(tx: Tx, joined: Joined): Promise<void> {
  const shared = [members, contactRoles, fileLinks].find(({ table }) => table === joined.table)
  if (!shared || joined.removed.length === 0) return
  await writeShared(tx, shared, joined.kept)
  await restoreShared(tx, shared, joined.removed)
  await moveFromHeirs(tx, history, joined.history)
}
