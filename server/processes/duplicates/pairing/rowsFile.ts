import { closeSync, openSync, readSync, rmSync } from 'node:fs'
import { growing } from './growing.ts'
import { writeWhole } from './spool.ts'

/** Texts kept on disk by their number, to be read again in any order. */
export interface RowsFile {
  /** Answers the number of the text, counted from 0. */
  readonly add: (text: string) => number
  readonly read: (row: number) => string
  readonly count: () => number
  readonly close: () => void
}

const BUFFER_BYTES = 1024 * 1024

export function openRowsFile(file: string): RowsFile {
  const handle = openSync(file, 'w+')
  const ends = growing()
  let waiting = Buffer.allocUnsafe(BUFFER_BYTES)
  let filled = 0
  let written = 0
  let taken = Buffer.allocUnsafe(4096)
  const flush = (): void => {
    writeWhole(handle, waiting.subarray(0, filled))
    written += filled
    filled = 0
  }
  return {
    add(text) {
      const most = text.length * 3
      if (filled + most > waiting.length) {
        flush()
        if (most > waiting.length) waiting = Buffer.allocUnsafe(most)
      }
      filled += waiting.write(text, filled, 'utf8')
      return ends.push(written + filled)
    },
    read(row) {
      if (filled > 0) flush()
      const from = row === 0 ? 0 : ends.at(row - 1)
      const length = ends.at(row) - from
      if (length > taken.length) taken = Buffer.allocUnsafe(length * 2)
      for (let at = 0; at < length;) at += readSync(handle, taken, at, length - at, from + at)
      return taken.toString('utf8', 0, length)
    },
    count: () => ends.length(),
    close() {
      closeSync(handle)
      rmSync(file, { force: true })
    },
  }
}
