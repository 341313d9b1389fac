import { closeSync, openSync, readSync } from 'node:fs'
import type { RowText } from './rowTable.ts'
import { writeWhole } from './spool.ts'

/** Texts written down one after the other, to be read again in any order. */
export interface RowsWriter {
  /** Answers where the text stands. */
  readonly add: (text: string) => Pick<RowText, 'from' | 'bytes'>
  /** Until then the last texts are not in the file. */
  readonly close: () => void
}

const BUFFER_BYTES = 1024 * 1024

export function openRowsWriter(file: string): RowsWriter {
  const handle = openSync(file, 'w', 0o600)
  let waiting = Buffer.allocUnsafe(BUFFER_BYTES)
  let filled = 0
  let written = 0
  let isOpen = true
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
      const from = written + filled
      const bytes = waiting.write(text, filled, 'utf8')
      filled += bytes
      return { from, bytes }
    },
    close() {
      if (!isOpen) return
      isOpen = false
      flush()
      closeSync(handle)
    },
  }
}

/** Reads what several writers wrote, each a file; a file is opened when it is asked for. */
export interface RowsReader {
  readonly read: (text: RowText) => string
  readonly close: () => void
}

export function openRowsReader(fileOf: (writer: number) => string): RowsReader {
  const open = new Map<number, number>()
  let taken = Buffer.allocUnsafe(4096)
  return {
    read({ writer, from, bytes }) {
      const file = open.getOrInsertComputed(writer, () => openSync(fileOf(writer), 'r'))
      if (bytes > taken.length) taken = Buffer.allocUnsafe(bytes * 2)
      for (let at = 0; at < bytes;) {
        const read = readSync(file, taken, at, bytes - at, from + at)
        if (read === 0) throw new RangeError('A file of rows ends before its last row.')
        at += read
      }
      return taken.toString('utf8', 0, bytes)
    },
    close() {
      for (const file of open.values()) closeSync(file)
      open.clear()
    },
  }
}
