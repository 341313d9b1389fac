import { closeSync, existsSync, openSync, readSync, rmSync, statSync, writeSync } from 'node:fs'
import path from 'node:path'

/** Rows are counted with 27 bits, 134 million of them: with the 26 bits of a key's rest they fill a number exactly. */
export const ROW_SPAN = 2 ** 27

/** Where several threads put numbers aside on disk in parts, each to be taken back whole: what would not fit into memory is sorted part by part. */
export interface Shelf {
  readonly folder: string
  readonly name: string
}

/** One thread's way to put numbers there. */
export interface Spool {
  readonly put: (part: number, value: number) => void
  /** Until then the last numbers are not on disk. */
  readonly close: () => void
}

const BUFFERED = 4096

const fileOf = ({ folder, name }: Shelf, part: number, writer: number): string =>
  path.join(folder, `${name}-${writer}-${part}`)

const sortedFileOf = ({ folder, name }: Shelf, part: number): string => path.join(folder, `${name}-sorted-${part}`)

export function openSpool(shelf: Shelf, writer: number, parts: number): Spool {
  let waiting = Array.from({ length: parts }, () => new Float64Array(BUFFERED))
  const filled = new Uint32Array(parts)
  const flush = (part: number): void => {
    const values = waiting[part]
    const count = filled[part] ?? 0
    if (values === undefined || count === 0) return
    append(fileOf(shelf, part, writer), new Uint8Array(values.buffer, 0, count * Float64Array.BYTES_PER_ELEMENT))
    filled[part] = 0
  }
  return {
    put(part, value) {
      const at = filled[part] ?? 0
      const values = waiting[part]
      if (values === undefined) throw new RangeError(`There is no part ${part}.`)
      values[at] = value
      filled[part] = at + 1
      if (at + 1 === BUFFERED) flush(part)
    },
    close() {
      for (let part = 0; part < waiting.length; part++) flush(part)
      waiting = []
    },
  }
}

/**
 * Everything that all writers put into a part, ascending. `keep` spares whoever asks again the sorting. It stands in memory of
 * this thread that the next call writes over: parts are taken one after the other, and of ten million rows each has a dozen MB.
 */
export function sortedPart(shelf: Shelf, part: number, writers: number, keep?: 'keep'): Float64Array {
  const sorted = sortedFileOf(shelf, part)
  if (existsSync(sorted)) return read([sorted])
  const files = Array.from({ length: writers }, (_, writer) => fileOf(shelf, part, writer)).filter((file) =>
    existsSync(file),
  )
  const values = read(files).sort()
  if (keep === undefined) return values
  append(sorted, new Uint8Array(values.buffer, 0, values.byteLength))
  for (const file of files) rmSync(file, { force: true })
  return values
}

export const removePart = (shelf: Shelf, part: number): void => rmSync(sortedFileOf(shelf, part), { force: true })

let room = new ArrayBuffer(0)

/** Memory for so many bytes: the same as the last time where that was enough, else with an eighth to spare, as the next part has about as many. */
function roomFor(bytes: number): ArrayBuffer {
  if (room.byteLength < bytes) room = new ArrayBuffer(Math.ceil(bytes * 1.125))
  return room
}

/** Gives back the memory of sorted parts. */
export const letSortedGo = (): void => void (room = new ArrayBuffer(0))

function read(files: readonly string[]): Float64Array {
  const lengths = files.map((file) => statSync(file).size)
  const size = lengths.reduce((sum, length) => sum + length, 0)
  const bytes = new Uint8Array(roomFor(size), 0, size)
  let at = 0
  for (const [n, name] of files.entries()) {
    const file = openSync(name, 'r')
    const end = at + (lengths[n] ?? 0)
    while (at < end) at += readSync(file, bytes, at, end - at, null)
    closeSync(file)
  }
  return new Float64Array(bytes.buffer, 0, size / Float64Array.BYTES_PER_ELEMENT)
}

/** Opened each time: as many files as there are parts, for every thread, are more than a program may have open. */
function append(name: string, bytes: Uint8Array): void {
  const file = openSync(name, 'a', 0o600)
  writeWhole(file, bytes)
  closeSync(file)
}

export function writeWhole(file: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at)
}

/** Of sorted pairs, each once: those one key is enough for, and those that share more than one. Leaves them at the front of the same array. */
export function pairsToCompare(codes: Float64Array): Float64Array {
  let kept = 0
  for (let from = 0, to = 0; from < codes.length; from = to) {
    const code = codes[from] ?? 0
    const pair = Math.floor(code / 2)
    const end = pair * 2 + 2
    to = from + 1
    while (to < codes.length && (codes[to] ?? 0) < end) to++
    if (to - from > 1 || code > pair * 2) codes[kept++] = pair
  }
  return codes.subarray(0, kept)
}
