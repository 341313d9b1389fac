import { createHash } from 'node:crypto'
import { many, maybeOne, run, sql, type RawBuilder } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import type { FieldType, ObjectDefinition } from './definition.ts'
import { columnType } from './save.sql.ts'

/** The tables and columns of what an org adds. Names were checked to be plain identifiers, and are quoted all the same. */

export type ColumnRow = {
  readonly objectName: string
  readonly columnName: string
  readonly type: FieldType
  readonly isUnique: boolean
  readonly caseSensitive: boolean
  readonly externalId: boolean
  readonly format: string | null
}

/** Where a column stands: what is deleted holds no unique value, where there is a recycle bin. */
export type Holder = Pick<ObjectDefinition, 'table' | 'hasRecycleBin'>

export type TableRow = { readonly objectName: string; readonly tableName: string; readonly nameFormat: string | null }

/** All of them, also those taken out of use: their columns stay. Read so that a table from before has its usual values. */
export const everyCustomField = (tx: Tx): Promise<ColumnRow[]> =>
  many<ColumnRow>(
    tx,
    sql`
    select object_name as "objectName", column_name as "columnName", type, is_unique as "isUnique", external_id as "externalId",
      coalesce((to_jsonb(f) ->> 'case_sensitive')::boolean, true) as "caseSensitive", to_jsonb(f) ->> 'format' as format
    from custom_field f
    order by id`,
  )

/** All objects, also those taken out of use; fields of these name the object with its number. */
export const everyCustomTable = (tx: Tx): Promise<TableRow[]> =>
  many<TableRow>(
    tx,
    sql`
    select case when removed_at is null then name else name || '#' || number end as "objectName", table_name as "tableName",
      name_format as "nameFormat"
    from custom_object
    order by number`,
  )

/** Makes the table of an object's records, with what every object's records have. */
export async function makeTable(tx: Tx, { tableName, nameFormat }: Omit<TableRow, 'objectName'>): Promise<void> {
  const table = sql.table(tableName)
  await run(
    tx,
    sql`
    create table if not exists ${table} (
      id bigint primary key,
      name text not null,
      owner_id bigint,
      search tsvector,
      import_id bigint,
      deleted_at timestamptz,
      deleted_by_id bigint,
      version integer not null default 1,
      created_at timestamptz not null,
      created_by_id bigint,
      last_modified_at timestamptz not null,
      last_modified_by_id bigint)`,
  )
  const index = (suffix: string, on: RawBuilder<unknown>) =>
    run(tx, sql`create index if not exists ${sql.ref(shortened(tableName, suffix))} on ${table} ${on}`)
  await index('by_created', sql`(created_at, id)`)
  await index('by_name', sql`(lower(name), id)`)
  await index('by_owner', sql`(owner_id, created_at)`)
  await index('by_changed', sql`(last_modified_at, id)`)
  await index('by_import', sql`(import_id) where import_id is not null`)
  await index('by_word', sql`using gin (search)`)
  await index('in_bin', sql`(deleted_at, id) where deleted_at is not null`)
  if (nameFormat !== null) await makeSequence(tx, tableName, 'name')
}

/** Adds the column. A field taken out of use and added again finds its column, and its values, still there. */
export async function addColumn(tx: Tx, holder: Holder, column: Omit<ColumnRow, 'objectName'>): Promise<void> {
  const { table } = holder
  await run(
    tx,
    sql`alter table ${sql.table(table)} add column if not exists ${sql.ref(column.columnName)} ${sql.raw(columnType(column))} ${sql.raw(column.type === 'boolean' ? 'not null default false' : '')}`,
  )
  await keepIndexes(tx, holder, column)
  if (column.format !== null) await makeSequence(tx, table, column.columnName)
}

