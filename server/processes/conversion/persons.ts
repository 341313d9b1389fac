import type { Tx } from '../../platform/tx.ts'
import { personPointers } from '../duplicates/pointers.ts'
import type { Journal } from './converted.ts'
import {
  lockPersons,
  markJoined,
  membersOfPersons,
  movePointers,
  movePointersBack,
  removeMembers,
  restoreMembers,
  writeMembers,
  type Join,
  type JournalRow,
  type MemberOfPerson,
} from './persons.sql.ts'

type Joined = NonNullable<Journal['joined']>

/**
 * Makes the persons of leads the persons of the contacts they are: what each did hangs on one human being. Memberships
 * of the same campaign become one: responded beats not responded, the earliest response stays. By the person given up.
 */
export async function joinPersons(tx: Tx, wanted: readonly Join[]): Promise<Map<number, Joined>> {
  const joins = [...new Map(wanted.filter(({ from, to }) => from !== to).map((join) => [join.from, join])).values()]
  if (joins.length === 0) return new Map()
  const everybody = [...new Set(joins.flatMap(({ from, to }) => [from, to]))]
  const [, found] = await Promise.all([lockPersons(tx, everybody), membersOfPersons(tx, everybody)])
  const common = inCommon(found, joins)
  if (common.length > 0) {
    await removeMembers(
      tx,
      common.flatMap(({ removed }) => removed.map(({ id }) => id)),
    )
    await writeMembers(
      tx,
      common.map(({ written }) => written),
    )
  }
  const moved = await Promise.all(
    personPointers.map(async (pointer) => ({ ...pointer, rows: await movePointers(tx, pointer, joins) })),
  )
  await markJoined(tx, joins)
  return new Map(
    joins.map((join): [number, Joined] => {
      const mine = common.filter(({ persons }) => persons.includes(join.from))
      const pointers = moved.map(({ table, column, textKey, rows }) => ({
        table,
        column,
        textKey,
        ids: rows.filter(({ from }) => from === join.from).map(({ id }) => id),
      }))
      return [
        join.from,
        {
          ...join,
          pointers: pointers.filter(({ ids }) => ids.length > 0),
          keptMembers: mine.map(({ kept }) => kept),
          removedMembers: mine.flatMap(({ removed }) =>
            removed.filter(({ person_id: person }) => person === join.from),
          ),
        },
      ]
    }),
  )
}

/** Gives the lead's person back what was theirs. */
export async function partPersons(tx: Tx, joined: Joined): Promise<void> {
  await lockPersons(tx, [joined.from, joined.to])
  // In the order of the joining: the removed memberships come back when their person is free of them.
  if (joined.keptMembers.length > 0) await writeMembers(tx, joined.keptMembers)
  await Promise.all(joined.pointers.map((pointer) => movePointersBack(tx, pointer, pointer.ids, joined)))
  if (joined.removedMembers.length > 0) await restoreMembers(tx, joined.removedMembers)
  await markJoined(tx, [{ from: joined.from, to: null }])
}

type Common = {
  readonly persons: readonly number[]
  readonly kept: JournalRow
  readonly removed: readonly JournalRow[]
  readonly written: JournalRow
}

function inCommon(found: readonly MemberOfPerson[], joins: readonly Join[]): Common[] {
  const becomes = new Map(joins.map(({ from, to }) => [from, to]))
  const groups = Map.groupBy(found, ({ campaignId, personId }) => `${campaignId}:${becomes.get(personId) ?? personId}`)
  return [...groups.values()].filter((group) => group.length > 1).flatMap((group) => one(group, becomes))
}

function one(group: readonly MemberOfPerson[], becomes: ReadonlyMap<number, number>): Common[] {
  // The contact's own membership is the one that stays.
  const [first, ...others] = group.toSorted(
    (a, b) => Number(becomes.has(a.personId)) - Number(becomes.has(b.personId)) || a.row.id - b.row.id,
  )
  if (first === undefined) return []
  const responded = [first, ...others].find(({ row }) => row.has_responded === true) ?? first
  const firstOf = (column: string): unknown =>
    [first, ...others].map(({ row }) => row[column]).find((value) => value !== null) ?? null
  const written = {
    ...first.row,
    status: responded.row.status,
    has_responded: responded.row.has_responded,
    responded_at: earliest(group, 'responded_at'),
    created_at: earliest(group, 'created_at'),
    lead_id: firstOf('lead_id'),
    contact_id: firstOf('contact_id'),
    // The status that stays keeps its date.
    status_since: responded.row.status_since,
    status_by_id: responded.row.status_by_id,
    status_source: responded.row.status_source,
  }
  return [
    { persons: group.map(({ personId }) => personId), kept: first.row, removed: others.map(({ row }) => row), written },
  ]
}

function earliest(group: readonly MemberOfPerson[], column: string): string | null {
  const known = group.map(({ row }) => row[column]).filter((moment) => typeof moment === 'string')
  return known.toSorted((a, b) => Date.parse(a) - Date.parse(b))[0] ?? null
}
