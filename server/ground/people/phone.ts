import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min'

/** A telephone number as it was written, and as a machine dials it (E.164, `+493012345678`) where that is certain. */
export interface Phone {
  readonly typed: string
  readonly dialled?: string
}

const extension = /(?:;?\s*ext[.=:]?|\bx\.?|#|\bdurchwahl\b|\bapp\.|,+)\s*\d{1,6}\s*$/i
// Most numbers are written so, and none of those has an extension.
const onlyDigits = /^[\d\s+().\-/]*$/
const notDigits = /\D+/g
const writtenInternationally = /^\+[\d\s().\-/]+$/
const internationalPrefix = /^\s*(?:\+|00)/
const sameDigit = /^(\d)\1+$/
const placeholders: ReadonlySet<string> = new Set(['123456789', '234567890', '987654321', '12345678', '1234567'])

// Country calling codes of one and two digits (ITU-T E.164); all others have three.
const shortCallingCodes: ReadonlySet<string> = new Set(
  '1 7 20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 81 82 84 86 90 91 92 93 94 95 98'.split(
    ' ',
  ),
)

/**
 * Reads a telephone number. `country` (ISO 3166, two letters) says how to read one written without a
 * country code; without it only an international form gains `dialled`. The text as typed is always kept:
 * `'030 1234567'` in `DE` is `{ typed: '030 1234567', dialled: '+49301234567' }`.
 */
export function normalisePhone(text: string, country?: string): Phone {
  const typed = text.trim()
  if (writtenInternationally.test(typed) && !typed.includes('(0')) {
    const digits = typed.replace(notDigits, '')
    // E.164 ends at 15 digits; the shortest subscriber numbers in use have 7 with their country code.
    if (digits.length >= 7 && digits.length <= 15) return { typed, dialled: `+${digits}` }
  }
  const region = country?.toUpperCase()
  const read = parsePhoneNumberFromString(typed, region && isSupportedCountry(region) ? region : undefined)
  return read?.isPossible() ? { typed, dialled: read.number } : { typed }
}

/** The digits after the country calling code of a number that is known to start with one. */
function afterCallingCode(digits: string): string {
  for (let length = 1; length < 3; length++)
    if (shortCallingCodes.has(digits.slice(0, length))) return digits.slice(length)
  return digits.slice(3)
}

function withoutZeros(digits: string): string {
  let from = 0
  while (digits[from] === '0') from++
  return from === 0 ? digits : digits.slice(from)
}

/**
 * What two writings of one number have in common, whether or not they name the country: the last nine digits
 * without calling code, trunk zero and extension. `'+49 (0)30 / 123 45 67'` and `'030-1234567'` are both
 * `'301234567'`. `''` where there are fewer than six digits, or a placeholder such as 000000 or 123456789.
 */
export function phoneKey(text: string): string {
  const key = keyOfPlain(text) ?? keyOfAny(text)
  if (key.length < 6 || (key[0] === key[1] && sameDigit.test(key)) || placeholders.has(key)) return ''
  return key
}

// No number is kept longer; to look for the extension of a million blanks would take the program minutes.
const LONGEST = 200

function keyOfAny(text: string): string {
  if (text.length > LONGEST) return ''
  const unextended = text.length > 9 && !onlyDigits.test(text) ? text.replace(extension, '') : text
  const digits = unextended.replace('(0)', '').replace(notDigits, '')
  const national = internationalPrefix.test(unextended) ? afterCallingCode(withoutZeros(digits)) : digits
  return withoutZeros(national).slice(-9)
}

const [BLANK, OPENING, CLOSING, PLUS, HYPHEN, STOP, SLASH, ZERO, NINE] = [32, 40, 41, 43, 45, 46, 47, 48, 57]
// More are not counted exactly.
const MOST_DIGITS = 15

/** The same for a number written with the usual signs, worked out as a number in a third of the time; undefined for others. */
function keyOfPlain(text: string): string | undefined {
  let [number, digits] = [0, 0]
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code >= ZERO && code <= NINE) {
      number = number * 10 + code - ZERO
      digits++
    } else if (code === OPENING) {
      if (text.charCodeAt(at + 1) === ZERO) return undefined
    } else if (
      code !== BLANK &&
      code !== PLUS &&
      code !== HYPHEN &&
      code !== CLOSING &&
      code !== STOP &&
      code !== SLASH
    )
      return undefined
  }
  if (digits > MOST_DIGITS) return undefined
  const national = internationalPrefix.test(text) ? withoutCallingCode(number) : number
  return national < 1e9 ? String(national) : String(national % 1e9).padStart(9, '0')
}

function withoutCallingCode(number: number): number {
  // What is left is too short for a key anyway.
  if (number < 1e6) return 0
  let scale = 1
  while (scale * 10 <= number) scale *= 10
  for (let length = 1; length < 3; length++, scale /= 10)
    if (shortCallingCodes.has(String(Math.floor(number / scale)))) return number % scale
  return number % scale
}