/** Makes and takes away the indexes that keep a field unique, and by which its values are found. */
export async function keepIndexes(
  tx: Tx,
  { table, hasRecycleBin }: Holder,
  column: Omit<ColumnRow, 'objectName'>,
): Promise<void> {
  const { columnName, type, isUnique, caseSensitive, externalId } = column
  const value = sql.ref(columnName)
  const unique = sql.ref(shortened(table, columnName, '_is_unique'))
  await run(tx, sql`drop index if exists ${unique}`)
  if (isUnique) {
    const on = columnType({ type }) === 'text' && !caseSensitive ? sql`lower(${value})` : value
    await run(tx, sql`create unique index ${unique} on ${sql.table(table)} (${on}) ${present(hasRecycleBin)}`)
  }
  const found = sql.ref(shortened(table, `by_${columnName}`))
  if (!externalId && type !== 'reference') {
    await run(tx, sql`drop index if exists ${found}`)
    await run(tx, sql`drop statistics if exists ${found}`)
    return
  }
  const isFolded = columnType({ type }) === 'text'
  const by = isFolded ? sql`lower(${value})` : value
  await run(tx, sql`create index if not exists ${found} on ${sql.table(table)} (${by}) where ${value} is not null`)
  // An index that leaves rows out tells PostgreSQL nothing of what its expression holds.
  if (isFolded) await run(tx, sql`create statistics if not exists ${found} on (${by}) from ${sql.table(table)}`)
}

const present = (hasRecycleBin: boolean) => sql.raw(hasRecycleBin ? 'where deleted_at is null' : '')

const makeSequence = (tx: Tx, table: string, column: string): Promise<number> =>
  run(tx, sql`create sequence if not exists ${sql.ref(sequenceOf(table, column))}`)

/** The next record gets this number. */
export const startNumbersAt = async (tx: Tx, table: string, column: string, number: number): Promise<void> => {
  // Said as the last number given, which a backup carries along.
  if (number > 1)
    await many(tx, sql`select setval(quote_ident(${sequenceOf(table, column)})::regclass, ${number - 1}::bigint)`)
}

export const nextNumbers = async (tx: Tx, table: string, column: string, howMany: number): Promise<number[]> => {
  const rows = await many<{ number: number }>(
    tx,
    sql`
    select nextval(quote_ident(${sequenceOf(table, column)})::regclass) as number
    from generate_series(1, ${howMany}::int)`,
  )
  return rows.map(({ number }) => number)
}

const sequenceOf = (table: string, column: string): string => shortened(table, `${column}_numbers`)

const LONGEST_NAME = 63

/** A name that reads as what it is for; one too long for PostgreSQL is cut, and stays the only one of its name. */
function shortened(table: string, suffix: string, end = ''): string {
  const name = `${table}_${suffix}`
  if (name.length + end.length <= LONGEST_NAME) return name + end
  return `${name.slice(0, 44)}_${createHash('sha256').update(name).digest('hex').slice(0, 8)}${end}`
}

/** The type a column of this table has; undefined when there is no such column. */
export const typeOfColumn = async (tx: Tx, table: string, column: string): Promise<string | undefined> => {
  const row = await maybeOne<{ type: string }>(
    tx,
    sql`
    select t.typname as type
    from pg_attribute a
    join pg_type t on t.oid = a.atttypid
    where a.attrelid = to_regclass(quote_ident(${table})) and a.attname = ${column} and not a.attisdropped`,
  )
  return row?.type
}

/** Whether a table of this name is there. */
export const hasTable = async (tx: Tx, table: string): Promise<boolean> =>
  (await maybeOne(tx, sql`select 1 where to_regclass(quote_ident(${table})) is not null`)) !== undefined

/** A value two records have that are not deleted; undefined when every value is one record's. */
export const valueHeldTwice = async (
  tx: Tx,
  { table, hasRecycleBin }: Holder,
  { columnName, type, caseSensitive }: Pick<ColumnRow, 'columnName' | 'type' | 'caseSensitive'>,
): Promise<string | undefined> => {
  const value = sql.ref(columnName)
  const by = columnType({ type }) === 'text' && !caseSensitive ? sql`lower(${value})` : value
  const row = await maybeOne<{ value: string }>(
    tx,
    sql`
    select min(${value}::text) as value
    from ${sql.table(table)}
    where ${value} is not null ${sql.raw(hasRecycleBin ? 'and deleted_at is null' : '')}
    group by ${by}
    having count(*) > 1
    limit 1`,
  )
  return row?.value
}

export const hasRows = async (tx: Tx, table: string): Promise<boolean> =>
  (await maybeOne(tx, sql`select 1 from ${sql.table(table)} limit 1`)) !== undefined
