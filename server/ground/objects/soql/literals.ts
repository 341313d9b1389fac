import { decodeId } from '../../../../shared/ids.ts'
import { sql, type RawBuilder } from '../../../platform/sql.ts'
import type { FieldType } from '../definition.ts'
import { spanOf, type Span } from './calendar.ts'
import type { Context } from './context.ts'
import type { Operand } from './operand.ts'
import { malformed, refusalAt, type Place } from './refusals.ts'
import type { Literal } from './syntax.ts'

/** A value ready to compare with. */
export type Comparand =
  | { readonly is: 'null' }
  | { readonly is: 'value'; readonly value: string | number | boolean; readonly sql: RawBuilder<unknown> }
  /** Days, as the bounds of what they hold: from the first until before the second. */
  | {
      readonly is: 'span'
      readonly from: RawBuilder<unknown>
      readonly until: RawBuilder<unknown>
      readonly reachesNow?: boolean
    }

const NULL: Comparand = { is: 'null' }

/** How a field's type is called when it is compared with something of another one. */
const TYPE_WORDS: Readonly<Record<FieldType, string>> = {
  id: 'id',
  reference: 'reference',
  string: 'string',
  textarea: 'string',
  picklist: 'string',
  multipicklist: 'string',
  email: 'string',
  phone: 'string',
  url: 'string',
  base64: 'string',
  boolean: 'boolean',
  int: 'int',
  double: 'double',
  currency: 'double',
  percent: 'double',
  date: 'date',
  datetime: 'dateTime',
}

/** Reads a literal as a value of the operand's type. Refuses a value of another type. */
export function comparandOf(context: Context, operand: Operand, literal: Literal): Comparand {
  const { kind } = literal
  if (kind === 'bind') throw malformed(context.text, literal.at, 'Bind variables only allowed in Apex code')
  if (kind === 'null') return NULL
  const read = READERS[operand.type](context, operand, literal)
  if (read === undefined) throw wrongType(context, operand)
  return read
}

type Reader = (context: Context, operand: Operand, literal: Literal) => Comparand | undefined

function wrongType({ text }: Context, { type, name, at }: Operand) {
  const word = TYPE_WORDS[type]
  const quoted = word === 'string' || word === 'id' || word === 'reference'
  return refusalAt(
    'invalid_field',
    text,
    at,
    `value of filter criterion for field '${name}' must be of type ${word} and should ${quoted ? '' : 'not '}be enclosed in quotes`,
  )
}

const LONGEST_STRING = 4000

const readString: Reader = ({ text }, _, literal) => {
  if (literal.kind !== 'string') return undefined
  const value = unescaped(text, literal.raw, literal.at)
  if (value.length > LONGEST_STRING)
    throw malformed(text, literal.at, `a string in a condition is limited to ${LONGEST_STRING} characters`)
  return value === '' ? NULL : { is: 'value', value, sql: sql`${value}` }
}

const readId: Reader = (context, _, literal) => {
  if (literal.kind !== 'string') return undefined
  const value = unescaped(context.text, literal.raw, literal.at)
  if (value === '') return NULL
  // What every id comes after: tools begin with it when they walk through a table by its ids.
  const id = /^0{15}(?:AAA)?$/i.test(value) ? 0 : decodeId(value)
  if (id === undefined)
    throw refusalAt(
      'invalid_query_filter_operator',
      context.text,
      literal.at,
      `invalid ID field: ${value.slice(0, 80)}`,
    )
  return { is: 'value', value: id, sql: sql`${id}` }
}

const readBoolean: Reader = (_, __, literal) =>
  literal.kind === 'boolean' ? { is: 'value', value: literal.value, sql: sql`${literal.value}` } : undefined

const MOST_INTEGER = 2 ** 31 - 1

const readNumber: Reader = (_, operand, literal) => {
  const isMoney = literal.kind === 'money' && operand.type === 'currency'
  if (literal.kind !== 'number' && !isMoney) return undefined
  const value = Number(literal.text)
  // A small whole number is compared as such, so that an index serves; anything else must not be read as one.
  const isSmall = Number.isInteger(value) && Math.abs(value) <= MOST_INTEGER
  return { is: 'value', value, sql: isSmall ? sql`${value}` : sql`${value}::numeric` }
}

