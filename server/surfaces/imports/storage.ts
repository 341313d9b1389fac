import { createHash } from 'node:crypto'
import { drawId } from '../../ground/objects/ids.ts'
import type { Actor } from '../../ground/users/actor.ts'
import { evenPieces } from '../../platform/pieces.ts'
import { inTransaction, reading } from '../../platform/transactions.ts'
import type { Database, OrgRef, Tx } from '../../platform/tx.ts'
import { watchEncoding, type Encoding } from './reading/encoding.ts'
import { refuseForeignFile } from './reading/foreign.ts'
import type { ByteSource } from './reading/source.ts'
import { isZip } from './reading/workbook/zip.ts'
import { completeFile, insertFile, insertPiece, piecesFrom, removeFile } from './storage.sql.ts'

/** Every piece but the last has this many bytes. */
export const PIECE_BYTES = 262_144
const PIECES_AT_ONCE = 1
/** A piece is read in parts, so that no more rows wait for their turn than a batch or two have. */
const READ_BYTES = 32_768

export type Stored = {
  readonly id: number
  readonly byteSize: number
  readonly sha256: string
  readonly encoding: Encoding
  /** Whether it is a zip archive, as a spreadsheet is, whatever it is called. */
  readonly isZip: boolean
}

/**
 * Keeps a file in the database as it arrives, a piece at a time; nothing holds more of it. Reads on the way how it
 * is encoded. A file whose sending breaks off leaves nothing.
 */
export async function storeFile(
  db: Database,
  org: OrgRef,
  actor: Actor,
  name: string,
  arriving: AsyncIterable<Uint8Array>,
): Promise<Stored> {
  const id = await inTransaction(db, org, async (tx) => {
    const drawn = await drawId(tx, 'StoredFile')
    await insertFile(tx, drawn, name, actor.userId)
    return drawn
  })
  try {
    return await storePieces(db, org, { id, name }, arriving)
  } catch (error) {
    await inTransaction(db, org, (tx) => removeFile(tx, id)).catch(() => undefined)
    throw error
  }
}

async function storePieces(
  db: Database,
  org: OrgRef,
  { id, name }: { id: number; name: string },
  arriving: AsyncIterable<Uint8Array>,
): Promise<Stored> {
  const watch = watchEncoding()
  const hash = createHash('sha256')
  let byteSize = 0
  let number = 0
  let archive = false
  for await (const piece of evenPieces(arriving, PIECE_BYTES)) {
    if (byteSize === 0) {
      archive = isZip(piece)
      if (!archive) refuseForeignFile(name, piece)
    }
    watch.push(piece)
    hash.update(piece)
    byteSize += piece.length
    const at = number++
    await inTransaction(db, org, (tx) => insertPiece(tx, id, at, piece))
  }
  if (byteSize === 0) refuseForeignFile(name, Buffer.alloc(0))
  const sha256 = hash.digest('hex')
  const encoding = await watch.encoding()
  await inTransaction(db, org, (tx) => completeFile(tx, id, byteSize, sha256, encoding))
  return { id, byteSize, sha256, encoding, isZip: archive }
}

/** Forgets a file nobody reads any more. */
export const forgetFile = (tx: Tx, id: number): Promise<number> => removeFile(tx, id)

/** A kept file, readable from any place in it. */
export const storedSource = (db: Database, org: OrgRef, fileId: number, name: string): ByteSource => ({
  name,
  async *open(fromByte) {
    let number = Math.floor(fromByte / PIECE_BYTES)
    let skip = fromByte % PIECE_BYTES
    for (;;) {
      const from = number
      const pieces = await reading(db, org, (tx) => piecesFrom(tx, fileId, from, PIECES_AT_ONCE))
      for (const { bytes } of pieces) {
        for (let at = skip; at < bytes.length; at += READ_BYTES) yield bytes.subarray(at, at + READ_BYTES)
        skip = 0
      }
      if (pieces.length < PIECES_AT_ONCE) return
      number += pieces.length
    }
  },
})
