import { companyName, webDomain, type CompanyName } from '../../ground/people/company.ts'
import { emailKey, isDepartmentEmail, isFreeMailDomain } from '../../ground/people/email.ts'
import type { AccountFacts, PersonFacts } from '../../ground/people/facts.ts'
import { folded, withoutUmlauts } from '../../ground/people/folding.ts'
import { companyDomain } from '../../ground/people/matchKeys.ts'
import { wordsOfLong } from '../../ground/people/longTexts.ts'
import { phoneKey } from '../../ground/people/phone.ts'

export interface Address {
  readonly street: string
  readonly city: string
  readonly postalCode: string
}

/** What a column says that is no known field, folded, and its words in their order where it is long. */
export type OtherText = readonly [name: string, text: string, words: readonly string[] | undefined]

/** A person's facts made comparable once, however many others it is compared with. `''` is unknown. */
export interface PersonTraits {
  readonly facts: PersonFacts
  readonly firstName: string
  readonly lastName: string
  /** What tells a junior from a senior, folded: `jr`, `sr`, `ii`. It is no part of the names. */
  readonly generation: string
  /** Both names as written in Han, where many names are read alike; `''` in other scripts. */
  readonly inHan: string
  readonly email: string
  readonly isDepartment: boolean
  readonly domain: string
  readonly mobile: string
  readonly phone: string
  readonly company: CompanyName | undefined
  readonly title: string
  readonly address: Address
  readonly birthdate: string
  readonly others: readonly OtherText[]
}

/** An account's facts made comparable once. `''` is unknown. */
export interface AccountTraits {
  readonly facts: AccountFacts
  readonly name: CompanyName | undefined
  readonly domain: string
  readonly phone: string
  readonly address: Address
  readonly country: string
  readonly others: readonly OtherText[]
}

// No field that is compared is longer; a longer text costs no more than this.
const MOST_LETTERS = 255

const cut = (text: string | null | undefined): string => text?.slice(0, MOST_LETTERS) ?? ''
const nameOf = (text: string | null | undefined): string => (text ? withoutUmlauts(folded(cut(text))) : '')

// What a scanner, or a finger a row too high, makes of a letter. Behind a word a digit numbers it (Person 12, jsmith2).
const digitInWord = /\d(?=\d*[a-z])/g
const letterFor: Readonly<Record<string, string>> = {
  0: 'o',
  1: 'l',
  2: 'z',
  3: 'e',
  4: 'a',
  5: 's',
  6: 'b',
  7: 't',
  8: 'b',
  9: 'g',
}
const personNameOf = (text: string | null | undefined): string =>
  nameOf(text).replaceAll(digitInWord, (digit) => letterFor[digit] ?? digit)

// A last name has a word before it; `iv` and `v` stand for other things as often.
const generationBehind = /(?<=\S) (?:(jr|junior)|(sr|senior)|(ii)|(iii))$/

/** A folded name, and the generation that stood behind it. */
function generationOf(name: string): readonly [name: string, generation: string] {
  const found = generationBehind.exec(name)
  if (!found) return [name, '']
  const [, junior, senior, second, third] = found
  return [name.slice(0, found.index), (junior && 'jr') ?? (senior && 'sr') ?? second ?? third ?? '']
}

const joined = (text: string | null | undefined): string => (text ? folded(cut(text)).replaceAll(' ', '') : '')

const companyOf = (name: string | null | undefined): CompanyName | undefined => {
  const company = name ? companyName(cut(name)) : undefined
  return company?.joined ? company : undefined
}

const addressOf = (facts: PersonFacts | AccountFacts): Address => ({
  street: facts.street ? folded(cut(facts.street)) : '',
  city: joined(facts.city),
  postalCode: joined(facts.postalCode?.replace(/^(\d{5})-\d{4}$/, '$1')),
})

const othersOf = (others: PersonFacts['others']): readonly OtherText[] =>
  others === undefined
    ? []
    : Object.entries(others).flatMap(([name, text]) => {
        const plain = text ? folded(cut(text)) : ''
        return plain === '' ? [] : [[name, plain, wordsOfLong(plain)?.toSorted()] as const]
      })

const han = /\p{Script=Han}/u
const hanOf = ({ lastName, firstName }: PersonFacts): string => {
  const name = `${lastName ?? ''}${firstName ?? ''}`
  return han.test(name) ? cut(name).normalize('NFKC').replaceAll(/\s+/g, '') : ''
}

export function personTraits(facts: PersonFacts): PersonTraits {
  const email = facts.email ? emailKey(facts.email) : ''
  const [firstName, behindFirst] = generationOf(personNameOf(facts.firstName))
  const [lastName, behindLast] = generationOf(personNameOf(facts.lastName))
  return {
    facts,
    firstName,
    lastName,
    generation: behindLast || behindFirst,
    inHan: hanOf(facts),
    email,
    isDepartment: isDepartmentEmail(email),
    domain: companyDomain(facts),
    mobile: facts.mobilePhone ? phoneKey(cut(facts.mobilePhone)) : '',
    phone: facts.phone ? phoneKey(cut(facts.phone)) : '',
    company: companyOf(facts.company),
    title: facts.title ? folded(cut(facts.title)) : '',
    address: addressOf(facts),
    birthdate: facts.birthdate ?? '',
    others: othersOf(facts.others),
  }
}

export function accountTraits(facts: AccountFacts): AccountTraits {
  const domain = facts.website ? webDomain(cut(facts.website)) : ''
  return {
    facts,
    name: companyOf(facts.name),
    domain: isFreeMailDomain(domain) ? '' : domain,
    phone: facts.phone ? phoneKey(cut(facts.phone)) : '',
    address: addressOf(facts),
    country: nameOf(facts.country),
    others: othersOf(facts.others),
  }
}
