import { Refusal } from '../../../../platform/errors.ts'
import type { Tx } from '../../../../platform/tx.ts'
import type { Actor } from '../../../../ground/users/actor.ts'
import { dialectErrors } from '../../dialect/errors.ts'
import type { SentRecord } from '../../dialect/records.ts'
import type { SObject } from '../../dialect/sobjects.ts'
import {
  createSObjects,
  deleteSObjects,
  updateSObjects,
  upsertSObjects,
  type WriteResult,
} from '../../dialect/writing.ts'
import { hardDeleteSObjects } from './hardDelete.ts'
import type { BulkJob, IngestOperation, PieceOutcome, RowError } from '../job.ts'

export type Writing = { readonly job: BulkJob; readonly sobject: SObject }

type Write = (tx: Tx, actor: Actor, writing: Writing, records: readonly SentRecord[]) => Promise<WriteResult[]>

/** Writes the rows of a piece and answers for each; a row that could not be read is refused and costs no other. */
export async function writeRows(
  tx: Tx,
  actor: Actor,
  writing: Writing,
  rows: readonly (SentRecord | Refusal)[],
): Promise<PieceOutcome> {
  const { job } = writing
  const records = rows.filter((row): row is SentRecord => !(row instanceof Refusal))
  const written = records.length === 0 ? [] : await write[job.operation as IngestOperation](tx, actor, writing, records)
  const ids: (string | null)[] = []
  const created: boolean[] = []
  const errors: Record<string, readonly RowError[]> = {}
  let next = 0
  for (const [at, row] of rows.entries()) {
    const result = row instanceof Refusal ? undefined : written[next++]
    ids.push(result?.id ?? null)
    created.push(result?.success === true && (job.operation === 'insert' || result.created === true))
    if (row instanceof Refusal) errors[at] = (dialectErrors(row) ?? []).map(rowError)
    else if (result?.success !== true) errors[at] = (result?.errors ?? []).map(rowError)
  }
  return { ids, created, errors }
}

/** A cell is text in any form of content: what cannot be read as its field's type is no fault of JSON. */
const rowError = ({ errorCode, message, fields }: RowError): RowError => ({
  errorCode: errorCode === 'JSON_PARSER_ERROR' ? 'INVALID_TYPE_ON_FIELD_IN_RECORD' : errorCode,
  message,
  fields,
})

/** Nobody is there to be alerted, unless the client asks that an alert refuse a record. */
const duplicatesOf = ({ options: { allowDuplicates } }: BulkJob) => ({
  allowDuplicates,
  alertsNobody: allowDuplicates !== false,
})

const idIn = (record: SentRecord): string => {
  const name = Object.keys(record).find((key) => key.toLowerCase() === 'id')
  const id = name === undefined ? undefined : record[name]
  return typeof id === 'string' ? id : ''
}

const write: Record<IngestOperation, Write> = {
  insert: (tx, actor, { job, sobject }, records) => createSObjects(tx, actor, sobject, records, duplicatesOf(job)),
  update: (tx, actor, { job, sobject }, records) => updateSObjects(tx, actor, sobject, records, duplicatesOf(job)),
  upsert: (tx, actor, { job, sobject }, records) =>
    upsertSObjects(tx, actor, sobject, records, { ...duplicatesOf(job), externalIdField: job.externalIdField ?? 'Id' }),
  delete: (tx, actor, { sobject }, records) => deleteSObjects(tx, actor, sobject, records.map(idIn)),
  hardDelete: (tx, actor, { sobject }, records) => hardDeleteSObjects(tx, actor, sobject, records.map(idIn)),
}
