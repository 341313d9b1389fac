import { copyRows } from '../../platform/copyRows.ts'
import { compile, isAmong, many, run, sql, type RawBuilder } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import type { Actor } from '../users/actor.ts'
import type { LaidOut } from './columns.ts'
import type { Field, FieldValues, ObjectDefinition, StoredRecord } from './definition.ts'
import { historyInsertion, type HistoryRow } from './history.sql.ts'
import { selectList, usualFields } from './list.ts'
import { visible } from './visibility.ts'
import type { RowsAlong } from './along.ts'

type Columns = Readonly<Record<string, unknown>>

/** All rows by one statement, however many; the text is the same for rows with the same columns. */
export const insertRows = (
  tx: Tx,
  definition: ObjectDefinition,
  rows: readonly Columns[],
  besides: Besides = {},
): Promise<number> => {
  const parts = partsBesides(besides)
  const inserted = insertion(definition, rows, besides.common)
  return run(tx, parts.length === 0 ? inserted : sql`with ${sql.join(parts)} ${inserted}`)
}

/** What a statement that stores records does besides, and the columns that are the same in all of them. */
export type Besides = {
  readonly along?: RowsAlong
  readonly told?: RawBuilder<unknown>
  readonly common?: Columns
}

/** Ids as rows with their places, counted from 0. */
export const numberedIds = (ids: readonly number[]): RawBuilder<unknown> =>
  sql`(select id, place - 1 as n from unnest(${ids}::bigint[]) with ordinality as drawn (id, place)) numbered`

const partsBesides = ({ along, told }: Besides): RawBuilder<unknown>[] => [
  ...(along === undefined ? [] : [sql`along as (${insertOf(along)})`]),
  ...(told === undefined ? [] : [told]),
]

/** The same by COPY, for hundreds of rows in a streaming transaction. */
export async function copyInRows(
  tx: Tx,
  definition: ObjectDefinition,
  { columns, rows }: LaidOut,
  along?: RowsAlong,
): Promise<void> {
  if (along !== undefined) {
    const { types, common = {} } = along
    const names = Object.keys(types)
    await copyRows(
      tx,
      along.table,
      names.map((name) => ({ name, blank: null })),
      along.rows.map((row) => names.map((name) => (name in row ? row[name] : common[name]))),
    )
  }
  await copyRows(
    tx,
    definition.table,
    columns.map((name) => ({ name, blank: isBoolean(definition, name) ? (false as const) : null })),
    rows(),
  )
}

/** The same, and the rows as they are now stored; all but moments as JSON, since to describe seventy columns costs more than to fill them. */
export async function insertAndReadRows(
  tx: Tx,
  definition: ObjectDefinition,
  rows: readonly Columns[],
  besides: Besides = {},
): Promise<StoredRecord[]> {
  const { moments, others } = readBackFields(definition)
  const stored = await many<StoredRecord & { readonly others: FieldValues }>(
    tx,
    sql`
    with ${sql.join([...partsBesides(besides), sql`stored as (${insertion(definition, rows, besides.common)} returning t.*)`])}
    select ${selectList(moments, 't')}, row_to_json(other) as others
    from stored t
    cross join lateral (select ${selectList(others, 't')}) other`,
  )
  return stored.map(({ others: fields, ...record }) => ({ ...fields, ...record }))
}

type ReadBackFields = { readonly moments: readonly Field[]; readonly others: readonly Field[] }

const readBackBefore = new WeakMap<ObjectDefinition, ReadBackFields>()

/** JSON would write a moment as text, by the clock of wherever PostgreSQL stands. */
function readBackFields(definition: ObjectDefinition): ReadBackFields {
  const fields = usualFields(definition)
  const known = readBackBefore.get(definition) ?? {
    moments: fields.filter(({ type }) => type === 'datetime'),
    others: fields.filter(({ type }) => type !== 'datetime'),
  }
  readBackBefore.set(definition, known)
  return known
}

function insertion(definition: ObjectDefinition, rows: readonly Columns[], common: Columns = {}): RawBuilder<unknown> {
  const same = Object.keys(common)
  const { into, values, types } = insertParts(definition, columnsIn(rows), same)
  const typeOf = (name: string) => sql.raw(columnTypes(definition).get(name) ?? 'bigint')
  return sql`
    insert into ${into}
    select ${sql.join([values, ...same.map((name) => sql`${common[name]}::${typeOf(name)}`)])}
    from json_to_recordset(${JSON.stringify(rows)}::json) as r (${types})`
}

export function insertOf({ table, rows, types, common = {} }: RowsAlong): RawBuilder<unknown> {
  const own = Object.keys(types).filter((name) => !(name in common))
  const same = Object.keys(common)
  return sql`
    insert into ${sql.table(table)} (${sql.join([...own, ...same].map((name) => sql.ref(name)))})
    select ${sql.join([...own.map((name) => sql.ref(name)), ...same.map((name) => sql`${common[name]}::${sql.raw(types[name] ?? 'text')}`)])}
    from json_to_recordset(${JSON.stringify(rows)}::json) as r (${typed(own, new Map(Object.entries(types)))})`
}

function columnsIn(rows: readonly Columns[]): string[] {
  const columns = new Set<string>()
  for (const row of rows) for (const name in row) columns.add(name)
  return [...columns].sort()
}

type InsertParts = {
  readonly into: RawBuilder<unknown>
  readonly values: RawBuilder<unknown>
  readonly types: RawBuilder<unknown>
}

const insertPartsKnown = new WeakMap<ObjectDefinition, Map<string, InsertParts>>()
const MOST_SHAPES = 500

