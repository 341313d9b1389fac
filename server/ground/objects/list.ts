import { Refusal } from '../../platform/errors.ts'
import {
  cellsOf,
  compile,
  isAmong,
  many,
  manyOnce,
  rowsFrom,
  sql,
  valueIn,
  type RawBuilder,
} from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import type { Actor } from '../users/actor.ts'
import { decodeCursor, encodeCursor } from './cursor.ts'
import {
  fieldNamed,
  rowsOf,
  type Field,
  type FieldValue,
  type ObjectDefinition,
  type StoredRecord,
} from './definition.ts'
import { compileFilter, unknownField, valueOf, type Filter } from './filter.ts'
import { keyCondition, orderBy, readSort, type SortKey } from './sort.ts'
import { visible, visibleOrDeleted } from './visibility.ts'
import { areRare, holdsWords } from './wordsSought.ts'
import type { SentRows } from './written.ts'

export type ListRequest = {
  readonly fields?: readonly string[]
  readonly filter?: Filter
  /** `-CreatedDate,LastName`; the default is newest first. */
  readonly sort?: string
  /** 1 to 200. */
  readonly limit?: number
  /** What the page before gave as `next`. */
  readonly after?: string
  /** Words a record must hold, each by its beginning. */
  readonly q?: string
  readonly deleted?: boolean
}

export type Page = { readonly records: StoredRecord[]; readonly next: string | null }

const USUAL = 60
const MOST = 200

/** A page of records, in order; `next` leads to the page after it, by key, however deep. */
export async function listRecords(
  tx: Tx,
  actor: Actor,
  definition: ObjectDefinition,
  request: ListRequest,
): Promise<Page> {
  const { next, ...sent } = await listRows(tx, actor, definition, request)
  return { records: rowsFrom<StoredRecord>(sent), next }
}

/** The same, as PostgreSQL sends them. */
export async function listRows(
  tx: Tx,
  actor: Actor,
  definition: ObjectDefinition,
  request: ListRequest,
): Promise<SentRows & { readonly next: string | null }> {
  const limit = Math.min(Math.max(request.limit ?? USUAL, 1), MOST)
  const sort = readSort(definition, request.sort)
  const conditions = conditionsOf(actor, definition, request)
  if (request.after !== undefined) conditions.push(keyCondition(sort, decodeCursor(request.after, sort.length), 't'))
  const fields = withKeys(chosenFields(definition, request.fields), sort)
  const matching = sql`${rowsOf(definition)} t where ${sql.join(conditions, sql` and `)}`
  const isRare = request.q !== undefined && (await areRare(tx, definition, request.q))
  const { rows, ...sent } = await cellsOf(
    tx,
    sql`
    select ${selectList(fields, 't')}
    from ${isRare ? sql`(select t.* from ${matching} offset 0) t` : matching}
    order by ${orderBy(sort, 't')}
    limit ${sql.lit(limit + 1)}`,
    { isKept: isSteady(request, sort, definition) },
  )
  const shown = rows.slice(0, limit)
  const last = rows.length > limit ? shown.at(-1) : undefined
  const place = ({ field }: SortKey): FieldValue => {
    const at = sent.columns.findIndex(({ name }) => name === field.name)
    // A value of a field, as every cell is.
    return valueIn(sent.columns[at], last?.[at]) as FieldValue
  }
  return { ...sent, rows: shown, fields, next: last === undefined ? null : encodeCursor(sort.map(place)) }
}

/**
 * Whether every value of a list's filter is best looked up the same way, so that one plan serves them all: where an index holds
 * the records of each value in the order of creation. Anything else is planned for the values asked for.
 */
function isSteady(
  { filter, q, deleted }: ListRequest,
  sort: readonly SortKey[],
  definition: ObjectDefinition,
): boolean {
  if (definition.rows !== undefined || sort[0]?.field.name !== 'CreatedDate' || q !== undefined || deleted === true)
    return false
  const picked = filter === undefined ? [] : pickedBy(filter, definition)
  return filter === undefined || (picked.includes('first') && !picked.includes(undefined))
}

/** How the fields of a filter that all must fit are held in order; undefined for whatever is not picked by one value. */
const pickedBy = (filter: Filter, definition: ObjectDefinition): (Field['inOrder'] | undefined)[] =>
  'and' in filter
    ? filter.and.flatMap((part) => pickedBy(part, definition))
    : ['op' in filter && filter.op === 'eq' && filter.value ? fieldNamed(definition, filter.field)?.inOrder : undefined]

/** Records by id, in no order; what the actor may not see is simply not among them. */
export const recordsById = (
  tx: Tx,
  actor: Actor,
  definition: ObjectDefinition,
  ids: readonly number[],
  fields?: readonly string[],
): Promise<StoredRecord[]> => many<StoredRecord>(tx, byId(actor, definition, ids, chosenFields(definition, fields)))

/** The same, as PostgreSQL sends them. */
export async function rowsById(
  tx: Tx,
  actor: Actor,
  definition: ObjectDefinition,
  ids: readonly number[],
  names?: readonly string[],
): Promise<SentRows> {
  const fields = chosenFields(definition, names)
  return { ...(await cellsOf(tx, byId(actor, definition, ids, fields), { isKept: true })), fields }
}

const byId = (
  actor: Actor,
  definition: ObjectDefinition,
  ids: readonly number[],
  fields: readonly Field[],
): RawBuilder<unknown> => sql`
    select ${selectList(fields, 't')}
    from ${rowsOf(definition)} t
    where ${isAmong(sql`t.id`, ids)} and ${visible(actor, definition, 't')}`

export type Count = {
  readonly value: string | number | boolean | null
  readonly count: number
  readonly atLeast: boolean
}

const COUNTED_AT_MOST = 10_000

