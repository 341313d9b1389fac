import { inTransaction } from '../../../../platform/transactions.ts'
import type { Database, OrgRef } from '../../../../platform/tx.ts'
import { placeBehind } from '../arriving/cutting.ts'
import { csvRow } from '../csv.ts'
import type { BulkBatch, BulkJob } from '../job.ts'
import { pieceAt, pieceWithRow } from '../pieces.sql.ts'
import { bulkRefusal } from '../refusals.ts'

/** As many rows as one answer brings unless the client says how many it takes. */
const PAGE_ROWS = 250_000

export type ResultPage = {
  /** Rows in this answer. */
  readonly rows: number
  /** Where the next answer begins; null after the last. */
  readonly locator: string | null
  readonly text: AsyncGenerator<string | Buffer, void>
}

/** Rows of a finished query from a place on. Throws InvalidBatch for a locator that is none of ours. */
export function resultPage(
  db: Database,
  org: OrgRef,
  { job, batch }: { readonly job: BulkJob; readonly batch: BulkBatch },
  { locator, maxRecords = PAGE_ROWS }: { readonly locator?: string; readonly maxRecords?: number },
): ResultPage {
  const from = locator === undefined ? 0 : rowOf(locator)
  const until = Math.min(batch.processed, from + maxRecords)
  return {
    rows: Math.max(0, until - from),
    locator: until < batch.processed ? locatorOf(until) : null,
    text: textOf(db, org, { job, batch }, from, until),
  }
}

const locatorOf = (row: number): string => Buffer.from(String(row)).toString('base64url')

const LISTED_PAGES = 5

/** Where the next few pages of a finished query begin, for who reads several at once; `next` is where those after them do. */
export function pagesFrom(
  { processed }: BulkBatch,
  locator: string | undefined,
): { readonly locators: readonly string[]; readonly next: string | null } {
  const from = locator === undefined ? 0 : rowOf(locator)
  const pages = Math.max(locator === undefined ? 1 : 0, Math.ceil((processed - from) / PAGE_ROWS))
  const locators = Array.from({ length: Math.min(pages, LISTED_PAGES) }, (_, at) => locatorOf(from + at * PAGE_ROWS))
  return { locators, next: pages > LISTED_PAGES ? locatorOf(from + LISTED_PAGES * PAGE_ROWS) : null }
}

function rowOf(locator: string): number {
  const text = /^[\w-]{1,24}$/.test(locator) ? Buffer.from(locator, 'base64url').toString('latin1') : ''
  if (/^\d{1,12}$/.test(text)) return Number(text)
  throw bulkRefusal(
    'InvalidBatch',
    'The locator is not valid. Take it from the Sforce-Locator header of the answer before.',
  )
}

async function* textOf(
  db: Database,
  org: OrgRef,
  { job, batch }: { readonly job: BulkJob; readonly batch: BulkBatch },
  from: number,
  until: number,
): AsyncGenerator<string | Buffer, void> {
  if (batch.header !== null) yield csvRow(batch.header, job)
  if (from >= until) return
  let piece = await inTransaction(db, org, (tx) => pieceWithRow(tx, batch.id, from), { streaming: true })
  while (piece !== undefined && piece.firstRow < until) {
    const { bytes, firstRow, rows, number } = piece
    // Asked for before this one is on its way.
    const next = inTransaction(db, org, (tx) => pieceAt(tx, batch.id, number + 1), { streaming: true })
    next.catch(() => undefined)
    const start = from > firstRow ? placeBehind(bytes, job.delimiter, from - firstRow) : 0
    const end = until < firstRow + rows ? placeBehind(bytes, job.delimiter, until - firstRow) : bytes.length
    yield bytes.subarray(start, end)
    piece = await next
  }
}
