import { many, run, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import type { Encoding } from './reading/encoding.ts'

export const insertFile = (tx: Tx, id: number, name: string, userId: number | null): Promise<number> =>
  run(
    tx,
    sql`
    insert into stored_file (id, name, created_at, created_by_id)
    values (${id}, ${name}, ${tx.now}, ${userId})`,
  )

export const insertPiece = (tx: Tx, fileId: number, number: number, bytes: Buffer): Promise<number> =>
  run(
    tx,
    sql`
    insert into stored_file_piece (file_id, number, bytes)
    values (${fileId}, ${number}, ${bytes})`,
  )

export const completeFile = (
  tx: Tx,
  id: number,
  byteSize: number,
  sha256: string,
  encoding: Encoding,
): Promise<number> =>
  run(
    tx,
    sql`
    update stored_file
    set byte_size = ${byteSize}, sha256 = ${sha256}, encoding = ${JSON.stringify(encoding)}, completed_at = ${tx.now}
    where id = ${id}`,
  )

export const removeFile = (tx: Tx, id: number): Promise<number> =>
  run(
    tx,
    sql`
    delete from stored_file
    where id = ${id}`,
  )

/** A few pieces on from a number, in order. */
export const piecesFrom = (tx: Tx, fileId: number, number: number, most: number): Promise<{ bytes: Buffer }[]> =>
  many<{ bytes: Buffer }>(
    tx,
    sql`
    select bytes
    from stored_file_piece
    where file_id = ${fileId} and number >= ${number}
    order by number
    limit ${most}`,
  )

export const fileBytes = async (tx: Tx, id: number): Promise<number> => {
  const [file] = await many<{ bytes: number }>(
    tx,
    sql`
    select byte_size as bytes
    from stored_file
    where id = ${id}`,
  )
  return file?.bytes ?? 0
}
