import { encodeId, objectOfId } from '../../../../shared/ids.ts'
import { Refusal } from '../../../platform/errors.ts'
import { fieldNamed, type FieldType, type ObjectDefinition } from '../../../ground/objects/definition.ts'
import {
  columnsOf,
  firstPage,
  prepareSoql,
  type PreparedSoql,
  type SoqlColumn,
  type SoqlRow,
  type SoqlValue,
} from '../../../ground/objects/soql/soql.ts'
import { MASTER_RECORD_TYPE } from '../dialect/describe.ts'
import { presentValue } from '../dialect/records.ts'
import type { Here } from '../rest/asked.ts'
import { tagged } from './objectInfo.ts'

/** Which fields a record is shown with, as paths from it: `Name`, `Owner.Name`. */
export type Wanted = {
  readonly fields: readonly string[]
  /** Shown if they are there and the reader may see them. */
  readonly optional: readonly string[]
}

export type UiRecord = ReturnType<typeof recordFrom>

const FIELD_PATH = /^\w+(\.\w+){0,5}$/
/** What a record's frame says of it, whether it was asked for or not. */
const FRAME = ['LastModifiedById', 'LastModifiedDate', 'SystemModstamp'] as const

/** Records of one object as UI API shows them, by id; what is out of reach is not among them. Refuses fields that are not there. */
export async function uiRecords(
  here: Here,
  definition: ObjectDefinition,
  ids: readonly number[],
  wanted: Wanted,
): Promise<ReadonlyMap<number, UiRecord>> {
  if (ids.length === 0) return new Map()
  const { tx, actor } = here
  const prepared = await preparedFor(here, definition, ids, wanted)
  const shown = new Map(prepared.displays.map(({ path, alias }) => [path.toLowerCase(), alias]))
  const page = await firstPage(tx, actor, prepared.soql)
  const columns = columnsOf(prepared.soql)
  return new Map(
    page.rows.map((row) => {
      const read = { row, columns, wanted: prepared.paths, displays: shown, top: row }
      return [row.id ?? 0, recordFrom(read, definition.name, '')]
    }),
  )
}

type Prepared = {
  readonly soql: PreparedSoql
  /** Lower-case paths of what was asked for. */
  readonly paths: ReadonlySet<string>
  readonly displays: readonly Display[]
}

async function preparedFor(
  { tx, actor }: Here,
  definition: ObjectDefinition,
  ids: readonly number[],
  { fields, optional }: Wanted,
): Promise<Prepared> {
  const frame = FRAME.filter((name) => fieldNamed(definition, name) !== undefined)
  const from = `FROM ${definition.name} WHERE Id IN (${ids.map((id) => `'${encodeId(id)}'`).join(',')})`
  const asking = (paths: readonly string[], more: readonly string[] = []) =>
    prepareSoql(tx, actor, `SELECT ${[...distinct(['Id', ...frame, ...paths]), ...more].join(', ')} ${from}`)
  const there = await thereAmong(
    optional.filter((path) => FIELD_PATH.test(path)),
    (paths) => asking(paths),
  )
  const paths = distinct([...fields, ...there])
  const plain = await asking(paths)
  const displays = displaysOf(columnsOf(plain))
  return {
    soql:
      displays.length === 0
        ? plain
        : await asking(
            paths,
            displays.map(({ text }) => text),
          ),
    paths: new Set(paths.map((path) => path.toLowerCase())),
    displays,
  }
}

/** Each once, whatever its letters' case. */
const distinct = (paths: readonly string[]): readonly string[] =>
  [...Map.groupBy(paths, (path) => path.toLowerCase()).values()].flatMap(([first]) => first ?? [])

/** Those of the paths a query can ask for. */
async function thereAmong(
  paths: readonly string[],
  asking: (paths: readonly string[]) => Promise<unknown>,
): Promise<readonly string[]> {
  if (await isUnderstood(asking(paths))) return paths
  const there: string[] = []
  // Reading a query asks the database for nothing.
  for (const path of paths) if (await isUnderstood(asking([path]))) there.push(path)
  return there
}

async function isUnderstood(asked: Promise<unknown>): Promise<boolean> {
  try {
    await asked
    return true
  } catch (error) {
    if (error instanceof Refusal) return false
    throw error
  }
}

