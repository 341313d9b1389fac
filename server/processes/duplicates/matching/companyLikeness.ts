import type { CompanyName, Script } from '../../../ground/people/company.ts'
import { remembered } from '../../../ground/people/remembered.ts'
import { looseBones, skeleton } from '../../../ground/people/skeleton.ts'
import { editDistance, isMistyped, jaroWinkler } from '../likeness.ts'
import { areNumberedApart } from './digits.ts'
import { weightOf, type WordWeights } from './longLikeness.ts'

export type CompanyLikeness = 'same' | 'alike' | 'near' | 'acronym' | 'contained' | 'differs'

// Words that many companies add to what tells them apart.
const weakWords: ReadonlySet<string> = new Set(
  (
    'group holding international national global europe america usa uk deutschland france italia espana services service ' +
    'solutions systems technology consulting industries enterprises trading partners associates management company ' +
    'products worldwide branch office headquarters hq division department filiale niederlassung sucursal succursale north south east west central new general of the for de la le du des di del da do a an al el'
  ).split(' '),
)

// A company's name with one of these is still the company's, seen from within.
const partsOfCompanies: ReadonlySet<string> = new Set(
  (
    'branch office offices headquarters hq main division department site sales accounting accounts purchasing procurement ' +
    'billing payroll filiale niederlassung zweigstelle geschaftsstelle zentrale hauptstelle vertrieb einkauf buchhaltung abteilung ' +
    'sucursal succursale agence siege filial sede ufficio oficina'
  ).split(' '),
)

/** What is known around two names. */
export interface Around {
  /** How many names of the list have a word. */
  readonly inList?: WordWeights | undefined
  /** The town of both, or of the one whose town is known, folded and without blanks: it may stand in a name. */
  readonly town?: string
}

/** How alike two company names are without their legal forms. */
export function companyLikeness(
  one: CompanyName,
  other: CompanyName,
  { inList, town = '' }: Around = {},
): CompanyLikeness {
  if (one.joined === other.joined) return 'same'
  if (isAcronym(one, other) || isAcronym(other, one)) return 'acronym'
  // Studio 54 and Studio 45 are two, and so are North Bank and South Bank: nobody mistypes what tells them apart.
  if (areNumberedApart(one.joined, other.joined)) return 'differs'
  const words = one.core.split(' ')
  const others = other.core.split(' ')
  const [fewer, more] = words.length <= others.length ? [words, others] : [others, words]
  const reading = readingOf(one, other)
  const pairs = pairedWords(fewer, more, reading)
  if (reading !== undefined) {
    const { left, right } = unpaired(pairs, fewer, more)
    if (areReadAlike(left.join(''), right.join(''), reading)) return 'alike'
  }
  if (pairs.length > 1 && pairs.length === more.length)
    return reading === undefined && pairs.some(areOfOneLetter) ? 'near' : 'alike'
  const isMeantAlike = areMistyped(one, other, words, others) || areSpeltByEar(words, others)
  if (isMeantAlike && !isAnotherShortWord(words, others))
    return words.length === 1 && others.length === 1 && areOfOneLetter([one.core, other.core]) ? 'near' : 'alike'
  if (areTurnedRound(words, other.joined) || areTurnedRound(others, one.joined)) return 'alike'
  if (!tellingIn(pairs)) return 'differs'
  const met = withoutShortened(unpaired(pairs, fewer, more), pairs, inList)
  const rest = restOf(withoutTown(met.left, town), withoutTown(met.right, town))
  if (rest === undefined) return 'differs'
  // A mistake and another word besides are two differences.
  const isExact = reading !== undefined || pairs.some(([word, paired]) => word === paired && word.length > 2)
  return isExact && rest.every((word) => weakWords.has(word)) && !isOfMany(pairs, inList) ? 'alike' : 'contained'
}

/** What a name says more than the other; undefined where each says something of its own that is not a part of a company. */
function restOf(left: readonly string[], right: readonly string[]): readonly string[] | undefined {
  if (left.length === 0 || right.length === 0) return [...left, ...right]
  const isOnlyPart = [left, right].some((words) => words.every((word) => partsOfCompanies.has(word)))
  return isOnlyPart ? [...left, ...right] : undefined
}