/** The texts of an insert of these columns, made once for each set: composing them costs more than running them. */
function insertParts(definition: ObjectDefinition, columns: readonly string[], same: readonly string[]): InsertParts {
  const known = insertPartsKnown.get(definition) ?? new Map<string, InsertParts>()
  insertPartsKnown.set(definition, known)
  const all = [...columns, ...same]
  const shape = all.join()
  const parts = known.get(shape) ?? {
    into: fixed(sql`${sql.table(definition.table)} as t (${sql.join(all.map((name) => sql.ref(name)))})`),
    // A column that only some rows name takes its default in the others.
    values: fixed(sql.join(columns.map((name) => withColumnDefault(definition, name)))),
    types: fixed(typed(columns, columnTypes(definition))),
  }
  if (known.size < MOST_SHAPES) known.set(shape, parts)
  return parts
}

/** The PostgreSQL types of these rows' columns. */
export const typesOf = (definition: ObjectDefinition, rows: readonly Columns[]): Record<string, string> =>
  Object.fromEntries(columnsIn(rows).map((name) => [name, columnTypes(definition).get(name) ?? 'bigint']))

const fixed = (part: RawBuilder<unknown>): RawBuilder<unknown> => sql.raw(compile(part).text)

/** The rows as they are now, locked in the order of their ids, so that two sets never wait for each other in a ring. */
export const lockRows = (
  tx: Tx,
  actor: Actor,
  definition: ObjectDefinition,
  ids: readonly number[],
): Promise<StoredRecord[]> =>
  many<StoredRecord>(
    tx,
    sql`
    select ${selectList(storedFields(definition), 't')}
    from ${sql.table(definition.table)} t
    where ${isAmong(sql`t.id`, ids)} and ${visible(actor, definition, 't')}
    order by t.id
    for no key update of t`,
  )

/** Writes rows that bear the same columns, and what it leaves in the history, by one statement. */
export const updateRows = async (
  tx: Tx,
  actor: Actor,
  definition: ObjectDefinition,
  rows: readonly Columns[],
  history: readonly HistoryRow[],
): Promise<number> => {
  if (rows.length === 0) return 0
  const { assignments, types } = updateParts(definition, columnsIn(rows))
  return run(
    tx,
    sql`
    ${history.length === 0 ? sql.raw('') : sql`with remembered as (${historyInsertion(tx, actor, history)})`}
    update ${sql.table(definition.table)} t
    set ${assignments} version = version + 1, last_modified_at = ${tx.now}, last_modified_by_id = ${actor.userId}
    from json_to_recordset(${JSON.stringify(rows)}::json) as r (${types})
    where t.id = r.id`,
  )
}

type UpdateParts = { readonly assignments: RawBuilder<unknown>; readonly types: RawBuilder<unknown> }

const updatePartsKnown = new WeakMap<ObjectDefinition, Map<string, UpdateParts>>()

/** The texts of an update of these columns, made once for each set. */
function updateParts(definition: ObjectDefinition, columns: readonly string[]): UpdateParts {
  const known = updatePartsKnown.get(definition) ?? new Map<string, UpdateParts>()
  updatePartsKnown.set(definition, known)
  const shape = columns.join()
  const written = columns.filter((name) => name !== 'id')
  const parts = known.get(shape) ?? {
    assignments: fixed(
      sql.join(
        written.map((name) => sql`${sql.ref(name)} = r.${sql.ref(name)},`),
        sql` `,
      ),
    ),
    types: fixed(typed(columns, columnTypes(definition))),
  }
  if (known.size < MOST_SHAPES) known.set(shape, parts)
  return parts
}

const storedByDefinition = new WeakMap<ObjectDefinition, readonly Field[]>()

function storedFields(definition: ObjectDefinition): readonly Field[] {
  const fields =
    storedByDefinition.get(definition) ?? definition.fields.filter(({ expression }) => expression === undefined)
  storedByDefinition.set(definition, fields)
  return fields
}

const typed = (columns: readonly string[], types: ReadonlyMap<string, string>): RawBuilder<unknown> =>
  sql.join(columns.map((name) => sql`${sql.ref(name)} ${sql.raw(types.get(name) ?? 'bigint')}`))

const withColumnDefault = (definition: ObjectDefinition, name: string): RawBuilder<unknown> =>
  isBoolean(definition, name) ? sql`coalesce(r.${sql.ref(name)}, false)` : sql`r.${sql.ref(name)}`

const isBoolean = (definition: ObjectDefinition, name: string): boolean =>
  definition.fields.find(({ column }) => column === name)?.type === 'boolean'

const typesByDefinition = new WeakMap<ObjectDefinition, Map<string, string>>()

function columnTypes(definition: ObjectDefinition): Map<string, string> {
  const known = typesByDefinition.get(definition)
  if (known !== undefined) return known
  const types = new Map<string, string>([
    ...definition.fields.map((field): [string, string] => [field.column, columnType(field)]),
    ['search', 'tsvector'],
    ...Object.entries(definition.derivedTypes ?? {}),
  ])
  typesByDefinition.set(definition, types)
  return types
}

/** The PostgreSQL type a field of this type is kept in. */
export const columnType = ({ type }: Pick<Field, 'type'>): string => {
  if (type === 'boolean' || type === 'date') return type
  if (type === 'datetime') return 'timestamptz'
  if (type === 'int' || type === 'reference' || type === 'id') return 'bigint'
  return type === 'double' || type === 'currency' || type === 'percent' ? 'numeric' : 'text'
}
