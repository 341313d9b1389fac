import { reading } from '../../../platform/transactions.ts'
import type { Database, OrgRef } from '../../../platform/tx.ts'
import { batchesFrom } from './batches.sql.ts'
import { csvRow } from './csv.ts'
import type { BulkBatch, BulkJob } from './job.ts'
import { errorCell } from './outcomes.ts'
import { failedPieceFrom, unworkedPieceFrom, workedPieceFrom, type WorkedPiece } from './pieces.sql.ts'
import { isCells, rowsOf } from './rows.ts'

/** Which rows of a 2.0 job are asked for. */
export type ResultKind = 'successfulResults' | 'failedResults' | 'unprocessedrecords'

const OWN_COLUMNS: Record<ResultKind, readonly string[]> = {
  successfulResults: ['sf__Id', 'sf__Created'],
  failedResults: ['sf__Id', 'sf__Error'],
  unprocessedrecords: [],
}

/** The rows of a job with what became of them, as CSV in the job's own form; one piece of it in memory at most. */
export async function* resultsOf(
  db: Database,
  org: OrgRef,
  job: BulkJob,
  kind: ResultKind,
): AsyncGenerator<string, void> {
  // A 2.0 job has one batch, or none when no data came.
  const [batch] = await reading(db, org, (tx) => batchesFrom(tx, job.id, 0, 1))
  const header = batch?.header ?? []
  const columns = [...OWN_COLUMNS[kind], ...header]
  if (columns.length > 0) yield csvRow(columns, job)
  if (batch === undefined) return
  const parts = kind === 'unprocessedrecords' ? unprocessed(db, org, job, batch) : worked(db, org, job, batch, kind)
  yield* parts
}

async function* worked(
  db: Database,
  org: OrgRef,
  job: BulkJob,
  batch: BulkBatch,
  kind: Exclude<ResultKind, 'unprocessedrecords'>,
): AsyncGenerator<string, void> {
  const next = kind === 'failedResults' ? failedPieceFrom : workedPieceFrom
  for (let number = 0; ; number++) {
    const from = number
    const piece = await reading(db, org, (tx) => next(tx, batch.id, from))
    if (piece === undefined) return
    number = piece.number
    yield kind === 'failedResults' ? failedRows(job, batch, piece) : successfulRows(job, batch, piece)
  }
}

function successfulRows(job: BulkJob, batch: BulkBatch, piece: WorkedPiece): string {
  let text = ''
  for (const [at, row] of rowsOf(job, piece.bytes).entries()) {
    if (piece.errors[at] !== undefined) continue
    text += csvRow([piece.ids[at] ?? '', String(piece.created[at] === true), ...cells(row, batch)], job)
  }
  return text
}

function failedRows(job: BulkJob, batch: BulkBatch, piece: WorkedPiece): string {
  let text = ''
  for (const [at, row] of rowsOf(job, piece.bytes).entries()) {
    const errors = piece.errors[at]
    if (errors !== undefined) text += csvRow([piece.ids[at] ?? '', errorCell(errors), ...cells(row, batch)], job)
  }
  return text
}

async function* unprocessed(db: Database, org: OrgRef, job: BulkJob, batch: BulkBatch): AsyncGenerator<string, void> {
  for (let number = 0; ; number++) {
    const from = number
    const piece = await reading(db, org, (tx) => unworkedPieceFrom(tx, batch.id, from))
    if (piece === undefined) return
    number = piece.number
    let text = ''
    for (const row of rowsOf(job, piece.bytes)) text += csvRow(cells(row, batch), job)
    yield text
  }
}

/** As many cells as there are columns, so that what a client reads back is even. */
const cells = (row: readonly string[] | object, { header }: BulkBatch): string[] =>
  Array.from({ length: header?.length ?? 0 }, (_, at) =>
    isCells(row as readonly string[]) ? ((row as readonly string[])[at] ?? '') : '',
  )
