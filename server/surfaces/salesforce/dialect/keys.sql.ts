import { many, manyOnce, sql, type RawBuilder } from '../../../platform/sql.ts'
import type { Tx } from '../../../platform/tx.ts'
import { rowsOf, type Field, type ObjectDefinition } from '../../../ground/objects/definition.ts'
import { compared, isText } from '../../../ground/objects/filter.ts'
import { visible, visibleOrDeleted } from '../../../ground/objects/visibility.ts'
import type { Actor } from '../../../ground/users/actor.ts'

/** Which record holds which of the values asked for: `at` is the place in the list, from 0. */
export type Holder = { readonly at: number; readonly id: number }

const NUMBERS = new Set(['int', 'double', 'currency', 'percent'])

/** The records with these values in a field, as the actor may see them. Text is compared without regard to letter case. */
export function holdersOf(
  tx: Tx,
  actor: Actor,
  definition: ObjectDefinition,
  field: Field,
  values: readonly string[],
): Promise<Holder[]> {
  return manyOnce<Holder>(
    tx,
    sql`
    select w.at::int - 1 as at, t.id
    from unnest(${values}::text[]) with ordinality w(value, at)
    join ${rowsOf(definition)} t on ${same(field)}
    where ${visible(actor, definition, 't')}
    order by w.at, t.id
    limit 20000`,
  )
}

function same(field: Field): RawBuilder<unknown> {
  if (isText(field))
    return sql`${compared(field, 't')} = ${field.type === 'picklist' ? sql`w.value` : sql`lower(w.value)`}`
  if (NUMBERS.has(field.type)) return sql`${compared(field, 't')} = w.value::numeric`
  if (field.type === 'date') return sql`${compared(field, 't')} = w.value::date`
  return sql`${compared(field, 't')} = w.value::bigint`
}

const fieldKey = ({ name }: ObjectDefinition, field: Field): RawBuilder<unknown> =>
  sql`hashtextextended(${`${name}.${field.name}`}, 0)`

/**
 * Keeps other upserts by the same values waiting until this transaction ends, and all by `lockEveryValue`; in one order, so that two
 * lists cannot wait for each other.
 */
export const lockValues = (
  tx: Tx,
  definition: ObjectDefinition,
  field: Field,
  values: readonly string[],
): Promise<unknown[]> =>
  many(
    tx,
    sql`
    select pg_advisory_xact_lock_shared(${fieldKey(definition, field)})
    union all
    select pg_advisory_xact_lock(key)
    from (
      select distinct hashtextextended(lower(value), hashtext(${`${definition.name}.${field.name}`})) as key
      from unnest(${values}::text[]) as sent (value)
      order by key
    ) keys`,
  )

/** The same for more values than the database has room to lock: every other upsert by this field waits. */
export const lockEveryValue = (tx: Tx, definition: ObjectDefinition, field: Field): Promise<unknown[]> =>
  many(tx, sql`select pg_advisory_xact_lock(${fieldKey(definition, field)})`)

/** Which of these records are in the recycle bin of what the actor may see. */
export const deletedAmong = (
  tx: Tx,
  actor: Actor,
  definition: ObjectDefinition,
  ids: readonly number[],
): Promise<{ id: number }[]> =>
  manyOnce(
    tx,
    sql`
    select t.id
    from ${rowsOf(definition)} t
    where t.id = any(${ids}::bigint[]) and t.deleted_at is not null and ${visibleOrDeleted(actor, definition, 't')}`,
  )
