import { companyName } from './company.ts'
import { emailKey } from './email.ts'
import type { AccountFacts, PersonFacts } from './facts.ts'
import {
  companyDomain,
  districtOf,
  firstNameParts,
  hashed,
  lastNameParts,
  noName,
  place,
  postalCodeKey,
  siteDomain,
  streetParts,
  type NameParts,
} from './keyParts.ts'
import { phoneKey } from './phone.ts'
import { remembered } from './remembered.ts'
import { looseBones, skeleton } from './skeleton.ts'

export { companyDomain }

/** The scheme of stored keys: with another number than a record's org has, its records get their keys anew. */
export const KEY_SCHEME = 4

// Every key is paid for at each insert: whoever has a company is found by six, and others have less to be found by.
const MOST_WITH_COMPANY = 6
const MOST_WITHOUT = 12

type Add = (kind: string, one: string, two?: string, three?: string) => void

/** The facts a person's keys are made of, read once. `''` is unknown. */
interface Read {
  readonly first: NameParts
  readonly last: NameParts
  readonly email: string
  readonly phones: readonly string[]
  readonly company: string
  readonly domain: string
  readonly quarter: string
  readonly city: string
  readonly street: string | null | undefined
  readonly birthdate: string
}

/** The first consonants of a company's name: enough to bring misspellings together, and to part most companies. */
const companyBones: (name: string) => string = remembered((name) => skeleton(companyName(name).joined).slice(0, 7))

const read = (person: PersonFacts): Read => ({
  first: person.firstName ? firstNameParts(person.firstName) : noName,
  last: person.lastName ? lastNameParts(person.lastName) : noName,
  email: person.email ? emailKey(person.email) : '',
  phones: phonesOf(person),
  company: person.company ? companyBones(person.company) : '',
  domain: companyDomain(person),
  quarter: person.postalCode ? postalCodeKey(person.postalCode) : '',
  city: person.city ? place(person.city) : '',
  street: person.street,
  birthdate: person.birthdate ?? '',
})

function phonesOf({ mobilePhone, phone }: PersonFacts): readonly string[] {
  const [one, other] = [mobilePhone ? phoneKey(mobilePhone) : '', phone ? phoneKey(phone) : '']
  if (one && other && one !== other) return [one, other]
  return one || other ? [one || other] : []
}

// In any order, since forms and lists swap the two.
const bothNames = ({ first, last }: Read): string =>
  !first.bones || !last.bones
    ? ''
    : first.bones < last.bones
      ? `${first.bones} ${last.bones}`
      : `${last.bones} ${first.bones}`

/**
 * The keys under which a lead or a contact is stored and looked up: two persons are compared only when they share
 * one. Strongest first, 32-bit numbers, none shared by thousands of strangers: the mailbox, the phones, last name with
 * company, with company domain, and both names in any order with the place; at most six where there is a company, and
 * twelve for a person known by house and birthday. Case, diacritics, alphabet, spacing, nicknames and legal forms do
 * not change them.
 */
export const personKeys = (person: PersonFacts): number[] => matchedBy(person).keys

/** The same keys, and the domain of the company that was read for them: `''` where none is known. */
export function matchedBy(person: PersonFacts): { readonly keys: number[]; readonly domain: string } {
  const facts = read(person)
  const most = facts.company || facts.domain ? MOST_WITH_COMPANY : MOST_WITHOUT
  const keys: number[] = []
  const add: Add = (kind, one, two, three) => {
    if (keys.length >= most) return
    const hash = hashed(kind, one, two, three)
    if (!keys.includes(hash)) keys.push(hash)
  }
  addStrongKeys(facts, add)
  addNameKeys(facts, add)
  if (keys.length < most && (!facts.company || keys.length < 4)) addHouseholdKeys(facts, add)
  return { keys, domain: facts.domain }
}

/**
 * More keys of the same person, for a run over a whole file or database that works them out on the fly: also those
 * that bring together what is misspelt in two places. Some are shared by many, so the run leaves out a key of more than
 * a hundred records. Holds all of `personKeys`.
 */
