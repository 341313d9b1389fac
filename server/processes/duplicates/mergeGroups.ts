import type { FieldValues, StoredRecord } from '../../ground/objects/definition.ts'
import { joinPeople, lockPeople } from '../../ground/people/people.ts'
import type { Tx } from '../../platform/tx.ts'
import { joinContactRoles, joinFileLinks, joinMembers } from './joining.ts'
import type { Joined, Journal, Role } from './merge.sql.ts'
import { freeFromAbove, movePointers, type Heir } from './moving.sql.ts'
import { personPointers, pointersTo, type Pointer } from './pointers.ts'
import type { Matchable } from './duplicate.ts'

/** Records that become one, as they were locked. */
export interface Group {
  readonly mergeId: number
  readonly master: StoredRecord
  readonly losers: readonly StoredRecord[]
  /** Of all of them, the master's first. */
  readonly roles: readonly Role[]
  readonly chosen: FieldValues
}

export const heirsOf = (groups: readonly Group[]): Heir[] =>
  groups.flatMap(({ master, losers }) => losers.map(({ Id }) => ({ from: Id, to: master.Id })))

/** The people who are joined with others, and those they are joined with. */
export const personsJoined = (groups: readonly Group[]): number[] => [
  ...new Set(personHeirs(groups).flatMap(({ from, to }) => [from, to])),
]

interface Placed {
  readonly at: number
  readonly request: { readonly master: number; readonly losers: readonly number[] }
}

/** Cuts groups into waves within which no person stands in two of them: what joins persons must see what was joined before. */
export function wavesOf<One extends Placed>(placed: readonly One[], roles: readonly Role[]): One[][] {
  const personOf = new Map(roles.map(({ id, personId }) => [id, personId]))
  const waves: { readonly groups: One[]; readonly persons: Set<number> }[] = []
  for (const one of placed) {
    const persons = [one.request.master, ...one.request.losers].flatMap((id) => personOf.get(id) ?? [])
    let wave = waves.find((known) => !persons.some((id) => known.persons.has(id)))
    if (wave === undefined) waves.push((wave = { groups: [], persons: new Set() }))
    wave.groups.push(one)
    for (const id of persons) wave.persons.add(id)
  }
  return waves.map(({ groups }) => groups)
}

/** What one merge moved and joined. */
export interface MovedAndJoined {
  readonly moved: Journal['moved'][number][]
  readonly joined: Joined[]
}

/**
 * Joins the persons of each group and what they have in common, then points everything that pointed to a loser to
 * its master: one statement a table, however many groups. Answers what was done by the id of the merge.
 */
export async function joinEverything(
  tx: Tx,
  objectName: Matchable,
  groups: readonly Group[],
  heirs: readonly Heir[],
): Promise<Map<number, MovedAndJoined>> {
  const people = personHeirs(groups)
  const done = new Map<number, MovedAndJoined>(groups.map(({ mergeId }) => [mergeId, { moved: [], joined: [] }]))
  const mergeOf = new Map<number, number>()
  for (const { mergeId, master, losers } of groups) {
    for (const { Id } of [master, ...losers]) mergeOf.set(Id, mergeId)
  }
  for (const { mergeId, from, to } of people) mergeOf.set(from, mergeId).set(to, mergeId)
  const of = (id: number | null): MovedAndJoined | undefined => done.get(mergeOf.get(id ?? 0) ?? 0)

  if (people.length > 0) {
    await lockPeople(tx, [...new Set(people.flatMap(({ from, to }) => [from, to]))])
    for (const { owner, joined } of await joinMembers(tx, people)) of(owner)?.joined.push(joined)
  }
  if (objectName === 'Contact')
    for (const { owner, joined } of await joinContactRoles(tx, heirs)) of(owner)?.joined.push(joined)
  for (const { owner, joined } of await joinFileLinks(tx, heirs)) of(owner)?.joined.push(joined)

  const hierarchy = hierarchies[objectName]
  if (hierarchy !== undefined) {
    for (const row of await freeFromAbove(tx, hierarchy, heirs)) {
      const id = Number(row.id)
      of(id)?.moved.push({ ...hierarchy, to: id, old: row.old, ids: [row.id] })
    }
  }
  const heirOf = new Map([...heirs, ...people].map(({ from, to }) => [from, to]))
  const pointers = [...(await pointersTo(tx, objectName)), ...(people.length > 0 ? personPointers : [])]
  for (const { pointer, old, ids } of await repoint(tx, pointers, [...heirs, ...people]))
    of(old)?.moved.push({ ...pointer, to: heirOf.get(old) ?? 0, old, ids })
  if (people.length > 0) {
    await joinPeople(tx, people)
    for (const { from, to } of people)
      of(from)?.moved.push({ table: 'person', column: 'merged_into_id', to, old: null, ids: [from] })
  }
  return done
}

const hierarchies: Readonly<Partial<Record<Matchable, Pointer>>> = {
  Account: { table: 'account', column: 'parent_id' },
  Contact: { table: 'contact', column: 'reports_to_id' },
}

function personHeirs(groups: readonly Group[]): (Heir & { readonly mergeId: number })[] {
  return groups.flatMap(({ mergeId, master, roles }) => {
    const to = roles.find(({ id }) => id === master.Id)?.personId ?? undefined
    if (to === undefined) return []
    const others = new Set(roles.flatMap(({ personId }) => (personId === null || personId === to ? [] : [personId])))
    return [...others].map((from) => ({ mergeId, from, to }))
  })
}

interface Repointing {
  readonly pointer: Pointer
  readonly old: number
  readonly ids: (number | string)[]
}

/** One statement a table, sent without waiting for each other: they travel together and run in this order. */
async function repoint(tx: Tx, pointers: readonly Pointer[], heirs: readonly Heir[]): Promise<Repointing[]> {
  const tables = [...Map.groupBy(pointers, ({ table }) => table).values()]
  const moved = await Promise.all(
    tables.map(async ([first, ...more]) => {
      if (first === undefined) return []
      const all = [first, ...more] as const
      const repointed = await movePointers(tx, all, heirs)
      return all.flatMap((pointer): Repointing[] => {
        const from = Map.groupBy(repointed, ({ old }) => old[pointer.column] ?? null)
        return [...from].flatMap(([old, rows]) =>
          old === null ? [] : [{ pointer, old, ids: rows.flatMap(({ ids }) => ids) }],
        )
      })
    }),
  )
  return moved.flat()
}
