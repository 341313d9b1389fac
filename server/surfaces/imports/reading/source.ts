import { createReadStream } from 'node:fs'
import path from 'node:path'

/** Bytes that can be read again from any place: a file on disk, or one kept in the database in pieces. */
export type ByteSource = {
  readonly name: string
  open(fromByte: number): AsyncIterable<Uint8Array>
}

const PIECE_BYTES = 256 * 1024

export const fileSource = (file: string): ByteSource => ({
  name: path.basename(file),
  open: (fromByte) => createReadStream(file, { start: fromByte, highWaterMark: PIECE_BYTES }),
})

export const bytesSource = (name: string, bytes: Uint8Array, pieceBytes = PIECE_BYTES): ByteSource => ({
  name,
  open: (fromByte) => pieces(bytes, fromByte, pieceBytes),
})

async function* pieces(bytes: Uint8Array, fromByte: number, pieceBytes: number): AsyncGenerator<Uint8Array> {
  for (let at = fromByte; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes)
}

/** The first bytes of a source, at most `mostBytes`; `whole` says that there are no more. */
export async function headOf(
  source: ByteSource,
  mostBytes: number,
): Promise<{ readonly bytes: Buffer; readonly whole: boolean }> {
  const parts: Uint8Array[] = []
  let length = 0
  for await (const piece of source.open(0)) {
    parts.push(piece)
    length += piece.length
    if (length > mostBytes) break
  }
  return { bytes: Buffer.concat(parts).subarray(0, mostBytes), whole: length <= mostBytes }
}