export function runKeys(person: PersonFacts): number[] {
  const facts = read(person)
  const keys = new Set<number>()
  const add: Add = (kind, one, two, three) => void keys.add(hashed(kind, one, two, three))
  addStrongKeys(facts, add)
  addNameKeys(facts, add)
  // Whoever can be found by address, phone and company need not be found by house and birthday.
  const strong = [facts.email, facts.phones[0], facts.company].filter(Boolean).length
  addHouseholdKeys(facts, add)
  addMistypedAddressKeys(facts, add)
  if (strong < 2) addPairedKeys(facts, add)
  return [...keys]
}

function addStrongKeys({ email, phones }: Read, add: Add): void {
  if (email) add('e', email)
  for (const phone of phones) add('p', phone)
}

function addNameKeys(facts: Read, add: Add): void {
  const { first, last, company, domain, quarter, city } = facts
  if (!last.bones) return
  if (company) add('c', first.initial, last.bones, company)
  if (domain) add('d', first.initial, last.bones, domain)
  const both = bothNames(facts)
  if (!both) return
  if (quarter) add('n', both, quarter)
  if (city) add('n', both, city)
  if (!quarter && !city && company) add('n', both, company)
}

/** For persons known by little else: the house and quarter they live in, their birthday, the front of a misspelt address. */
function addHouseholdKeys(facts: Read, add: Add): void {
  const { first, last, email, quarter, city, birthdate } = facts
  const { number, bones } = facts.street ? streetParts(facts.street) : { number: '', bones: '' }
  if (birthdate && last.bones) add('b', birthdate, last.bones)
  if (birthdate && first.bones) add('b', birthdate, first.bones)
  const local = email.slice(0, email.lastIndexOf('@'))
  if (local.length > 5) add('l', local)
  if (number && bones && quarter) add('s', number, bones, quarter)
  if (number && bones && city) add('s', number, bones, city)
  if (last.bones && bones) add('h', last.bones, bones)
  if (first.bones && number && bones) add('h', first.bones, number, bones)
  if (last.bones && quarter) add('q', last.bones, quarter)
  if (first.bones && quarter) add('q', first.bones, quarter)
  if (last.bones && city) add('q', last.bones, city)
  const both = bothNames(facts)
  if (both && !city && !quarter) add('n', both)
}

/** The same for a text in whatever order its letters stand: to sort them costs more than all other keys. */
function inAnyOrder(text: string): string {
  let sum = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at) + 1
    sum = (sum + Math.imul(code * code, 0x9e3779b1) + Math.imul(code, 0x85ebca6b)) | 0
  }
  return `${sum}`
}

/** Addresses and numbers with a letter or digit swapped, left out or wrong. */
function addMistypedAddressKeys({ email, phones, last }: Read, add: Add): void {
  const at = email.lastIndexOf('@')
  if (at > 5) {
    add('m', inAnyOrder(email))
    add('m', `${email.slice(0, 5)}${email.slice(at)}`)
    add('m', email.slice(Math.max(0, at - 5)))
  }
  for (const phone of phones) {
    if (!last.bones) continue
    add('o', phone.slice(0, 4), last.bones)
    add('o', phone.slice(-4), last.bones)
  }
}

/** Any two things that agree, one of them a part a typing mistake may have spared. */
function addPairedKeys(facts: Read, add: Add): void {
  const { first, last, quarter, city, birthdate } = facts
  const { number, bones } = facts.street ? streetParts(facts.street) : { number: '', bones: '' }
  const names = new Set([first.head, first.tail, last.head, last.tail].filter((part) => part.length > 1))
  const district = districtOf(quarter)
  if (district) for (const name of [first.bones, last.bones]) if (name) add('q', name, district)
  const where = [quarter, city && skeleton(city), bones, birthdate, number && bones && `${number} ${bones}`]
  for (const thing of where) {
    if (!thing) continue
    for (const part of names) add('w', part, thing)
  }
  const both = bothNames(facts)
  if (both) {
    add('n', both)
    if (birthdate) {
      add('y', both, birthdate.slice(0, 4))
      add('y', both, birthdate.slice(5))
    }
    if (bones) add('h', both, bones)
  }
  const lastParts = [last.head, last.tail]
  for (const part of [first.head, first.tail])
    for (const other of lastParts) {
      if (!part || !other) continue
      const pair = part < other ? `${part} ${other}` : `${other} ${part}`
      add('x', birthdate ? `${pair} ${birthdate.slice(0, 4)}` : pair)
    }
  if (bones && quarter) add('s', bones, quarter)
  // Of a house whose street is misspelt in every word, the number and the digits of the postal code stay, if swapped.
  if (number && quarter) add('s', number, inAnyOrder(quarter))
  if (birthdate) addBirthdayKeys(facts, add)
}

