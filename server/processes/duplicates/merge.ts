import { encodeId } from '../../../shared/ids.ts'
import { definitionOf } from '../../ground/objects/catalogue.ts'
import { isSame, type FieldValues, type ObjectDefinition, type StoredRecord } from '../../ground/objects/definition.ts'
import { readDrafts, type Draft } from '../../ground/objects/drafts.ts'
import { drawId } from '../../ground/objects/ids.ts'
import { lockRecords, updateRecords } from '../../ground/objects/save.ts'
import { joinPeople, lockPeople } from '../../ground/people/people.ts'
import { refuseUnlessHas, type Actor } from '../../ground/users/actor.ts'
import { notFound, Refusal } from '../../platform/errors.ts'
import { announce } from '../../platform/events.ts'
import type { Tx } from '../../platform/tx.ts'
import { chosenValues } from './chosenValues.ts'
import { joinContactRoles, joinFileLinks, joinMembers } from './joining.ts'
import {
  fateOf,
  freeFromAbove,
  inheritVerdicts,
  insertMerge,
  markMerged,
  movedRecords,
  movePointer,
  rolesOf,
  type Joined,
  type Journal,
  type Role,
} from './merge.sql.ts'
import { personPointers, pointersTo, type Pointer } from './pointers.ts'
import type { Matchable } from './duplicate.ts'
import { storedKeys } from './subject.ts'

/** Which records become one: the master stays, up to nine others go; `values` are chosen by API name. */
export interface MergeRequest {
  readonly master: number
  readonly losers: readonly number[]
  readonly values?: Draft
}

const mostLosers = 9

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
  { master: masterId, losers: loserIds, values = {} }: MergeRequest,
): Promise<number> {
  refuseUnlessHas(actor, 'merge', 'merge records')
  const definition = await definitionOf(tx, objectName)
  refuseOddNumbers(definition, masterId, loserIds)
  const ids = [masterId, ...loserIds]
  const locked = await lockRecords(tx, actor, definition, ids)
  await refuseMissing(tx, actor, definition, ids, locked)
  const roles = await rolesOf(tx, definition, ids)
  refuseConverted(roles)
  const master = required(locked.get(masterId))
  const losers = loserIds.map((id) => required(locked.get(id)))
  const chosen = await readChosen(tx, actor, definition, values)
  const changed = onlyChanges(master, chosenValues(definition, master, losers, chosen))
  const mergeId = await drawId(tx, 'Merge')

  const joined = await joinEverything(tx, objectName, roles, masterId, loserIds)
  const createdAt = roles.reduce(
    (oldest, role) => (role.createdAt < oldest ? role.createdAt : oldest),
    required(roles.find(({ id }) => id === masterId)).createdAt,
  )
  // Losers leave before the master takes over what must be unique.
  await markMerged(tx, actor, definition, loserIds, masterId)
  const columns = { created_at: createdAt, ...(await storedKeys(tx, objectName, { ...master, ...changed })) }
  await updateRecords(tx, actor, definition, locked, [{ id: masterId, values: changed, columns }])
  const journal: Journal = {
    id: mergeId,
    objectName,
    masterId,
    loserIds,
    chosenValues: Object.fromEntries(
      Object.entries(changed).map(([name, after]) => [name, { before: master[name] ?? null, after }]),
    ),
    before: {
      createdAt: required(roles.find(({ id }) => id === masterId)).createdAt.toISOString(),
      joined: joined.joined,
      verdicts: await inheritVerdicts(tx, masterId, loserIds),
    },
    moved: joined.moved,
  }
  await insertMerge(tx, actor, journal)
  announce(tx, {
    type: `${objectName.toLowerCase()}.merged`,
    recordIds: ids,
    actorId: actor.userId,
    payload: { mergeId, masterId, loserIds, values: journal.chosenValues },
  })
  return mergeId
}

function required<T>(value: T | undefined): T {
  if (value === undefined) throw new RangeError('A record that was locked is there.')
  return value
}

function refuseOddNumbers(
  { label, labelPlural }: ObjectDefinition,
  masterId: number,
  loserIds: readonly number[],
): void {
  const different = new Set([masterId, ...loserIds])
  if (loserIds.length === 0 || loserIds.length > mostLosers) {
    throw new Refusal(
      'wrong_number_to_merge',
      `A merge takes one ${label.toLowerCase()} to keep and one to ${mostLosers} others. Merge larger groups step by step.`,
      { field: 'losers', rule: `2 to ${mostLosers + 1} ${labelPlural.toLowerCase()} are merged at a time.` },
    )
  }
  if (different.size !== loserIds.length + 1) {
    throw new Refusal(
      'same_record',
      `A ${label.toLowerCase()} stands twice in this merge. Name each record once, and the one to keep only as the master.`,
      { field: 'losers' },
    )
  }
}

