import { readRows, type ByteSource, type Layout } from '../imports/reading/reading.ts'

/** What a look through the whole of a list shows. */
export interface Looked {
  /** Rows evenly from all of it. */
  readonly sample: readonly (readonly string[])[]
  /** Whether no two rows say the same in a column. */
  readonly neverRepeats: (column: number) => boolean
}

const MOST_ROWS = 2000
const MOST_VALUES = 2000
const MOST_COLUMNS = 300

/**
 * Reads a list once, since its first rows may come from one register and its last from another: a column that is empty at
 * the top may be what tells rows apart further down.
 */
export async function lookThrough(source: ByteSource, { encoding, dialect, rowsBefore }: Layout): Promise<Looked> {
  let sample: (readonly string[])[] = []
  let every = 1
  let seen = -rowsBefore
  const repeats: ReturnType<typeof repeatsOfColumn>[] = []
  for await (const batch of readRows(source, encoding, dialect))
    for (const { cells, fault } of batch) {
      const at = seen++
      if (at < 0 || fault !== undefined) continue
      for (let column = 0; column < Math.min(cells.length, MOST_COLUMNS); column++) {
        const text = cells[column]?.trim() ?? ''
        if (text !== '') (repeats[column] ??= repeatsOfColumn()).note(text)
      }
      if (at % every !== 0) continue
      sample.push(cells)
      if (sample.length < MOST_ROWS * 2) continue
      sample = sample.filter((_, place) => place % 2 === 0)
      every *= 2
    }
  return { sample, neverRepeats: (column) => repeats[column]?.found() === false }
}

/**
 * Whether two cells of a column say the same, found without keeping them all: of the numbers texts are turned into only
 * the lowest are kept, and two that are the same text are kept or left out together.
 */
function repeatsOfColumn() {
  let below = 2 ** 32
  let isRepeated = false
  let kept = new Set<number>()
  return {
    note(text: string): void {
      if (isRepeated) return
      const number = numberOf(text)
      if (number >= below) return
      if (kept.has(number)) isRepeated = true
      kept.add(number)
      if (kept.size <= MOST_VALUES) return
      below /= 2
      kept = new Set([...kept].filter((one) => one < below))
    },
    found: () => isRepeated,
  }
}

/** A text as a number below 2^32 (FNV-1a with a closing mix). */
function numberOf(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  return (hash ^ (hash >>> 13)) >>> 0
}
