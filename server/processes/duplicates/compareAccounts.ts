import type { AccountFacts } from '../../ground/people/facts.ts'
import type { Comparison } from './comparePersons.ts'
import { accountPattern } from './matching/accountPattern.ts'
import { accountPriors } from './matching/accountPriors.ts'
import { scoreOf, type Model, type Pattern } from './matching/model.ts'
import { otherText } from './matching/personReasons.ts'
import { addressReasons, companyReason, isSameAddress, reasonsOf } from './matching/reasons.ts'
import { accountTraits, type AccountTraits } from './traits.ts'

/** Compares two accounts, or the account a lead would become with an account. */
export const compareAccounts = (one: AccountFacts, other: AccountFacts, model?: Model): Comparison =>
  compareAccountTraits(accountTraits(one), accountTraits(other), model)

/** The probability that two accounts are one company, by name, domain, phone, address and country; a blank says nothing. */
export function compareAccountTraits(
  one: AccountTraits,
  other: AccountTraits,
  model: Model = accountPriors,
): Comparison {
  const pattern = accountPattern(one, other, model.words)
  return {
    probability: scoreOf(model, pattern),
    get reasons() {
      return reasonsOf(pattern, model, (field, level) => sentence(pattern, field, level, one, other))
    },
  }
}

function sentence(
  pattern: Pattern,
  field: string,
  level: string,
  one: AccountTraits,
  other: AccountTraits,
): string | undefined {
  if (field === 'name' && one.name && other.name)
    return companyReason(level, one.name, other.name, [
      one.facts.name?.trim().slice(0, 120) ?? '',
      other.facts.name?.trim().slice(0, 120) ?? '',
    ])
  if (field === 'domain') return level === 'same' ? `Same web domain ${one.domain}` : undefined
  if (field === 'phone') return level === 'same' ? 'Same phone number' : undefined
  if (isSameAddress(pattern) && field === 'street') return 'Same address'
  if (isSameAddress(pattern) && field === 'place') return undefined
  return addressReasons[`${field} ${level}`] ?? otherText(field, level)
}
