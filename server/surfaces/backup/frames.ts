import { damaged } from './refusals.ts'

/** What a backup's body is made of: notes (JSON) and pieces of a table's rows, each with its length before it. */
export type Frame =
  | { readonly kind: 'note'; readonly note: unknown }
  | { readonly kind: 'rows'; readonly bytes: Buffer }

const KIND = { note: 78, rows: 82 } as const // N, R
const HEAD_BYTES = 5
const FRAME_MAX_BYTES = 256 * 1024 * 1024

export const noteFrame = (note: unknown): Buffer => framed(KIND.note, Buffer.from(JSON.stringify(note)))

export const rowsFrame = (bytes: Buffer): Buffer => framed(KIND.rows, bytes)

function framed(kind: number, bytes: Buffer): Buffer {
  const frame = Buffer.allocUnsafe(HEAD_BYTES + bytes.length)
  frame.writeUInt8(kind, 0)
  frame.writeUInt32BE(bytes.length, 1)
  bytes.copy(frame, HEAD_BYTES)
  return frame
}

/** Frames out of bytes that come in pieces of any size; refuses bytes that are none. */
export async function* readFrames(source: AsyncIterable<Buffer>): AsyncGenerator<Frame, void> {
  let waiting: Buffer[] = []
  let length = 0
  let needed = HEAD_BYTES
  for await (const piece of source) {
    waiting.push(piece)
    length += piece.length
    // Put together only when a whole frame is there, so that a large one is not copied again with each piece of it.
    if (length < needed) continue
    let rest = Buffer.concat(waiting)
    needed = wantedBytes(rest)
    while (rest.length >= needed) {
      yield frameIn(rest.subarray(0, needed))
      rest = rest.subarray(needed)
      needed = wantedBytes(rest)
    }
    waiting = [rest]
    length = rest.length
  }
  if (length > 0) throw damaged('It ends in the middle.')
}

function wantedBytes(bytes: Buffer): number {
  if (bytes.length < HEAD_BYTES) return HEAD_BYTES
  const length = bytes.readUInt32BE(1)
  if (length > FRAME_MAX_BYTES) throw damaged('It holds a part longer than any backup has.')
  return HEAD_BYTES + length
}

function frameIn(bytes: Buffer): Frame {
  const kind = bytes.readUInt8(0)
  const content = bytes.subarray(HEAD_BYTES)
  if (kind === KIND.rows) return { kind: 'rows', bytes: content }
  if (kind !== KIND.note) throw damaged('It holds a part of a kind that no backup has.')
  return { kind: 'note', note: JSON.parse(content.toString('utf8')) }
}
