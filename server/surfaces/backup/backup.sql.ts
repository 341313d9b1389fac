import type { Readable } from 'node:stream'
import { copyIn, copyOut, type CopiedIn } from '../../platform/copy.ts'
import { many, manyOnce, maybeOne, one, run, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'

// What is in a schema is read from the catalogue, so that no table made later is forgotten.

export type TableRow = { readonly name: string; readonly columns: readonly string[]; readonly byteSize: number }

/** Every table of the org's schema with the columns that hold what nothing else says; objects and fields that were added come first. */
export const tablesOf = (tx: Tx): Promise<TableRow[]> =>
  manyOnce<TableRow>(
    tx,
    sql`
    select c.relname as name, pg_table_size(c.oid) as "byteSize", array(
      select a.attname::text
      from pg_attribute a
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
      order by a.attnum) as columns
    from pg_class c
    join pg_namespace s on s.oid = c.relnamespace
    where s.nspname = current_schema() and c.relkind in ('r', 'p') and not c.relispartition
    order by c.relname <> 'custom_object', c.relname <> 'custom_field', c.relname`,
  )

const columnList = (columns: readonly string[]) => sql.join(columns.map((column) => sql.ref(column)))

export const copyTableOut = (tx: Tx, { name, columns }: TableRow): Readable =>
  copyOut(tx, sql`copy (select ${columnList(columns)} from ${sql.table(name)}) to stdout`)

/** The table and its columns must be among those of `tablesOf`. */
export const copyTableIn = (tx: Tx, table: string, columns: readonly string[]): CopiedIn =>
  copyIn(tx, sql`copy ${sql.table(table)} (${columnList(columns)}) from stdin`)

export type SequenceRow = { readonly name: string; readonly lastValue: string | null }

/** Sequences and the last number each gave out, as text: it may be beyond what a number holds. */
export const sequencesOf = (tx: Tx): Promise<SequenceRow[]> =>
  manyOnce<SequenceRow>(
    tx,
    sql`
    select sequencename::text as name, last_value::text as "lastValue"
    from pg_sequences
    where schemaname = current_schema()
    order by sequencename`,
  )

export const setSequences = (tx: Tx, sequences: readonly SequenceRow[]): Promise<unknown> =>
  many(
    tx,
    sql`
    select setval(quote_ident(name)::regclass, "lastValue"::bigint)
    from json_to_recordset(${JSON.stringify(sequences)}::json) as s (name text, "lastValue" text)
    where "lastValue" is not null`,
  )

export const orgCreatedAt = async (tx: Tx): Promise<Date> =>
  (
    await one<{ createdAt: Date }>(
      tx,
      sql`
    select created_at as "createdAt"
    from platform.org
    where id = ${tx.org.id}`,
    )
  ).createdAt

/** PostgreSQL's own words, e.g. `18.4`. */
export const postgresVersion = async (tx: Tx): Promise<string> =>
  (await one<{ version: string }>(tx, sql`select current_setting('server_version') as version`)).version

/** What slows loading down and is checked or built at its end: statements that take it away, and that bring it back. */
export type Scaffold = { readonly away: readonly string[]; readonly back: readonly string[] }

export const foreignKeys = async (tx: Tx): Promise<Scaffold> => {
  const rows = await manyOnce<{ away: string; back: string }>(
    tx,
    sql`
    select format('alter table %I drop constraint %I', c.relname, o.conname) as away,
      format('alter table %I add constraint %I %s', c.relname, o.conname, pg_get_constraintdef(o.oid, true)) as back
    from pg_constraint o
    join pg_class c on c.oid = o.conrelid
    join pg_namespace s on s.oid = c.relnamespace
    where s.nspname = current_schema() and o.contype = 'f' and o.conparentid = 0
    order by c.relname, o.conname`,
  )
  return { away: rows.map(({ away }) => away), back: rows.map(({ back }) => back) }
}

/** Indexes that keep no rule. */
export const plainIndexes = async (tx: Tx): Promise<Scaffold> => {
  const rows = await manyOnce<{ away: string; back: string }>(
    tx,
    sql`
    select format('drop index %I', x.relname) as away, pg_get_indexdef(x.oid, 0, true) as back
    from pg_index i
    join pg_class x on x.oid = i.indexrelid
    join pg_class c on c.oid = i.indrelid
    join pg_namespace s on s.oid = c.relnamespace
    where s.nspname = current_schema() and c.relkind = 'r' and not c.relispartition
      and not exists (select from pg_constraint o where o.conindid = i.indexrelid)
    order by x.relname`,
  )
  return { away: rows.map(({ away }) => away), back: rows.map(({ back }) => back) }
}

/** For as long as the transaction lasts: indexes of words are built several times faster with it. */
export const allowMemoryForIndexes = (tx: Tx): Promise<number> => run(tx, sql`set local maintenance_work_mem = '256MB'`)

/** Statements PostgreSQL wrote itself, about what is in its catalogue. */
export const runAll = (tx: Tx, statements: readonly string[]): Promise<unknown> =>
  statements.length === 0 ? Promise.resolve() : manyOnce(tx, sql.raw(statements.join(';\n')))

export const emptyTables = (tx: Tx, tables: readonly TableRow[]): Promise<unknown> =>
  manyOnce(tx, sql`truncate ${sql.join(tables.map(({ name }) => sql.table(name)))}`)

export const analyzeTables = (tx: Tx, tables: readonly TableRow[]): Promise<unknown> =>
  manyOnce(tx, sql`analyze ${sql.join(tables.map(({ name }) => sql.table(name)))}`)

/** The first of these tables that holds a row. */
export const firstFilled = async (tx: Tx, tables: readonly string[]): Promise<string | undefined> => {
  const looks = tables.map((name) => sql`select ${name} as name where exists (select from ${sql.table(name)})`)
  return (await maybeOne<{ name: string }>(tx, sql.join(looks, sql` union all `)))?.name
}

const RESTORES = 4_153_901_203

/** One restore at a time in a database; lasts until the transaction ends. */
export const lockRestores = async (tx: Tx): Promise<boolean> =>
  (await one<{ locked: boolean }>(tx, sql`select pg_try_advisory_xact_lock(${RESTORES}) as locked`)).locked

/** Schemas whose names begin so. */
export const schemasNamed = async (tx: Tx, beginning: string): Promise<string[]> => {
  const rows = await manyOnce<{ name: string }>(
    tx,
    sql`select nspname::text as name from pg_namespace where starts_with(nspname::text, ${beginning})`,
  )
  return rows.map(({ name }) => name)
}

export const dropSchema = (tx: Tx, schema: string): Promise<number> =>
  run(tx, sql`drop schema if exists ${sql.id(schema)} cascade`)

export const renameSchema = (tx: Tx, from: string, to: string): Promise<number> =>
  run(tx, sql`alter schema ${sql.id(from)} rename to ${sql.id(to)}`)

/** Whether the worker of an Assay is at this database now. */
export const hasWorker = async (tx: Tx): Promise<boolean> =>
  (
    await one<{ there: boolean }>(
      tx,
      sql`
    select exists (select from pg_stat_activity where datname = current_database() and application_name = 'assay jobs') as there`,
    )
  ).there
