import { fieldNamed, rowsOf, type ObjectDefinition } from '../../../ground/objects/definition.ts'
import { valueOf } from '../../../ground/objects/filter.ts'
import { visible, visibleOrDeleted } from '../../../ground/objects/visibility.ts'
import type { Actor } from '../../../ground/users/actor.ts'
import { manyOnce, sql, type RawBuilder } from '../../../platform/sql.ts'
import type { Tx } from '../../../platform/tx.ts'

export type Named = { readonly object: string; readonly id: number; readonly name: string | null }

/** The names of records of several objects, by one statement; what the actor may not see is not among them. */
export async function namesWithinReach(
  tx: Tx,
  actor: Actor,
  ids: ReadonlyMap<ObjectDefinition, readonly number[]>,
): Promise<Named[]> {
  const selects = [...ids].map(
    ([definition, ofObject]) => sql`
    select ${sql.lit(definition.name)} as object, t.id, (${nameOf(definition)})::text as name
    from ${rowsOf(definition)} t
    where t.id = any(${ofObject}::bigint[]) and ${visible(actor, definition, 't')}`,
  )
  return selects.length === 0 ? [] : manyOnce<Named>(tx, sql.join(selects, sql` union all `))
}

function nameOf(definition: ObjectDefinition): RawBuilder<unknown> {
  const field = fieldNamed(definition, definition.nameField)
  return field === undefined ? sql`null` : valueOf(field, 't')
}

type Range = { readonly from: Date; readonly to: Date; readonly limit: number }

/** Records made or changed within a time, in the order of their changes. */
export const changedWithin = (
  tx: Tx,
  actor: Actor,
  definition: ObjectDefinition,
  { from, to, limit }: Range,
): Promise<{ id: number; at: Date }[]> =>
  manyOnce(
    tx,
    sql`
    select t.id, t.last_modified_at as at
    from ${rowsOf(definition)} t
    where t.last_modified_at >= ${from} and t.last_modified_at < ${to} and ${visible(actor, definition, 't')}
    order by t.last_modified_at, t.id
    limit ${limit}`,
  )

/** Records put into the recycle bin within a time. */
export const deletedWithin = (
  tx: Tx,
  actor: Actor,
  definition: ObjectDefinition,
  { from, to, limit }: Range,
): Promise<{ id: number; at: Date }[]> =>
  manyOnce(
    tx,
    sql`
    select t.id, t.deleted_at as at
    from ${rowsOf(definition)} t
    where t.deleted_at >= ${from} and t.deleted_at < ${to} and ${visibleOrDeleted(actor, definition, 't')}
    order by t.deleted_at, t.id
    limit ${limit}`,
  )

/** How many records of each object the actor may see, by one statement. */
export const countsWithinReach = async (
  tx: Tx,
  actor: Actor,
  objects: readonly ObjectDefinition[],
): Promise<{ name: string; count: number }[]> => {
  const selects = objects.map(
    (definition) => sql`
    select ${sql.lit(definition.name)} as name, count(*) as count
    from ${rowsOf(definition)} t
    where ${visible(actor, definition, 't')}`,
  )
  return selects.length === 0 ? [] : manyOnce(tx, sql.join(selects, sql` union all `))
}
