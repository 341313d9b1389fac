import { numbersFrom } from '../people.ts'

/** A list as somebody hands it over, and which of its rows are one: those of the same entity. The truth is not in the rows. */
export interface MadeUpList {
  readonly name: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
  readonly entities: readonly number[]
}

export type Below = (below: number) => number

const SYLLABLES =
  'an ber cor dal en far gul hol in jor kam lun mar nor ost pel quar ros sten tor ull var wes yng zan bri cla dre fen gri hal'.split(
    ' ',
  )

export const oneIn = (below: Below, n: number): boolean => below(n) === 0

export const oneOf = <All extends readonly [unknown, ...unknown[]]>(below: Below, all: All): All[number] =>
  all[below(all.length)] ?? all[0]

/** Few values are common and many are rare, as names and towns are. */
export const skewed = (below: Below, howMany: number): number => Math.floor(howMany * (below(10_000) / 10_000) ** 2.5)

/** The name with this number, always the same one; of two or three syllables, or of one more where hardly two may be alike. */
export function coined(number: number, least = 2): string {
  const below = numbersFrom(number * 7919 + 17)
  const name = Array.from({ length: least + below(2) }, () => SYLLABLES[below(SYLLABLES.length)] ?? '').join('')
  return name.charAt(0).toUpperCase() + name.slice(1)
}

/** One letter left out, doubled, changed, or swapped with the next. */
export function mistyped(below: Below, text: string): string {
  if (text.length < 3) return text
  const at = 1 + below(text.length - 1)
  const [front, letter, back] = [text.slice(0, at), text[at] ?? '', text.slice(at + 1)]
  switch (below(4)) {
    case 0:
      return front + back
    case 1:
      return front + letter + letter + back
    case 2:
      return front + 'aeiorstn'.charAt(below(8)) + back
    default:
      return front + back.slice(0, 1) + letter + back.slice(1)
  }
}

export const dateFrom = (below: Below, year: number): Date => new Date(Date.UTC(year, below(12), 1 + below(28)))
const two = (number: number): string => String(number).padStart(2, '0')
export const isoDate = (date: Date): string => date.toISOString().slice(0, 10)
export const dayFirst = (date: Date): string =>
  `${two(date.getUTCDate())}/${two(date.getUTCMonth() + 1)}/${date.getUTCFullYear()}`

/** Day and month in each other's place, another digit, or the next year: a date as somebody gets it nearly right. */
export function nearDate(below: Below, date: Date): Date {
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()]
  switch (below(3)) {
    case 0:
      return day <= 12 ? new Date(Date.UTC(year, day - 1, month + 1)) : new Date(Date.UTC(year, month, day - 10))
    case 1:
      return new Date(Date.UTC(year + (oneIn(below, 2) ? 1 : 10), month, day))
    default:
      return new Date(Date.UTC(year, month, day > 20 ? day - 1 : day + 1))
  }
}

/** Rows of entities, each written again a few times, in an order that says nothing. */
export function listOf<One>(
  { name, columns, seed, rows: wanted }: Pick<MadeUpList, 'name' | 'columns'> & { seed: number; rows: number },
  make: (below: Below, number: number) => One,
  copies: (below: Below) => number,
  write: (below: Below, one: One) => readonly string[],
): MadeUpList {
  const below = numbersFrom(seed)
  const written: { readonly entity: number; readonly cells: readonly string[]; readonly order: number }[] = []
  for (let entity = 0; written.length < wanted; entity++) {
    const one = make(below, entity)
    for (let copy = copies(below); copy > 0 && written.length < wanted; copy--)
      written.push({ entity, cells: write(below, one), order: below(2 ** 30) })
  }
  const mixed = written.toSorted((a, b) => a.order - b.order)
  return { name, columns, rows: mixed.map(({ cells }) => cells), entities: mixed.map(({ entity }) => entity) }
}
