import { isBooleanWord } from '../reading/booleans.ts'
import { isDateLike } from '../reading/dates.ts'
import type { TargetField } from '../reading/field.ts'
import { squeezed } from '../reading/folding.ts'
import { isBlankWord, numberOf } from '../reading/numbers.ts'
import { countryNames } from './countries.ts'

/** What a column's cells are, as shares of those that hold something. */
export type Content = {
  readonly filled: number
  readonly distinct: number
  readonly email: number
  readonly phone: number
  /** Phone numbers as they are dialled, from a zero or a plus on: no other number begins so. */
  readonly dialled: number
  readonly url: number
  readonly date: number
  readonly number: number
  readonly boolean: number
  readonly country: number
  readonly id: number
  readonly words: readonly string[]
  /** The words squeezed, one each. */
  readonly keys: readonly string[]
}

const EMAIL = /^[^@\s]+@[^@\s]+\.[a-z]{2,}$/i
const PHONE = /^(?:\+|00)?[\d\s().\-/]{7,20}(?:\s*(?:x|ext\.?)\s*\d+)?$/i
const URL =
  /^(?:https?:\/\/\S+|www\.\S+|[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|org|net|io|de|at|ch|fr|it|es|nl|co|eu|uk|us|biz|info|edu|gov|ai|app|dev))(?:\/\S*)?$/i
const RECORD_ID = /^[a-zA-Z0-9]{15}(?:[A-Z0-9]{3})?$/

export function contentOf(cells: readonly string[]): Content {
  const filled = cells.map((cell) => cell.trim()).filter((cell) => !isBlankWord(cell))
  const share = (test: (cell: string) => boolean): number =>
    filled.length === 0 ? 0 : filled.filter(test).length / filled.length
  const distinct = new Set(filled)
  const words = [...distinct].slice(0, 500)
  return {
    filled: filled.length,
    distinct: distinct.size,
    email: share((cell) => EMAIL.test(cell.replace(/^.*<|>$/g, ''))),
    phone: share(isPhoneLike),
    dialled: share((cell) => isPhoneLike(cell) && /^(?:\+|0|\()/.test(cell)),
    url: share((cell) => URL.test(cell) && !cell.includes('@')),
    date: share(isDateLike),
    number: share((cell) => (numberOf(cell, '.') ?? numberOf(cell, ',')) !== undefined),
    boolean: share(isBooleanWord),
    country: share((cell) => countryNames.has(squeezed(cell))),
    id: share((cell) => RECORD_ID.test(cell) && /^0|^[357]/.test(cell) && /\d/.test(cell)),
    words,
    keys: words.map(squeezed),
  }
}

const isPhoneLike = (cell: string): boolean => PHONE.test(cell) && digitsIn(cell) >= 7 && !isDateLike(cell)

const digitsIn = (cell: string): number => cell.replace(/\D/g, '').length

/** How well the content suits the field, from 0 (contradicts it) to 1; undefined when it says nothing. */
export function suits(field: TargetField, content: Content): number | undefined {
  if (content.filled === 0) return undefined
  switch (field.type) {
    case 'email':
      return content.email
    case 'phone':
      return Math.max(content.phone, content.number > 0.9 ? 0.5 : 0)
    case 'url':
      return Math.max(content.url, content.email > 0.5 ? 0 : 0.5)
    case 'date':
    case 'datetime':
      return Math.max(content.date, content.number === 1 ? 0.3 : 0)
    case 'int':
    case 'double':
    case 'currency':
    case 'percent':
      return content.number
    case 'boolean':
      return content.boolean
    case 'id':
      return content.id
    case 'picklist':
    case 'multipicklist':
      return content.email > 0.5 || content.date > 0.5 || (content.number > 0.8 && field.restricted) ? 0.1 : undefined
    case 'string':
    case 'textarea':
    case 'reference':
      return undefined
  }
}

/** The squeezed words of a picklist. */
export const picklistKeys = ({ picklist = [] }: TargetField): ReadonlySet<string> =>
  new Set(picklist.flatMap(({ value, label }) => [squeezed(value), squeezed(label ?? value)]))

/** The share of a column's words that a picklist has. */
export const picklistShare = (known: ReadonlySet<string>, { keys }: Content): number =>
  known.size === 0 || keys.length === 0 ? 0 : keys.filter((key) => known.has(key)).length / keys.length
