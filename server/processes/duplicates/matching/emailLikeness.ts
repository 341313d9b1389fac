import { isFreeMailDomain } from '../../../ground/people/email.ts'
import { withoutUmlauts } from '../../../ground/people/folding.ts'
import { editDistance, isMistyped, jaroWinkler } from '../likeness.ts'
import type { PersonTraits } from '../traits.ts'
import { areNumberedApart } from './digits.ts'
import { firstNameLikeness } from './nameLikeness.ts'

type EmailLikeness = 'same' | 'mistyped' | 'near' | 'department' | 'sameFront' | 'colleague' | 'ownNames' | 'differs'

/**
 * How alike two mailboxes are; both are known. What stands before the @ and is no more than the name is said by the name
 * already, so that it speaks for nothing where it agrees (`john.smith` at two companies), and against one person where it
 * spells two similar names apart, each as its own record does.
 */
export function emailLikeness(one: PersonTraits, other: PersonTraits): EmailLikeness {
  if (one.email === other.email) return one.isDepartment ? 'department' : 'same'
  const [front, behind] = parts(one.email)
  const [otherFront, otherBehind] = parts(other.email)
  const isNumberedApart = areNumberedApart(one.email, other.email)
  const isSameFront = front === otherFront && front.length > 2 && !one.isDepartment
  if (isSameFront && !isNumberedApart && (jaroWinkler(behind, otherBehind) >= 0.9 || isMistyped(behind, otherBehind)))
    return 'mistyped'
  if (isSameFront && front.length > 4) return isMadeOfName(front, one) ? 'differs' : 'sameFront'
  if (behind !== otherBehind)
    return !isNumberedApart && editDistance(one.email, other.email, 3) <= 3 ? 'near' : 'differs'
  // Another first letter at one domain is a colleague as often as a mistake.
  const isMistake = !isNumberedApart && front[0] === otherFront[0] && isMistyped(front, otherFront, 8)
  const isOfAnybody = isFreeMailDomain(behind)
  const areOwnNames = isMistake && isMadeOfName(front, one) && isMadeOfName(otherFront, other)
  const mayBeEithers = areOwnNames && (isMadeOfName(front, other) || isMadeOfName(otherFront, one))
  if (areOwnNames && (areNamedApart(one, other) || !mayBeEithers)) return 'ownNames'
  if (isMistake) return Math.min(front.length, otherFront.length) > 5 ? 'mistyped' : 'near'
  return isOfAnybody ? 'differs' : 'colleague'
}

/** Susan and Steven, who are both `s.smith`. */
const areNamedApart = (one: PersonTraits, other: PersonTraits): boolean =>
  one.firstName !== '' && other.firstName !== '' && apart.has(firstNameLikeness(one.firstName, other.firstName))

const apart: ReadonlySet<string> = new Set(['differs', 'alike'])

const notLetters = /[^\p{L}\p{N}]+/gu

/** `john.smith`, `smithj`, `j-smith` or `smith` of John Smith. */
function isMadeOfName(front: string, { firstName, lastName }: PersonTraits): boolean {
  const [first, last] = [firstName.replaceAll(notLetters, ''), lastName.replaceAll(notLetters, '')]
  if (last === '') return false
  const plain = withoutUmlauts(front).replaceAll(notLetters, '')
  if (plain === last || plain === first) return true
  const initial = first.slice(0, 1)
  return [first + last, last + first, initial + last, last + initial, first + last.slice(0, 1)].includes(plain)
}

const parts = (email: string): readonly [string, string] => {
  const at = email.lastIndexOf('@')
  return [email.slice(0, at), email.slice(at + 1)]
}
