import { encodeId } from '../../../../../shared/ids.ts'
import { inTransaction, reading } from '../../../../platform/transactions.ts'
import type { Database, OrgRef } from '../../../../platform/tx.ts'
import { element, textElement } from '../../soap/xml.ts'
import { batchesFrom } from '../batches.sql.ts'
import { csvRow } from '../csv.ts'
import type { BulkBatch, BulkJob, PieceOutcome, RowError } from '../job.ts'
import { errorCell } from '../outcomes.ts'
import { outcomesFrom, pieceAt } from '../pieces.sql.ts'
import { batchInfo } from '../present.ts'
import { elementsOf, NAMESPACE, XML_HEAD, type Speech } from './words.ts'

export type Texts = AsyncGenerator<string | Buffer, void>

const BATCHES_AT_ONCE = 200

/** Every batch of a job, a few at a time. */
export async function* batchList(db: Database, org: OrgRef, job: BulkJob, speech: Speech): Texts {
  yield speech === 'json' ? '{"batchInfo":[' : `${XML_HEAD}<batchInfoList${NAMESPACE}>`
  let isFirst = true
  for (let number = 0; ;) {
    const from = number
    const batches = await reading(db, org, (tx) => batchesFrom(tx, job.id, from, BATCHES_AT_ONCE))
    const infos = batches.map(batchInfo)
    if (infos.length > 0)
      yield speech === 'json'
        ? `${isFirst ? '' : ','}${infos.map((info) => JSON.stringify(info)).join(',')}`
        : infos.map((info) => element('batchInfo', elementsOf(info))).join('')
    isFirst = false
    if (batches.length < BATCHES_AT_ONCE) break
    number = (batches.at(-1)?.number ?? 0) + 1
  }
  yield speech === 'json' ? ']}' : '</batchInfoList>'
}

/** What a form of content writes before, between and after its records. */
type Frame = { readonly head: string; readonly between: string; readonly foot: string }

const CSV_FORM = { delimiter: 'COMMA', lineEnd: 'LF' } as const

const resultFrames: Record<BulkJob['contentType'], Frame> = {
  CSV: { head: csvRow(['Id', 'Success', 'Created', 'Error'], CSV_FORM), between: '', foot: '' },
  XML: { head: `${XML_HEAD}<results${NAMESPACE}>`, between: '', foot: '</results>' },
  JSON: { head: '[', between: ',', foot: ']' },
}

/** What became of each record of a batch, in their order. */
export async function* batchResults(db: Database, org: OrgRef, { contentType }: BulkJob, batch: BulkBatch): Texts {
  const { head, between, foot } = resultFrames[contentType]
  yield head
  let isFirst = true
  for (let number = 0; ;) {
    const from = number
    const outcomes = await reading(db, org, (tx) => outcomesFrom(tx, batch.id, from))
    if (outcomes.length === 0) break
    for (const outcome of outcomes) {
      yield (isFirst ? '' : between) + outcome.ids.map((_, at) => results[contentType](outcome, at)).join(between)
      isFirst = false
      number = outcome.number + 1
    }
  }
  yield foot
}

type OneResult = (outcome: PieceOutcome, at: number) => string

const results: Record<BulkJob['contentType'], OneResult> = {
  CSV: ({ ids, created, errors }, at) =>
    csvRow(
      [ids[at] ?? '', String(errors[at] === undefined), String(created[at] === true), errorCell(errors[at] ?? [])],
      CSV_FORM,
    ),
  XML: ({ ids, created, errors }, at) =>
    element(
      'result',
      (errors[at] ?? []).map(errorElement).join('') +
        (typeof ids[at] === 'string' ? textElement('id', ids[at]) : '') +
        textElement('success', String(errors[at] === undefined)) +
        textElement('created', String(created[at] === true)),
    ),
  JSON: ({ ids, created, errors }, at) =>
    JSON.stringify({
      success: errors[at] === undefined,
      created: created[at] === true,
      id: ids[at] ?? null,
      errors: (errors[at] ?? []).map(({ errorCode, message, fields }) => ({ message, fields, statusCode: errorCode })),
    }),
}

const errorElement = ({ errorCode, message, fields }: RowError): string =>
  element(
    'errors',
    fields.map((field) => textElement('fields', field)).join('') +
      textElement('message', message) +
      textElement('statusCode', errorCode),
  )

/** The records of a batch as they were sent. */
export async function* batchRequest(db: Database, org: OrgRef, job: BulkJob, batch: BulkBatch): Texts {
  if (batch.query !== null) return yield batch.query
  const { contentType } = job
  yield contentType === 'CSV'
    ? csvRow(batch.header ?? [], job)
    : contentType === 'XML'
      ? `${XML_HEAD}<sObjects${NAMESPACE} xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">`
      : '['
  for (let number = 0; ; number++) {
    const at = number
    const piece = await inTransaction(db, org, (tx) => pieceAt(tx, batch.id, at), { streaming: true })
    if (piece === undefined) break
    if (contentType === 'CSV') yield piece.bytes
    else if (contentType === 'JSON') yield `${at === 0 ? '' : ','}${piece.bytes.subarray(1, -1).toString('utf8')}`
    else
      yield (JSON.parse(piece.bytes.toString('utf8')) as Fields[])
        .map((record) => element('sObject', nested(record)))
        .join('')
  }
  if (contentType !== 'CSV') yield contentType === 'XML' ? '</sObjects>' : ']'
}

type Fields = Readonly<Record<string, unknown>>

const nested = (record: Fields): string =>
  Object.entries(record)
    .map(([name, value]) => {
      if (value === null) return `<${name} xsi:nil="true"/>`
      return typeof value === 'object' ? element(name, nested(value as Fields)) : textElement(name, value as string)
    })
    .join('')

const EMPTY_CSV = 'Records not found for this query\n'

const queryFrames: Record<BulkJob['contentType'], Frame> = {
  CSV: { head: '', between: '', foot: '' },
  XML: {
    head: `${XML_HEAD}<queryResult${NAMESPACE} xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">`,
    between: '',
    foot: '</queryResult>',
  },
  JSON: { head: '[', between: ',', foot: ']' },
}

/** What a query of a 1.0 job brought. */
export async function* queryResult(db: Database, org: OrgRef, job: BulkJob, batch: BulkBatch): Texts {
  const { head, between, foot } = queryFrames[job.contentType]
  yield job.contentType !== 'CSV' ? head : batch.processed === 0 ? EMPTY_CSV : csvRow(batch.header ?? [], job)
  for (let number = 0; ; number++) {
    const at = number
    const piece = await inTransaction(db, org, (tx) => pieceAt(tx, batch.id, at), { streaming: true })
    if (piece === undefined) break
    if (at > 0 && between !== '') yield between
    yield piece.bytes
  }
  if (foot !== '') yield foot
}

/** A batch of a query has one result; its id is told from the batch's by its prefix. */
export const resultIdOf = ({ id }: BulkBatch): string => `752${encodeId(id).slice(3, 15)}`

export const resultList = (batch: BulkBatch, speech: Speech): string =>
  speech === 'json'
    ? JSON.stringify([resultIdOf(batch)])
    : `${XML_HEAD}${element('result-list', textElement('result', resultIdOf(batch)), NAMESPACE)}`
