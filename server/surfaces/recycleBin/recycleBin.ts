import { encodeId, numberOfId } from '../../../shared/ids.ts'
import { definitionsOf, catalogueOf } from '../../ground/objects/catalogue.ts'
import { encodeCursor, placeInTime } from '../../ground/objects/cursor.ts'
import type { ObjectDefinition } from '../../ground/objects/definition.ts'
import type { Door } from '../../ground/objects/door.ts'
import { purgeRecords } from '../../ground/objects/purge.ts'
import type { Saved } from '../../ground/objects/save.ts'
import { may, refuseUnlessHas, refuseUnlessInScope, roleName, type Actor } from '../../ground/users/actor.ts'
import { refusalOfBreach } from '../../platform/breach.ts'
import { forbidden, notFound, Refusal } from '../../platform/errors.ts'
import { inSavepoint, type Tx } from '../../platform/tx.ts'
import { binnedRecords, type Binned } from './recycleBin.sql.ts'

/** What the recycle bin needs from the rooms of records; handed over by the one file that knows them. */
export type BinRooms = {
  readonly doors: ReadonlyMap<string, Door>
  readonly doorOfOwn: (definition: ObjectDefinition) => Door | undefined
}

export type BinPage = { readonly records: readonly Binned[]; readonly next: string | null }

/**
 * What lies in the recycle bin, the latest first, a page at a time: of the objects whose records the actor may delete, and so
 * bring back, those within their reach.
 */
export async function readBin(
  tx: Tx,
  actor: Actor,
  rooms: BinRooms,
  wish: {
    readonly object?: string | undefined
    readonly named?: string | undefined
    readonly after?: string | undefined
    readonly limit: number
  },
): Promise<BinPage> {
  const { object, named, after, limit } = wish
  const theirs = (await definitionsOf(tx)).filter(
    (definition) =>
      (object === undefined || definition.name.toLowerCase() === object.toLowerCase()) &&
      may(actor, 'delete', definition) &&
      doorFor(rooms, definition)?.restore !== undefined,
  )
  if (theirs.length === 0) return { records: [], next: null }
  const rows = await binnedRecords(tx, actor, theirs, { named, before: placeInTime(after), limit: limit + 1 })
  const records = rows.slice(0, limit)
  const last = rows.length > limit ? records.at(-1) : undefined
  return { records, next: last === undefined ? null : encodeCursor([last.deletedAt, last.id]) }
}

/** Takes records of any objects out of the recycle bin; one answer each, in order. */
export async function restoreFromBin(tx: Tx, actor: Actor, rooms: BinRooms, ids: readonly number[]): Promise<Saved[]> {
  refuseUnlessInScope(actor, 'delete')
  return byObject(tx, ids, 'wholes first', async (definition, some) => {
    if (!may(actor, 'delete', definition)) return refused(some, () => mayNotRestore(actor, definition))
    const restore = doorFor(rooms, definition)?.restore
    return restore === undefined ? refused(some, notHere) : restore(tx, actor, some)
  })
}

/** Removes records of any objects from the recycle bin for good; one answer each, in order. */
export async function removeFromBin(tx: Tx, actor: Actor, ids: readonly number[]): Promise<Saved[]> {
  refuseUnlessHas(actor, 'empty_recycle_bin', 'remove records for good')
  return byObject(tx, ids, 'wholes last', (definition, some) => purgeApart(tx, actor, definition, some))
}

/** Those that others still point to stay; where one of many does, halves are tried, so that it alone stays. */
async function purgeApart(
  tx: Tx,
  actor: Actor,
  definition: ObjectDefinition,
  ids: readonly number[],
): Promise<Saved[]> {
  try {
    return await inSavepoint(tx, () => purgeRecords(tx, actor, definition, ids))
  } catch (error) {
    if (!isPointedTo(error)) throw error
    if (ids.length === 1) return refused(ids, () => pointedTo(definition))
    const half = Math.ceil(ids.length / 2)
    return [
      ...(await purgeApart(tx, actor, definition, ids.slice(0, half))),
      ...(await purgeApart(tx, actor, definition, ids.slice(half))),
    ]
  }
}

function isPointedTo(error: unknown): boolean {
  const breach = refusalOfBreach(error)
  return breach?.code === 'rule_broken' && String(breach.details.facts?.constraint).endsWith('_fkey')
}

// What others belong to comes back before them, and is removed after them.
const WHOLES = ['Lead', 'Opportunity', 'Contact', 'Campaign', 'Account']

/** Calls a verb once for each object among the ids, and puts the answers into the order of the ids. */
async function byObject(
  tx: Tx,
  ids: readonly number[],
  order: 'wholes first' | 'wholes last',
  verb: (definition: ObjectDefinition, ids: readonly number[]) => Promise<Saved[]>,
): Promise<Saved[]> {
  const { byNumber } = await catalogueOf(tx)
  const answers = new Map<number, Saved>()
  const groups = [...Map.groupBy(new Set(ids), numberOfId)].flatMap(([number, some]) => {
    const definition = byNumber.get(number)
    return definition?.hasRecycleBin === true ? [{ definition, some }] : []
  })
  groups.sort((one, other) => WHOLES.indexOf(one.definition.name) - WHOLES.indexOf(other.definition.name))
  for (const { definition, some } of order === 'wholes last' ? groups : groups.toReversed())
    for (const [at, saved] of (await verb(definition, some)).entries()) answers.set(some[at] ?? 0, saved)
  return ids.map((id) => answers.get(id) ?? { id, refusal: notFound('record', encodeId(id)) })
}

const refused = (ids: readonly number[], refusal: () => Refusal): Saved[] =>
  ids.map((id) => ({ id, refusal: refusal() }))

const doorFor = ({ doors, doorOfOwn }: BinRooms, definition: ObjectDefinition): Door | undefined =>
  doors.get(definition.name) ?? doorOfOwn(definition)

const notHere = (): Refusal =>
  new Refusal('not_in_recycle_bin', 'Such a record does not lie in the recycle bin by itself.', { kind: 'not_found' })

const mayNotRestore = ({ role }: Actor, { labelPlural }: ObjectDefinition): Refusal =>
  forbidden(
    `Your role (${roleName(role)}) may not delete ${labelPlural.toLowerCase()}, nor bring them back. Ask an administrator or manager.`,
  )

const pointedTo = ({ label }: ObjectDefinition): Refusal =>
  new Refusal(
    'still_pointed_to',
    `Other records still belong to this ${label.toLowerCase()}, so it stays in the recycle bin. Remove those for good first, or point them elsewhere.`,
    { kind: 'conflict', rule: 'What other records point to is not removed for good.' },
  )
