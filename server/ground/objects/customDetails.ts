import { announce } from '../../platform/events.ts'
import type { Tx } from '../../platform/tx.ts'
import type { Actor } from '../users/actor.ts'
import { catalogueOf, definitionsOf } from './catalogue.ts'
import {
  clearReferences,
  deleteBelonging,
  deletionsOf,
  purgeBelonging,
  restoreBelonging,
  type Deletion,
} from './customDetails.sql.ts'
import { purgeHistory } from './purge.sql.ts'
import { standardDefinitions, type Field, type ObjectDefinition } from './definition.ts'

/** What belongs to a record goes into the recycle bin with it, and comes back with it. */

type Detail = { readonly definition: ObjectDefinition; readonly field: Field }

/** Removes for good what belongs to records that go for good, and lets no added field point to any of them. */
export async function purgeDetails(tx: Tx, definition: ObjectDefinition, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return
  for (const detail of await detailsOf(tx, definition)) {
    const gone = await purgeBelonging(tx, detail.definition, detail.field.column, ids)
    await purgeHistory(tx, gone)
    await purgeDetails(tx, detail.definition, gone)
  }
  for (const { definition: other, field } of await lookupsTo(tx, definition))
    await clearReferences(tx, other, field.column, ids)
}

async function lookupsTo(tx: Tx, { name }: ObjectDefinition): Promise<readonly Detail[]> {
  const kept = (await definitionsOf(tx)).filter(({ rows }) => rows === undefined)
  return kept.flatMap((definition) =>
    definition.fields
      .filter(
        (field) => field.custom === true && field.masterDetail !== true && field.referenceTo?.includes(name) === true,
      )
      .map((field) => ({ definition, field })),
  )
}

async function detailsOf(tx: Tx, { name }: ObjectDefinition): Promise<readonly Detail[]> {
  const { objects, byName } = await catalogueOf(tx)
  return objects
    .flatMap((row) => (row.removedAt === null ? (byName.get(row.name.toLowerCase()) ?? []) : []))
    .concat(standardDefinitions())
    .flatMap((definition) =>
      definition.fields
        .filter(({ masterDetail, referenceTo }) => masterDetail === true && referenceTo?.includes(name) === true)
        .map((field) => ({ definition, field })),
    )
}

/** One statement an object that belongs to this one, however many records. */
export async function deleteDetails(
  tx: Tx,
  actor: Actor,
  definition: ObjectDefinition,
  ids: readonly number[],
): Promise<void> {
  if (ids.length === 0) return
  for (const detail of await detailsOf(tx, definition)) {
    const gone = await deleteBelonging(tx, actor, detail.definition, detail.field.column, ids)
    announce(tx, {
      type: 'record.deleted',
      recordIds: gone,
      actorId: actor.userId,
      payload: { object: detail.definition.name },
    })
    await deleteDetails(tx, actor, detail.definition, gone)
  }
}

/** When these were deleted, asked before they are restored; nothing where nothing can belong to them. */
export async function deletedWith(
  tx: Tx,
  definition: ObjectDefinition,
  ids: readonly number[],
): Promise<readonly Deletion[]> {
  return (await detailsOf(tx, definition)).length === 0 ? [] : deletionsOf(tx, definition, ids)
}

export async function restoreDetails(
  tx: Tx,
  actor: Actor,
  definition: ObjectDefinition,
  masters: readonly Deletion[],
): Promise<void> {
  if (masters.length === 0) return
  for (const detail of await detailsOf(tx, definition)) {
    const back = await restoreBelonging(tx, detail.definition, detail.field.column, masters)
    announce(tx, {
      type: 'record.restored',
      recordIds: back.map(({ id }) => id),
      actorId: actor.userId,
      payload: { object: detail.definition.name },
    })
    await restoreDetails(tx, actor, detail.definition, back)
  }
}
