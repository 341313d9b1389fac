import { parse } from 'csv-parse/sync'
import { plainCells } from '../../imports/reading/reading.ts'
import { delimiterSign, lineEndSign, type BulkJob, type Delimiter } from './job.ts'

/** How a job writes and reads its rows. */
export type CsvForm = Pick<BulkJob, 'delimiter' | 'lineEnd'>

/** The cells of rows of CSV, as they stand there. Either line end is understood. */
export const cellsOf = (bytes: Buffer, delimiter: Delimiter): readonly (readonly string[])[] =>
  plainCells(bytes, { delimiter: delimiterSign[delimiter], quote: '"', escape: '"' }) ??
  parse(bytes, {
    delimiter: delimiterSign[delimiter],
    record_delimiter: ['\r\n', '\n'],
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
  })

/** The names of the columns, without the mark some editors put before them. */
export const headerOf = (bytes: Buffer, delimiter: Delimiter): string[] =>
  (cellsOf(bytes, delimiter)[0] ?? []).map((name, at) => (at === 0 ? name.replace(/^\uFEFF/, '') : name).trim())

/**
 * A row for a machine: every cell in quotes, and nothing else changed. What a spreadsheet would run stays as it is, since
 * a program that reads this wants to find the very text that is stored.
 */
export function csvRow(cells: readonly string[], { delimiter, lineEnd }: CsvForm): string {
  let row = ''
  for (let at = 0; at < cells.length; at++) {
    const cell = cells[at] ?? ''
    row += `${at === 0 ? '' : delimiterSign[delimiter]}"${cell.includes('"') ? cell.replaceAll('"', '""') : cell}"`
  }
  return row + lineEndSign[lineEnd]
}
