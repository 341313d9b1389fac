import { copiedRows, numberAt } from '../../../platform/copiedRows.ts'
import { queryOut } from '../../../platform/copy.ts'
import { many, maybeOne, run, sql, type RawBuilder } from '../../../platform/sql.ts'
import type { Tx } from '../../../platform/tx.ts'
import type { PieceOutcome } from './job.ts'

export type NewPiece = {
  readonly number: number
  readonly firstRow: number
  readonly rows: number
  readonly bytes: Buffer
}

export const insertPiece = (tx: Tx, batchId: number, { number, firstRow, rows, bytes }: NewPiece): Promise<number> =>
  run(
    tx,
    sql`
    insert into bulk_piece (batch_id, number, first_row, row_count, bytes)
    values (${batchId}, ${number}, ${firstRow}, ${rows}, ${bytes})`,
  )

export const removePieces = (tx: Tx, batchId: number): Promise<number> =>
  run(
    tx,
    sql`
    delete from bulk_piece
    where batch_id = ${batchId}`,
  )

export type StoredPiece = {
  readonly number: number
  readonly firstRow: number
  readonly rows: number
  readonly bytes: Buffer
}

const pieceColumns = sql`number, first_row as "firstRow", row_count as rows, bytes`

/** One piece of a batch; undefined after the last. Needs a streaming transaction. */
export const pieceAt = (tx: Tx, batchId: number, number: number): Promise<StoredPiece | undefined> =>
  copiedPiece(
    tx,
    sql`
    select ${copiedColumns}
    from bulk_piece
    where batch_id = ${batchId} and number = ${number}`,
  )

const copiedColumns = sql`number::bigint, first_row, row_count::bigint, bytes`

/** Its bytes come as they are: an answer of PostgreSQL's would hold them as text of twice the length, a long string each time. */
async function copiedPiece(tx: Tx, query: RawBuilder<unknown>): Promise<StoredPiece | undefined> {
  let piece: StoredPiece | undefined
  const read = copiedRows(({ bytes, starts: [number = 0, firstRow = 0, rows = 0, start = 0], lengths }) => {
    piece = {
      number: numberAt(bytes, number),
      firstRow: numberAt(bytes, firstRow),
      rows: numberAt(bytes, rows),
      bytes: bytes.subarray(start, start + (lengths[3] ?? 0)),
    }
  })
  const arrived: Buffer[] = []
  for await (const some of queryOut(tx, query)) arrived.push(some)
  read(Buffer.concat(arrived))
  return piece
}

/** The next piece of a batch that nobody worked yet. */
export const unworkedPieceFrom = (tx: Tx, batchId: number, number: number): Promise<StoredPiece | undefined> =>
  maybeOne<StoredPiece>(
    tx,
    sql`
    select ${pieceColumns}
    from bulk_piece
    where batch_id = ${batchId} and number >= ${number} and ids is null
    order by number
    limit 1`,
  )

/** Whether the piece is still to be worked; if so, nobody else works it until the transaction ends. */
export const takePiece = async (tx: Tx, batchId: number, number: number): Promise<boolean> =>
  (await maybeOne(
    tx,
    sql`
    select 1
    from bulk_piece
    where batch_id = ${batchId} and number = ${number} and ids is null
    for update`,
  )) !== undefined

/** The piece a row stands in, counted from 0 over the batch. Needs a streaming transaction. */
export const pieceWithRow = (tx: Tx, batchId: number, row: number): Promise<StoredPiece | undefined> =>
  copiedPiece(
    tx,
    sql`
    select ${copiedColumns}
    from bulk_piece
    where batch_id = ${batchId} and first_row <= ${row}
    order by first_row desc
    limit 1`,
  )

export const keepOutcome = (
  tx: Tx,
  batchId: number,
  number: number,
  { ids, created, errors }: PieceOutcome,
): Promise<number> =>
  run(
    tx,
    sql`
    update bulk_piece
    set ids = ${[...ids]}::text[], created = ${[...created]}::boolean[], errors = ${JSON.stringify(errors)}
    where batch_id = ${batchId} and number = ${number}`,
  )

export type WorkedPiece = StoredPiece & PieceOutcome

/** The next worked piece of a batch, with what became of its rows. */
export const workedPieceFrom = (tx: Tx, batchId: number, number: number): Promise<WorkedPiece | undefined> =>
  maybeOne<WorkedPiece>(
    tx,
    sql`
    select ${pieceColumns}, ids, created, errors
    from bulk_piece
    where batch_id = ${batchId} and number >= ${number} and ids is not null
    order by number
    limit 1`,
  )

/** The next worked piece of which a row failed; the others need not be read for it. */
export const failedPieceFrom = (tx: Tx, batchId: number, number: number): Promise<WorkedPiece | undefined> =>
  maybeOne<WorkedPiece>(
    tx,
    sql`
    select ${pieceColumns}, ids, created, errors
    from bulk_piece
    where batch_id = ${batchId} and number >= ${number} and ids is not null and errors <> '{}'
    order by number
    limit 1`,
  )

/** The outcomes of a few worked pieces, without their rows. */
export const outcomesFrom = (
  tx: Tx,
  batchId: number,
  number: number,
): Promise<(PieceOutcome & { readonly number: number })[]> =>
  many(
    tx,
    sql`
    select number, ids, created, errors
    from bulk_piece
    where batch_id = ${batchId} and number >= ${number} and ids is not null
    order by number
    limit 5`,
  )
