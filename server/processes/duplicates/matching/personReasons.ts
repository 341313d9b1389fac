import type { PersonTraits } from '../traits.ts'
import { companyLikeness } from './companyLikeness.ts'
import type { Model, Pattern } from './model.ts'
import { firstNameLikeness } from './nameLikeness.ts'
import { addressReasons, companyReason, firstNameReason, isSameAddress, reasonsOf } from './reasons.ts'

const plain: Readonly<Record<string, string>> = {
  ...addressReasons,
  'email same': 'Same e-mail address',
  'email department': 'Same mailbox of a department',
  'phone mobile': 'Same mobile number',
  'phone crosswise': 'Same number, once as mobile and once as phone',
  'phone same': 'Same phone number',
  'phone mistyped': 'Phone numbers differ in one digit',
  'phone neighbours': 'Phone numbers differ in one digit',
  'switchboard same': 'Same phone number',
  'office same': 'Same place',
  'birthdate same': 'Same birthday',
  'birthdate mistyped': 'Birthdays differ in one digit, or in the order of day and month',
  'birthdate parts': 'Birthdays agree in two of day, month and year',
  'birthdate year': 'Born in the same year',
  'title same': 'Same title',
}

/** Why two persons may be one, as sentences; strongest evidence first. */
export function personReasons(pattern: Pattern, model: Model, one: PersonTraits, other: PersonTraits): string[] {
  const { levels } = pattern
  if (levels.order === 'swapped')
    return [
      'First and last name are the same, swapped',
      ...reasonsOf(pattern, model, (field, level) =>
        field === 'firstName' || field === 'lastName' ? undefined : sentence(pattern, field, level, one, other),
      ),
    ]
  return reasonsOf(pattern, model, (field, level) => sentence(pattern, field, level, one, other))
}

function sentence(
  pattern: Pattern,
  field: string,
  level: string,
  one: PersonTraits,
  other: PersonTraits,
): string | undefined {
  const { levels } = pattern
  const isSameName = levels.firstName === 'same' && levels.lastName === 'same' && levels.order !== 'swapped'
  switch (field) {
    case 'firstName':
      return isSameName ? undefined : firstNames(one, other)
    case 'lastName':
      return isSameName ? 'Same name' : lastNames(level, one, other)
    case 'company':
      return companies(level, one, other)
    case 'email':
      return plain[`email ${level}`] ?? emails(level, one, other)
    case 'place':
      return isSameAddress(pattern) ? undefined : plain[`place ${level}`]
    case 'street':
      return isSameAddress(pattern) ? 'Same address' : plain[`street ${level}`]
    default:
      return plain[`${field} ${level}`] ?? otherText(field, level)
  }
}

const typed = (text: string | null | undefined): string => (text ?? '').trim().slice(0, 80)

const firstNames = (one: PersonTraits, other: PersonTraits): string | undefined =>
  firstNameReason(
    firstNameLikeness(one.firstName, other.firstName),
    typed(one.facts.firstName),
    typed(other.facts.firstName),
  )

function lastNames(level: string, one: PersonTraits, other: PersonTraits): string | undefined {
  const names = `${typed(one.facts.lastName)} and ${typed(other.facts.lastName)}`
  if (level === 'same' || level === 'household') return 'Same last name'
  if (level === 'mistyped') return `Last names are nearly the same: ${names}`
  if (level === 'contained') return `One last name holds the other: ${names}`
  return level === 'alike' ? `Last names are alike: ${names}` : undefined
}

function companies(level: string, one: PersonTraits, other: PersonTraits): string | undefined {
  if (level === 'domain') return `Same company domain ${one.domain}`
  if (!one.company || !other.company) return undefined
  const likeness = companyLikeness(one.company, other.company)
  return companyReason(likeness, one.company, other.company, [typed(one.facts.company), typed(other.facts.company)])
}

function emails(level: string, one: PersonTraits, other: PersonTraits): string | undefined {
  if (level === 'mistyped' || level === 'near')
    return `E-mail addresses are nearly the same: ${one.email} and ${other.email}`
  return level === 'sameFront' ? `Same name before the @: ${one.email.slice(0, one.email.lastIndexOf('@'))}` : undefined
}

/** The sentence for a column that is no known field. */
export function otherText(field: string, level: string): string | undefined {
  if (!field.startsWith('other:')) return undefined
  const column = field.slice('other:'.length)
  if (level === 'same') return `Same ${column}`
  if (level === 'held') return `One ${column} holds the words of the other`
  if (level === 'much') return `${column} shares its rarest words`
  if (level === 'some') return `${column} shares some rare words`
  return level === 'alike' ? `${column} is nearly the same` : undefined
}
