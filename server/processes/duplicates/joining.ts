import type { Tx } from '../../platform/tx.ts'
import {
  contactRolesInCommon, membersInCommon, moveHistory, removeContactRoles, removeMembers, writeContactRoles, writeMembers, type ContactRole, type Heir, type JournalRow, type Member, type MovedRow,
} from './merge.sql.ts'

/** Rows that two records had in common and that became one: what was kept as it was before, and what was removed. */
export interface Joined {
  readonly kept: readonly JournalRow[]
  readonly removed: readonly JournalRow[]
  readonly history: readonly MovedRow[]
}

export const nothingJoined: Joined = { kept: [], removed: [], history: [] }

/**
 * Members of the same campaign become one: responded beats not responded, the earliest response stays, and
 * both histories go on in the one that is kept.
 */
export async function joinMembers(tx: Tx, masterPersonId: number, personIds: readonly number[]): Promise<Joined> {
  const members = await membersInCommon(tx, [masterPersonId, ...personIds])
  const groups = [...Map.groupBy(members, ({ campaignId }) => campaignId).values()]
  return join(tx, groups.map((group) => joinedMember(group, masterPersonId)), { remove: removeMembers, write: writeMembers })
}

interface JoinedRow {
  readonly kept: { readonly id: number; readonly row: JournalRow }
  readonly removed: readonly { readonly id: number; readonly row: JournalRow }[]
  readonly written: Readonly<Record<string, unknown>>
}

function joinedMember(group: readonly Member[], masterPersonId: number): JoinedRow {
  const [first, ...others] = group.toSorted((a, b) => Number(b.personId === masterPersonId) - Number(a.personId === masterPersonId) || a.id - b.id)
  if (!first) throw new RangeError('A group of members has members.')
  const responded = first.hasResponded ? first : (others.find(({ hasResponded }) => hasResponded) ?? first)
  const written = {
    ...first.row,
    status: responded.status,
    has_responded: responded.hasResponded,
    responded_at: earliest(group.map(({ respondedAt }) => respondedAt)),
    lead_id: first.leadId ?? others.find(({ leadId }) => leadId !== null)?.leadId ?? null,
    contact_id: first.contactId ?? others.find(({ contactId }) => contactId !== null)?.contactId ?? null,
    created_at: earliest(group.map(({ createdAt }) => createdAt)),
  }
  return { kept: first, removed: others, written }
}

function earliest(moments: readonly (string | null)[]): string | null {
  const known = moments.filter((moment) => moment !== null)
  return known.toSorted((a, b) => Date.parse(a) - Date.parse(b) || (a < b ? -1 : 1))[0] ?? null
}

/** Roles of one opportunity become one: the primary stays primary, a blank role is filled. */
export async function joinContactRoles(tx: Tx, masterId: number, contactIds: readonly number[]): Promise<Joined> {
  const roles = await contactRolesInCommon(tx, [masterId, ...contactIds])
  const groups = [...Map.groupBy(roles, ({ opportunityId }) => opportunityId).values()]
  return join(tx, groups.map((group) => joinedRole(group, masterId)), { remove: removeContactRoles, write: writeContactRoles })
}

function joinedRole(group: readonly ContactRole[], masterId: number): JoinedRow {
  const [first, ...others] = group.toSorted((a, b) => Number(b.contactId === masterId) - Number(a.contactId === masterId) || a.id - b.id)
  if (!first) throw new RangeError('A group of roles has roles.')
  const role = first.role ?? others.find((other) => other.role !== null)?.role ?? null
  return { kept: first, removed: others, written: { ...first.row, role, is_primary: group.some(({ isPrimary }) => isPrimary) } }
}

interface Writes {
  readonly remove: (tx: Tx, ids: readonly number[]) => Promise<number>
  readonly write: (tx: Tx, rows: readonly Readonly<Record<string, unknown>>[]) => Promise<number>
}

async function join(tx: Tx, joined: readonly JoinedRow[], { remove, write }: Writes): Promise<Joined> {
  if (joined.length === 0) return nothingJoined
  const removed = joined.flatMap((one) => one.removed)
  const heirs = joined.flatMap(({ kept, removed: gone }) => gone.map(({ id }): Heir => ({ from: id, to: kept.id })))
  // What is removed goes first: an opportunity has one primary contact at any moment.
  await remove(tx, removed.map(({ id }) => id))
  await write(tx, joined.map(({ written }) => written))
  const history = await moveHistory(tx, heirs)
  return { kept: joined.map(({ kept }) => kept.row), removed: removed.map(({ row }) => row), history }
}