/** A record that cannot be locked was merged by somebody faster, was deleted, or is not for this actor's eyes. */
async function refuseMissing(
  tx: Tx,
  actor: Actor,
  definition: ObjectDefinition,
  ids: readonly number[],
  locked: ReadonlyMap<number, StoredRecord>,
): Promise<void> {
  const missing = ids.filter((id) => !locked.has(id))
  if (missing.length === 0) return
  const fates = await fateOf(tx, actor, definition, missing)
  const merged = fates.find(({ masterId }) => masterId !== null)
  if (merged?.masterId) {
    const winner = encodeId(merged.masterId)
    throw new Refusal(
      'already_merged',
      `Somebody has just merged this ${definition.label.toLowerCase()} into another one. Open that one, and go on from there.`,
      {
        kind: 'conflict',
        facts: { id: encodeId(merged.id), winner },
        way: { label: `Open the ${definition.label.toLowerCase()} it became`, href: `/${definition.path}/${winner}` },
      },
    )
  }
  throw notFound(definition.label.toLowerCase(), encodeId(missing[0] ?? 0))
}

function refuseConverted(roles: readonly Role[]): void {
  const converted = roles.find(({ convertedContactId }) => convertedContactId !== null)
  if (!converted) return
  const contactId = converted.convertedContactId ? encodeId(converted.convertedContactId) : undefined
  throw new Refusal(
    'lead_already_converted',
    'One of these leads is already converted, and a converted lead stays as it was. Merge its contact instead.',
    {
      kind: 'conflict',
      rule: 'A converted lead is locked.',
      facts: { id: encodeId(converted.id), winner: contactId },
      ...(contactId && { way: { label: 'Open its contact', href: `/contacts/${contactId}` } }),
    },
  )
}

async function readChosen(tx: Tx, actor: Actor, definition: ObjectDefinition, values: Draft): Promise<FieldValues> {
  if (Object.keys(values).length === 0) return {}
  const [read] = await readDrafts(tx, actor, definition, [values], { forUpdate: true })
  if (read?.refusal) throw read.refusal
  return read?.values ?? {}
}

const onlyChanges = (master: StoredRecord, values: FieldValues): FieldValues =>
  Object.fromEntries(Object.entries(values).filter(([name, value]) => !isSame(master[name], value)))

type Moved = Journal['moved'][number]

/** Joins the persons and what they have in common, then points everything that pointed to a loser to the master. */
async function joinEverything(
  tx: Tx,
  objectName: Matchable,
  roles: readonly Role[],
  masterId: number,
  loserIds: readonly number[],
) {
  const personId = roles.find(({ id }) => id === masterId)?.personId ?? undefined
  const otherPersons = [
    ...new Set(roles.flatMap((role) => (role.personId === null || role.personId === personId ? [] : [role.personId]))),
  ]
  const isPersonal = personId !== undefined && otherPersons.length > 0
  const joined: Joined[] = []
  if (isPersonal) {
    await lockPeople(tx, [personId, ...otherPersons])
    joined.push(await joinMembers(tx, personId, otherPersons))
  }
  if (objectName === 'Contact') joined.push(await joinContactRoles(tx, masterId, loserIds))
  joined.push(await joinFileLinks(tx, masterId, loserIds))
  const moved = [
    ...(await repoint(tx, objectName, masterId, loserIds)),
    ...(isPersonal ? await joinPersons(tx, personId, otherPersons) : []),
  ]
  return { joined, moved: moved.filter(({ rows }) => rows.length > 0) }
}

const hierarchies: Readonly<Partial<Record<Matchable, Pointer>>> = {
  Account: { table: 'account', column: 'parent_id' },
  Contact: { table: 'contact', column: 'reports_to_id' },
}

async function repoint(tx: Tx, objectName: Matchable, masterId: number, loserIds: readonly number[]): Promise<Moved[]> {
  const moved: Moved[] = []
  const hierarchy = hierarchies[objectName]
  if (hierarchy)
    moved.push({ ...hierarchy, to: masterId, rows: await freeFromAbove(tx, hierarchy, masterId, loserIds) })
  const pointers = await pointersTo(tx, objectName)
  return [...moved, ...(await moveAll(tx, pointers, loserIds, masterId))]
}

/** One statement a column, sent without waiting for each other: they travel together and run in this order. */
const moveAll = (tx: Tx, pointers: readonly Pointer[], from: readonly number[], to: number): Promise<Moved[]> =>
  Promise.all(pointers.map(async (pointer) => ({ ...pointer, to, rows: await movePointer(tx, pointer, from, to) })))

async function joinPersons(tx: Tx, personId: number, others: readonly number[]): Promise<Moved[]> {
  const moved = await moveAll(tx, personPointers, others, personId)
  await joinPeople(tx, others, personId)
  return [
    ...moved,
    { table: 'person', column: 'merged_into_id', to: personId, rows: others.map((id) => ({ id, old: null })) },
  ]
}