const readDate: Reader = (context, _, literal) => {
  if (literal.kind === 'span') {
    const { from, until, reachesNow } = spanFor(context, literal)
    return { is: 'span', from: sql`${from}::date`, until: sql`${until}::date`, reachesNow }
  }
  if (literal.kind !== 'date') return undefined
  if (!isRealDate(literal.text)) throw malformed(context.text, literal.at, `Invalid date: ${literal.text}`)
  return { is: 'value', value: literal.text, sql: sql`${literal.text}::date` }
}

const readMoment: Reader = (context, _, literal) => {
  const { zone } = context.calendar
  if (literal.kind === 'span') {
    const { from, until, reachesNow } = spanFor(context, literal)
    const midnight = (day: string) => sql`(${day}::timestamp at time zone ${zone})`
    return { is: 'span', from: midnight(from), until: midnight(until), reachesNow }
  }
  if (literal.kind !== 'datetime') return undefined
  const moment = momentOf(literal.text)
  if (moment === undefined) throw malformed(context.text, literal.at, `Invalid dateTime: ${literal.text.slice(0, 60)}`)
  return { is: 'value', value: moment, sql: sql`${moment}::timestamptz` }
}

function spanFor({ calendar, text }: Context, { name, n, at }: Extract<Literal, { kind: 'span' }>): Span {
  const span = spanOf(calendar, name, n)
  if (span === undefined) throw malformed(text, at, `unexpected token: '${n === undefined ? name : `${name}:${n}`}'`)
  return span
}

const isRealDate = (text: string): boolean => {
  const moment = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(text) && !text.startsWith('0000')
}

/** An ISO moment with as many decimals as the database keeps. */
function momentOf(text: string): string | undefined {
  if (!isRealDate(text.slice(0, 10))) return undefined
  const [, clock = '', decimals = '', zone = ''] = /T([\d:]{8})(\.\d+)?(.+)$/i.exec(text) ?? []
  const sign = zone.replace(/^([+-]\d{2})(\d{2})$/, '$1:$2').toUpperCase()
  const moment = new Date(`${text.slice(0, 10)}T${clock}${decimals.slice(0, 4)}${sign}`)
  const isFar = moment.getUTCFullYear() < 1 || moment.getUTCFullYear() > 9999
  return Number.isNaN(moment.getTime()) || isFar ? undefined : moment.toISOString()
}

const READERS: Readonly<Record<FieldType, Reader>> = {
  id: readId,
  reference: readId,
  string: readString,
  textarea: readString,
  picklist: readString,
  multipicklist: readString,
  email: readString,
  phone: readString,
  url: readString,
  base64: readString,
  boolean: readBoolean,
  int: readNumber,
  double: readNumber,
  currency: readNumber,
  percent: readNumber,
  date: readDate,
  datetime: readMoment,
}

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  N: '\n',
  r: '\r',
  R: '\r',
  t: '\t',
  T: '\t',
  b: '\b',
  B: '\b',
  f: '\f',
  F: '\f',
  '"': '"',
  "'": "'",
  '\\': '\\',
  '%': '%',
  _: '_',
}

/** The text a string stands for. */
export const unescaped = (text: string, raw: string, at: Place): string =>
  raw.includes('\\') ? replaceEscapes(text, raw, at, (letter) => ESCAPES[letter]) : raw

/** The pattern of a LIKE, as PostgreSQL reads it: a backslash before what is meant as it stands. */
export const patternOf = (text: string, raw: string, at: Place): string =>
  replaceEscapes(text, raw, at, (letter) =>
    letter === '\\' || letter === '%' || letter === '_' ? `\\${letter}` : ESCAPES[letter],
  )

const ESCAPE = /\\(?:u([0-9a-fA-F]{4})|([^]))/g

function replaceEscapes(text: string, raw: string, at: Place, meaning: (letter: string) => string | undefined): string {
  const plain = raw.replace(ESCAPE, (written: string, code: string | undefined, letter: string | undefined) => {
    const meant = code === undefined ? meaning(letter ?? '') : String.fromCharCode(Number.parseInt(code, 16))
    if (meant === undefined)
      throw malformed(text, at, `Invalid string literal. Illegal character sequence '${written}' in string literal`)
    return meant
  })
  if (plain.includes('\0') || !plain.isWellFormed()) throw malformed(text, at, 'Invalid string literal')
  return plain
}
