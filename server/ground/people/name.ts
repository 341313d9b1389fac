import { folded } from './folding.ts'

/** A person's name in the fields a record keeps. */
export interface PersonName {
  readonly salutation?: string
  readonly firstName?: string
  readonly lastName: string
  readonly suffix?: string
}

const salutations: ReadonlySet<string> = new Set(
  (
    'mr mrs ms miss mx sir dame lord lady dr prof professor rev hon herr frau hr fr dipl ing mag mme mlle madame monsieur sr sra srta don dona dott ' +
    'sig signora signor dhr mevr pan pani mstr capt col gen lt maj sgt'
  ).split(' '),
)
// Titles before and after a name that are also somebody's first name or initial when written without a full stop.
const onlyWithFullStop: ReadonlySet<string> = new Set([
  'fr',
  'hr',
  'sr',
  'sig',
  'ing',
  'mag',
  'don',
  'gen',
  'col',
  'hon',
  'lt',
  'maj',
  'pan',
])
const suffixes: ReadonlySet<string> = new Set(
  'jr sr ii iii iv phd md mba msc bsc ma ba esq cpa dds dvm rn pe llm jd fcca frcs obe cbe mbe kc qc meng beng dipling'.split(
    ' ',
  ),
)
// Words that belong to the last name they stand before.
const particles: ReadonlySet<string> = new Set(
  'van von der den de del della di da do dos das du la le ten ter zu zum zur vom af av al el bin ibn ben bint abu st saint san santa mac mc o y e'.split(
    ' ',
  ),
)

const bare = (word: string): string => word.toLowerCase().replaceAll(/[.,]/g, '')

function isSalutation(word: string): boolean {
  const name = bare(word)
  return salutations.has(name) && (!onlyWithFullStop.has(name) || word.endsWith('.'))
}

const isSuffix = (word: string): boolean => suffixes.has(bare(word))

function takeFromStart(words: string[]): string {
  let length = 0
  while (length < words.length - 1 && isSalutation(words[length] ?? '')) length++
  return words.splice(0, length).join(' ')
}

function takeFromEnd(words: string[]): string {
  let length = 0
  while (length < words.length - 1 && isSuffix(words[words.length - 1 - length] ?? '')) length++
  return words
    .splice(words.length - length, length)
    .join(' ')
    .replace(/,$/, '')
}

/** Where the last name starts: at the last word, or at the particles before it (van der Berg). */
function startOfLastName(words: readonly string[]): number {
  let start = words.length - 1
  while (start > 1 && particles.has(bare(words[start - 1] ?? ''))) start--
  return start
}

const named = (salutation: string, firstName: string, lastName: string, suffix: string): PersonName => ({
  lastName,
  ...(salutation && { salutation }),
  ...(firstName && { firstName }),
  ...(suffix && { suffix }),
})

const easternLetters = /^(?:\p{Script=Han}{2,4}|\p{Script=Hangul}{2,4})$/u
const ofTwoLetters = /^(?:欧阳|司马|诸葛|上官|东方|夏侯|令狐|皇甫|남궁|황보|제갈|선우|독고)/u

/** A name in Han or Hangul without a blank begins with the last name: of one sign, of two in Japan and in a few names elsewhere. */
function easternName(text: string): PersonName | undefined {
  if (!easternLetters.test(text)) return undefined
  const isLong = text.length > 2 && (ofTwoLetters.test(text) || (text.length === 4 && /\p{Script=Han}/u.test(text)))
  const length = isLong ? 2 : 1
  return { lastName: text.slice(0, length), firstName: text.slice(length) }
}

/**
 * Splits a full name as people write it: `Dr. Jan van der Berg, PhD`, `Berg, Jan`, `Cher`. The particles of a last
 * name stay with it; a single word is a last name, which is the one field a lead must have.
 */
export function splitFullName(text: string): PersonName {
  const [beforeComma = '', ...afterComma] = text
    .trim()
    .replace(/\s+/g, ' ')
    .split(/\s*,\s*/)
    .filter(Boolean)
  const eastern = afterComma.length === 0 ? easternName(beforeComma) : undefined
  if (eastern !== undefined) return eastern
  const behind = afterComma.flatMap((part) => part.split(' '))
  const trailing = behind.filter(isSuffix)
  const given = behind.filter((word) => !isSuffix(word))
  const words = beforeComma.split(' ')
  if (given.length > 0) {
    const salutation = takeFromStart(words) || takeFromStart(given)
    return named(salutation, given.join(' '), words.join(' '), trailing.join(' '))
  }
  const salutation = takeFromStart(words)
  const suffix = [takeFromEnd(words), ...trailing].filter(Boolean).join(' ')
  const start = startOfLastName(words)
  return named(salutation, words.slice(0, start).join(' '), words.slice(start).join(' '), suffix)
}

/** The first letters of the words of a name, folded: `'Jean-Luc'` is `'jl'`. */
export const initials = (name: string): string => {
  const words = folded(name)
  return words === ''
    ? ''
    : words
        .split(' ')
        .map((word) => word[0])
        .join('')
}
