import type { FieldValues, ObjectDefinition } from './definition.ts'

const MARKS = /\p{M}+/gu
const WORDS = /[\p{L}\p{N}]+/gu
const PLAIN_WORDS = /[a-z0-9]+/g
const PLAIN = /^[\x20-\x7e]*$/
const MOST_WORDS = 32
const LONGEST_WORD = 60

/** Letters as they are looked for: small, without marks. */
export const folded = (text: string): string =>
  PLAIN.test(text) ? text.toLowerCase() : text.normalize('NFKD').replace(MARKS, '').toLowerCase()

/** The words of a text; what is kept and what is looked for are cut at the same length, and never within a character. */
export const wordsOf = (text: string): string[] =>
  ((PLAIN.test(text) ? text.toLowerCase().match(PLAIN_WORDS) : folded(text).match(WORDS)) ?? []).map(cut)

const cut = (word: string): string =>
  word.length <= LONGEST_WORD ? word : Array.from(word).slice(0, LONGEST_WORD).join('')

/** A record's search words in the text form of a tsvector. Words hold only letters and digits, so quoting is safe. */
export function searchWords(definition: ObjectDefinition, record: FieldValues): string {
  const texts = searchedFields(definition).flatMap((name) => {
    const value = record[name]
    return typeof value === 'string' ? [value] : []
  })
  const words = new Set(wordsOf(texts.join(' ')))
  return words.size === 0 ? '' : `'${[...words].slice(0, MOST_WORDS).join("' '")}'`
}

const searchedBefore = new WeakMap<ObjectDefinition, readonly string[]>()

function searchedFields(definition: ObjectDefinition): readonly string[] {
  const names =
    searchedBefore.get(definition) ?? definition.fields.flatMap((f) => (f.searched === true ? [f.name] : []))
  searchedBefore.set(definition, names)
  return names
}

/** The text form of the tsquery that finds every word by its beginning; undefined when nothing can be looked for. */
export function searchQuery(text: string): string | undefined {
  const words = wordsOf(text).slice(0, 8)
  return words.length === 0 ? undefined : words.map((word) => `'${word}':*`).join(' & ')
}
