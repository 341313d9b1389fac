import type { CompanyName } from '../../../ground/people/company.ts'
import { fullNamesBehind } from '../../../ground/people/nicknames.ts'
import { skeleton } from '../../../ground/people/skeleton.ts'
import { sound } from '../../../ground/people/sound.ts'
import type { PersonTraits } from '../traits.ts'
import { packedDate } from './dateLikeness.ts'
import { letters, textNumber } from './glance.ts'
import { domainTerm } from './shares.ts'

/** Where each word of a person stands: numbers of texts, letters as bits, and what two of a kind share in one word. */
export const place = {
  first: 0,
  firstLetters: 1,
  firstWord: 2,
  firstForms: 3,
  last: 4,
  lastLetters: 5,
  /** First name in the upper half, last name in the lower. */
  bones: 6,
  sounds: 7,
  /** Letters of first name, last name and address, eight bits each, and the marks above them. */
  lengths: 8,
  company: 10,
  companyLetters: 11,
  companyBones: 12,
  /** First two, and last two, letters of each word, as bits. */
  companyHeads: 13,
  companyTails: 14,
  /** How many words and letters it has, eight bits each, and sixteen of its acronym, which are 0 for none. */
  companyShape: 9,
  domain: 15,
  email: 16,
  emailLetters: 17,
  front: 18,
  behind: 19,
  /** Two letters that stand side by side, as bits; two words. */
  emailPairs: 20,
  mobile: 22,
  phone: 23,
  postalCode: 24,
  city: 25,
  cityLetters: 26,
  street: 27,
  birthdate: 28,
  title: 29,
} as const

export const PERSON_WIDTH = 30

export const mark = { firstOfMany: 1 << 24, lastOfMany: 1 << 25, initial: 1 << 26 } as const

export function writePerson(person: PersonTraits, words: Int32Array, at: number): void {
  writeNames(person, words, at)
  writeCompany(person.company, words, at)
  const { email, address } = person
  const split = Math.max(0, email.lastIndexOf('@'))
  words[at + place.domain] = textNumber(person.domain && domainTerm(person.domain))
  words[at + place.email] = textNumber(email)
  words[at + place.emailLetters] = letters(email)
  words[at + place.front] = textNumber(email.slice(0, split))
  words[at + place.behind] = textNumber(email.slice(split))
  writePairs(email, words, at + place.emailPairs)
  words[at + place.mobile] = textNumber(person.mobile)
  words[at + place.phone] = textNumber(person.phone)
  words[at + place.postalCode] = textNumber(address.postalCode)
  words[at + place.city] = textNumber(address.city)
  words[at + place.cityLetters] = letters(address.city)
  words[at + place.street] = textNumber(address.street)
  words[at + place.birthdate] = packedDate(person.birthdate, textNumber)
  words[at + place.title] = textNumber(person.title)
}

const joined = (text: string): string => (text.includes(' ') ? text.replaceAll(' ', '') : text)
const upTo255 = (text: string): number => Math.min(255, text.length)
const halves = (upper: string, lower: string): number => (textNumber(upper) << 16) | (textNumber(lower) & 0xffff)

function writeNames({ firstName, lastName, email }: PersonTraits, words: Int32Array, at: number): void {
  const space = firstName.indexOf(' ')
  const firstWord = space < 0 ? firstName : firstName.slice(0, space)
  words[at + place.first] = textNumber(joined(firstName))
  words[at + place.firstLetters] = letters(firstName)
  words[at + place.firstWord] = textNumber(firstWord)
  words[at + place.firstForms] = formsOf(firstWord) | (space < 0 ? 0 : formsOf(firstName))
  words[at + place.last] = textNumber(joined(lastName))
  words[at + place.lastLetters] = letters(lastName)
  words[at + place.bones] = halves(skeleton(firstWord), skeleton(lastName))
  words[at + place.sounds] = halves(sound(firstName), sound(lastName))
  words[at + place.lengths] =
    upTo255(firstName) |
    (upTo255(lastName) << 8) |
    (upTo255(email) << 16) |
    (space < 0 ? 0 : mark.firstOfMany) |
    (lastName.includes(' ') ? mark.lastOfMany : 0) |
    (firstWord.length === 1 ? mark.initial : 0)
}

/** A name and the names it may stand for, as bits. */
function formsOf(name: string): number {
  if (name === '') return 0
  let forms = 1 << (textNumber(name) & 31)
  for (const full of fullNamesBehind(name)) forms |= 1 << (textNumber(full) & 31)
  return forms
}

function writeCompany(company: CompanyName | undefined, words: Int32Array, at: number): void {
  const name = company?.joined ?? ''
  let [heads, tails] = [0, 0]
  const wordsOfName = company?.core.split(' ') ?? []
  for (const word of wordsOfName) {
    heads |= 1 << (textNumber(word.slice(0, 2)) & 31)
    tails |= 1 << (textNumber(word.slice(-2)) & 31)
  }
  words[at + place.company] = textNumber(name)
  words[at + place.companyLetters] = letters(name)
  words[at + place.companyBones] = textNumber(skeleton(name.replaceAll('ks', 'x')))
  words[at + place.companyHeads] = heads
  words[at + place.companyTails] = tails
  words[at + place.companyShape] =
    Math.min(255, wordsOfName.length) | (upTo255(name) << 8) | (textNumber(company?.acronym ?? '') << 16)
}

function writePairs(text: string, words: Int32Array, at: number): void {
  let [even, odd] = [0, 0]
  for (let n = 1; n < text.length; n++) {
    const bit = (text.charCodeAt(n - 1) * 31 + text.charCodeAt(n) * 17) & 63
    if (bit < 32) even |= 1 << bit
    else odd |= 1 << (bit - 32)
  }
  words[at] = even
  words[at + 1] = odd
}
