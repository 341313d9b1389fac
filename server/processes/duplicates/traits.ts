import { companyName, webDomain, type CompanyName } from '../../ground/people/company.ts'
import { emailKey, isDepartmentEmail, isFreeMailDomain } from '../../ground/people/email.ts'
import type { AccountFacts, PersonFacts } from '../../ground/people/facts.ts'
import { folded, withoutUmlauts } from '../../ground/people/folding.ts'
import { companyDomain } from '../../ground/people/matchKeys.ts'
import { phoneKey } from '../../ground/people/phone.ts'

export interface Address {
  readonly street: string
  readonly city: string
  readonly postalCode: string
}

/** A person's facts made comparable once, however many others it is compared with. `''` is unknown. */
export interface PersonTraits {
  readonly facts: PersonFacts
  readonly firstName: string
  readonly lastName: string
  readonly email: string
  readonly isDepartment: boolean
  readonly domain: string
  readonly mobile: string
  readonly phone: string
  readonly company: CompanyName | undefined
  readonly address: Address
  readonly birthdate: string
}

/** An account's facts made comparable once. `''` is unknown. */
export interface AccountTraits {
  readonly facts: AccountFacts
  readonly name: CompanyName | undefined
  readonly domain: string
  readonly phone: string
  readonly address: Address
  readonly country: string
}

const nameOf = (text: string | null | undefined): string => (text ? withoutUmlauts(folded(text)) : '')
const joined = (text: string | null | undefined): string => (text ? folded(text).replaceAll(' ', '') : '')

const companyOf = (name: string | null | undefined): CompanyName | undefined => {
  const company = name ? companyName(name) : undefined
  return company?.joined ? company : undefined
}

const addressOf = (facts: PersonFacts | AccountFacts): Address => ({
  street: facts.street ? folded(facts.street) : '',
  city: joined(facts.city),
  postalCode: joined(facts.postalCode?.replace(/^(\d{5})-\d{4}$/, '$1')),
})

export function personTraits(facts: PersonFacts): PersonTraits {
  const email = facts.email ? emailKey(facts.email) : ''
  return {
    facts,
    firstName: nameOf(facts.firstName),
    lastName: nameOf(facts.lastName),
    email,
    isDepartment: isDepartmentEmail(email),
    domain: companyDomain(facts),
    mobile: facts.mobilePhone ? phoneKey(facts.mobilePhone) : '',
    phone: facts.phone ? phoneKey(facts.phone) : '',
    company: companyOf(facts.company),
    address: addressOf(facts),
    birthdate: facts.birthdate ?? '',
  }
}

export function accountTraits(facts: AccountFacts): AccountTraits {
  const domain = facts.website ? webDomain(facts.website) : ''
  return {
    facts,
    name: companyOf(facts.name),
    domain: isFreeMailDomain(domain) ? '' : domain,
    phone: facts.phone ? phoneKey(facts.phone) : '',
    address: addressOf(facts),
    country: nameOf(facts.country),
  }
}
