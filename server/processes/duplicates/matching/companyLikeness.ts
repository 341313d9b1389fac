import type { CompanyName } from '../../../ground/people/company.ts'
import { remembered } from '../../../ground/people/remembered.ts'
import { looseBones, skeleton } from '../../../ground/people/skeleton.ts'
import { editDistance, isMistyped, jaroWinkler } from '../likeness.ts'
import { areNumberedApart } from './digits.ts'

export type CompanyLikeness = 'same' | 'alike' | 'near' | 'acronym' | 'contained' | 'differs'

// Words that many companies add to what tells them apart.
const weakWords: ReadonlySet<string> = new Set(
  (
    'group holding international national global europe america usa uk deutschland france italia espana services service ' +
    'solutions systems technology consulting industries enterprises trading partners associates management company ' +
    'products worldwide north south east west central new general of the for de la le du des di del da do a an al el'
  ).split(' '),
)

/** How alike two company names are without their legal forms. */
export function companyLikeness(one: CompanyName, other: CompanyName): CompanyLikeness {
  if (one.joined === other.joined) return 'same'
  if (isAcronym(one, other) || isAcronym(other, one)) return 'acronym'
  if (one.isRead !== other.isRead && areReadAlike(one.joined, other.joined)) return 'alike'
  // Studio 54 and Studio 45 are two, and so are North Bank and South Bank: nobody mistypes what tells them apart.
  if (areNumberedApart(one.joined, other.joined)) return 'differs'
  const words = one.core.split(' ')
  const others = other.core.split(' ')
  const [fewer, more] = words.length <= others.length ? [words, others] : [others, words]
  const pairs = pairedWords(fewer, more)
  if (pairs.length > 1 && pairs.length === more.length) return pairs.some(areOfOneLetter) ? 'near' : 'alike'
  const isMeantAlike = isMistyped(one.joined, other.joined, 13) || areSpeltByEar(words, others)
  if (isMeantAlike && !isAnotherShortWord(words, others))
    return words.length === 1 && others.length === 1 && areOfOneLetter([one.core, other.core]) ? 'near' : 'alike'
  if (areTurnedRound(words, other.joined) || areTurnedRound(others, one.joined)) return 'alike'
  if (pairs.length === fewer.length && tellingIn(pairs)) {
    const rest = more.filter((word) => !pairs.some(([, paired]) => paired === word))
    return rest.every((word) => weakWords.has(word)) ? 'alike' : 'contained'
  }
  return 'differs'
}

/** Of two consonants many names are made, so that vowels have to agree the more. */
const READ_ALIKE = [1, 1, 0.8, 0.74, 0.7] as const

/** Whether a name read from another script is the same as one in Latin: consonants of one sound, and most of the vowels. */
function areReadAlike(one: string, other: string): boolean {
  const [bones, otherBones] = [looseBones(one), looseBones(other)]
  const letters = Math.min(bones.length, otherBones.length)
  if (letters < 2) return false
  const likeness = jaroWinkler(plainly(one), plainly(other))
  if (bones === otherBones) return likeness >= (READ_ALIKE[letters] ?? 0.7)
  return letters > 3 && likeness >= 0.85 && editDistance(bones, otherBones, 1) === 1
}

const isAcronym = (one: CompanyName, other: CompanyName): boolean => one.acronym !== '' && one.acronym === other.joined

const tellingIn = (pairs: readonly (readonly [string, string])[]): boolean =>
  pairs.some(([word]) => word.length > 2 && !weakWords.has(word))

/** The words of the shorter name with those of the longer that are the same, or the same mistyped; each is taken once. */
function pairedWords(fewer: readonly string[], more: readonly string[]): (readonly [string, string])[] {
  const free = more.slice(0, 20)
  return fewer.slice(0, 20).flatMap((word) => {
    const same = free.indexOf(word)
    const at = same < 0 ? free.findIndex((other) => isSameWord(word, other)) : same
    return at < 0 ? [] : free.splice(at, 1).map((found) => [word, found] as const)
  })
}

