import type { CompanyName } from '../../../ground/people/company.ts'
import { sharedFullName } from '../../../ground/people/nicknames.ts'
import { bits, bitsOfField, type Model, type Pattern } from './model.ts'
import type { FirstNameLikeness } from './nameLikeness.ts'

/** The sentences for what speaks for one, strongest first; a level without a sentence says nothing. */
export function reasonsOf(
  { levels, terms }: Pattern,
  model: Model,
  sentence: (field: string, level: string) => string | undefined,
): string[] {
  return Object.entries(levels)
    .flatMap(([field, level]) => {
      const weight = model.fields[field]?.[level]
      // What only names the value common still agrees.
      if (weight === undefined || bits(weight) <= 0) return []
      const text = sentence(field, level)
      return text === undefined ? [] : [{ text, bits: bitsOfField(model, field, level, terms[field]) }]
    })
    .toSorted((a, b) => b.bits - a.bits)
    .map(({ text }) => text)
}

const capital = (name: string): string => name.replace(/(?<=^|\s)\p{L}/gu, (letter) => letter.toUpperCase())

/** The sentence for two first names that agree: they are given as typed, to be recognised. */
export function firstNameReason(likeness: FirstNameLikeness, one: string, other: string): string | undefined {
  switch (likeness) {
    case 'same':
      return 'Same first name'
    case 'form':
      return nicknameReason(one, other)
    case 'initial':
      return `${one} and ${other} begin with the same letter`
    case 'mistyped':
      return `First names are nearly the same: ${one} and ${other}`
    case 'alike':
      return `First names are alike: ${one} and ${other}`
    case 'differs':
      return undefined
  }
}

function nicknameReason(one: string, other: string): string {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one]
  const full = sharedFullName(short.toLowerCase(), long.toLowerCase())
  if (!full) return `${short} is a form of ${long}`
  if (full === short.toLowerCase()) return `${long} is a form of ${short}`
  return full === long.toLowerCase()
    ? `${short} is a form of ${long}`
    : `${short} and ${long} are both forms of ${capital(full)}`
}

/** The sentence for two company names that agree, naming what is different in their writing. */
export function companyReason(
  level: string,
  one: CompanyName,
  other: CompanyName,
  typed: readonly [string, string],
): string | undefined {
  if (level === 'acronym') return `${typed[0]} and ${typed[1]}: one is the other's initials`
  if (level === 'contained') return `One company name holds the other: ${typed[0]} and ${typed[1]}`
  if (level === 'alike' || level === 'near') return `Companies are nearly the same: ${typed[0]} and ${typed[1]}`
  if (level !== 'same') return undefined
  if (one.legalForm === other.legalForm)
    return isWrittenAlike(typed) ? 'Same company' : `Same company, written ${typed[0]} and ${typed[1]}`
  const form = one.legalForm || other.legalForm
  if (one.legalForm && other.legalForm) return `Company differs only in its legal form: ${typed[0]} and ${typed[1]}`
  return `Company differs only in ${writtenForm(form, typed)}`
}

const isWrittenAlike = ([one, other]: readonly [string, string]): boolean =>
  one.trim().toLowerCase() === other.trim().toLowerCase()

/** The legal form as one of the two names writes it. */
function writtenForm(form: string, typed: readonly [string, string]): string {
  const letters = form
    .replaceAll(' ', '')
    .split('')
    .join(String.raw`[\s.,&]*`)
  const found = new RegExp(String.raw`(?<!\p{L})${letters}\.?(?!\p{L})`, 'iu')
  for (const name of typed) {
    const match = found.exec(name)
    if (match) return match[0]
  }
  return form
}

export const addressReasons: Readonly<Record<string, string>> = {
  'place same': 'Same postal code and city',
  'place nearlySame': 'Postal code and city are nearly the same',
  'place postalCode': 'Same postal code',
  'place city': 'Same city',
  'place alike': 'Postal code or city is nearly the same',
  'street same': 'Same street',
  'street alike': 'Streets are nearly the same',
  'street otherNumber': 'Same street, other number',
  'street partly': 'Streets are alike in part',
}

/** Place and street that agree are said in one sentence. */
export const isSameAddress = ({ levels }: Pattern): boolean =>
  levels.street === 'same' && levels.place !== undefined && levels.place !== 'differs'
