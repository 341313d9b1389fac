import type { PersonFacts } from '../../ground/people/facts.ts'
import { isFreeMailDomain, emailDomain } from '../../ground/people/email.ts'
import {
  addressLikeness,
  addressReasons,
  agreement,
  companyLikeness,
  companyReason,
  firstNameLikeness,
  firstNameReason,
  lastNameLikeness,
  type Evidence,
} from './evidence.ts'
import { editDistance, isMistyped, jaroWinkler } from './likeness.ts'
import { personTraits, type PersonTraits } from './traits.ts'
import { bits, certain, personModel, probabilityOf } from './weights.ts'

/** How likely two records are one, and why, as sentences for people; strongest evidence first. */
export interface Comparison {
  readonly probability: number
  readonly reasons: readonly string[]
}

const nothing: readonly Evidence[] = []

/** Compares two leads or contacts by their facts. To compare one with many, read the traits once. */
export const comparePersons = (one: PersonFacts, other: PersonFacts): Comparison =>
  comparePersonTraits(personTraits(one), personTraits(other))

/**
 * The probability that two leads or contacts are one human being: each field's level of agreement adds its
 * bits (`weights.ts`); a blank adds none. Two persons with clearly different first names are never certain.
 */
export function comparePersonTraits(one: PersonTraits, other: PersonTraits): Comparison {
  const names = nameEvidence(one, other)
  const organisation = organisationEvidence(one, other)
  const isOneCompany = organisation.some(({ level }) => level.m > level.u)
  const evidence = [
    ...names,
    ...organisation,
    ...emailEvidence(one, other),
    ...phoneEvidence(one, other, isOneCompany),
    ...addressEvidence(one, other, isOneCompany),
    ...birthdateEvidence(one, other),
  ]
  const probability = probabilityOf(
    evidence.reduce((sum, { level }) => sum + bits(level), 0),
    personModel.oneIn,
  )
  const isOtherPerson = names.some(({ level }) => level === personModel.firstName.differs)
  return {
    probability: isOtherPerson ? Math.min(probability, certain - 0.01) : probability,
    reasons: reasonsOf(evidence),
  }
}

/** The sentences of the evidence that speaks for one, strongest first. */
export const reasonsOf = (evidence: readonly Evidence[]): string[] =>
  evidence
    .toSorted((a, b) => bits(b.level) - bits(a.level))
    .flatMap(({ level, reason }) => (reason && level.m > level.u ? [reason] : []))

function nameEvidence(one: PersonTraits, other: PersonTraits): readonly Evidence[] {
  const model = personModel
  if (isSwapped(one, other)) {
    return [
      { level: model.firstName.same },
      { level: model.lastName.mistyped, reason: 'First and last name are the same, swapped' },
    ]
  }
  const evidence: Evidence[] = []
  const first = one.firstName && other.firstName ? firstNameLikeness(one.firstName, other.firstName) : undefined
  const last = one.lastName && other.lastName ? lastNameLikeness(one.lastName, other.lastName) : undefined
  const isSameName = first === 'same' && last === 'same'
  if (first) {
    const reason = isSameName
      ? 'Same name'
      : firstNameReason(first, one.facts.firstName?.trim() ?? '', other.facts.firstName?.trim() ?? '')
    evidence.push({ level: model.firstName[first], ...(reason && { reason }) })
  }
  if (last) {
    const reason = isSameName
      ? undefined
      : lastNameReason(last, one.facts.lastName?.trim() ?? '', other.facts.lastName?.trim() ?? '')
    evidence.push({ level: model.lastName[last], ...(reason && { reason }) })
  }
  return evidence
}

function isSwapped(one: PersonTraits, other: PersonTraits): boolean {
  if (!one.firstName || !one.lastName || !other.firstName || !other.lastName || one.lastName === other.lastName)
    return false
  const crosswise = [firstNameLikeness(one.firstName, other.lastName), firstNameLikeness(one.lastName, other.firstName)]
  return crosswise.every((likeness) => likeness === 'same' || likeness === 'mistyped') && crosswise.includes('same')
}

function lastNameReason(
  likeness: 'same' | 'mistyped' | 'contained' | 'differs',
  one: string,
  other: string,
): string | undefined {
  if (likeness === 'same') return 'Same last name'
  if (likeness === 'mistyped') return `Last names are nearly the same: ${one} and ${other}`
  return likeness === 'contained' ? `One last name holds the other: ${one} and ${other}` : undefined
}

