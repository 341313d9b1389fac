import { editDistance } from '../likeness.ts'
import type { PersonTraits } from '../traits.ts'
import { companyLikeness } from './companyLikeness.ts'
import { dateLikeness } from './dateLikeness.ts'
import { emailLikeness } from './emailLikeness.ts'
import type { Weights } from './longLikeness.ts'
import type { Pattern, Term } from './model.ts'
import { firstNameLikeness, lastNameLikeness } from './nameLikeness.ts'
import { addTexts, agreement } from './otherTexts.ts'
import { isSwap, placeLikeness, streetLikeness } from './placeLikeness.ts'
import { domainTerm } from './shares.ts'

interface Draft {
  readonly levels: Record<string, string>
  readonly terms: Record<string, Term>
}

/** Compares two persons field by field, without weighing: what both sides do not know is left out. */
export function personPattern(one: PersonTraits, other: PersonTraits, words?: Weights): Pattern {
  const draft: Draft = { levels: {}, terms: {} }
  addNames(draft, one, other)
  addOrganisation(draft, one, other)
  const isOneCompany = isSameOrganisation(draft)
  addEmail(draft, one, other)
  addPhones(draft, one, other, isOneCompany)
  addAddress(draft, one, other, isOneCompany)
  addBirthdate(draft, one, other)
  if (one.title && other.title) draft.levels.title = one.title === other.title ? 'same' : 'differs'
  addTexts(draft, one.others, other.others, words)
  return draft
}

const isSameOrganisation = ({ levels }: Draft): boolean => levels.company !== undefined && levels.company !== 'differs'

function addNames({ levels, terms }: Draft, one: PersonTraits, other: PersonTraits): void {
  const first = one.firstName && other.firstName ? firstNameLikeness(one.firstName, other.firstName) : undefined
  const last = one.lastName && other.lastName ? lastNameLikeness(one.lastName, other.lastName) : undefined
  const swapped =
    agrees(first) && agrees(last) ? undefined : crosswise(one, other, Number(agrees(first)) + Number(agrees(last)))
  if (swapped) {
    levels.order = 'swapped'
    Object.assign(levels, swapped)
    return
  }
  if (last) levels.order = 'straight'
  if (first) levels.firstName = first
  if (last) levels.lastName = last
  if (first === 'same' || first === 'mistyped' || first === 'form')
    terms.firstName = termOf(one.firstName, other.firstName)
  if (last === 'same' || last === 'mistyped') terms.lastName = termOf(one.lastName, other.lastName)
  // Read alike, written with other characters: two names.
  if (one.inHan && other.inHan && one.inHan !== other.inHan && last === 'same') levels.lastName = 'alike'
}

const termOf = (one: string, other: string): Term => (one === other ? one : [one, other])

const agrees = (likeness: string | undefined): boolean => likeness !== undefined && likeness !== 'differs'

/**
 * The levels of first and last name where they agree better with each other's field, as forms and lists write them.
 * Which of the two is the first name nobody knows: what agrees better counts as the last.
 */
function crosswise(
  one: PersonTraits,
  other: PersonTraits,
  agreeing: number,
): { readonly lastName: string; readonly firstName?: string } | undefined {
  const crossed = [
    crossedLikeness(one.firstName, other.lastName),
    crossedLikeness(one.lastName, other.firstName),
  ].toSorted((a, b) => ranks[a] - ranks[b])
  const [better = 'unknown', worse = 'unknown'] = crossed
  if (crossed.filter((likeness) => ranks[likeness] < ranks.unknown).length <= agreeing) return undefined
  return worse === 'unknown' ? { lastName: better } : { lastName: better, firstName: worse }
}

const ranks = { same: 0, mistyped: 1, unknown: 2, differs: 3 } as const

function crossedLikeness(first: string, last: string): keyof typeof ranks {
  if (!first || !last) return 'unknown'
  const likeness = lastNameLikeness(first, last)
  return likeness === 'same' || likeness === 'mistyped' ? likeness : 'differs'
}

