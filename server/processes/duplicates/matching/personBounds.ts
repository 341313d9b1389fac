import { certain, likely } from '../../../../shared/likelihood.ts'
import type { PersonTraits } from '../traits.ts'
import { bitsOfField, type Model, type Pattern } from './model.ts'

const lessThan = (bound: number): number => bound - 0.01

/** Two persons, as far as their records tell. */
const TWO_PERSONS = 0.4

/**
 * The most a comparison of two persons may come to, whatever its evidence adds up to: names, towns, streets, companies and their
 * mailboxes go together where people of one language live and work, which adding them up does not see.
 */
export function mostForPersons(pattern: Pattern, model: Model, one: PersonTraits, other: PersonTraits): number {
  return Math.min(
    pattern.levels.firstName === 'differs' ? lessThan(certain) : 1,
    mostForGenerations(pattern, one, other),
    mostForOwnMailboxes(pattern),
    mostForOtherName(pattern, model),
    mostForTwoMistakes(pattern, model, one, other),
    mostForTwoCompanies(pattern, model, one, other),
  )
}

/** A junior and a senior are two; who lives in the house of a namesake marked so is often the father, or the son. */
function mostForGenerations({ levels }: Pattern, one: PersonTraits, other: PersonTraits): number {
  if (one.generation === other.generation) return 1
  if (one.generation !== '' && other.generation !== '') return TWO_PERSONS
  const isOwn = levels.email === 'same' || levels.birthdate === 'same' || ownPhones.has(levels.phone ?? '')
  return levels.household === 'shared' && !isOwn ? lessThan(likely) : 1
}

/** Two mailboxes of one house that spell two similar names are two colleagues, or twins: a birthday and a landline are of both. */
const mostForOwnMailboxes = ({ levels }: Pattern): number =>
  levels.email === 'ownNames' && !ownPhones.has(levels.phone ?? '') ? TWO_PERSONS : 1

/**
 * Two at one company with another first or last name are colleagues, also where a department's mailbox, a switchboard and a town are
 * of both, unless one of them has what one person alone has: who married keeps the number, or the mailbox.
 */
function mostForOtherName(pattern: Pattern, model: Model): number {
  const { firstName, lastName, email, birthdate } = pattern.levels
  if (!(isOneCompany(pattern) || email === 'department') || (firstName !== 'differs' && lastName !== 'differs'))
    return 1
  const isNearly = email === 'mistyped' || birthdate === 'mistyped' || birthdate === 'parts'
  return isNearly || isIdentified(pattern, model) ? 1 : TWO_PERSONS
}

/** A letter makes another name of these: Yang and Fang, Zhou and Zhao. */
const SHORT_NAME = 5

/** Two at one company of whose names a letter differs in the first and in the last are seldom one who was mistyped twice. */
function mostForTwoMistakes(pattern: Pattern, model: Model, one: PersonTraits, other: PersonTraits): number {
  const { firstName, lastName } = pattern.levels
  if (!isOneCompany(pattern) || firstName !== 'mistyped' || lastName !== 'mistyped') return 1
  if (isIdentified(pattern, model)) return 1
  const areShort = [one.firstName, one.lastName, other.firstName, other.lastName].every(
    ({ length }) => length <= SHORT_NAME,
  )
  return lessThan(areShort ? likely : certain)
}

/**
 * Records that name two companies are one only by what one person alone has: a job changer keeps the mobile number, or the house
 * where no two domains are known.
 */
function mostForTwoCompanies(pattern: Pattern, model: Model, one: PersonTraits, other: PersonTraits): number {
  const { levels } = pattern
  if (levels.company !== 'differs' || isIdentified(pattern, model)) return 1
  // Who lives in one house changed the job, unless two domains say otherwise; a town has many of one name.
  const isOneHouse = levels.street === 'same' || levels.street === 'alike'
  const areDomainsKnown = one.domain !== '' && other.domain !== ''
  return isOneHouse && !areDomainsKnown ? lessThan(certain) : lessThan(likely)
}

const isOneCompany = ({ levels }: Pattern): boolean => levels.company !== undefined && levels.company !== 'differs'

/** So many bits name one among thousands, as a customer number does. */
const BITS_OF_A_NUMBER = 10

/** Whether a value agrees exactly that hardly two people have. */
function isIdentified({ levels, terms }: Pattern, model: Model): boolean {
  const { email, phone = '', birthdate } = levels
  if (email === 'same' || birthdate === 'same' || phone === 'same' || ownPhones.has(phone)) return true
  for (const field in levels)
    if (
      levels[field] === 'same' &&
      field.startsWith('other:') &&
      bitsOfField(model, field, 'same', terms[field]) >= BITS_OF_A_NUMBER
    )
      return true
  return false
}

const ownPhones: ReadonlySet<string> = new Set(['mobile', 'crosswise'])
