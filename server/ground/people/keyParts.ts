import { webDomain } from './company.ts'
import { emailDomain, isFreeMailDomain } from './email.ts'
import type { PersonFacts } from './facts.ts'
import { folded } from './folding.ts'
import { nameCanon } from './nicknames.ts'
import { remembered } from './remembered.ts'
import { skeleton } from './skeleton.ts'

const PRIME = 0x01000193

function mixedIn(hash: number, text: string): number {
  let mixed = hash
  for (let at = 0; at < text.length; at++) mixed = Math.imul(mixed ^ text.charCodeAt(at), PRIME)
  return mixed
}

/**
 * A 32-bit signed number for a key of one kind (FNV-1a with a closing mix): small in the index, and a collision only
 * costs a comparison. The parts are hashed as if they stood with blanks between; to join them first would cost more.
 */
export function hashed(kind: string, one: string, two?: string, three?: string): number {
  let hash = mixedIn(0x811c9dc5 ^ kind.charCodeAt(0), one)
  if (two !== undefined) hash = mixedIn(Math.imul(hash ^ 32, PRIME), two)
  if (three !== undefined) hash = mixedIn(Math.imul(hash ^ 32, PRIME), three)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) | 0
}

/** What the keys take of a name. `''` is unknown. */
export interface NameParts {
  /** First letter of the full name behind a first name. */
  readonly initial: string
  /** The consonants, in classes. */
  readonly bones: string
  /** Three letters from the front and three from the back: a typing mistake spoils one of them. */
  readonly head: string
  readonly tail: string
}

export const noName: NameParts = { initial: '', bones: '', head: '', tail: '' }

const partsOf = (name: string, word: string): NameParts => ({
  initial: name[0] ?? '',
  bones: skeleton(name),
  head: word.slice(0, 3),
  tail: word.slice(-3),
})

/** Parts of the first of the first names, with a nickname read as the name it stands for. */
export const firstNameParts: (name: string) => NameParts = remembered((name) => {
  const [word = ''] = folded(name).split(' ')
  return word === '' ? noName : partsOf(nameCanon(word), word)
})

export const lastNameParts: (name: string) => NameParts = remembered((name) => {
  const word = folded(name).replaceAll(' ', '')
  return word === '' ? noName : partsOf(word, word)
})

export const place: (text: string) => string = remembered((text) => folded(text).replaceAll(' ', ''))

/** A postal code without blanks and without the last four digits of a ZIP+4. */
export const postalCodeKey = (code: string): string =>
  place(code.length === 10 ? code.replace(/^(\d{5})-\d{4}$/, '$1') : code)

const BRITISH = /^[a-z]{1,2}\d[a-z\d]?\d[a-z]{2}$/

/** The district of a British postal code: `tq13` of `tq138df`. `''` of others. */
export const districtOf = (code: string): string => (BRITISH.test(code) ? code.slice(0, -3) : '')

/** House number and the consonants of the longest word of a street. */
export function streetParts(street: string): { readonly number: string; readonly bones: string } {
  const words = folded(street).split(' ')
  const number = words.find((word) => /^\d/.test(word)) ?? ''
  const longest = words.reduce((best, word) => (/^\d/.test(word) || word.length <= best.length ? best : word), '')
  return { number, bones: skeleton(longest) }
}

/** The domain that names a person's company: from the address when it is no free mail, else from the web site. */
export function companyDomain(person: PersonFacts): string {
  const fromEmail = person.email ? mailCompany(emailDomain(person.email)) : ''
  if (fromEmail) return fromEmail
  return person.website ? siteDomain(person.website) : ''
}

/** The domain of the company behind an address; none behind free mail. */
const mailCompany = (domain: string): string => (domain === '' || isFreeMailDomain(domain) ? '' : webDomain(domain))

export function siteDomain(website: string): string {
  const domain = webDomain(website)
  return isFreeMailDomain(domain) ? '' : domain
}