/** Where so many names of a list have a word, one more or less beside it makes another company as often. */
const MANY = 5

const isOfMany = (pairs: Pairs, inList: WordWeights | undefined): boolean =>
  inList !== undefined && pairs.every(([word]) => inList.rarest - weightOf(inList, word) > Math.log2(MANY))

/** Two mistakes are made in a name of many letters, not in one word of it: Rosholm Foods and Rospelm Foods are two. */
const TWO_MISTAKES_FROM = 13

/** Whether two names are one mistyped, and what is left of them without the words they share is, too. */
function areMistyped(
  one: CompanyName,
  other: CompanyName,
  words: readonly string[],
  others: readonly string[],
): boolean {
  if (!isMistyped(one.joined, other.joined, TWO_MISTAKES_FROM)) return false
  const left = words.filter((word) => !others.includes(word)).join('')
  const right = others.filter((word) => !words.includes(word)).join('')
  return Math.min(left.length, right.length) < 4 || isMistyped(left, right, TWO_MISTAKES_FROM)
}

/** How much of the vowels has to agree where two names were read from two scripts. */
type Reading = 'everyVowel' | 'someVowels'

const writesVowels: ReadonlySet<Script> = new Set(['', 'cyrillic', 'greek'])

function readingOf(one: CompanyName, other: CompanyName): Reading | undefined {
  if (one.script === other.script) return undefined
  return writesVowels.has(one.script) && writesVowels.has(other.script) ? 'everyVowel' : 'someVowels'
}

/** What is left of two names without the words that are paired. */
const unpaired = (pairs: Pairs, fewer: readonly string[], more: readonly string[]): Left => ({
  left: fewer.filter((word) => !pairs.some(([paired]) => paired === word)),
  right: more.filter((word) => !pairs.some(([, paired]) => paired === word)),
})

interface Left {
  readonly left: readonly string[]
  readonly right: readonly string[]
}

/** The town a company is in may stand in its name. */
const withoutTown = (words: readonly string[], town: string): readonly string[] =>
  words.join('') === town ? [] : words.filter((word) => word !== town)

/**
 * What is left of two names when one writes in full what the other shortens (Hospital and Hosp., High School and HS). Of a word that
 * tells a name apart a shorter one is another name, so a rarer word of the list has to be the same in both.
 */
function withoutShortened({ left, right }: Left, pairs: Pairs, inList: WordWeights | undefined): Left {
  if (inList === undefined || left.length === 0 || right.length === 0) return { left, right }
  const rarest = Math.max(...pairs.map(([word, paired]) => Math.min(weightOf(inList, word), weightOf(inList, paired))))
  const isKind = (word: string): boolean => weightOf(inList, word) < rarest
  const met = new Set([...meetings(left, right.filter(isKind)), ...meetings(right, left.filter(isKind))])
  return { left: left.filter((word) => !met.has(word)), right: right.filter((word) => !met.has(word)) }
}

/** The short words, and those that they are short for. */
const meetings = (short: readonly string[], full: readonly string[]): string[] =>
  short.flatMap((word) => {
    const meant = full.find((other) => isShortFor(word, other))
    if (meant !== undefined) return [word, meant]
    const at = full.findIndex((_, from) => isInitialsOf(word, full.slice(from, from + word.length)))
    return at < 0 ? [] : [word, ...full.slice(at, at + word.length)]
  })

const isInitialsOf = (word: string, words: readonly string[]): boolean =>
  word.length > 1 && words.length === word.length && words.every((one, at) => one.startsWith(word.charAt(at)))

/** Its beginning (hosp), or its consonants or some of them from the first letter to the last (bldg). */
function isShortFor(short: string, full: string): boolean {
  if (short.length < 3 || full.length < short.length + 2) return false
  if (full.startsWith(short)) return true
  if (short[0] !== full[0] || short.at(-1) !== full.at(-1) || vowels.test(short.slice(1))) return false
  let at = 0
  for (const letter of full) if (letter === short[at]) at++
  return at === short.length
}

