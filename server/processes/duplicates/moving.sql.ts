import { many, run, sql, type RawBuilder } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import type { Pointer } from './pointers.ts'

/** A whole row as JSON, for the journal: every column, times to the microsecond. */
export type JournalRow = Readonly<Record<string, unknown>> & { readonly id: number }

export interface MovedRow {
  readonly id: number | string
  readonly old: number | null
}

const keyOf = ({ textKey = 'id' }: Pointer, alias: string): RawBuilder<unknown> => sql.ref(`${alias}.${textKey}`)

/** Whether a row is the record itself that now is pointed to; a row with another kind of key never is. */
const isItself = ({ textKey }: Pointer, to: RawBuilder<unknown>): RawBuilder<unknown> =>
  textKey === undefined ? sql`t.id = ${to}` : sql`false`

/** Who takes whose place: everything that points to `from` points to `to`. */
export interface Heir {
  readonly from: number
  readonly to: number
}

const heirsOf = (heirs: readonly Heir[]): RawBuilder<unknown> =>
  sql`unnest(${heirs.map(({ from }) => from)}::bigint[], ${heirs.map(({ to }) => to)}::bigint[])`

/** Rows of a table that were pointed elsewhere alike: under each column's name what stood there; null where it stays. */
export interface Repointed {
  readonly ids: readonly (number | string)[]
  readonly old: Readonly<Record<string, number | null>>
}

/**
 * Points every column of one table from the old records and persons to the new ones, in one pass over its rows: a
 * task that names both the lead and the person is written once. A record is never made to point to itself. A history
 * of a hundred thousand rows answers with a list of keys, not with as many rows.
 */
export const movePointers = (
  tx: Tx,
  pointers: readonly [Pointer, ...Pointer[]],
  heirs: readonly Heir[],
): Promise<Repointed[]> => {
  const [first] = pointers
  const from = heirs.map((heir) => heir.from)
  const column = ({ column: name }: Pointer) => sql.ref(name)
  const heirOf = (at: number) => sql.ref(`heir_${at}`)
  return many(
    tx,
    sql`
    with repointed as (
    update ${sql.table(first.table)} t
    set ${sql.join(
      pointers.map(
        (one, at) =>
          sql`${column(one)} = case when ${heirOf(at)}."to" is null then t.${column(one)} when ${isItself(one, sql`${heirOf(at)}."to"`)} then null else ${heirOf(at)}."to" end`,
      ),
    )}
    from (
      select ${keyOf(first, 'o')} as id, ${sql.join(pointers.map((one) => sql`o.${column(one)}`))}
      from ${sql.table(first.table)} o
      where ${sql.join(
        pointers.map((one) => sql`o.${column(one)} = any(${from}::bigint[])`),
        sql` or `,
      )}
      order by 1
      for update) was
    ${sql.join(
      pointers.map(
        (one, at) =>
          sql`left join ${heirsOf(heirs)} as ${heirOf(at)} ("from", "to") on ${heirOf(at)}."from" = was.${column(one)}`,
      ),
      sql` `,
    )}
    where ${keyOf(first, 't')} = was.id
    returning was.id, ${sql.join(pointers.map((one, at) => sql`case when ${heirOf(at)}."to" is not null then was.${column(one)} end as ${column(one)}`))}
    )
    select json_agg(id) as ids, json_build_object(${sql.join(pointers.map((one) => sql`${sql.lit(one.column)}, ${column(one)}`))}) as old
    from repointed
    group by ${sql.join(pointers.map(column))}`,
  )
}

/** Rows of one column that pointed to `old` and that a merge pointed to `to`. */
export interface Moved {
  readonly ids: readonly (number | string)[]
  readonly old: number | null
  readonly to: number
}

/** Puts back what merges moved, as long as it still points where the merge left it. */
export const movePointerBack = (tx: Tx, pointer: Pointer, moved: readonly Moved[]): Promise<number> =>
  run(
    tx,
    sql`
    update ${sql.table(pointer.table)} t
    set ${sql.ref(pointer.column)} = was.old
    from (
      select key::${sql.raw(pointer.textKey === undefined ? 'bigint' : 'text')} as id, moved.old, moved."to"
      from json_to_recordset(${JSON.stringify(moved)}::json) as moved (ids json, old bigint, "to" bigint), json_array_elements_text(moved.ids) as key) was
    where ${keyOf(pointer, 't')} = was.id
      and t.${sql.ref(pointer.column)} is not distinct from case when ${isItself(pointer, sql`was."to"`)} then null else was."to" end`,
  )

/**
 * Takes masters out from below a record they absorb, so that a hierarchy does not close into a ring: followed
 * upwards as it will be once the losers are gone, it would come back to where it started.
 */
