import type { Tx } from '../../platform/tx.ts'
import { definitionOf } from '../../ground/objects/catalogue.ts'

/** A whole row of a membership as JSON: every column, times to the microsecond. */
export type MemberRow = Readonly<Record<string, unknown>> & { readonly id: number }

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

/** The kept membership as it is put back: what was filled is blank again; what was noted of it itself stays as it is by now. */
export function partedMember(kept: MemberRow, others: readonly MemberRow[], own: readonly string[]): MemberRow {
  const filled = new Set(filledFrom(kept, others, own))
  const stays = new Set(own.filter((column) => !filled.has(column)))
  return { id: kept.id, ...Object.fromEntries(Object.entries(kept).filter(([column]) => !stays.has(column))) }
}

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
