import type { CompanyName } from '../../../ground/people/company.ts'
import { skeleton } from '../../../ground/people/skeleton.ts'
import { isMistyped, jaroWinkler } from '../likeness.ts'
import { areNumberedApart } from './digits.ts'

export type CompanyLikeness = 'same' | 'alike' | 'acronym' | 'contained' | 'differs'

// Words that many companies add to what tells them apart.
const weakWords: ReadonlySet<string> = new Set(
  (
    'group holding international national global europe america usa uk deutschland france italia espana services service ' +
    'solutions systems technology consulting industries enterprises trading partners associates management company ' +
    'products worldwide north south east west central new general of the for de la le du des di del da do a an'
  ).split(' '),
)

/** How alike two company names are without their legal forms. */
export function companyLikeness(one: CompanyName, other: CompanyName): CompanyLikeness {
  if (one.joined === other.joined) return 'same'
  if (isAcronym(one, other) || isAcronym(other, one)) return 'acronym'
  // Studio 54 and Studio 45 are two, and so are North Bank and South Bank: nobody mistypes what tells them apart.
  if (areNumberedApart(one.joined, other.joined)) return 'differs'
  const words = one.core.split(' ')
  const others = other.core.split(' ')
  const [fewer, more] = words.length <= others.length ? [words, others] : [others, words]
  const pairs = pairedWords(fewer, more)
  if (pairs.length > 1 && pairs.length === more.length) return 'alike'
  if (isMistyped(one.joined, other.joined, 13) || isSpeltByEar(one.joined, other.joined)) return 'alike'
  if (pairs.length === fewer.length && tellingIn(pairs)) {
    const rest = more.filter((word) => !pairs.some(([, paired]) => paired === word))
    return rest.every((word) => weakWords.has(word)) ? 'alike' : 'contained'
  }
  return 'differs'
}

const isAcronym = (one: CompanyName, other: CompanyName): boolean => one.acronym !== '' && one.acronym === other.joined

const tellingIn = (pairs: readonly (readonly [string, string])[]): boolean =>
  pairs.some(([word]) => word.length > 2 && !weakWords.has(word))

/** The words of the shorter name with those of the longer that are the same, or the same mistyped; each is taken once. */
function pairedWords(fewer: readonly string[], more: readonly string[]): (readonly [string, string])[] {
  const free = new Set(more.slice(0, 20))
  return fewer.slice(0, 20).flatMap((word) => {
    const found = free.has(word) ? word : [...free].find((other) => isSameWord(word, other))
    if (found === undefined) return []
    free.delete(found)
    return [[word, found] as const]
  })
}

/** Mistyped, or spelt by ear: as a register of another alphabet spells a foreign word. */
function isSameWord(one: string, other: string): boolean {
  if (Math.min(one.length, other.length) < 5) return false
  const likeness = jaroWinkler(one, other)
  if (likeness > 0.9 && isMistyped(one, other)) return true
  return likeness > 0.75 && isSpeltByEar(one, other)
}

// Alphabets without an x write two letters for it.
const heard = (text: string): string => skeleton(text.replaceAll('ks', 'x'))

function isSpeltByEar(one: string, other: string): boolean {
  const [bones, otherBones] = [heard(one), heard(other)]
  return bones.length > 3 && bones === otherBones
}
