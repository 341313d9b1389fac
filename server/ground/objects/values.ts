import { decodeId, numberOfId, objectOfId } from '../../../shared/ids.ts'
import { Refusal } from '../../platform/errors.ts'
import type { Field, FieldValue, PicklistValue } from './definition.ts'

type Reader = (field: Field, raw: unknown) => FieldValue | Refusal

const LONGEST_TEXTAREA = 32_000
const NUL = '\u0000'

/** Reads one value as the field understands it, or says what is wrong with it. Blank text is no value. */
export function readValue(field: Field, raw: unknown): FieldValue | Refusal {
  if (raw === null || raw === undefined) return null
  return readers[field.type](field, raw)
}

const readText: Reader = (field, raw) => readTextWithin(field, raw, field.length ?? usualLength(field))

const usualLength = ({ type }: Field): number => (type === 'textarea' ? LONGEST_TEXTAREA : 255)

function readTextWithin(field: Field, raw: unknown, longest: number): FieldValue | Refusal {
  if (typeof raw !== 'string') return wrong(field, raw, 'must be text')
  if (raw.includes(NUL)) return wrong(field, raw.replaceAll(NUL, '␀'), 'holds a NUL byte, which no text may')
  if (!raw.isWellFormed()) return wrong(field, undefined, 'is not valid Unicode text')
  const text = field.type === 'textarea' ? raw : raw.trim()
  // Length as the field's tools count it: UTF-16 units.
  if (text.length > longest)
    return wrong(
      field,
      `${text.slice(0, 40)}…`,
      `may be ${longest} characters long, and this has ${text.length}`,
      'string_too_long',
    )
  return text.trim() === '' ? null : text
}