/** How many records hold each of the given values of a field; counting stops at 10,000 each. */
export async function countByValue(
  tx: Tx,
  actor: Actor,
  definition: ObjectDefinition,
  fieldName: string,
  values: readonly string[],
  request: ListRequest,
): Promise<Count[]> {
  const field = fieldNamed(definition, fieldName)
  if (field === undefined) throw unknownField(definition, fieldName)
  if (values.length === 0) return []
  const counts = values.map(
    (value) => sql`
    select ${value} as value, (select count(*) from (
      select 1 from ${rowsOf(definition)} t
      where ${sql.join([...conditionsOf(actor, definition, request), compileFilter(definition, { field: field.name, op: 'eq', value }, 't')], sql` and `)}
      limit ${COUNTED_AT_MOST + 1}) counted) as count`,
  )
  const rows = await manyOnce<{ value: string; count: number }>(tx, sql.join(counts, sql` union all `))
  return rows.map(({ value, count }) => ({
    value,
    count: Math.min(count, COUNTED_AT_MOST),
    atLeast: count > COUNTED_AT_MOST,
  }))
}

/** How many records match, up to 10,000. */
export async function countRecords(
  tx: Tx,
  actor: Actor,
  definition: ObjectDefinition,
  request: ListRequest,
): Promise<{ count: number; atLeast: boolean }> {
  const [row] = await manyOnce<{ count: number }>(
    tx,
    sql`
    select count(*) as count from (
      select 1 from ${rowsOf(definition)} t
      where ${sql.join(conditionsOf(actor, definition, request), sql` and `)}
      limit ${COUNTED_AT_MOST + 1}) counted`,
  )
  const count = row?.count ?? 0
  return { count: Math.min(count, COUNTED_AT_MOST), atLeast: count > COUNTED_AT_MOST }
}

/** Everything a record must be to stand in a list: visible to the actor, matching, holding the words. */
export function conditionsOf(actor: Actor, definition: ObjectDefinition, request: ListRequest): RawBuilder<unknown>[] {
  const conditions = [
    request.deleted === true && definition.hasRecycleBin
      ? inRecycleBin(actor, definition)
      : visible(actor, definition, 't'),
  ]
  if (request.filter !== undefined) conditions.push(compileFilter(definition, request.filter, 't'))
  if (request.q !== undefined && request.q.trim() !== '') conditions.push(holdsWords(definition, request.q))
  return conditions
}

const inRecycleBin = (actor: Actor, definition: ObjectDefinition): RawBuilder<unknown> =>
  sql`t.deleted_at is not null and ${visibleOrDeleted(actor, definition, 't')}`

const usualBefore = new WeakMap<ObjectDefinition, readonly Field[]>()

/** What a record holds when nobody said which fields. */
export function usualFields(definition: ObjectDefinition): readonly Field[] {
  const fields = usualBefore.get(definition) ?? definition.fields.filter(({ onDemand }) => onDemand !== true)
  usualBefore.set(definition, fields)
  return fields
}

const chosenBefore = new WeakMap<ObjectDefinition, Map<string, readonly Field[]>>()
const MOST_CHOICES = 500

/** The fields asked for; all of them when none was. The same question gets the same list. */
export function chosenFields(definition: ObjectDefinition, names?: readonly string[]): readonly Field[] {
  if (names === undefined) return usualFields(definition)
  const known = chosenBefore.get(definition) ?? new Map<string, readonly Field[]>()
  chosenBefore.set(definition, known)
  const question = names.join()
  const fields = known.get(question) ?? fieldsNamed(definition, names)
  if (known.size < MOST_CHOICES) known.set(question, fields)
  return fields
}

function fieldsNamed(definition: ObjectDefinition, names: readonly string[]): readonly Field[] {
  const fields = names.map((name) => {
    const field = fieldNamed(definition, name)
    if (field === undefined) throw unknownField(definition, name)
    return field
  })
  if (fields.length === 0)
    throw new Refusal('malformed_fields', 'Name at least one field.', { kind: 'malformed', field: 'fields' })
  return fields
}

const withKeysBefore = new WeakMap<readonly Field[], Map<string, readonly Field[]>>()

/** The fields with those a list is sorted by; the same question gets the same list. */
function withKeys(fields: readonly Field[], sort: readonly SortKey[]): readonly Field[] {
  const missing = sort.map(({ field }) => field).filter((field) => !fields.includes(field))
  if (missing.length === 0) return fields
  const known = withKeysBefore.get(fields) ?? new Map<string, readonly Field[]>()
  withKeysBefore.set(fields, known)
  const question = missing.map(({ name }) => name).join()
  const all = known.get(question) ?? [...fields, ...missing]
  if (known.size < MOST_CHOICES) known.set(question, all)
  return all
}

const selectLists = new WeakMap<readonly Field[], Map<string, RawBuilder<unknown>>>()

/**
 * The list of what is selected, under API names; the id and the version always come along. It holds no
 * values, so its text is made once for a set of fields.
 */
export function selectList(fields: readonly Field[], alias: string): RawBuilder<unknown> {
  const known = selectLists.get(fields) ?? new Map<string, RawBuilder<unknown>>()
  selectLists.set(fields, known)
  const list = known.get(alias) ?? sql.raw(compile(composedList(fields, alias)).text)
  known.set(alias, list)
  return list
}

function composedList(fields: readonly Field[], alias: string): RawBuilder<unknown> {
  const columns = fields
    .filter(({ name }) => name !== 'Id')
    .map((field) => sql`${valueOf(field, alias)} as ${sql.ref(field.name)}`)
  return sql.join([sql`${sql.ref(`${alias}.id`)} as "Id"`, sql`${sql.ref(`${alias}.version`)} as version`, ...columns])
}
