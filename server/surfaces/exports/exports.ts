import { csvLine } from '../../../shared/csv.ts'
import { definitionsOf } from '../../ground/objects/catalogue.ts'
import type { Field, ObjectDefinition } from '../../ground/objects/definition.ts'
import { chosenFields, type ListRequest } from '../../ground/objects/list.ts'
import { presentRecords, type PresentedRecord } from '../../ground/objects/present.ts'
import { streamRecords } from '../../ground/objects/stream.ts'
import { refuseUnlessHas, type Actor } from '../../ground/users/actor.ts'
import { notFound, Refusal } from '../../platform/errors.ts'
import { streaming } from '../../platform/streaming.ts'
import { reading } from '../../platform/transactions.ts'
import type { Database, OrgRef, Tx } from '../../platform/tx.ts'

export type ExportRequest = Pick<ListRequest, 'fields' | 'filter' | 'sort' | 'q' | 'deleted'> & {
  /** Begin with the mark by which spreadsheets know UTF-8; they do unless this is false. */
  readonly byteOrderMark?: boolean
}

export type ExportPart = { readonly text: string; readonly records: number }

export type Export = { readonly definition: ObjectDefinition; readonly parts: AsyncGenerator<ExportPart, void> }

/**
 * Records as CSV, a thousand at a time, all as they were at one moment: a header of API names, references as id and
 * name (`OwnerId`, `Owner.Name`), times in UTC, cells a spreadsheet would run made harmless. What cannot be exported
 * is refused before the first part: `forbidden`, `not_found`, `invalid_field`, `malformed_filter`. Should it break off
 * later, its last line says so and it throws.
 */
export async function exportRecords(
  db: Database,
  org: OrgRef,
  actor: Actor,
  objectName: string,
  request: ExportRequest,
): Promise<Export> {
  refuseUnlessHas(actor, 'export', 'export records')
  const definition = await reading(db, org, (tx) => objectNamed(tx, objectName))
  const parts = streaming(db, org, (tx) => csvOf(tx, actor, definition, request))
  // The first part runs every rule; then nothing is left that could be refused.
  const first = await parts.next()
  return { definition, parts: withVisibleEnd(first, parts) }
}

/** An object by its name or by the word in addresses. */
async function objectNamed(tx: Tx, wanted: string): Promise<ObjectDefinition> {
  const word = wanted.toLowerCase()
  const kept = (await definitionsOf(tx)).filter(({ rows }) => rows === undefined)
  const found = kept.find(({ name }) => name.toLowerCase() === word) ?? kept.find(({ path }) => path === word)
  if (found === undefined) throw notFound(`object called '${wanted.slice(0, 80)}'`)
  return found
}

async function* csvOf(
  tx: Tx,
  actor: Actor,
  definition: ObjectDefinition,
  { byteOrderMark, ...request }: ExportRequest,
): AsyncGenerator<ExportPart, void> {
  const columns = chosenFields(definition, request.fields).flatMap(columnsOf)
  let head = `${byteOrderMark === false ? '' : '\ufeff'}${csvLine(columns.map(({ name }) => name))}`
  for await (const records of streamRecords(tx, actor, definition, request)) {
    const shown = await presentRecords(tx, definition, records)
    yield {
      text: head + shown.map((record) => csvLine(columns.map(({ cell }) => cell(record)))).join(''),
      records: records.length,
    }
    head = ''
  }
  if (head !== '') yield { text: head, records: 0 }
}

type Cell = string | number | boolean | null
type CsvColumn = { readonly name: string; readonly cell: (record: PresentedRecord) => Cell }

function columnsOf({ name, type, relationshipName }: Field): readonly CsvColumn[] {
  const own: CsvColumn = { name, cell: (record) => asCell(record[name]) }
  if (type !== 'reference' || relationshipName === undefined) return [own]
  return [own, { name: `${relationshipName}.Name`, cell: (record) => referredName(record[relationshipName]) }]
}

function asCell(value: unknown): Cell {
  if (value instanceof Date) return value.toISOString()
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  return null
}

const referredName = (reference: unknown): Cell =>
  typeof reference === 'object' && reference !== null && 'Name' in reference ? asCell(reference.Name) : null

async function* withVisibleEnd(
  first: IteratorResult<ExportPart, void>,
  rest: AsyncGenerator<ExportPart, void>,
): AsyncGenerator<ExportPart, void> {
  try {
    if (!first.done) yield first.value
    yield* rest
  } catch (error) {
    const why = error instanceof Refusal ? error.message : 'Something went wrong inside Assay.'
    yield { text: csvLine([`THIS FILE IS NOT COMPLETE. ${why} Export again.`]), records: 0 }
    throw error
  } finally {
    await rest.return()
  }
}
