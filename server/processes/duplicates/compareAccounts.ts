import type { AccountFacts } from '../../ground/people/facts.ts'
import {
  addressLikeness,
  addressReasons,
  agreement,
  companyLikeness,
  companyReason,
  type Evidence,
} from './evidence.ts'
import { reasonsOf, type Comparison } from './comparePersons.ts'
import { accountTraits, type AccountTraits } from './traits.ts'
import { accountModel, bits, probabilityOf } from './weights.ts'

/** Compares two accounts, or the account a lead would become with an account. */
export const compareAccounts = (one: AccountFacts, other: AccountFacts): Comparison =>
  compareAccountTraits(accountTraits(one), accountTraits(other))

/** The probability that two accounts are one company, by name, domain, phone, address and country; a blank says nothing. */
export function compareAccountTraits(one: AccountTraits, other: AccountTraits): Comparison {
  const evidence: Evidence[] = []
  const domain = agreement(one.domain, other.domain)
  if (one.name && other.name) {
    const likeness = companyLikeness(one.name, other.name)
    const reason = companyReason(likeness, one.name, other.name, [one.facts.name ?? '', other.facts.name ?? ''])
    const level =
      likeness === 'differs' && domain ? accountModel.otherNameOfDomain.differs : accountModel.name[likeness]
    evidence.push({ level, ...(reason && { reason }) })
  }
  if (domain !== undefined)
    evidence.push({
      level: accountModel.domain[domain ? 'same' : 'differs'],
      ...(domain && { reason: `Same web domain ${one.domain}` }),
    })
  const phone = agreement(one.phone, other.phone)
  if (phone !== undefined)
    evidence.push({
      level: accountModel.phone[phone ? 'same' : 'differs'],
      ...(phone && { reason: 'Same phone number' }),
    })
  const address = addressLikeness(one.address, other.address)
  if (address) {
    const reason = addressReasons[address]
    evidence.push({ level: accountModel.address[address], ...(reason && { reason }) })
  }
  const country = agreement(one.country, other.country)
  if (country !== undefined) evidence.push({ level: accountModel.country[country ? 'same' : 'differs'] })
  return {
    probability: probabilityOf(
      evidence.reduce((sum, { level }) => sum + bits(level), 0),
      accountModel.oneIn,
    ),
    reasons: reasonsOf(evidence),
  }
}
