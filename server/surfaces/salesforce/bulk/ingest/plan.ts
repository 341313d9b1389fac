import { fieldNamed, type ObjectDefinition } from '../../../../ground/objects/definition.ts'
import type { SentRecord } from '../../dialect/records.ts'
import { dialectRefusal } from '../../dialect/errors.ts'
import type { Refusal } from '../../../../platform/errors.ts'
import { bulkRefusal } from '../refusals.ts'
import { isCells, type SentRow } from '../rows.ts'

/** Where the cells of a column go: a field, or the key by which a referred record is found. */
type Column = { readonly name: string; readonly key?: string; readonly type?: string }

/** Makes a record of each row that was sent, as other clients would send it; a row that cannot be one is refused alone. */
export type RowReader = (row: SentRow) => SentRecord | Refusal

/** How tools write that a field is to be emptied; an empty cell leaves it as it is. */
const NULL_MARK = '#N/A'

/**
 * How rows under these columns are read. Throws InvalidBatch when a column is none of the object's: a name misspelled
 * costs no million rows.
 */
export function rowReader(definition: ObjectDefinition, header: readonly string[] | null): RowReader {
  const columns = header === null ? [] : columnsOf(definition, header)
  return (row) => (isCells(row) ? recordOf(columns, row) : row)
}

function columnsOf(definition: ObjectDefinition, header: readonly string[]): readonly Column[] {
  const seen = new Set<string>()
  return header.map((name) => {
    const lower = name.toLowerCase()
    if (seen.has(lower)) throw bulkRefusal('InvalidBatch', `Duplicate field name : ${name}`)
    seen.add(lower)
    const column = columnNamed(definition, name)
    if (column !== undefined) return column
    const why = definition.teach?.(name)?.message
    throw bulkRefusal(
      'InvalidBatch',
      `Field name not found : ${name.slice(0, 255)}${why === undefined ? '' : `. ${why}`}`,
    )
  })
}

/** `Name`, `Account.Ext__c`, or `Contact:Who.Email` where several objects may be referred to. */
function columnNamed(definition: ObjectDefinition, name: string): Column | undefined {
  if (fieldNamed(definition, name) !== undefined) return { name }
  const [, type, relationship, key] = /^(?:(\w+):)?(\w+)\.(\w+)$/.exec(name) ?? []
  if (relationship === undefined || key === undefined) return undefined
  const isKnown = definition.fields.some(
    ({ relationshipName }) => relationshipName?.toLowerCase() === relationship.toLowerCase(),
  )
  return isKnown ? { name: relationship, key, type } : undefined
}

function recordOf(columns: readonly Column[], row: readonly string[]): SentRecord | Refusal {
  if (row.length !== columns.length && !hasOnlyBlanksMore(columns, row)) return unevenRow(columns, row)
  const record: Record<string, unknown> = {}
  for (let at = 0; at < columns.length; at++) {
    const cell = row[at]
    const column = columns[at]
    if (cell === undefined || cell === '' || column === undefined) continue
    const { name, key, type } = column
    if (cell === NULL_MARK) record[name] = null
    else if (key === undefined) record[name] = cell
    else record[name] = type === undefined ? { [key]: cell } : { type, [key]: cell }
  }
  return record
}

/** Some programs end each row with one more delimiter. */
const hasOnlyBlanksMore = (columns: readonly Column[], row: readonly string[]): boolean =>
  row.length > columns.length && row.slice(columns.length).every((cell) => cell === '')

const unevenRow = (columns: readonly Column[], row: readonly string[]): Refusal =>
  dialectRefusal(
    'INVALID_ARGUMENT_TYPE',
    `This row has ${row.length} cells, and the header names ${columns.length} columns. A cell with the delimiter in it stands in quotes.`,
  )
