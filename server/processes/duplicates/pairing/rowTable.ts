import { ROW_SPAN } from './spool.ts'

/**
 * Where the texts of each row stand, what number it came with, and what is seen of it at a glance: in memory that the
 * threads of a pairing share, some twenty bytes a row and four for each word of a glance. Rows are counted from 0.
 */
export interface RowTable {
  /** Takes room for more rows, which whoever shares the table out has made. */
  readonly adopt: (room: SharedArrayBuffer) => void
  readonly put: (row: number, facts: RowFacts) => void
  readonly numberOf: (row: number) => number
  readonly textOf: (row: number) => RowText
  readonly glanceOf: (row: number) => Int32Array
  /** Where in its array the glance of a row begins. */
  readonly glanceAt: (row: number) => number
  /** Has the processor fetch the glances of the later rows of some pairs (`ROW_SPAN`) at once. */
  readonly bringNear: (pairs: Float64Array, from: number, to: number) => void
  /** The row that came with a number, among so many rows; -1 when there is none. */
  readonly rowOf: (number: number, rows: number) => number
}

/** Which thread wrote the texts of a row down, and where in its file. */
export interface RowText {
  readonly writer: number
  readonly from: number
  readonly bytes: number
}

interface RowFacts extends RowText {
  readonly number: number
}

/** Rows that one piece of shared memory has room for. */
export const ROWS_A_ROOM = 2 ** 14
const WITHIN = ROWS_A_ROOM - 1
const ROOM_BITS = 14

/** Threads at most: their number shares one number with a place in a file. */
export const MOST_WRITERS = 16

interface Room {
  readonly numbers: Float64Array
  readonly places: Float64Array
  readonly lengths: Uint32Array
  readonly glances: Int32Array
}

const WORD = Int32Array.BYTES_PER_ELEMENT
const WORDS_OF_FACTS = 5

export const newRoom = (width: number): SharedArrayBuffer =>
  new SharedArrayBuffer(ROWS_A_ROOM * WORD * (WORDS_OF_FACTS + width))

const roomIn = (memory: SharedArrayBuffer, width: number): Room => ({
  numbers: new Float64Array(memory, 0, ROWS_A_ROOM),
  places: new Float64Array(memory, 2 * WORD * ROWS_A_ROOM, ROWS_A_ROOM),
  lengths: new Uint32Array(memory, 4 * WORD * ROWS_A_ROOM, ROWS_A_ROOM),
  glances: new Int32Array(memory, WORDS_OF_FACTS * WORD * ROWS_A_ROOM, ROWS_A_ROOM * width),
})

/** A table whose glances have so many words. */
export function rowTable(width: number): RowTable {
  const rooms: Room[] = []
  const roomOf = (row: number): Room => {
    const room = rooms[row >>> ROOM_BITS]
    if (room === undefined) throw new RangeError(`There is no row ${row}.`)
    return room
  }
  // What is read must go somewhere, or it is not read at all.
  let sink = 0
  const numberOf = (row: number): number => roomOf(row).numbers[row & WITHIN] ?? 0
  return {
    adopt: (memory) => void rooms.push(roomIn(memory, width)),
    put(row, { number, writer, from, bytes }) {
      const { numbers, places, lengths } = roomOf(row)
      numbers[row & WITHIN] = number
      places[row & WITHIN] = from * MOST_WRITERS + writer
      lengths[row & WITHIN] = bytes
    },
    numberOf,
    textOf(row) {
      const { places, lengths } = roomOf(row)
      const place = places[row & WITHIN] ?? 0
      const from = Math.floor(place / MOST_WRITERS)
      return { writer: place - from * MOST_WRITERS, from, bytes: lengths[row & WITHIN] ?? 0 }
    },
    glanceOf: (row) => roomOf(row).glances,
    glanceAt: (row) => (row & WITHIN) * width,
    bringNear(pairs, from, to) {
      if (width === 0) return
      let sum = 0
      for (let n = from; n < to && n < pairs.length; n++) {
        const pair = pairs[n] ?? 0
        const row = pair - Math.floor(pair / ROW_SPAN) * ROW_SPAN
        const { glances } = roomOf(row)
        const at = (row & WITHIN) * width
        sum ^= (glances[at] ?? 0) ^ (glances[at + width - 1] ?? 0)
      }
      sink ^= sum
    },
    rowOf(number, rows) {
      let [from, to] = [0, rows]
      while (from < to) {
        const middle = (from + to) >>> 1
        if (numberOf(middle) < number) from = middle + 1
        else to = middle
      }
      return from < rows && numberOf(from) === number ? from : -1
    },
  }
}
