import { definitionOf } from '../../ground/objects/catalogue.ts'
import { isSame, type FieldValues, type ObjectDefinition, type StoredRecord } from '../../ground/objects/definition.ts'
import { drawIds } from '../../ground/objects/ids.ts'
import { lockRecords, updateRecords } from '../../ground/objects/save.ts'
import { refuseUnlessHas, type Actor } from '../../ground/users/actor.ts'
import type { Refusal } from '../../platform/errors.ts'
import { announce } from '../../platform/events.ts'
import type { Tx } from '../../platform/tx.ts'
import { countingMembers } from '../../records/campaigns/counting.ts'
import { chosenValues } from './chosenValues.ts'
import type { Matchable } from './duplicate.ts'
import {
  inheritVerdicts,
  insertMerges,
  markMerged,
  movedRecords,
  rolesOf,
  type Journal,
  type Pair,
  type Role,
} from './merge.sql.ts'
import { refuseOddNumbers, refusalsOf } from './mergeRefusals.ts'
import { idsOf, type MergeRequest } from './mergeRequest.ts'
import { heirsOf, joinEverything, personsJoined, wavesOf, type Group } from './mergeGroups.ts'
import { readChosen } from './readChosen.ts'
import { storedKeys } from './subject.ts'

/** What became of one of several merges: its id, or why it was not done. */
export interface Merged {
  readonly mergeId?: number
  readonly refusal?: Refusal
}

/** The ids of what a merge pointed to its master, whoever may see it; at most ten thousand. */
export const movedByMerge = (tx: Tx, mergeId: number): Promise<number[]> => movedRecords(tx, mergeId)

/**
 * Merges 2 to 10 leads, contacts or accounts into the master (vocabulary: Merge, exactly). Per field the chosen
 * value, else the master's, blanks filled by recency; everything that pointed to a loser points to the master;
 * persons and common campaign memberships are joined; opt-outs survive; losers go to the recycle bin. The journal
 * it writes is what `unmerge` undoes it from. Answers the merge's id.
 *
 * Throws `conflict`-kind refusals when another merge or a conversion was faster, naming the winner.
 */
export async function mergeRecords(
  tx: Tx,
  actor: Actor,
  objectName: Matchable,
  request: MergeRequest,
): Promise<number> {
  refuseUnlessHas(actor, 'merge', 'merge records')
  refuseOddNumbers(await definitionOf(tx, objectName), request.master, request.losers)
  const [merged] = await mergeGroups(tx, actor, objectName, [request])
  if (merged?.refusal !== undefined) throw merged.refusal
  return required(merged?.mergeId)
}

/**
 * The same for many groups at once, of any size, in a fixed number of statements: groups that share a person are
 * merged one after the other, all others together. Answers one result a group, in order; a group of which a record
 * was merged, deleted or converted meanwhile, or stands in an earlier group, is refused, and the others are merged.
 */
export async function mergeGroups(
  tx: Tx,
  actor: Actor,
  objectName: Matchable,
  requests: readonly MergeRequest[],
): Promise<Merged[]> {
  refuseUnlessHas(actor, 'merge', 'merge records')
  const definition = await definitionOf(tx, objectName)
  const ids = [...new Set(requests.flatMap(idsOf))]
  const locked = await lockRecords(tx, actor, definition, ids)
  const refusals = await refusalsOf(tx, actor, definition, requests, locked)
  const chosen = await readChosen(tx, actor, objectName, definition, requests, locked)
  const results: Merged[] = requests.map((_, at) => {
    const refusal = refusals[at] ?? chosen[at]?.refusal
    return refusal === undefined ? {} : { refusal }
  })
  const roles = await rolesOf(tx, definition, ids)
  const waves = wavesOf(
    requests.flatMap((request, at) => (results[at]?.refusal === undefined ? [{ at, request }] : [])),
    roles,
  )
  const mergeIds = await drawIds(tx, 'Merge', requests.length)
  for (const [number, wave] of waves.entries()) {
    // An earlier wave may have joined the persons of this one.
    const known =
      number === 0
        ? roles
        : await rolesOf(
            tx,
            definition,
            wave.flatMap(({ request }) => idsOf(request)),
          )
    const roleOf = new Map(known.map((role) => [role.id, role]))
    const groups = wave.map(({ at, request }): Group => ({
      mergeId: required(mergeIds[at]),
      master: required(locked.get(request.master)),
      losers: request.losers.map((id) => required(locked.get(id))),
      roles: idsOf(request).map((id) => required(roleOf.get(id))),
      chosen: chosen[at]?.values ?? {},
    }))
    await mergeWave(tx, actor, objectName, definition, groups, locked)
    for (const { at } of wave) results[at] = { mergeId: required(mergeIds[at]) }
  }
  return results
}

