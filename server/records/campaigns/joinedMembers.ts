import type { Tx } from '../../platform/tx.ts'
import { definitionOf } from '../../ground/objects/catalogue.ts'
import { membersAsTheyAre, type MemberRow } from './joinedMembers.sql.ts'

export type { MemberRow }

/** What a membership takes from others of the same campaign that become one with it, besides what an org notes of it itself. */
export const joinedColumns = [
  'status',
  'has_responded',
  'responded_at',
  'lead_id',
  'contact_id',
  'created_at',
  'status_since',
  'status_by_id',
  'status_source',
] as const

/** Columns of what an org notes of a membership itself: certificate, seat, diet. */
export const ownColumnsOfMembers = async (tx: Tx): Promise<readonly string[]> =>
  (await definitionOf(tx, 'CampaignMember')).fields.flatMap(({ custom, expression, column }) =>
    custom === true && expression === undefined ? [column] : [],
  )

/**
 * Memberships of one campaign become one: responded beats not responded, the earliest response stays, and what an org
 * notes itself stays as the kept one has it; its gaps are filled from the others.
 */
export function joinedMember(kept: MemberRow, others: readonly MemberRow[], own: readonly string[]): MemberRow {
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
    // The status that stays keeps its date.
    status_since: responded['status_since'],
    status_by_id: responded['status_by_id'],
    status_source: responded['status_source'],
    ...Object.fromEntries(filledFrom(kept, others, own).map((column) => [column, firstKnown(others, column)])),
  }
}

const standing = ['status', 'has_responded', 'status_since', 'status_by_id', 'status_source'] as const

/** Memberships that became one: the one kept and those that went, each as it was before. */
export type JoinedMembers = { readonly kept: MemberRow; readonly removed: readonly MemberRow[] }

/** The kept memberships as they are put back; a column that a row does not name stays as it is by now. */
export async function partedMembers(tx: Tx, joined: readonly JoinedMembers[]): Promise<MemberRow[]> {
  const own = await ownColumnsOfMembers(tx)
  const now = new Map(
    (
      await membersAsTheyAre(
        tx,
        joined.map(({ kept }) => kept.id),
      )
    ).map((row) => [row.id, row]),
  )
  return joined.map(({ kept, removed }) => partedMember(kept, removed, own, now.get(kept.id) ?? kept))
}

/** What was filled is blank again; a status that moved on since stays, and so does what was noted of the membership itself. */
function partedMember(
  kept: MemberRow,
  others: readonly MemberRow[],
  own: readonly string[],
  now: MemberRow,
): MemberRow {
  const filled = new Set(filledFrom(kept, others, own))
  const joined = joinedMember(kept, others, own)
  const movedOn = now['status'] !== joined['status'] || !isSameMoment(now['status_since'], joined['status_since'])
  const stays = new Set<string>([...own.filter((column) => !filled.has(column)), ...(movedOn ? standing : [])])
  const before = Object.entries(kept).filter(([column]) => !stays.has(column))
  const responded = movedOn && now['has_responded'] === true ? { responded_at: firstResponse(kept, others, now) } : {}
  return { ...Object.fromEntries(before), ...responded, id: kept.id }
}

/** When the kept one first responded, now that its status is a response of its own. */
const firstResponse = (kept: MemberRow, others: readonly MemberRow[], now: MemberRow): unknown =>
  kept['responded_at'] ??
  (others.some((row) => row['responded_at'] !== null) ? now['status_since'] : now['responded_at'])

/** Whether two moments, as JSON writes them, are one to the millisecond. */
const isSameMoment = (one: unknown, other: unknown): boolean =>
  one === other || Date.parse(String(one)) === Date.parse(String(other))

const filledFrom = (kept: MemberRow, others: readonly MemberRow[], own: readonly string[]): string[] =>
  own.filter((column) => !isKnown(kept[column]) && others.some((row) => isKnown(row[column])))

/** A box that is not ticked is a gap: that somebody has the certificate is not lost to a membership nobody looked after. */
const isKnown = (value: unknown): boolean => value !== null && value !== undefined && value !== false

const firstKnown = (rows: readonly MemberRow[], column: string): unknown =>
  rows.map((row) => row[column]).find(isKnown) ?? null

/** The earliest of moments as JSON writes them; the text itself is kept, to the microsecond. */
function earliest(moments: readonly unknown[]): string | null {
  const known = moments.filter((moment) => typeof moment === 'string')
  return known.toSorted((a, b) => Date.parse(a) - Date.parse(b) || (a < b ? -1 : 1))[0] ?? null
}
