import { many, manyOnce, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import type { Actor } from '../users/actor.ts'
import type { ObjectDefinition } from './definition.ts'
import { notMerged, visible, visibleOrDeleted } from './visibility.ts'

export const markDeleted = async (
  tx: Tx,
  actor: Actor,
  definition: ObjectDefinition,
  ids: readonly number[],
): Promise<number[]> => {
  const rows = await many<{ id: number }>(
    tx,
    sql`
    update ${sql.table(definition.table)} t
    set deleted_at = ${tx.now}, deleted_by_id = ${actor.userId}, version = version + 1, last_modified_at = ${tx.now}
    where t.id = any(${ids}::bigint[]) and ${visible(actor, definition, 't')}
    returning t.id`,
  )
  return rows.map(({ id }) => id)
}

export const markRestored = async (
  tx: Tx,
  actor: Actor,
  definition: ObjectDefinition,
  ids: readonly number[],
): Promise<number[]> => {
  const rows = await many<{ id: number }>(
    tx,
    sql`
    update ${sql.table(definition.table)} t
    set deleted_at = null, deleted_by_id = null, version = version + 1, last_modified_at = ${tx.now}
    where t.id = any(${ids}::bigint[]) and t.deleted_at is not null and ${notMerged(definition)} and ${visibleOrDeleted(actor, definition, 't')}
    returning t.id`,
  )
  return rows.map(({ id }) => id)
}

/** Which of these records were merged into others. */
export const mergedRows = async (
  tx: Tx,
  actor: Actor,
  definition: ObjectDefinition,
  ids: readonly number[],
): Promise<Set<number>> => {
  const rows = await manyOnce<{ id: number }>(
    tx,
    sql`
    select t.id
    from ${sql.table(definition.table)} t
    where t.id = any(${ids}::bigint[]) and not ${notMerged(definition)} and ${visibleOrDeleted(actor, definition, 't')}`,
  )
  return new Set(rows.map(({ id }) => id))
}

/** Which of these records the actor may see, those in the recycle bin included. */
export const reachedRows = async (
  tx: Tx,
  actor: Actor,
  definition: ObjectDefinition,
  ids: readonly number[],
): Promise<Set<number>> => {
  const rows = await manyOnce<{ id: number }>(
    tx,
    sql`
    select t.id
    from ${sql.table(definition.table)} t
    where t.id = any(${ids}::bigint[]) and ${visibleOrDeleted(actor, definition, 't')}`,
  )
  return new Set(rows.map(({ id }) => id))
}

/** Records removed for good, where an object has no recycle bin. */
export const removeRows = async (
  tx: Tx,
  actor: Actor,
  definition: ObjectDefinition,
  ids: readonly number[],
): Promise<number[]> => {
  const rows = await manyOnce<{ id: number }>(
    tx,
    sql`
    delete from ${sql.table(definition.table)} t
    where t.id = any(${ids}::bigint[]) and ${visible(actor, definition, 't')}
    returning t.id`,
  )
  return rows.map(({ id }) => id)
}
