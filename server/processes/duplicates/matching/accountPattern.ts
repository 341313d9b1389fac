import type { AccountTraits } from '../traits.ts'
import { companyLikeness } from './companyLikeness.ts'
import type { Weights } from './longLikeness.ts'
import type { Pattern, Term } from './model.ts'
import { addTexts, agreement } from './otherTexts.ts'
import { placeLikeness, streetLikeness } from './placeLikeness.ts'

/** Compares two accounts field by field, without weighing: what both sides do not know is left out. */
export function accountPattern(one: AccountTraits, other: AccountTraits, words?: Weights): Pattern {
  const levels: Record<string, string> = {}
  const terms: Record<string, Term> = {}
  const domain = agreement(one.domain, other.domain)
  if (one.name && other.name) {
    const likeness = companyLikeness(one.name, other.name, {
      inList: words?.name,
      town: townOf(one.address.city, other.address.city),
    })
    // A trade name or a subsidiary: with one web domain, another name says little.
    levels.name = likeness === 'differs' && domain ? 'otherOfDomain' : likeness
    if (likeness === 'same' || likeness === 'alike' || likeness === 'near')
      terms.name = one.name.joined === other.name.joined ? one.name.joined : [one.name.joined, other.name.joined]
  }
  if (domain !== undefined) levels.domain = domain ? 'same' : 'differs'
  if (domain) terms.domain = one.domain
  const phone = agreement(one.phone, other.phone)
  if (phone !== undefined) levels.phone = phone ? 'same' : 'differs'
  if (phone) terms.phone = one.phone
  const place = placeLikeness(one.address, other.address)
  if (place) levels.place = place
  if (place === 'same' || place === 'postalCode') terms.place = one.address.postalCode
  if (place === 'city') terms.place = one.address.city
  const street = streetLikeness(one.address.street, other.address.street)
  if (street) levels.street = street
  if (levels.street === 'same') terms.street = one.address.street
  const isOneHouse = levels.street === 'same' || levels.street === 'alike'
  if (isOneHouse && place !== 'differs' && levels.name !== undefined) levels.household = 'ofCompanies'
  const country = agreement(one.country, other.country)
  if (country !== undefined) levels.country = country ? 'same' : 'differs'
  addTexts({ levels, terms }, one.others, other.others, words)
  return { levels, terms }
}

const townOf = (one: string, other: string): string => (one === other || other === '' ? one : one === '' ? other : '')
