import type { Tx } from '../../platform/tx.ts'
import {
  joinedColumns,
  joinedMember,
  ownColumnsOfMembers,
  partedMembers,
  type MemberRow,
} from '../../records/campaigns/joinedMembers.ts'
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
  type MemberOfPerson,
} from './persons.sql.ts'

type Joined = NonNullable<Journal['joined']>

/**
 * Makes the persons of leads the persons of the contacts they are: what each did hangs on one human being. Memberships
 * of the same campaign become one, as in a merge. By the person given up.
 */
export async function joinPersons(tx: Tx, wanted: readonly Join[]): Promise<Map<number, Joined>> {
  const joins = [...new Map(wanted.filter(({ from, to }) => from !== to).map((join) => [join.from, join])).values()]
  if (joins.length === 0) return new Map()
  const everybody = [...new Set(joins.flatMap(({ from, to }) => [from, to]))]
  const [, found] = await Promise.all([lockPersons(tx, everybody), membersOfPersons(tx, everybody)])
  const own = await ownColumnsOfMembers(tx)
  const common = inCommon(found, joins, own)
  if (common.length > 0) {
    await removeMembers(
      tx,
      common.flatMap(({ removed }) => removed.map(({ id }) => id)),
    )
    await writeMembers(
      tx,
      [...joinedColumns, ...own],
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
  if (joined.keptMembers.length > 0) {
    const own = await ownColumnsOfMembers(tx)
    const members = joined.keptMembers.map((kept) => ({
      kept,
      removed: joined.removedMembers.filter(({ campaign_id: campaign }) => campaign === kept['campaign_id']),
    }))
    await writeMembers(tx, [...joinedColumns, ...own], await partedMembers(tx, members))
  }
  await Promise.all(joined.pointers.map((pointer) => movePointersBack(tx, pointer, pointer.ids, joined)))
  if (joined.removedMembers.length > 0) await restoreMembers(tx, joined.removedMembers)
  await markJoined(tx, [{ from: joined.from, to: null }])
}

type Common = {
  readonly persons: readonly number[]
  readonly kept: MemberRow
  readonly removed: readonly MemberRow[]
  readonly written: MemberRow
}

function inCommon(found: readonly MemberOfPerson[], joins: readonly Join[], own: readonly string[]): Common[] {
  const becomes = new Map(joins.map(({ from, to }) => [from, to]))
  const groups = Map.groupBy(found, ({ campaignId, personId }) => `${campaignId}:${becomes.get(personId) ?? personId}`)
  return [...groups.values()].filter((group) => group.length > 1).flatMap((group) => one(group, becomes, own))
}

function one(group: readonly MemberOfPerson[], becomes: ReadonlyMap<number, number>, own: readonly string[]): Common[] {
  // The contact's own membership is the one that stays.
  const [kept, ...removed] = group
    .toSorted((a, b) => Number(becomes.has(a.personId)) - Number(becomes.has(b.personId)) || a.row.id - b.row.id)
    .map(({ row }) => row)
  if (kept === undefined) return []
  const persons = group.map(({ personId }) => personId)
  return [{ persons, kept, removed, written: joinedMember(kept, removed, own) }]
}
