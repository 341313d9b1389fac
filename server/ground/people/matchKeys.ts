import { companyName, webDomain } from './company.ts'
import { emailDomain, emailKey, isFreeMailDomain } from './email.ts'
import type { AccountFacts, PersonFacts } from './facts.ts'
import { folded } from './folding.ts'
import { nameCanon } from './nicknames.ts'
import { phoneKey } from './phone.ts'
import { sound } from './sound.ts'
import { remembered } from './remembered.ts'

// Every key is paid for at each insert, and six find what more would hardly add to a record with address and phone.
const mostKeys = 6

/** A 32-bit signed number for a key of one kind (FNV-1a with a closing mix): small in the index, and a collision only costs a comparison. */
function hashed(kind: string, key: string): number {
  let hash = 0x811c9dc5 ^ kind.charCodeAt(0)
  for (let at = 0; at < key.length; at++) hash = Math.imul(hash ^ key.charCodeAt(at), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) | 0
}

interface NameParts {
  /** First letter and sound of the full name behind a first name. */
  readonly initial: string
  readonly sound: string
}

const nothing: NameParts = { initial: '', sound: '' }

const firstNameParts: (name: string) => NameParts = remembered((name) => {
  const [word] = folded(name).split(' ')
  if (!word) return nothing
  const canon = nameCanon(word)
  return { initial: canon[0] ?? '', sound: sound(canon) }
})

const lastNameSound: (name: string) => string = remembered((name) => sound(folded(name)))

/** The first sounds of a company's name: enough to bring misspellings together, and to part most companies. */
const companySound: (name: string) => string = remembered((name) => sound(companyName(name).joined).slice(0, 6))

const place: (text: string) => string = remembered((text) => folded(text).replaceAll(' ', ''))

/** A postal code without blanks and without the last four digits of a ZIP+4. */
const postalCodeKey = (code: string): string => place(code.replace(/^(\d{5})-\d{4}$/, '$1'))

const streetKey = (street: string): string => {
  const words = folded(street).split(' ')
  const number = words.find((word) => /^\d/.test(word)) ?? ''
  const longest = words.reduce((best, word) => (/^\d/.test(word) || word.length <= best.length ? best : word), '')
  return number && longest ? `${number} ${sound(longest)}` : ''
}

/** The domain that names a person's company: from the address when it is no free mail, else from the web site. */
export function companyDomain(person: PersonFacts): string {
  const fromEmail = person.email ? mailCompany(emailDomain(person.email)) : ''
  if (fromEmail) return fromEmail
  return person.website ? siteDomain(person.website) : ''
}

/** The domain of the company behind an address; none behind free mail. */
const mailCompany: (domain: string) => string = remembered((domain) =>
  domain === '' || isFreeMailDomain(domain) ? '' : webDomain(domain),
)

const siteDomain = (website: string): string => {
  const domain = webDomain(website)
  return isFreeMailDomain(domain) ? '' : domain
}

/**
 * The keys under which a lead or a contact is looked up: two persons are compared only when they share one.
 * At most six 32-bit numbers, strongest first, none shared by thousands of strangers: the mailbox, the phones,
 * name sound with company sound, with company domain, and both name sounds in any order with the place.
 * Case, diacritics, spacing, nicknames and legal forms do not change them.
 */
export function personKeys(person: PersonFacts): number[] {
  const keys = new Set<number>()
  const add = (kind: string, key: string): void => {
    if (keys.size < mostKeys) keys.add(hashed(kind, key))
  }
  const email = person.email ? emailKey(person.email) : ''
  if (email) add('e', email)
  for (const number of [person.mobilePhone, person.phone]) {
    const key = number ? phoneKey(number) : ''
    if (key) add('p', key)
  }
  addNameKeys(person, add)
  if (!person.company || keys.size < 3) addHouseholdKeys(person, email, add)
  return [...keys]
}

type Add = (kind: string, key: string) => void

function addNameKeys(person: PersonFacts, add: Add): void {
  const last = person.lastName ? lastNameSound(person.lastName) : ''
  if (!last) return
  const first = person.firstName ? firstNameParts(person.firstName) : nothing
  const company = person.company ? companySound(person.company) : ''
  const domain = companyDomain(person)
  if (company) add('c', `${first.initial} ${last} ${company}`)
  if (domain) add('d', `${first.initial} ${last} ${domain}`)
  if (!first.sound) return
  // In any order, since forms and lists swap the two.
  const both = first.sound < last ? `${first.sound} ${last}` : `${last} ${first.sound}`
  if (person.postalCode) add('n', `${both} ${postalCodeKey(person.postalCode)}`)
  if (person.city) add('n', `${both} ${place(person.city)}`)
  if (!person.postalCode && !person.city && company) add('n', `${both} ${company}`)
}

/** For persons known by little else: the house and quarter they live in, their birthday, the front of a misspelt address. */
function addHouseholdKeys(person: PersonFacts, email: string, add: Add): void {
  const last = person.lastName ? lastNameSound(person.lastName) : ''
  const first = person.firstName ? firstNameParts(person.firstName).sound : ''
  const street = person.street ? streetKey(person.street) : ''
  const quarter = person.postalCode ? postalCodeKey(person.postalCode) : ''
  const city = person.city ? place(person.city) : ''
  if (street && quarter) add('s', `${street} ${quarter}`)
  if (street && city) add('s', `${street} ${city}`)
  if (person.birthdate && last) add('b', `${person.birthdate} ${last}`)
  if (person.birthdate && first) add('b', `${person.birthdate} ${first}`)
  const local = email.slice(0, email.lastIndexOf('@'))
  if (local.length > 5) add('l', local)
  if (last && quarter) add('q', `${last} ${quarter}`)
  if (first && quarter) add('q', `${first} ${quarter}`)
  if (first && last && !city && !quarter) add('n', first < last ? `${first} ${last}` : `${last} ${first}`)
}

/**
 * The keys under which an account is looked up: sounds of the whole name, web domain, phone, acronym, and the
 * first word with the town. A lead finds its accounts by `accountKeys(accountFactsOfLead(lead))`.
 */
export function accountKeys(account: AccountFacts): number[] {
  const keys = new Set<number>()
  const name = account.name ? companyName(account.name) : undefined
  if (name?.joined) keys.add(hashed('C', sound(name.joined)))
  const domain = account.website ? siteDomain(account.website) : ''
  if (domain) keys.add(hashed('D', domain))
  const phone = account.phone ? phoneKey(account.phone) : ''
  if (phone) keys.add(hashed('P', phone))
  if (name?.acronym) keys.add(hashed('A', name.acronym))
  else if (name && name.joined.length > 1 && name.joined.length < 7 && !name.core.includes(' '))
    keys.add(hashed('A', name.joined))
  const firstWord = name?.core.split(' ')[0]
  if (firstWord && account.city) keys.add(hashed('T', `${sound(firstWord)} ${place(account.city)}`))
  return [...keys]
}
