import { encodeId } from '../../../../../shared/ids.ts'
import { copySoql } from '../../../../ground/objects/soql/soql.ts'
import type { Actor } from '../../../../ground/users/actor.ts'
import { copiedRows, numberAt, type CopiedRow } from '../../../../platform/copiedRows.ts'
import type { Tx } from '../../../../platform/tx.ts'
import { delimiterSign, lineEndSign, type BulkJob } from '../job.ts'
import type { PrintedSoql } from './printed.sql.ts'

/** Rows of a result as the text they are kept as. */
export type PrintedPage = { readonly rows: number; readonly bytes: Buffer }

export const PAGE_BYTES = 512 * 1024
/** An id in quotes. */
const ID_BYTES = 20
const QUOTE = 0x22

type Sheet = {
  bytes: Buffer
  at: number
  rows: number
  readonly full: PrintedPage[]
  readonly between: number
  readonly end: Buffer
  readonly isId: readonly boolean[]
  /** Many rows refer to the same few users and accounts: of each part the last id, and how it is written. */
  readonly ids: number[]
  readonly written: readonly Buffer[]
}

/**
 * Pages of rows whose cells PostgreSQL wrote; only ids are still to be put between them. The bytes go from the socket to the
 * page as they are: as strings, most of the work was to clear them away again.
 */
export async function* printedPages(
  tx: Tx,
  actor: Actor,
  { delimiter, lineEnd }: Pick<BulkJob, 'delimiter' | 'lineEnd'>,
  { prepared, parts }: PrintedSoql,
): AsyncGenerator<PrintedPage, void> {
  const sheet: Sheet = {
    bytes: Buffer.allocUnsafe(PAGE_BYTES),
    at: 0,
    rows: 0,
    full: [],
    between: delimiterSign[delimiter].charCodeAt(0),
    end: Buffer.from(lineEndSign[lineEnd]),
    isId: parts.map((part) => part === 'id'),
    ids: parts.map(() => -1),
    written: parts.map(() => Buffer.alloc(ID_BYTES, QUOTE)),
  }
  const read = copiedRows((row) => putRow(sheet, row))
  for await (const arrived of copySoql(tx, actor, prepared)) {
    read(arrived)
    yield* sheet.full.splice(0)
  }
  if (sheet.rows > 0) yield { rows: sheet.rows, bytes: sheet.bytes.subarray(0, sheet.at) }
}

/** The first field is the record's own id, which nobody asked for. */
function putRow(sheet: Sheet, { bytes, starts, lengths }: CopiedRow): void {
  makeRoom(sheet, roomFor(sheet, lengths))
  for (let part = 0; part < sheet.isId.length; part++) {
    if (part > 0) sheet.bytes[sheet.at++] = sheet.between
    const [start = 0, length = 0] = [starts[part + 1], lengths[part + 1]]
    if (length < 0) {
      sheet.bytes[sheet.at++] = QUOTE
      sheet.bytes[sheet.at++] = QUOTE
    } else if (sheet.isId[part] === true) putId(sheet, part, numberAt(bytes, start))
    else sheet.at += bytes.copy(sheet.bytes, sheet.at, start, start + length)
  }
  sheet.at += sheet.end.copy(sheet.bytes, sheet.at)
  sheet.rows += 1
}

function putId(sheet: Sheet, part: number, id: number): void {
  const written = sheet.written[part]
  if (written === undefined) return
  if (sheet.ids[part] !== id) {
    written.write(encodeId(id), 1, 'latin1')
    sheet.ids[part] = id
  }
  sheet.at += written.copy(sheet.bytes, sheet.at)
}

function roomFor({ end, isId }: Sheet, lengths: readonly number[]): number {
  let room = end.length
  for (let part = 0; part < isId.length; part++)
    room += 1 + (isId[part] === true ? ID_BYTES : Math.max(2, lengths[part + 1] ?? 0))
  return room
}

/** A page that is full is handed on; a row longer than a page has one of its own. */
function makeRoom(sheet: Sheet, room: number): void {
  if (sheet.at + room <= sheet.bytes.length) return
  if (sheet.rows > 0) sheet.full.push({ rows: sheet.rows, bytes: sheet.bytes.subarray(0, sheet.at) })
  sheet.bytes = Buffer.allocUnsafe(Math.max(PAGE_BYTES, room))
  sheet.at = 0
  sheet.rows = 0
}
