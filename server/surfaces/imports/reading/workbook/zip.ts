import { Readable } from 'node:stream'
import { fromRandomAccessReaderPromise, RandomAccessReader, type Entry } from 'yauzl'
import { Refusal } from '../../../../platform/errors.ts'
import type { ByteSource } from '../source.ts'

/** A zip archive in a source that can be read from any place: nothing is unpacked but the part that is asked for. */
export type Zip = {
  readonly has: (name: string) => boolean
  readonly names: readonly string[]
  /** One part, unpacked as it is read. Throws `archive_bomb` when it grows beyond belief, `archive_damaged` when it breaks. */
  readonly read: (name: string) => AsyncGenerator<Buffer>
}

const MOST_PARTS = 10_000
/** Sheets of the same word over and over shrink to a two-hundredth; what shrinks further was made to. */
const MOST_GROWTH = 400
const BELIEVED_BYTES = 64 * 1024 ** 2
const MOST_UNPACKED_BYTES = 8 * 1024 ** 3

export const isZip = (head: Uint8Array): boolean => [0x50, 0x4b, 3, 4].every((byte, at) => head[at] === byte)

export async function openZip(source: ByteSource, byteSize: number): Promise<Zip> {
  const { name: fileName } = source
  const entries = new Map<string, Entry>()
  const file = await fromRandomAccessReaderPromise(readerOf(source), byteSize, { autoClose: false }).catch(
    (error: unknown) => {
      throw damaged(fileName, error)
    },
  )
  if (file.entryCount > MOST_PARTS) throw bomb(fileName, `it has ${file.entryCount.toLocaleString('en')} parts`)
  try {
    for await (const entry of file.eachEntry()) entries.set(entry.fileName.replace(/^\//, ''), entry)
  } catch (error) {
    throw damaged(fileName, error)
  }
  return {
    has: (name) => entries.has(name),
    names: [...entries.keys()],
    async *read(name) {
      const entry = entries.get(name)
      if (entry === undefined) throw damaged(fileName, `its part '${name.slice(0, 80)}' is missing`)
      if (entry.isEncrypted()) throw locked(fileName)
      let unpacked = 0
      try {
        for await (const piece of await file.openReadStreamPromise(entry)) {
          if (!Buffer.isBuffer(piece)) continue
          unpacked += piece.length
          const isBomb = unpacked > BELIEVED_BYTES && unpacked > entry.compressedSize * MOST_GROWTH
          if (isBomb || unpacked > MOST_UNPACKED_BYTES)
            throw bomb(fileName, `${kB(entry.compressedSize)} of it unpack to more than ${kB(unpacked)}`)
          yield piece
        }
      } catch (error) {
        throw error instanceof Refusal ? error : damaged(fileName, error)
      }
    },
  }
}

/** The package wants a class of its own; what it calls is one method. */
function readerOf(source: ByteSource): RandomAccessReader {
  const reader = Reflect.construct(RandomAccessReader, []) as RandomAccessReader
  return Object.assign(reader, {
    _readStreamForRange: (start: number, end: number) => Readable.from(rangeOf(source, start, end)),
  })
}

async function* rangeOf(source: ByteSource, start: number, end: number): AsyncGenerator<Uint8Array> {
  let left = end - start
  if (left <= 0) return
  for await (const piece of source.open(start)) {
    yield left < piece.length ? piece.subarray(0, left) : piece
    left -= piece.length
    if (left <= 0) return
  }
}

const kB = (bytes: number): string =>
  bytes < 10 * 1024 ** 2
    ? `${Math.round(bytes / 1024).toLocaleString('en')} kB`
    : `${Math.round(bytes / 1024 ** 2).toLocaleString('en')} MB`

export const damaged = (name: string, why: unknown): Refusal =>
  new Refusal(
    'archive_damaged',
    `'${name}' cannot be unpacked: ${(why instanceof Error ? why.message : String(why)).slice(0, 200).replace(/\.+$/, '')}. It was cut off or damaged on its way; send it again, or save it anew and send that.`,
    { kind: 'malformed' },
  )

export const bomb = (name: string, why: string): Refusal =>
  new Refusal(
    'archive_bomb',
    `'${name}' is not unpacked: ${why}, which no list of people does. Save the sheet as CSV UTF-8, and send that file.`,
    { kind: 'too_large', rule: 'A spreadsheet may not grow beyond belief when it is unpacked.' },
  )

const locked = (name: string): Refusal =>
  new Refusal('archive_locked', `'${name}' is protected by a password. Save it without one, and send that file.`, {
    kind: 'unsupported',
  })