const vowels = /[aeiou]/

/** Of two consonants many names are made, so that vowels have to agree the more. */
const READ_ALIKE = [1, 1, 0.8, 0.74, 0.7] as const
/** Alphabets that write every vowel leave less open: so many letters in ten are read by another table, or mistaken. */
const READ_OTHERWISE = 0.3

/** Whether a text read from another script is the same as one in Latin: consonants of one sound, and most of the vowels. */
function areReadAlike(one: string, other: string, reading: Reading): boolean {
  const [bones, otherBones] = [looseBones(one), looseBones(other)]
  const letters = Math.min(bones.length, otherBones.length)
  if (letters < 2) return false
  const [plain, otherPlain] = [plainly(one), plainly(other)]
  if (bones !== otherBones && (letters < 4 || editDistance(bones, otherBones, 1) > 1)) return false
  if (reading === 'everyVowel') {
    const most = bones === otherBones ? Math.floor(Math.max(plain.length, otherPlain.length) * READ_OTHERWISE) : 2
    return editDistance(plain, otherPlain, most) <= most
  }
  return jaroWinkler(plain, otherPlain) >= (bones === otherBones ? (READ_ALIKE[letters] ?? 0.7) : 0.85)
}

const isAcronym = (one: CompanyName, other: CompanyName): boolean => one.acronym !== '' && one.acronym === other.joined

type Pairs = readonly (readonly [word: string, paired: string])[]

const tellingIn = (pairs: Pairs): boolean => pairs.some(([word]) => word.length > 2 && !weakWords.has(word))

/** The words of the shorter name with those of the longer that are the same, mistyped or read from another script; each is taken once. */
function pairedWords(fewer: readonly string[], more: readonly string[], reading: Reading | undefined): Pairs {
  const free = more.slice(0, 20)
  return fewer.slice(0, 20).flatMap((word) => {
    const same = free.indexOf(word)
    const at = same < 0 ? free.findIndex((other) => isSameWord(word, other) || isReadWord(word, other, reading)) : same
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

const isReadWord = (one: string, other: string, reading: Reading | undefined): boolean =>
  reading !== undefined &&
  Math.min(one.length, other.length) > 3 &&
  (areReadAlike(one, other, reading) || areHardlyApart(one, other))

/** A long word whose spelling two tables make different by little: technologies, tecchnologiya. */
const areHardlyApart = (one: string, other: string): boolean =>
  Math.min(one.length, other.length) > 9 && editDistance(plainly(one), plainly(other), 2) <= 2

/** Of words that share their consonants, so much has to agree besides: Berencor and Berenquar are two. */
const HEARD_ALIKE = 0.82

/** Mistyped, or spelt by ear: as a register of another alphabet spells a foreign word. */
function isSameWord(one: string, other: string): boolean {
  const shorter = Math.min(one.length, other.length)
  if (shorter < 3) return false
  if (plainly(one) === plainly(other)) return true
  if (shorter < 5) return false
  const likeness = jaroWinkler(one, other)
  if (likeness > 0.9 && isMistyped(one, other, TWO_MISTAKES_FROM)) return true
  return likeness > HEARD_ALIKE && haveSameBones(one, other)
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
/** A word of so many letters has vowels enough to tell. */
const LONG_WORD = 7

function areSpeltByEar(words: readonly string[], others: readonly string[]): boolean {
  const [one, other] = [words.join(''), others.join('')]
  if (!haveSameBones(one, other)) return false
  if (words.length !== others.length) return jaroWinkler(plainly(one), plainly(other)) >= MUCH_ALIKE
  return words.every((word, at) => {
    const there = others[at] ?? ''
    const letters = Math.min(word.length, there.length)
    const least = letters < LONG_WORD ? MUCH_ALIKE : HEARD_ALIKE
    return letters < 4 || jaroWinkler(plainly(word), plainly(there)) >= least
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