/** Birthdays whose year or day is wrong, with one name or the town; last of all what only a small list can be searched by. */
function addBirthdayKeys({ first, last, quarter, city, birthdate }: Read, add: Add): void {
  const [year, day] = [birthdate.slice(0, 4), birthdate.slice(5)]
  for (const where of [quarter, city]) if (where) add('a', birthdate, where)
  for (const name of new Set([first.bones, last.bones])) {
    if (!name) continue
    add('y', name, year)
    add('y', name, day)
    if (city) add('y', name, city)
  }
  if (city) {
    add('a', year, city)
    add('a', day, city)
  }
  add('a', birthdate)
  for (const name of [first.bones, last.bones]) if (name) add('z', name)
}

/**
 * The keys under which an account is stored and looked up: consonants of the whole name, web domain, phone, acronym, and
 * the first word with the town. A lead finds its accounts by `accountKeys(accountFactsOfLead(lead))`.
 */
export function accountKeys(account: AccountFacts): number[] {
  const keys = new Set<number>()
  const name = account.name ? companyName(account.name) : undefined
  if (name?.joined) keys.add(hashed('C', skeleton(name.joined)))
  const domain = account.website ? siteDomain(account.website) : ''
  if (domain) keys.add(hashed('D', domain))
  const phone = account.phone ? phoneKey(account.phone) : ''
  if (phone) keys.add(hashed('P', phone))
  if (name?.acronym) keys.add(hashed('A', name.acronym))
  else if (name && name.joined.length > 1 && name.joined.length < 7 && !name.core.includes(' '))
    keys.add(hashed('A', name.joined))
  const firstWord = name?.core.split(' ')[0]
  if (firstWord && account.city) keys.add(hashed('T', skeleton(firstWord), place(account.city)))
  return [...keys]
}

const MOST_NAME_WORDS = 8

/** Alphabets without an x write two letters for it: Яндекс is Yandex. */
const heardWord = (word: string): string => skeleton(word.replaceAll('ks', 'x'))

/** More keys of an account, for a run: pairs of the words of its name, each word alone, and its house. Holds all of `accountKeys`. */
export function accountRunKeys(account: AccountFacts): number[] {
  const keys = new Set(accountKeys(account))
  const add: Add = (kind, one, two, three) => void keys.add(hashed(kind, one, two, three))
  const name = account.name ? companyName(account.name) : undefined
  const words = name ? [...new Set(name.core.split(' ').map(heardWord))].filter(Boolean).toSorted() : []
  const [quarter, city] = [
    account.postalCode ? postalCodeKey(account.postalCode) : '',
    account.city ? place(account.city) : '',
  ]
  for (const [at, word] of words.slice(0, MOST_NAME_WORDS).entries()) {
    add('W', word)
    for (const other of words.slice(at + 1, MOST_NAME_WORDS)) add('V', word, other)
    for (const where of [quarter, city]) if (where) add('T', word, where)
  }
  if (name) {
    const [firstWord = ''] = name.core.split(' ')
    for (const text of [name.joined, firstWord]) {
      // A j is heard as i in most languages, and as a consonant in others.
      for (const heardAs of text.includes('j') ? [text, text.replaceAll('j', 'i')] : [text]) {
        const loose = looseBones(heardAs)
        if (loose.length > 1) add('L', loose)
      }
    }
    // A mistake spoils one end; of a short name it may stand in the middle of six letters from both.
    for (const letters of name.joined.length < 12 ? [4, 6] : [6])
      if (name.joined.length >= letters) {
        add('H', name.joined.slice(0, letters))
        add('H', name.joined.slice(-letters))
      }
  }
  const { number, bones } = account.street ? streetParts(account.street) : { number: '', bones: '' }
  if (number && bones) for (const where of [quarter, city]) if (where) add('S', number, bones, where)
  return [...keys]
}
