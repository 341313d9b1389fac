import { encodeId } from '../../../shared/ids.ts'
import { notFound, Refusal } from '../../platform/errors.ts'
import { manyOnce, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import { may, refuseUnlessMay, type Actor } from '../users/actor.ts'
import { definitionOf } from './catalogue.ts'
import { deletedWith, deleteDetails, restoreDetails } from './customDetails.ts'
import type { ObjectDefinition } from './definition.ts'
import { markDeleted, markRestored, mergedRows, reachedRows, removeRows } from './removal.sql.ts'
import { twiceRefusal, type Saved } from './save.ts'
import { takenMeanwhile } from './unique.ts'

/**
 * Until the transaction ends nothing new refers to these records; who is storing such a reference is waited for, so that the
 * next statement sees it. In the order of their ids, so that two sets never wait for each other in a ring.
 */
export const lockForRemoval = (
  tx: Tx,
  { table }: Pick<ObjectDefinition, 'table'>,
  ids: readonly number[],
): Promise<{ id: number }[]> =>
  manyOnce(
    tx,
    sql`
    select id
    from ${sql.table(table)}
    where id = any(${ids}::bigint[])
    order by id
    for update`,
  )

export type Unless = {
  readonly definition: ObjectDefinition
  readonly ids: readonly number[]
  readonly refusalOf: (id: number) => Refusal | undefined
  readonly work: (ids: readonly number[]) => Promise<Saved[]>
}

/**
 * Does something to the records nothing speaks against, and refuses the others; each is answered for, in order. What speaks
 * against a record is told to those who may see it; for anybody else there is no such record.
 */
export async function doUnless(tx: Tx, actor: Actor, { definition, ids, refusalOf, work }: Unless): Promise<Saved[]> {
  const against = ids.flatMap((id) => {
    const refusal = refusalOf(id)
    return refusal === undefined ? [] : [[id, refusal] as const]
  })
  const told = await toldTo(tx, actor, definition, new Map(against))
  const refusals = ids.map((id) => told.get(id))
  const saved = await work(ids.filter((_, at) => refusals[at] === undefined))
  let done = 0
  return ids.map((id, at) => {
    const refusal = refusals[at]
    return refusal === undefined ? (saved[done++] ?? { id }) : { id, refusal }
  })
}

/** Of what speaks against records only what the actor may hear: one out of reach goes on to the work, which finds nothing there. */
async function toldTo(
  tx: Tx,
  actor: Actor,
  definition: ObjectDefinition,
  refusals: ReadonlyMap<number, Refusal>,
): Promise<ReadonlyMap<number, Refusal>> {
  if (refusals.size === 0 || !may(actor, 'read', definition)) return new Map()
  const within = await reachedRows(tx, actor, definition, [...refusals.keys()])
  return new Map([...refusals].filter(([id]) => within.has(id)))
}

const missing = ({ label }: ObjectDefinition, id: number): Refusal => notFound(label.toLowerCase(), encodeId(id))

/** Puts records into the recycle bin, each answered for. */
export async function removeRecords(
  tx: Tx,
  actor: Actor,
  definition: ObjectDefinition,
  ids: readonly number[],
): Promise<Saved[]> {
  const gone = await deleteRecords(tx, actor, definition, ids)
  return ids.map((id, at) => {
    if (ids.indexOf(id) !== at) return { id, refusal: twiceRefusal(definition, id) }
    return gone.has(id) ? { id } : { id, refusal: missing(definition, id) }
  })
}

/** Removes records of an object that has no recycle bin, each answered for. */
export async function removeForGood(
  tx: Tx,
  actor: Actor,
  definition: ObjectDefinition,
  ids: readonly number[],
): Promise<Saved[]> {
  refuseUnlessMay(actor, 'delete', definition)
  const gone = new Set(await removeRows(tx, actor, definition, ids))
  return ids.map((id) => (gone.has(id) ? { id } : { id, refusal: missing(definition, id) }))
}

/** Takes records out of the recycle bin, each answered for. */
export async function bringBackRecords(
  tx: Tx,
  actor: Actor,
  definition: ObjectDefinition,
  ids: readonly number[],
): Promise<Saved[]> {
  const whole = await definitionOf(tx, definition.name)
  const taken = await toldTo(tx, actor, definition, await takenMeanwhile(tx, whole, ids))
  const free = ids.filter((id) => !taken.has(id))
  const back = await restoreRecords(tx, actor, whole, free)
  const merged = back.size === ids.length ? new Set<number>() : await mergedRows(tx, actor, definition, ids)
  return ids.map((id) =>
    back.has(id)
      ? { id }
      : { id, refusal: taken.get(id) ?? (merged.has(id) ? mergedAway(definition) : notInBin(definition)) },
  )
}

const notInBin = (definition: ObjectDefinition): Refusal =>
  new Refusal('not_in_recycle_bin', `This ${definition.label.toLowerCase()} is not in the recycle bin.`, {
    kind: 'not_found',
  })

const mergedAway = (definition: ObjectDefinition): Refusal =>
  new Refusal(
    'merged_away',
    `This ${definition.label.toLowerCase()} was merged into another one, which has everything that was its own. Undo the merge, and it comes back with all of it.`,
    {
      kind: 'conflict',
      rule: 'What was merged comes back by undoing the merge.',
    },
  )

async function deleteRecords(
  tx: Tx,
  actor: Actor,
  definition: ObjectDefinition,
  ids: readonly number[],
): Promise<Set<number>> {
  refuseUnlessMay(actor, 'delete', definition)
  const gone = await markDeleted(tx, actor, definition, ids)
  await deleteDetails(tx, actor, definition, gone)
  return new Set(gone)
}

async function restoreRecords(
  tx: Tx,
  actor: Actor,
  definition: ObjectDefinition,
  ids: readonly number[],
): Promise<Set<number>> {
  refuseUnlessMay(actor, 'delete', definition)
  const deletions = await deletedWith(tx, definition, ids)
  const back = new Set(await markRestored(tx, actor, definition, ids))
  await restoreDetails(
    tx,
    actor,
    definition,
    deletions.filter(({ id }) => back.has(id)),
  )
  return back
}
