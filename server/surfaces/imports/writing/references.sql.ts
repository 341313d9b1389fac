import { fieldNamed, type Field, type ObjectDefinition } from '../../../ground/objects/definition.ts'
import { valueOf } from '../../../ground/objects/filter.ts'
import { visible } from '../../../ground/objects/visibility.ts'
import type { Actor } from '../../../ground/users/actor.ts'
import { manyOnce, sql } from '../../../platform/sql.ts'
import type { Tx } from '../../../platform/tx.ts'

export type Named = { readonly word: string; readonly id: number }

/**
 * Records of an object whose field holds one of the words, whatever their case; the oldest first, so that of two
 * accounts of one name the one that was there first is meant.
 */
export const recordsNamed = (
  tx: Tx,
  actor: Actor,
  definition: ObjectDefinition,
  field: Field,
  words: readonly string[],
): Promise<Named[]> =>
  manyOnce<Named>(
    tx,
    sql`
    select lower(${valueOf(field, 't')}::text) as word, min(t.id) as id
    from ${sql.table(definition.table)} t
    where lower(${valueOf(field, 't')}::text) = any(${words.map((word) => word.toLowerCase())}::text[]) and ${visible(actor, definition, 't')}
    group by 1`,
  )

/** Records that earlier files called so, under any heading. */
export const recordsOfKeys = (tx: Tx, objectName: string, values: readonly string[]): Promise<Named[]> =>
  manyOnce<Named>(
    tx,
    sql`
    select value as word, max(record_id) as id
    from import_key
    where object_name = ${objectName} and value = any(${values}::text[])
    group by value
    having count(distinct record_id) = 1`,
  )

export const idsThere = (
  tx: Tx,
  actor: Actor,
  definition: ObjectDefinition,
  ids: readonly number[],
): Promise<{ id: number }[]> =>
  manyOnce<{ id: number }>(
    tx,
    sql`
    select t.id
    from ${sql.table(definition.table)} t
    where t.id = any(${ids}::bigint[]) and ${visible(actor, definition, 't')}`,
  )

/** All names of a small object, to compare without spaces and signs. */
export const someNames = (tx: Tx, actor: Actor, definition: ObjectDefinition, most: number): Promise<Named[]> => {
  const name = fieldNamed(definition, definition.nameField)
  if (name === undefined) return Promise.resolve([])
  return manyOnce<Named>(
    tx,
    sql`
    select ${valueOf(name, 't')}::text as word, t.id
    from ${sql.table(definition.table)} t
    where ${visible(actor, definition, 't')}
    order by t.id
    limit ${most}`,
  )
}
