import { sharedFullName } from '../../../ground/people/nicknames.ts'
import { skeleton } from '../../../ground/people/skeleton.ts'
import { sound } from '../../../ground/people/sound.ts'
import { isMistyped, jaroWinkler, lettersApart } from '../likeness.ts'
import { areNumberedApart } from './digits.ts'

export type FirstNameLikeness = 'same' | 'form' | 'initial' | 'mistyped' | 'alike' | 'differs'

/** How alike two folded first names are; both are known. */
export function firstNameLikeness(one: string, other: string): FirstNameLikeness {
  if (one === other) return 'same'
  const [firstOfOne = ''] = one.split(' ')
  const [firstOfOther = ''] = other.split(' ')
  if (sharedFullName(firstOfOne, firstOfOther) ?? sharedFullName(one, other)) return 'form'
  if (firstOfOne.length === 1 || firstOfOther.length === 1)
    return firstOfOne[0] === firstOfOther[0] ? 'initial' : 'differs'
  // Anna Maria and Anna: the second given name is often left out.
  if (firstOfOne === firstOfOther) return 'form'
  const [joined, otherJoined] = [one.replaceAll(' ', ''), other.replaceAll(' ', '')]
  if (joined === otherJoined) return 'same'
  if (areNumberedApart(joined, otherJoined)) return 'differs'
  if (isMistyped(joined, otherJoined) || soundsAlike(one, other)) return 'mistyped'
  return isRoughlyAlike(firstOfOne, firstOfOther) ? 'alike' : 'differs'
}

export type LastNameLikeness = 'same' | 'mistyped' | 'contained' | 'alike' | 'differs'

/** How alike two folded last names are; both are known. */
export function lastNameLikeness(one: string, other: string): LastNameLikeness {
  if (one === other || one.replaceAll(' ', '') === other.replaceAll(' ', '')) return 'same'
  if (areNumberedApart(one, other)) return 'differs'
  if (isMistyped(one, other) || soundsAlike(one, other)) return 'mistyped'
  const [short, long] = one.length < other.length ? [one, other] : [other, one]
  // Smith and Smith-Jones: one name was added at a wedding.
  if (short.length > 3 && ` ${long} `.includes(` ${short} `)) return 'contained'
  return isRoughlyAlike(one, other) ? 'alike' : 'differs'
}

/** Written alike and sounding the same, or written so nearly alike that sound does not matter. */
function soundsAlike(one: string, other: string): boolean {
  if (lettersApart(one, other) > 6) return false
  const likeness = jaroWinkler(one, other)
  return likeness >= 0.93 || (likeness >= 0.8 && sound(one) === sound(other))
}

/** Two mistakes in a short name, or the same consonants: as when one of them comes from an alphabet without vowels. */
function isRoughlyAlike(one: string, other: string): boolean {
  if (Math.min(one.length, other.length) < 3) return false
  const [bones, otherBones] = [skeleton(one), skeleton(other)]
  if (bones === otherBones && bones.length > 1) return true
  if (lettersApart(one, other) > 6) return false
  return jaroWinkler(one, other) >= 0.82
}
