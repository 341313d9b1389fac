import { closeSync, fstatSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import path from 'node:path'

/** Rows are counted with 27 bits, 134 million of them: with the 26 bits of a key's rest they fill a number exactly. */
export const ROW_SPAN = 2 ** 27

/** Numbers put aside on disk in parts, each to be taken back whole: what would not fit into memory is sorted part by part. */
export interface Spool {
  readonly put: (part: number, value: number) => void
  /** Everything put into a part, ascending. */
  readonly sorted: (part: number) => Float64Array
  readonly close: () => void
}

const BUFFERED = 4096

export function openSpool(folder: string, name: string, parts: number): Spool {
  const files = Array.from({ length: parts }, (_, part) => path.join(folder, `${name}-${part}`))
  const open = files.map((file) => openSync(file, 'w+'))
  const waiting = files.map(() => new Float64Array(BUFFERED))
  const filled = new Uint32Array(parts)
  const isSorted = new Uint8Array(parts)
  const flush = (part: number): void => {
    const values = waiting[part]
    const file = open[part]
    if (values === undefined || file === undefined) throw new RangeError(`There is no part ${part}.`)
    writeWhole(file, new Uint8Array(values.buffer, 0, (filled[part] ?? 0) * Float64Array.BYTES_PER_ELEMENT))
    filled[part] = 0
  }
  return {
    put(part, value) {
      const at = filled[part] ?? 0
      const values = waiting[part]
      if (values !== undefined) values[at] = value
      filled[part] = at + 1
      isSorted[part] = 0
      if (at + 1 === BUFFERED) flush(part)
    },
    sorted(part) {
      flush(part)
      const file = open[part]
      if (file === undefined) throw new RangeError(`There is no part ${part}.`)
      const bytes = new Uint8Array(fstatSync(file).size)
      for (let at = 0; at < bytes.length;) at += readSync(file, bytes, at, bytes.length - at, at)
      const values = new Float64Array(bytes.buffer)
      if (isSorted[part] === 1) return values
      values.sort()
      // Whoever asks again need not wait again.
      for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at, bytes.length - at, at)
      isSorted[part] = 1
      return values
    },
    close() {
      for (const file of open) closeSync(file)
      for (const file of files) rmSync(file, { force: true })
    },
  }
}

export function writeWhole(file: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at)
}

/** Of sorted pairs, each once: those one key is enough for, and those that share more than one. */
export function* pairsToCompare(codes: Float64Array): Generator<number> {
  for (let from = 0, to = 0; from < codes.length; from = to) {
    const pair = Math.floor((codes[from] ?? 0) / 2)
    to = from + 1
    while (to < codes.length && Math.floor((codes[to] ?? 0) / 2) === pair) to++
    if (to - from > 1 || (codes[from] ?? 0) > pair * 2) yield pair
  }
}
