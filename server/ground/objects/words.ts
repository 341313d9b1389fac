import type { FieldValues, ObjectDefinition } from './definition.ts'

const MARKS = /\p{M}+/gu
const WORDS = /[\p{L}\p{N}]+/gu
const PLAIN_WORDS = /[a-z0-9]+/g
const PLAIN = /^[\x20-\x7e]*$/
/** Letters of scripts that put no spaces between words. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u
const MOST_WORDS = 32
/** Beside the words of a record, what begins inside of them. */
const MOST_PARTS = 64
const LONGEST_WORD = 60
const MOST_SOUGHT = 8

/** Letters as they are looked for: small, without marks. */
export const folded = (text: string): string =>
  PLAIN.test(text) ? text.toLowerCase() : text.normalize('NFKD').replace(MARKS, '').toLowerCase()

/** The words of a text; what is kept and what is looked for are cut at the same length, and never within a character. */
export function wordsOf(text: string): string[] {
  const words = (PLAIN.test(text) ? text.toLowerCase().match(PLAIN_WORDS) : folded(text).match(WORDS)) ?? []
  return words.some((word) => word.length > LONGEST_WORD) ? words.map(cut) : words
}

const cut = (word: string): string =>
  word.length <= LONGEST_WORD ? word : Array.from(word).slice(0, LONGEST_WORD).join('')

/** Whether other words may stand before and behind this one without a space: 東京 in 株式会社東京商事. */
export const isUnspaced = (word: string): boolean => !PLAIN.test(word) && UNSPACED.test(word)

/**
 * A record's search words in the text form of a tsvector. Words hold only letters and digits, so quoting is safe. Where a script
 * puts no spaces between words, one may begin at every letter: what is written from there on is kept as a word, too.
 */
export function searchWords(definition: ObjectDefinition, record: FieldValues): string {
  const words: string[] = []
  let isPlain = true
  for (const name of searchedFields(definition)) {
    const value = record[name]
    if (typeof value === 'string') isPlain = addWords(words, value) && isPlain
  }
  if (!isPlain) words.push(...new Set(words.flatMap(partsOf).slice(0, MOST_PARTS)))
  return words.length === 0 ? '' : `'${words.join("' '")}'`
}

/** What of a word begins inside of it. */
function partsOf(word: string): string[] {
  if (!isUnspaced(word)) return []
  const letters = Array.from(word)
  return letters.flatMap((letter, at) => (at > 0 && UNSPACED.test(letter) ? [letters.slice(at).join('')] : []))
}

/**
 * The same words as `wordsOf` finds, without a list and a text for each field: an import asks a million times. Answers whether
 * all is plain ASCII.
 */
function addWords(words: string[], text: string): boolean {
  if (!PLAIN.test(text)) {
    for (const word of wordsOf(text)) addWord(words, word)
    return false
  }
  const small = text.toLowerCase()
  let start = -1
  for (let at = 0; at <= small.length; at++) {
    const code = at < small.length ? small.charCodeAt(at) : 0
    const isInWord = (code >= A && code <= Z) || (code >= ZERO && code <= NINE)
    if (isInWord && start < 0) start = at
    if (isInWord || start < 0) continue
    addWord(words, small.slice(start, Math.min(at, start + LONGEST_WORD)))
    start = -1
  }
  return true
}

const [A, Z, ZERO, NINE] = [97, 122, 48, 57]

// A few words are compared faster than put into a set.
function addWord(words: string[], word: string): void {
  if (words.length < MOST_WORDS && !words.includes(word)) words.push(word)
}

const searchedBefore = new WeakMap<ObjectDefinition, readonly string[]>()

function searchedFields(definition: ObjectDefinition): readonly string[] {
  const names =
    searchedBefore.get(definition) ?? definition.fields.flatMap((f) => (f.searched === true ? [f.name] : []))
  searchedBefore.set(definition, names)
  return names
}

/** The words to look for in what somebody typed; none when it holds only signs. */
export const soughtWords = (text: string): string[] => wordsOf(text).slice(0, MOST_SOUGHT)

/** The text form of the tsquery that finds every word by its beginning. */
export const beginnings = (words: readonly string[]): string => words.map((word) => `'${word}':*`).join(' & ')

/** The same, but that words are found as they stand. */
export const wholeWords = (words: readonly string[]): string => words.map((word) => `'${word}'`).join(' & ')

/** The text form of the tsquery that finds every word by its beginning; undefined when nothing can be looked for. */
export function searchQuery(text: string): string | undefined {
  const words = soughtWords(text)
  return words.length === 0 ? undefined : beginnings(words)
}
