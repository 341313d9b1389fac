import { mkdir, rm } from 'node:fs/promises'
import { openHandInThread, type ThreadedHand } from './calling.ts'
import type { HandOrder } from './hand.ts'
import { accountMatcher, personMatcher, type RowKind } from './matcher.ts'
import { newRoom, ROWS_A_ROOM } from './rowTable.ts'

/** The hands of a pairing: another one is taken on when all are busy, as long as there may be more. */
export interface Crew {
  readonly hands: () => readonly ThreadedHand[]
  /** Bytes that may still be put aside. */
  readonly roomLeft: () => number
  readonly first: () => ThreadedHand
  readonly leastBusy: () => ThreadedHand
  readonly add: (text: string, first: number, end: number) => Promise<void>
  /** Waits until all rows are taken and on disk. */
  readonly through: () => Promise<readonly ThreadedHand[]>
  readonly close: () => Promise<void>
}

/** What is told to every hand, and how many there may be. */
export interface CrewOrder extends Omit<HandOrder, 'hand'> {
  readonly kind: RowKind
  readonly others: readonly string[]
  readonly threads: number
  readonly mostAside: MostAside
}

/** How many bytes may be put aside on disk, and what to say when they are not enough. */
export interface MostAside {
  readonly bytes: number
  readonly refusal: () => Error
}

export function openCrew({ kind, others, threads, mostAside, ...shared }: CrewOrder): Crew {
  const hands: ThreadedHand[] = []
  const rooms = roomsFor(kind, others)
  const adding = new Map<Promise<void>, ThreadedHand>()
  let failure: unknown
  let aside = 0
  const takeOn = (): ThreadedHand => {
    const { folder, atLeast, withReasons } = shared
    const hand = openHandInThread({ kind, others, order: { hand: hands.length, folder, atLeast, withReasons } })
    hands.push(hand)
    rooms.share(hand)
    return hand
  }
  const leastBusy = (): ThreadedHand =>
    hands.reduce((best, hand) => (hand.waiting() < best.waiting() ? hand : best), hands[0] ?? takeOn())
  const prepared = prepare(shared.folder)
  // Whoever adds rows hears of it.
  prepared.catch(() => undefined)
  return {
    hands: () => hands,
    roomLeft: () => mostAside.bytes - aside,
    first: () => hands[0] ?? takeOn(),
    leastBusy,
    async add(text, first, end) {
      await prepared
      rooms.make(end, hands)
      const busy = new Set(adding.values())
      const hand = hands.find((one) => !busy.has(one)) ?? (hands.length < threads ? takeOn() : leastBusy())
      const added = hand
        .add(text, first)
        .then((bytes) => void (aside += bytes))
        .catch((error: unknown) => void (failure ??= error))
        .finally(() => adding.delete(added))
      adding.set(added, hand)
      if (adding.size >= threads) await Promise.race(adding.keys())
      if (failure !== undefined) throw failure
      if (aside > mostAside.bytes) throw mostAside.refusal()
    },
    async through() {
      await prepared
      if (hands.length === 0) takeOn()
      await Promise.all(adding.keys())
      if (failure !== undefined) throw failure
      if (aside > mostAside.bytes) throw mostAside.refusal()
      await Promise.all(hands.map((hand) => hand.finish()))
      return hands
    },
    async close() {
      await Promise.all([prepared.catch(() => undefined), ...hands.map((hand) => hand.close())])
      await rm(shared.folder, { recursive: true, force: true })
    },
  }
}

async function prepare(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true, mode: 0o700 })
}

/** The memory of the table of rows, which every hand has a part in. */
function roomsFor(kind: RowKind, others: readonly string[]) {
  const width = (kind === 'account' ? accountMatcher(others) : personMatcher(others)).glance?.width ?? 0
  const rooms: SharedArrayBuffer[] = []
  // What becomes of a hand that ended is told by its next answer.
  const give = (hand: ThreadedHand, room: SharedArrayBuffer): void => void hand.adopt(room).catch(() => undefined)
  return {
    /** Makes room for so many rows in all. */
    make(rows: number, hands: readonly ThreadedHand[]): void {
      while (rooms.length * ROWS_A_ROOM < rows) {
        const room = newRoom(width)
        rooms.push(room)
        for (const hand of hands) give(hand, room)
      }
    },
    share(hand: ThreadedHand): void {
      for (const room of rooms) give(hand, room)
    },
  }
}