/** Groups that have no record and no person in common become one each. */
async function mergeWave(
  tx: Tx,
  actor: Actor,
  objectName: Matchable,
  definition: ObjectDefinition,
  groups: readonly Group[],
  locked: ReadonlyMap<number, StoredRecord>,
): Promise<void> {
  const heirs = heirsOf(groups)
  const heirOf = new Map(heirs.map(({ from, to }) => [from, to]))
  const changes = groups.map(({ master, losers, chosen }) =>
    onlyChanges(master, withHeirs(chosenValues(definition, master, losers, chosen), heirOf)),
  )
  const joined = await countingMembers(tx, actor, { personIds: personsJoined(groups) }, 'Merge', () =>
    joinEverything(tx, objectName, groups, heirs),
  )
  // Losers leave before the masters take over what must be unique.
  await markMerged(tx, actor, definition, heirs)
  const masterIds = groups.map(({ master }) => master.Id)
  // What pointed to the loser of another group points elsewhere now, and must not be written back.
  const now = groups.length === 1 ? locked : await lockRecords(tx, actor, definition, masterIds)
  const keys = await storedKeys(
    tx,
    objectName,
    groups.map(({ master }, at) => ({ ...(now.get(master.Id) ?? master), ...changes[at] })),
  )
  await updateRecords(
    tx,
    actor,
    definition,
    now,
    groups.map(({ master, roles }, at) => ({
      id: master.Id,
      values: changes[at] ?? {},
      columns: { created_at: oldestOf(roles), ...keys[at] },
    })),
  )
  const stays = new Set(masterIds)
  const verdicts = Map.groupBy(await inheritVerdicts(tx, heirs), ({ left, right }) => (stays.has(left) ? left : right))
  const journals = groups.map((group, at): Journal => {
    const { moved = [], joined: own = [] } = joined.get(group.mergeId) ?? {}
    return journalOf(objectName, group, changes[at] ?? {}, moved, own, verdicts.get(group.master.Id) ?? [])
  })
  await insertMerges(tx, actor, journals)
  for (const { id: mergeId, masterId, loserIds, chosenValues: values } of journals) {
    announce(tx, {
      type: `${objectName.toLowerCase()}.merged`,
      recordIds: [masterId, ...loserIds],
      actorId: actor.userId,
      payload: { mergeId, masterId, loserIds, values },
    })
  }
}

const journalOf = (
  objectName: Matchable,
  { mergeId, master, losers, roles }: Group,
  changed: FieldValues,
  moved: Journal['moved'],
  joined: Journal['before']['joined'],
  verdicts: readonly Pair[],
): Journal => ({
  id: mergeId,
  objectName,
  masterId: master.Id,
  loserIds: losers.map(({ Id }) => Id),
  chosenValues: Object.fromEntries(
    Object.entries(changed).map(([name, after]) => [name, { before: master[name] ?? null, after }]),
  ),
  before: {
    createdAt: required(roles.find(({ id }) => id === master.Id)).createdAt.toISOString(),
    joined,
    verdicts,
  },
  moved,
})

const oldestOf = (roles: readonly Role[]): Date =>
  roles.reduce((oldest, { createdAt }) => (createdAt < oldest ? createdAt : oldest), required(roles[0]).createdAt)

/** A value that names a record which goes at this very moment names the one it becomes. */
const withHeirs = (values: FieldValues, heirOf: ReadonlyMap<number, number>): FieldValues =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'number' ? (heirOf.get(value) ?? value) : value,
    ]),
  )

function required<T>(value: T | undefined): T {
  if (value === undefined) throw new RangeError('A record that was locked is there.')
  return value
}

const onlyChanges = (master: StoredRecord, values: FieldValues): FieldValues =>
  Object.fromEntries(Object.entries(values).filter(([name, value]) => !isSame(master[name], value)))