export const freeFromAbove = (tx: Tx, { table, column }: Pointer, heirs: readonly Heir[]): Promise<MovedRow[]> =>
  many(
    tx,
    sql`
    with recursive heir as (
      select * from ${heirsOf(heirs)} as heir ("from", "to")
    ), above (start, id) as (
      select t.id, coalesce(heir."to", t.${sql.ref(column)})
      from ${sql.table(table)} t
      left join heir on heir."from" = t.${sql.ref(column)}
      where t.id = any(${heirs.map(({ to }) => to)}::bigint[]) and t.${sql.ref(column)} is not null
      union
      select above.start, coalesce(heir."to", t.${sql.ref(column)})
      from above
      join ${sql.table(table)} t on t.id = above.id
      left join heir on heir."from" = t.${sql.ref(column)}
      where above.id <> above.start and t.${sql.ref(column)} is not null
    ), was as (
      select t.id, t.${sql.ref(column)} as old
      from above
      join ${sql.table(table)} t on t.id = above.start
      where above.id = above.start
    )
    update ${sql.table(table)} t
    set ${sql.ref(column)} = null
    from was
    where t.id = was.id
    returning t.id, was.old`,
  )

/** Rows of a table of which two records may each have one for the same thing, such as members of one campaign. */
export interface SharedTable {
  readonly table: string
  /** Whose row it is: merged records or persons. */
  readonly owner: string
  /** What it is about; two rows of merged owners about the same thing become one. */
  readonly about: string
  /** The columns that a joined row takes from the others. */
  readonly written: readonly string[]
}

/** The rows of owners who become one about things that more than one of them has a row for; locked. `owner` is who they become. */
export const rowsInCommon = (
  tx: Tx,
  { table, owner, about }: SharedTable,
  heirs: readonly Heir[],
): Promise<{ readonly row: JournalRow; readonly owner: number }[]> => {
  const owners = [...new Set(heirs.flatMap(({ from, to }) => [from, to]))]
  return many(
    tx,
    sql`
    with heir as (
      select * from ${heirsOf(heirs)} as heir ("from", "to")
    ), found as (
      select t.id, t.${sql.ref(about)} as about, coalesce(heir."to", t.${sql.ref(owner)}) as owner
      from ${sql.table(table)} t
      left join heir on heir."from" = t.${sql.ref(owner)}
      where t.${sql.ref(owner)} = any(${owners}::bigint[])
    )
    select to_jsonb(t) as row, shared.owner
    from (select id, owner, count(*) over (partition by owner, about) as rows from found) shared
    join ${sql.table(table)} t on t.id = shared.id
    where shared.rows > 1
    order by t.id
    for update of t`,
  )
}

/** Writes joined rows as they are to be; also how they are put back. A column that a row does not name stays. */
export const writeShared = (tx: Tx, { table, written }: SharedTable, rows: readonly JournalRow[]): Promise<number> =>
  run(
    tx,
    sql`
    update ${sql.table(table)} t
    set ${sql.join(written.map((column) => sql`${sql.ref(column)} = case when each.row ? ${sql.lit(column)} then r.${sql.ref(column)} else t.${sql.ref(column)} end`))},
      version = t.version + 1, last_modified_at = ${tx.now}
    from jsonb_array_elements(${JSON.stringify(rows)}::jsonb) as each (row)
    cross join lateral jsonb_populate_record(null::${sql.table(table)}, each.row) r
    where t.id = r.id`,
  )

export const removeShared = (tx: Tx, { table }: SharedTable, ids: readonly number[]): Promise<number> =>
  run(tx, sql`delete from ${sql.table(table)} where id = any(${ids}::bigint[])`)

/** Rows that were joined into others come back, unless the place is taken by now. */
export const restoreShared = (tx: Tx, { table }: SharedTable, rows: readonly JournalRow[]): Promise<number> =>
  run(
    tx,
    sql`
    insert into ${sql.table(table)}
    select r.*
    from jsonb_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(rows)}::jsonb) r
    on conflict do nothing`,
  )

/** What pointed to rows that were joined into others points there now; answers what came from where. */
export const moveToHeirs = (tx: Tx, pointer: Pointer, heirs: readonly Heir[]): Promise<MovedRow[]> =>
  many(
    tx,
    sql`
    update ${sql.table(pointer.table)} t
    set ${sql.ref(pointer.column)} = heir."to"
    from json_to_recordset(${JSON.stringify(heirs)}::json) as heir ("from" bigint, "to" bigint)
    where t.${sql.ref(pointer.column)} = heir."from"
    returning t.id, heir."from" as old`,
  )

export const moveFromHeirs = (tx: Tx, pointer: Pointer, rows: readonly MovedRow[]): Promise<number> =>
  run(
    tx,
    sql`
    update ${sql.table(pointer.table)} t
    set ${sql.ref(pointer.column)} = was.old
    from json_to_recordset(${JSON.stringify(rows)}::json) as was (id bigint, old bigint)
    where t.id = was.id`,
  )
