import { editDistance } from '../likeness.ts'

export type DateLikeness = 'same' | 'mistyped' | 'parts' | 'year' | 'differs'

/** How alike two dates are, `YYYY-MM-DD`: one digit wrong, two swapped, or day and month in each other's place; then two of the three parts the same. */
export function dateLikeness(one: string, other: string): DateLikeness {
  if (one === other) return 'same'
  if (editDistance(one, other, 1) === 1) return 'mistyped'
  const [year, month, day] = one.split('-')
  const [otherYear, otherMonth, otherDay] = other.split('-')
  if (year === otherYear && month === otherDay && day === otherMonth) return 'mistyped'
  const same = Number(year === otherYear) + Number(month === otherMonth) + Number(day === otherDay)
  return same > 1 ? 'parts' : same > 0 && year === otherYear ? 'year' : 'differs'
}

const DATE = /^(\d{4})-(\d\d)-(\d\d)$/
const NO_DATE = 0xf0000000 | 0
const YEAR = 0xffff0000 | 0
const MONTH = 0xff00
const DAY = 0xff

/** A date as one number, a digit in every four bits, so that how alike two are is seen from two numbers; another text by `numberOf`. */
export function packedDate(text: string, numberOf: (text: string) => number): number {
  const parts = DATE.exec(text)
  if (parts !== null) return Number.parseInt(`${parts[1]}${parts[2]}${parts[3]}`, 16) | 0
  return text === '' ? 0 : NO_DATE | numberOf(text)
}

/** The same of two packed dates; undefined where one of them is none. */
export function packedLikeness(one: number, other: number): DateLikeness | undefined {
  if ((one & NO_DATE) === NO_DATE || (other & NO_DATE) === NO_DATE) return undefined
  if (one === other) return 'same'
  const apart = one ^ other
  if (isOneMistake(one, other, apart)) return 'mistyped'
  const isSameYear = (apart & YEAR) === 0
  if (isSameYear && ((one >>> 8) & DAY) === (other & DAY) && (one & DAY) === ((other >>> 8) & DAY)) return 'mistyped'
  const same = Number(isSameYear) + Number((apart & MONTH) === 0) + Number((apart & DAY) === 0)
  return same > 1 ? 'parts' : isSameYear ? 'year' : 'differs'
}

/** Another digit, or two neighbours within a part swapped. */
function isOneMistake(one: number, other: number, apart: number): boolean {
  let [digits, first] = [0, -1]
  for (let at = 0; at < 8; at++)
    if (((apart >>> (at * 4)) & 15) !== 0) {
      digits += 1
      if (first < 0) first = at
    }
  if (digits !== 2) return digits === 1
  const digit = (of: number, at: number): number => (of >>> (at * 4)) & 15
  const isOfOnePart = first !== 1 && first !== 3 && first < 7
  return isOfOnePart && digit(one, first) === digit(other, first + 1) && digit(one, first + 1) === digit(other, first)
}
