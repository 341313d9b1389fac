import { isFreeMailDomain } from '../../../ground/people/email.ts'
import { editDistance, isMistyped, jaroWinkler } from '../likeness.ts'
import type { PersonTraits } from '../traits.ts'
import { companyLikeness } from './companyLikeness.ts'
import type { Pattern, Term } from './model.ts'
import { firstNameLikeness, lastNameLikeness } from './nameLikeness.ts'
import { addTexts, agreement } from './otherTexts.ts'
import { placeLikeness, streetLikeness } from './placeLikeness.ts'

interface Draft {
  readonly levels: Record<string, string>
  readonly terms: Record<string, Term>
}

/** Compares two persons field by field, without weighing: what both sides do not know is left out. */
export function personPattern(one: PersonTraits, other: PersonTraits): Pattern {
  const draft: Draft = { levels: {}, terms: {} }
  addNames(draft, one, other)
  addOrganisation(draft, one, other)
  const isOneCompany = isSameOrganisation(draft)
  addEmail(draft, one, other)
  addPhones(draft, one, other, isOneCompany)
  addAddress(draft, one, other, isOneCompany)
  addBirthdate(draft, one, other)
  if (one.title && other.title) draft.levels.title = one.title === other.title ? 'same' : 'differs'
  addTexts(draft, one.others, other.others)
  return draft
}

const isSameOrganisation = ({ levels }: Draft): boolean => levels.company !== undefined && levels.company !== 'differs'

function addNames({ levels, terms }: Draft, one: PersonTraits, other: PersonTraits): void {
  const swapped = crosswise(one, other)
  if (swapped) {
    levels.order = 'swapped'
    // Which of the two is the first name nobody knows; the worse one counts as the last.
    levels.firstName = swapped.includes('same') ? 'same' : 'mistyped'
    levels.lastName = swapped.includes('mistyped') ? 'mistyped' : 'same'
    return
  }
  if (one.firstName && other.firstName) {
    const likeness = firstNameLikeness(one.firstName, other.firstName)
    levels.firstName = likeness
    if (likeness === 'same' || likeness === 'mistyped' || likeness === 'form')
      terms.firstName = termOf(one.firstName, other.firstName)
  }
  if (one.lastName && other.lastName) {
    const likeness = lastNameLikeness(one.lastName, other.lastName)
    levels.lastName = likeness
    if (likeness === 'same' || likeness === 'mistyped') terms.lastName = termOf(one.lastName, other.lastName)
  }
  // Read alike, written with other characters: two names.
  if (one.inHan && other.inHan && one.inHan !== other.inHan && levels.lastName === 'same') levels.lastName = 'alike'
}

const termOf = (one: string, other: string): Term => (one === other ? one : [one, other])

/** How first and last name agree with each other's field, as forms and lists write them; undefined where they do not. */
function crosswise(one: PersonTraits, other: PersonTraits): readonly string[] | undefined {
  if (!one.firstName || !one.lastName || !other.firstName || !other.lastName) return undefined
  if (one.lastName === other.lastName || one.firstName === other.firstName) return undefined
  const first = firstNameLikeness(one.firstName, other.lastName)
  if (first !== 'same' && first !== 'mistyped') return undefined
  const last = firstNameLikeness(one.lastName, other.firstName)
  if ((last !== 'same' && last !== 'mistyped') || areBothAlike(one, other)) return undefined
  return [first, last]
}

const areBothAlike = (one: PersonTraits, other: PersonTraits): boolean =>
  firstNameLikeness(one.firstName, other.firstName) !== 'differs' &&
  lastNameLikeness(one.lastName, other.lastName) !== 'differs'

/** Company name and company domain say the same thing twice, so the stronger one speaks. */
function addOrganisation({ levels, terms }: Draft, one: PersonTraits, other: PersonTraits): void {
  // One mailbox is one domain: that is said already.
  const isSameDomain = one.email && one.email === other.email ? undefined : agreement(one.domain, other.domain)
  if (one.company && other.company) {
    const likeness = companyLikeness(one.company, other.company)
    if (likeness === 'same') {
      levels.company = 'same'
      terms.company = one.company.joined
    } else if (isSameDomain) levels.company = 'domain'
    else levels.company = likeness === 'differs' ? 'differs' : 'alike'
  } else if (isSameDomain) levels.company = 'domain'
}

function addEmail({ levels, terms }: Draft, one: PersonTraits, other: PersonTraits): void {
  if (!one.email || !other.email) return
  levels.email = emailLikeness(one, other)
  if (levels.email === 'same') terms.email = one.email
}

function emailLikeness(one: PersonTraits, other: PersonTraits): string {
  if (one.email === other.email) return one.isDepartment ? 'department' : 'same'
  const [front, behind] = parts(one.email)
  const [otherFront, otherBehind] = parts(other.email)
  const isSameFront = front === otherFront && front.length > 2 && !one.isDepartment
  if (isSameFront && (jaroWinkler(behind, otherBehind) >= 0.9 || isMistyped(behind, otherBehind))) return 'mistyped'
  if (isSameFront && front.length > 4) return 'sameFront'
  // Another first letter at one domain is a colleague as often as a mistake.
  if (behind === otherBehind && front[0] === otherFront[0] && isMistyped(front, otherFront, 8))
    return Math.min(front.length, otherFront.length) > 5 ? 'mistyped' : 'near'
  if (behind === otherBehind) return isFreeMailDomain(behind) ? 'differs' : 'colleague'
  return editDistance(one.email, other.email, 3) <= 3 ? 'near' : 'differs'
}

const parts = (email: string): readonly [string, string] => {
  const at = email.lastIndexOf('@')
  return [email.slice(0, at), email.slice(at + 1)]
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
  } else if (phone === false && !isOneCompany && editDistance(one.phone, other.phone, 1) === 1)
    levels.phone = 'mistyped'
  else if (mobile === false) levels.phone = 'mobileDiffers'
  else if (phone === false) levels.phone = 'differs'
}

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
  if (one.address.street && other.address.street)
    levels.street = streetLikeness(one.address.street, other.address.street)
  const isOneHouse = levels.street === 'same' || levels.street === 'alike'
  if (isOneHouse && levels.firstName === 'differs' && levels.lastName === 'same') {
    levels.lastName = 'household'
    delete terms.lastName
  }
}

function addBirthdate({ levels, terms }: Draft, one: PersonTraits, other: PersonTraits): void {
  if (!one.birthdate || !other.birthdate) return
  levels.birthdate = birthdateLikeness(one.birthdate, other.birthdate)
  if (levels.birthdate === 'same') terms.birthdate = one.birthdate
}

/** One digit wrong, two swapped, or day and month in each other's place; then two of the three parts the same. */
function birthdateLikeness(one: string, other: string): string {
  if (one === other) return 'same'
  if (editDistance(one, other, 1) === 1) return 'mistyped'
  const [year, month, day] = one.split('-')
  const [otherYear, otherMonth, otherDay] = other.split('-')
  if (year === otherYear && month === otherDay && day === otherMonth) return 'mistyped'
  const same = Number(year === otherYear) + Number(month === otherMonth) + Number(day === otherDay)
  return same > 1 ? 'parts' : same > 0 && year === otherYear ? 'year' : 'differs'
}
