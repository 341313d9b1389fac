import type { CompanyName } from '../../ground/people/company.ts'
import { sharedFullName } from '../../ground/people/nicknames.ts'
import { sound } from '../../ground/people/sound.ts'
import { isMistyped, jaroWinkler } from './likeness.ts'
import type { Address } from './traits.ts'
import type { Level } from './weights.ts'

/** What comparing one field found: the level of agreement and, where it speaks for one, the sentence that says so. */
export interface Evidence {
  readonly level: Level
  readonly reason?: string
}

const capital = (name: string): string => name.replace(/(?<=^|\s)\p{L}/gu, (letter) => letter.toUpperCase())

export type FirstNameLikeness = 'same' | 'form' | 'initial' | 'mistyped' | 'differs'

/** How alike two folded first names are; both are known. */
export function firstNameLikeness(one: string, other: string): FirstNameLikeness {
  if (one === other) return 'same'
  const [firstOfOne = ''] = one.split(' ')
  const [firstOfOther = ''] = other.split(' ')
  if (sharedFullName(firstOfOne, firstOfOther) ?? sharedFullName(one, other)) return 'form'
  if (firstOfOne.length === 1 || firstOfOther.length === 1)
    return firstOfOne[0] === firstOfOther[0] ? 'initial' : 'differs'
  // Anna Maria and Anna: the second given name is often left out.
  if (firstOfOne === firstOfOther) return 'form'
  if (one.replaceAll(' ', '') === other.replaceAll(' ', '')) return 'same'
  return isMistyped(one.replaceAll(' ', ''), other.replaceAll(' ', '')) || isAlike(one, other) ? 'mistyped' : 'differs'
}

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

/** Written alike and sounding the same, or written so nearly alike that sound does not matter. */
function isAlike(one: string, other: string): boolean {
  const likeness = jaroWinkler(one, other)
  return likeness >= 0.93 || (likeness >= 0.8 && sound(one) === sound(other))
}

export type LastNameLikeness = 'same' | 'mistyped' | 'contained' | 'differs'

/** How alike two folded last names are; both are known. */
export function lastNameLikeness(one: string, other: string): LastNameLikeness {
  if (one === other || one.replaceAll(' ', '') === other.replaceAll(' ', '')) return 'same'
  if (isMistyped(one, other) || isAlike(one, other)) return 'mistyped'
  const [short, long] = one.length < other.length ? [one, other] : [other, one]
  // Smith and Smith-Jones: one name was added at a wedding.
  return short.length > 3 && ` ${long} `.includes(` ${short} `) ? 'contained' : 'differs'
}

export type CompanyLikeness = 'same' | 'alike' | 'acronym' | 'contained' | 'differs'

/** How alike two company names are without their legal forms. */
export function companyLikeness(one: CompanyName, other: CompanyName): CompanyLikeness {
  if (one.joined === other.joined) return 'same'
  if (one.acronym === other.joined || other.acronym === one.joined) return 'acronym'
  const words = new Set(one.core.split(' '))
  const others = new Set(other.core.split(' '))
  const shared = words.intersection(others).size
  if (shared > 1 && shared === Math.max(words.size, others.size)) return 'alike'
  // Studio 54 and Studio 45 are two, and so are North Bank and South Bank: nobody mistypes what tells them apart.
  const sameNumbers = numbersIn(one.joined) === numbersIn(other.joined)
  if (sameNumbers && isMistyped(one.joined, other.joined, 13)) return 'alike'
  if (shared > 0 && shared === Math.min(words.size, others.size)) return 'contained'
  return 'differs'
}

const numbersIn = (name: string): string => name.replaceAll(/\D+/g, ' ').trim()

/** The sentence for two company names that agree, naming what is different in their writing. */
export function companyReason(
  likeness: CompanyLikeness,
  one: CompanyName,
  other: CompanyName,
  typed: readonly [string, string],
): string | undefined {
  if (likeness === 'differs') return undefined
  if (likeness === 'acronym') return `${typed[0]} and ${typed[1]}: one is the other's initials`
  if (likeness !== 'same') return `Companies are nearly the same: ${typed[0]} and ${typed[1]}`
  if (one.legalForm === other.legalForm)
    return one.core === other.core ? 'Same company' : `Same company, written ${typed[0]} and ${typed[1]}`
  const form = one.legalForm || other.legalForm
  if (one.legalForm && other.legalForm) return `Company differs only in its legal form: ${typed[0]} and ${typed[1]}`
  return `Company differs only in ${writtenForm(form, typed)}`
}

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

export type AddressLikeness = 'same' | 'alike' | 'postalCode' | 'city' | 'differs'

const houseNumber = (street: string): string => street.split(' ').find((word) => /^\d/.test(word)) ?? ''

/** How alike two addresses are; undefined where too little of them is known to say. */
export function addressLikeness(one: Address, other: Address): AddressLikeness | undefined {
  const samePostalCode = agreement(one.postalCode, other.postalCode)
  const sameCity = agreement(one.city, other.city)
  const samePlace = samePostalCode === true || sameCity === true
  if (one.street && other.street && samePlace) {
    if (one.street === other.street) return 'same'
    const sameNumber = agreement(houseNumber(one.street), houseNumber(other.street)) ?? true
    if (jaroWinkler(one.street, other.street) >= (sameNumber ? 0.88 : 0.96)) return 'alike'
  }
  if (samePostalCode) return 'postalCode'
  if (sameCity) return 'city'
  return samePostalCode === undefined && sameCity === undefined ? undefined : 'differs'
}

/** Whether two texts say the same; undefined when one of them says nothing. A blank never matches. */
export const agreement = (one: string, other: string): boolean | undefined => (one && other ? one === other : undefined)

export const addressReasons: Readonly<Record<AddressLikeness, string | undefined>> = {
  same: 'Same address',
  alike: 'Addresses are nearly the same',
  postalCode: 'Same postal code',
  city: 'Same city',
  differs: undefined,
}