/** In a word of so many letters another one makes another name as often as a mistake: Hall and Hill, Norcla and Jorcla. */
const SHORT_WORD = 7

/** Whether two words differ by one letter in another's place, and sound otherwise. */
function areOfOneLetter([word, other]: readonly [string, string]): boolean {
  if (word.length !== other.length || word.length >= SHORT_WORD || word === other) return false
  let apart = 0
  for (let at = 0; at < word.length; at++) if (word[at] !== other[at]) apart++
  return apart === 1 && plainly(word) !== plainly(other)
}

/** Mistyped, or spelt by ear: as a register of another alphabet spells a foreign word. */
function isSameWord(one: string, other: string): boolean {
  const shorter = Math.min(one.length, other.length)
  if (shorter < 3) return false
  if (plainly(one) === plainly(other)) return true
  if (shorter < 5) return false
  const likeness = jaroWinkler(one, other)
  if (likeness > 0.9 && isMistyped(one, other)) return true
  return likeness > 0.75 && haveSameBones(one, other)
}

/** Whether all that tells two names apart is a word too short to be mistyped: Ban and Bank, Doe and Dow. */
function isAnotherShortWord(words: readonly string[], others: readonly string[]): boolean {
  if (words.length < 2 || words.length !== others.length) return false
  const apart = words.flatMap((word, at) => (word === others[at] ? [] : [[word, others[at] ?? ''] as const]))
  const [[word, other] = ['', '']] = apart
  const letters = Math.min(word.length, other.length)
  // Of two letters is what alphabets without vowels leave of a bin or an el.
  return apart.length === 1 && letters > 2 && letters < 5 && !isMistyped(word, other) && !isSameWord(word, other)
}

/** The same words in another order, put together in another way: Al-Sabah, Ali and Ali Alsabah. */
const areTurnedRound = (words: readonly string[], joined: string): boolean =>
  words.some((_, at) => at > 0 && words.slice(at).join('') + words.slice(0, at).join('') === joined)

// Alphabets without an x write two letters for it.
const heard: (text: string) => string = remembered((text) => skeleton(text.replaceAll('ks', 'x')))

function haveSameBones(one: string, other: string): boolean {
  const bones = heard(one)
  return bones.length > 3 && bones === heard(other)
}

/** Consonants alone make John Smith and Jane Smith one: what vowels there are must not say otherwise. */
const MUCH_ALIKE = 0.72

function areSpeltByEar(words: readonly string[], others: readonly string[]): boolean {
  const [one, other] = [words.join(''), others.join('')]
  if (!haveSameBones(one, other)) return false
  if (words.length !== others.length) return jaroWinkler(plainly(one), plainly(other)) >= MUCH_ALIKE
  return words.every((word, at) => {
    const there = others[at] ?? ''
    return Math.min(word.length, there.length) < 4 || jaroWinkler(plainly(word), plainly(there)) >= MUCH_ALIKE
  })
}

// Each a way that tables of transliteration, and people, write one sound.
const spellings: readonly (readonly [RegExp, string])[] = [
  [/x/g, 'ks'],
  [/ph/g, 'f'],
  [/kh/g, 'h'],
  [/ck|q/g, 'k'],
  [/tz|ts/g, 'c'],
  [/w/g, 'v'],
  [/[ae][iy]/g, 'ai'],
  [/ou|oo/g, 'u'],
  [/ee|[yj]/g, 'i'],
  [/(.)\1+/g, '$1'],
]

/** A word in one of the ways it may be spelt: Sergey, Sergej and Sergei are one, and so are Yulia, Julia and Iuliia. */
const plainly: (word: string) => string = remembered((word) =>
  spellings.reduce((text, [written, plain]) => text.replace(written, plain), word),
)
