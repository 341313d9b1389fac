import type { Tx } from '../../platform/tx.ts'
import {
  joinedColumns,
  joinedMember,
  ownColumnsOfMembers,
  partedMembers,
  type JoinedMembers,
} from '../../records/campaigns/joinedMembers.ts'
import type { Joined } from './merge.sql.ts'
import {
  moveFromHeirs,
  moveToHeirs,
  removeShared,
  restoreShared,
  rowsInCommon,
  writeShared,
  type Heir,
  type JournalRow,
  type SharedTable,
} from './moving.sql.ts'
import type { Pointer } from './pointers.ts'

const members = (own: readonly string[]): SharedTable => ({
  table: 'campaign_member',
  owner: 'person_id',
  about: 'campaign_id',
  written: [...joinedColumns, ...own],
})

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
 * What persons or records who become one have in common, per table; every answer speaks of one who stays (`owner`).
 * Members of the same campaign become one: responded beats not responded, the earliest response stays, gaps in what was
 * noted of the kept one are filled, and both histories go on in it.
 */
export async function joinMembers(tx: Tx, heirs: readonly Heir[]): Promise<JoinedOf[]> {
  const own = await ownColumnsOfMembers(tx)
  return join(tx, members(own), heirs, (kept, others) => joinedMember(kept, others, own))
}

/** Roles of contacts on one opportunity become one: the primary stays primary, a blank role is filled. */
export const joinContactRoles = (tx: Tx, heirs: readonly Heir[]): Promise<JoinedOf[]> =>
  join(tx, contactRoles, heirs, joinedRole)

/** A file kept with several of them is kept with the one they become, once. */
export const joinFileLinks = (tx: Tx, heirs: readonly Heir[]): Promise<JoinedOf[]> =>
  join(tx, fileLinks, heirs, (kept) => kept)

/** What was joined for one who stays. */
export interface JoinedOf {
  readonly owner: number
  readonly joined: Joined
}

const joinedRole = (kept: JournalRow, others: readonly JournalRow[]): JournalRow => ({
  ...kept,
  role: firstKnown([kept, ...others], 'role'),
  is_primary: [kept, ...others].some((row) => row['is_primary'] === true),
})

const firstKnown = (rows: readonly JournalRow[], column: string): unknown =>
  rows.map((row) => row[column]).find((value) => value !== null) ?? null

async function join(
  tx: Tx,
  shared: SharedTable,
  heirs: readonly Heir[],
  joined: (kept: JournalRow, others: readonly JournalRow[]) => JournalRow,
): Promise<JoinedOf[]> {
  const found = await rowsInCommon(tx, shared, heirs)
  if (found.length === 0) return []
  const groups = [...Map.groupBy(found, ({ row, owner }) => `${owner} ${String(row[shared.about])}`).values()].map(
    (group) => {
      const [{ owner } = { owner: 0 }] = group
      const ofMaster = (row: JournalRow): number => Number(row[shared.owner] === owner)
      const [kept, ...others] = group.map(({ row }) => row).toSorted((a, b) => ofMaster(b) - ofMaster(a) || a.id - b.id)
      return { owner, kept, others }
    },
  )
  // What is removed goes first: an opportunity has one primary contact at any moment.
  await removeShared(
    tx,
    shared,
    groups.flatMap(({ others }) => others.map(({ id }) => id)),
  )
  await writeShared(
    tx,
    shared,
    groups.flatMap(({ kept, others }) => (kept ? [joined(kept, others)] : [])),
  )
  const keptOf = new Map(groups.flatMap(({ kept, others }) => others.map(({ id }) => [id, kept?.id ?? id] as const)))
  const moved = await moveToHeirs(
    tx,
    history,
    [...keptOf].map(([from, to]) => ({ from, to })),
  )
  const historyOf = Map.groupBy(moved, ({ old }) => old)
  return [...Map.groupBy(groups, ({ owner }) => owner)].map(([owner, own]) => ({
    owner,
    joined: {
      table: shared.table,
      kept: own.flatMap(({ kept }) => kept ?? []),
      removed: own.flatMap(({ others }) => others),
      history: own.flatMap(({ others }) => others.flatMap(({ id }) => historyOf.get(id) ?? [])),
    },
  }))
}

/** Undoes joins: the kept rows are as before, the removed ones come back with their histories. A statement a table and kind, however many. */
export async function partAgain(tx: Tx, joined: readonly Joined[]): Promise<void> {
  const own = await ownColumnsOfMembers(tx)
  const ofMembers = members(own)
  for (const shared of [ofMembers, contactRoles, fileLinks]) {
    const parted = joined.filter(({ table, removed }) => table === shared.table && removed.length > 0)
    if (parted.length === 0) continue
    const before =
      shared === ofMembers ? await partedMembers(tx, parted.flatMap(membersOf)) : parted.flatMap(({ kept }) => kept)
    await writeShared(tx, shared, before)
    await restoreShared(
      tx,
      shared,
      parted.flatMap(({ removed }) => removed),
    )
    await moveFromHeirs(
      tx,
      history,
      parted.flatMap((one) => one.history),
    )
  }
}

const membersOf = ({ kept, removed }: Joined): JoinedMembers[] =>
  kept.map((row) => ({
    kept: row,
    removed: removed.filter(({ campaign_id: campaign }) => campaign === row['campaign_id']),
  }))
