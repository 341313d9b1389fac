import { cellsOf } from './csv.ts'
import type { BulkJob } from './job.ts'

/** One row that was sent: cells in the order of the header, or a record. */
export type SentRow = readonly string[] | Readonly<Record<string, unknown>>

/** The rows of a piece. A record of XML or JSON stays one. */
export function rowsOf({ contentType, delimiter }: BulkJob, bytes: Buffer): readonly SentRow[] {
  if (contentType === 'CSV') return cellsOf(bytes, delimiter)
  // Written by us when the rows came.
  return JSON.parse(bytes.toString('utf8')) as Readonly<Record<string, unknown>>[]
}

export const isCells = (row: SentRow): row is readonly string[] => Array.isArray(row)