const readEmail: Reader = (field, raw) => {
  const text = readTextWithin(field, raw, field.length ?? 80)
  if (typeof text !== 'string') return text
  return /^[^\s@<>()[\],;:"\\]+@[^\s@<>()[\],;:"\\]+\.[^\s@.<>()[\],;:"\\]{2,}$/u.test(text)
    ? text
    : wrong(field, text, 'must be an e-mail address such as name@company.com', 'invalid_email_address')
}

const readUrl: Reader = (field, raw) => {
  const text = readText(field, raw)
  if (typeof text !== 'string') return text
  // A web address that a browser would run instead of open is never stored; which names there are, nobody can list.
  return /^\s*(javascript|data|vbscript):|\s/i.test(text)
    ? wrong(field, text, 'must be a web address such as www.company.com')
    : text
}

const readNumber: Reader = (field, raw) => {
  const number =
    typeof raw === 'number' ? raw : typeof raw === 'string' && raw.trim() !== '' ? Number(raw.trim()) : Number.NaN
  if (typeof raw === 'string' && raw.trim() === '') return null
  if (!Number.isFinite(number)) return wrong(field, raw, 'must be a number', 'json_parser_error')
  if (field.type === 'int' && !Number.isSafeInteger(number)) return wrong(field, raw, 'must be a whole number')
  const [least, most] = field.range ?? [-Infinity, Infinity]
  if (number < least || number > most)
    return wrong(
      field,
      raw,
      `must be from ${least.toLocaleString('en')} to ${most.toLocaleString('en')}`,
      'number_outside_valid_range',
    )
  const tooMuch = field.type === 'percent' ? 1e8 : 1e15
  return Math.abs(number) < tooMuch
    ? number
    : wrong(field, raw, `must be smaller than ${tooMuch.toLocaleString('en')}`, 'number_outside_valid_range')
}

const readBoolean: Reader = (field, raw) => {
  if (typeof raw === 'boolean') return raw
  if (raw === 'true' || raw === '1') return true
  if (raw === 'false' || raw === '0' || raw === '') return false
  return wrong(field, raw, 'must be true or false')
}

const readDate: Reader = (field, raw) => {
  if (raw === '') return null
  if (typeof raw !== 'string') return wrong(field, raw, 'must be a date such as 2027-03-31')
  const [, date] = /^(\d{4}-\d{2}-\d{2})(T.*)?$/.exec(raw.trim()) ?? []
  return date !== undefined && isRealDate(date) ? date : wrong(field, raw, 'must be a date such as 2027-03-31')
}

/** A day of the calendar, in the years 1 to 9999: February 31 is none, and PostgreSQL knows no year 0. */
const isRealDate = (text: string): boolean => {
  const date = new Date(`${text}T00:00:00Z`)
  return isInCalendar(date) && date.toISOString().startsWith(text)
}

const isInCalendar = (date: Date): boolean => date.getUTCFullYear() >= 1 && date.getUTCFullYear() <= 9999

const readMoment: Reader = (field, raw) => {
  if (raw instanceof Date) return raw
  if (raw === '') return null
  const sentence = 'must be a moment such as 2027-03-31T09:30:00Z'
  if (
    typeof raw !== 'string' ||
    !/^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?$/.test(raw.trim())
  )
    return wrong(field, raw, sentence)
  const text = raw.trim()
  const zoned = /(Z|[+-]\d{2}:?\d{2})$/.test(text) || text.length === 10 ? text : `${text}Z`
  const moment = new Date(zoned.replace(/([+-]\d{2})(\d{2})$/, '$1:$2'))
  return isInCalendar(moment) && isRealDate(text.slice(0, 10)) ? moment : wrong(field, raw, sentence)
}

const readReference: Reader = (field, raw) => {
  if (raw === '') return null
  const id =
    typeof raw === 'number' && Number.isSafeInteger(raw)
      ? raw
      : typeof raw === 'string'
        ? decodeId(raw.trim())
        : undefined
  const allowed = field.referenceTo ?? []
  if (id === undefined) return wrong(field, raw, `must be the id of ${listed(allowed)}`, 'malformed_id')
  const objectName = objectOfId(id)
  if (objectName !== undefined && allowed.includes(objectName)) return id
  if (field.referenceNumbers?.includes(numberOfId(id)) === true) return id
  return wrong(
    field,
    raw,
    `must be the id of ${listed(allowed)}, and this is the id of ${withArticle(objectName ?? 'record we do not know')}`,
    'malformed_id',
  )
}

/** Bytes as text. Blank text is an empty file, not no file. */
const readBase64: Reader = (field, raw) => {
  if (typeof raw !== 'string') return wrong(field, raw, 'must be base64 text')
  return /^[A-Za-z0-9+/]*={0,2}$/.test(raw) ? raw : wrong(field, undefined, 'must be base64 text')
}

const readPicklist: Reader = (field, raw) => {
  const text = readText(field, raw)
  if (typeof text !== 'string' || !Array.isArray(field.picklist) || field.restricted !== true) return text
  return picked(field, text, field.picklist)
}

const readManyPicked: Reader = (field, raw) => {
  const sent = Array.isArray(raw) && raw.every((one) => typeof one === 'string') ? raw.join(';') : raw
  const text = readTextWithin(field, sent, 4099)
  if (typeof text !== 'string' || !Array.isArray(field.picklist)) return text
  const values: string[] = []
  for (const part of text
    .split(';')
    .map((one) => one.trim())
    .filter(Boolean)) {
    const value = field.restricted === true ? picked(field, part, field.picklist) : part
    if (typeof value !== 'string') return value
    values.push(value)
  }
  return values.length === 0 ? null : [...new Set(values)].join(';')
}

const picked = (field: Field, text: string, values: readonly PicklistValue[]): string | Refusal =>
  values.find(({ value }) => value.toLowerCase() === text.toLowerCase())?.value ??
  wrong(
    field,
    text,
    `must be one of ${values.map(({ label }) => `'${label}'`).join(', ')}`,
    'invalid_or_null_for_restricted_picklist',
  )

const readers: Record<Field['type'], Reader> = {
  id: readReference,
  string: readText,
  textarea: readText,
  phone: (field, raw) => readTextWithin(field, raw, field.length ?? 40),
  email: readEmail,
  url: readUrl,
  picklist: readPicklist,
  multipicklist: readManyPicked,
  boolean: readBoolean,
  int: readNumber,
  double: readNumber,
  currency: readNumber,
  percent: readNumber,
  date: readDate,
  datetime: readMoment,
  reference: readReference,
  base64: readBase64,
}

/** A refusal that names the field, the value and the rule. */
export function wrong(field: Field, value: unknown, rule: string, code = 'invalid_value'): Refusal {
  const shown = showable(value)
  const sentence = shown === undefined ? '' : ` This is '${String(shown).slice(0, 80)}'.`
  return new Refusal(code, `${field.label} ${rule}.${sentence}`, {
    field: field.name,
    value: shown,
    rule: `${field.label} ${rule}.`,
  })
}

const LONGEST_SHOWN = 200

/** What was sent is repeated only as far as it helps: an answer must not grow with the request. */
export function showable(value: unknown): FieldValue | undefined {
  if (value === null || typeof value === 'number' || typeof value === 'boolean' || value instanceof Date) return value
  if (typeof value === 'string') return value.length <= LONGEST_SHOWN ? value : `${value.slice(0, LONGEST_SHOWN)}…`
  return Array.isArray(value) ? 'a list' : typeof value === 'object' ? 'an object' : undefined
}

const listed = (names: readonly string[]): string => names.map(withArticle).join(' or ')

/** 'an account', 'a user'. */
export const withArticle = (word: string): string => `${/^[aeio]/i.test(word) ? 'an' : 'a'} ${word}`