/** Company name and company domain say the same thing twice, so only the stronger one speaks. */
function organisationEvidence(one: PersonTraits, other: PersonTraits): readonly Evidence[] {
  const sameDomain = agreement(one.domain, other.domain)
  const domain: Evidence | undefined =
    sameDomain === undefined
      ? undefined
      : {
          level: personModel.domain[sameDomain ? 'same' : 'differs'],
          ...(sameDomain && { reason: `Same company domain ${one.domain}` }),
        }
  if (!one.company || !other.company) return sameDomain && domain ? [domain] : nothing
  const likeness = companyLikeness(one.company, other.company)
  const typed = [one.facts.company ?? '', other.facts.company ?? ''] as const
  const reason = companyReason(likeness, one.company, other.company, typed)
  const level =
    likeness === 'same' || likeness === 'differs' ? personModel.company[likeness] : personModel.company.alike
  if (domain && sameDomain && bits(domain.level) > bits(level)) return [domain]
  return [{ level, ...(reason && { reason }) }]
}

function emailEvidence(one: PersonTraits, other: PersonTraits): readonly Evidence[] {
  const model = personModel.email
  if (!one.email || !other.email) return nothing
  if (one.email === other.email) {
    return [
      one.isDepartment
        ? { level: model.department, reason: 'Same mailbox of a department' }
        : { level: model.same, reason: 'Same e-mail address' },
    ]
  }
  const [front, behind] = parts(one.email)
  const [otherFront, otherBehind] = parts(other.email)
  const mistyped: Evidence = {
    level: model.mistyped,
    reason: `E-mail addresses are nearly the same: ${one.email} and ${other.email}`,
  }
  const isSameFront = front === otherFront && front.length > 4 && !one.isDepartment
  if (isSameFront && jaroWinkler(behind, otherBehind) >= 0.9) return [mistyped]
  if (isSameFront) return [{ level: model.sameFront, reason: `Same name before the @: ${front}` }]
  const isFree = isFreeMailDomain(emailDomain(one.email))
  if (behind === otherBehind && front.length > 5 && isMistyped(front, otherFront) && front[0] === otherFront[0])
    return [mistyped]
  return [{ level: behind === otherBehind && !isFree ? model.colleague : model.differs }]
}

const parts = (email: string): readonly [string, string] => {
  const at = email.lastIndexOf('@')
  return [email.slice(0, at), email.slice(at + 1)]
}

function phoneEvidence(one: PersonTraits, other: PersonTraits, isOneCompany: boolean): readonly Evidence[] {
  const mobile = agreement(one.mobile, other.mobile)
  const isSamePhone = agreement(one.phone, other.phone) === true && one.phone !== one.mobile
  const also: readonly Evidence[] = isSamePhone
    ? [{ level: personModel.switchboard.same, reason: 'Same phone number' }]
    : nothing
  if (mobile) return [{ level: personModel.mobile.same, reason: 'Same mobile number' }, ...also]
  const crosswise = agreement(one.mobile, other.phone) === true || agreement(one.phone, other.mobile) === true
  if (crosswise) return [{ level: personModel.mobile.same, reason: 'Same number, once as mobile and once as phone' }]
  const phone = agreement(one.phone, other.phone)
  if (phone && isOneCompany) return [{ level: personModel.switchboard.same, reason: 'Same phone number' }]
  if (phone) return [{ level: personModel.phone.same, reason: 'Same phone number' }]
  if (phone === false && !isOneCompany && editDistance(one.phone, other.phone, 1) === 1) {
    return [{ level: personModel.phone.mistyped, reason: 'Phone numbers differ in one digit' }]
  }
  return mobile === false
    ? [{ level: personModel.mobile.differs }]
    : phone === false
      ? [{ level: personModel.phone.differs }]
      : nothing
}

function addressEvidence(one: PersonTraits, other: PersonTraits, isOneCompany: boolean): readonly Evidence[] {
  const likeness = addressLikeness(one.address, other.address)
  if (!likeness) return nothing
  const reason = addressReasons[likeness]
  const level = isOneCompany
    ? personModel.officeAddress[likeness === 'differs' ? 'differs' : 'same']
    : personModel.address[likeness]
  return [{ level, ...(reason && { reason }) }]
}

function birthdateEvidence(one: PersonTraits, other: PersonTraits): readonly Evidence[] {
  const same = agreement(one.birthdate, other.birthdate)
  if (same === undefined) return nothing
  if (same) return [{ level: personModel.birthdate.same, reason: 'Same birthday' }]
  if (editDistance(one.birthdate, other.birthdate, 1) === 1)
    return [{ level: personModel.birthdate.mistyped, reason: 'Birthdays differ in one digit' }]
  return [{ level: personModel.birthdate.differs }]
}