/** Company name and company domain say the same thing twice, so the stronger one speaks. */
function addOrganisation({ levels, terms }: Draft, one: PersonTraits, other: PersonTraits): void {
  // One mailbox is one domain: that is said already.
  const isSameDomain = one.email && one.email === other.email ? undefined : agreement(one.domain, other.domain)
  const addDomain = (): void => {
    levels.company = 'domain'
    terms.company = domainTerm(one.domain)
  }
  if (one.company && other.company) {
    const likeness = companyLikeness(one.company, other.company)
    if (likeness === 'same') {
      levels.company = 'same'
      terms.company = one.company.joined
    } else if (isSameDomain) addDomain()
    else levels.company = likeness === 'differs' ? 'differs' : 'alike'
  } else if (isSameDomain) addDomain()
}

function addEmail({ levels, terms }: Draft, one: PersonTraits, other: PersonTraits): void {
  if (!one.email || !other.email) return
  levels.email = emailLikeness(one, other)
  if (levels.email === 'same') terms.email = one.email
}

function addPhones({ levels, terms }: Draft, one: PersonTraits, other: PersonTraits, isOneCompany: boolean): void {
  const mobile = agreement(one.mobile, other.mobile)
  const phone = agreement(one.phone, other.phone)
  const isCrosswise = agreement(one.mobile, other.phone) === true || agreement(one.phone, other.mobile) === true
  if (mobile || isCrosswise) {
    levels.phone = mobile ? 'mobile' : 'crosswise'
    terms.phone = mobile || one.mobile === other.phone ? one.mobile : one.phone
    if (phone && one.phone !== one.mobile && one.phone !== other.mobile) levels.switchboard = 'same'
  } else if (phone) {
    levels[isOneCompany ? 'switchboard' : 'phone'] = 'same'
    if (!isOneCompany) terms.phone = one.phone
  } else if (phone === false && levels.company === undefined && editDistance(one.phone, other.phone, 1) === 1)
    levels.phone = areNeighbours(one.phone, other.phone) ? 'neighbours' : 'mistyped'
  else if (mobile === false) levels.phone = 'mobileDiffers'
  else if (phone === false) levels.phone = 'differs'
}

/** Another digit among the last four: the next extension, or the next house, as often as a mistake. */
const areNeighbours = (one: string, other: string): boolean =>
  one.length === other.length && one.slice(0, -4) === other.slice(0, -4) && !isSwap(one, other)

function addAddress({ levels, terms }: Draft, one: PersonTraits, other: PersonTraits, isOneCompany: boolean): void {
  const place = placeLikeness(one.address, other.address)
  if (isOneCompany) {
    // Who shares the company shares the house.
    if (place) levels.office = place === 'differs' ? 'differs' : 'same'
    return
  }
  if (place) levels.place = place
  if (place === 'same' || place === 'postalCode') terms.place = one.address.postalCode
  if (place === 'city') terms.place = one.address.city
  const street = streetLikeness(one.address.street, other.address.street)
  if (street) levels.street = street
  if (levels.street === 'same') terms.street = one.address.street
  const isOneHouse = levels.street === 'same' || levels.street === 'alike'
  // A family whose house number is mistyped, or not known, is a family still; and so may be who leaves out street and first name.
  const isNumberAlone = street === undefined && one.address.street !== '' && other.address.street !== ''
  const mayBeFamily =
    (levels.firstName === 'differs' || (levels.firstName === undefined && isNumberAlone)) &&
    (levels.street === undefined || levels.street === 'otherNumber') &&
    (place === 'same' || place === 'nearlySame' || place === 'postalCode')
  // Another first name on one landline is of the family, wherever it lives.
  const isOneLine = levels.phone === 'same' && levels.firstName === 'differs' && levels.street !== 'differs'
  if ((isOneHouse || mayBeFamily || isOneLine) && agrees(levels.lastName)) levels.household = 'shared'
  if (isOneHouse && levels.firstName === 'differs' && levels.lastName === 'same') {
    levels.lastName = 'household'
    delete terms.lastName
  }
}

function addBirthdate({ levels, terms }: Draft, one: PersonTraits, other: PersonTraits): void {
  if (!one.birthdate || !other.birthdate) return
  levels.birthdate = dateLikeness(one.birthdate, other.birthdate)
  if (levels.birthdate === 'same') terms.birthdate = one.birthdate
}