/** A value that people are shown in other words than it is kept in, and the name those are asked for by. */
type Display = { readonly path: string; readonly alias: string; readonly text: string }

const WORDED: ReadonlySet<FieldType> = new Set(['picklist', 'multipicklist'])
const FORMATTED: ReadonlySet<FieldType> = new Set(['int', 'double', 'percent', 'currency', 'date', 'datetime'])

function displaysOf(columns: readonly SoqlColumn[], before = ''): readonly Display[] {
  return columns.flatMap((column, at): readonly Display[] => {
    const path = before + column.name
    if (column.is === 'parent') return displaysOf(column.columns ?? [], `${path}.`)
    const call = wordsFor(column)
    const alias = `shown${before.replaceAll('.', '_')}${at}`
    return call === undefined ? [] : [{ path, alias, text: `${call}(${path}) ${alias}` }]
  })
}

function wordsFor({ is, type }: SoqlColumn): 'toLabel' | 'FORMAT' | undefined {
  if (is !== 'value' || type === undefined) return undefined
  if (WORDED.has(type)) return 'toLabel'
  return FORMATTED.has(type) ? 'FORMAT' : undefined
}

type Read = {
  readonly row: SoqlRow
  readonly columns: readonly SoqlColumn[]
  readonly wanted: ReadonlySet<string>
  readonly displays: ReadonlyMap<string, string>
  /** The row of the query, which holds what is shown of all of them. */
  readonly top: SoqlRow
}

type UiField = { readonly displayValue: unknown; readonly value: unknown }

function recordFrom(read: Read, apiName: string, before: string) {
  const { row } = read
  const modified = row.values['LastModifiedDate'] ?? null
  const stamp = row.values['SystemModstamp'] ?? null
  return tagged({
    apiName,
    childRelationships: {},
    fields: fieldsFrom(read, before),
    id: row.id === null ? null : encodeId(row.id),
    lastModifiedById: idIn(row.values['LastModifiedById']),
    lastModifiedDate: modified instanceof Date ? modified.toISOString() : null,
    recordTypeId: before === '' ? MASTER_RECORD_TYPE : null,
    recordTypeInfo: null,
    systemModstamp: stamp instanceof Date ? stamp.toISOString() : null,
    weakEtag: stamp instanceof Date ? stamp.getTime() : 0,
  })
}

const idIn = (value: SoqlValue | undefined): string | null => (typeof value === 'number' ? encodeId(value) : null)

function fieldsFrom(read: Read, before: string): Record<string, UiField> {
  const fields: Record<string, UiField> = {}
  for (const column of read.columns) {
    const path = before + column.name
    const lower = path.toLowerCase()
    if (column.is === 'parent') fields[column.name] = parentFrom(read, column, path)
    else if (read.wanted.has(lower)) fields[column.name] = fieldFrom(read, column, lower)
  }
  return fields
}

function fieldFrom({ row, top, displays }: Read, column: SoqlColumn, path: string): UiField {
  const value = row.values[column.name] ?? null
  const alias = displays.get(path)
  const displayValue = alias === undefined ? null : plain(top.values[alias] ?? null)
  return { displayValue, value: plain(value, column.type) }
}

/** Moments as ISO 8601 writes them, which is how UI API does. */
function plain(value: SoqlValue, type: FieldType = 'string'): unknown {
  if (value instanceof Date) return value.toISOString()
  if (typeof value !== 'object' || value === null) return presentValue({ type }, value)
  return 'rows' in value ? null : value.values
}

/** The record a reference leads to, in words by its name. */
function parentFrom(read: Read, column: SoqlColumn, path: string): UiField {
  const row = read.row.values[column.name] ?? null
  if (typeof row !== 'object' || row === null || row instanceof Date || 'rows' in row)
    return { displayValue: null, value: null }
  const value = recordFrom({ ...read, row, columns: column.columns ?? [] }, objectOf(row), `${path}.`)
  return { displayValue: value.fields['Name']?.value ?? null, value }
}

/** Who may be one of several objects is said to be the one that is there. */
const objectOf = ({ type, id }: SoqlRow): string => (type === 'Name' && id !== null ? (objectOfId(id) ?? type) : type)
