import { wordsOf } from '../../../../ground/objects/words.ts'
import { malformedSearch } from './refusals.ts'

/** One word, or its beginning: then the pattern says with `*` and `?` how it goes on. */
export type Term = { readonly word: string; readonly pattern?: string }

/** What is looked for: words, phrases, and how they go together. */
export type Wanted =
  | ({ readonly is: 'word' } & Term)
  | { readonly is: 'phrase'; readonly terms: readonly Term[] }
  | { readonly is: 'nothing' }
  | { readonly is: 'and' | 'or'; readonly parts: readonly Wanted[] }
  | { readonly is: 'not'; readonly part: Wanted }

type Token = { readonly is: 'text' | 'phrase' | 'and' | 'or' | 'not' | '(' | ')'; readonly text: string }

const DEEPEST = 20
const MOST_TERMS = 100
const LONGEST = 4000

/** Reads what stands between the braces of FIND. AND, OR, AND NOT and parentheses join words; blanks join them by AND. */
export function parseWords(text: string): Wanted {
  if (text.length > LONGEST) throw malformedSearch(`Search term is longer than the maximum allowed length: ${LONGEST}`)
  const tokens = tokensOf(text)
  if (tokens.length > MOST_TERMS) throw malformedSearch(`A search has at most ${MOST_TERMS} terms.`)
  const reader = { tokens, at: 0 }
  const wanted = either(reader, 0)
  const left = reader.tokens[reader.at]
  if (left !== undefined) throw malformedSearch(`unexpected token: '${left.text}'`)
  refuseTooMuch(wanted)
  const letters = tokens.reduce((sum, token) => sum + wordsOf(token.text).join('').length, 0)
  if (letters < 2) throw malformedSearch(`search term must be longer than one character: ${text.slice(0, 80)}`)
  return wanted
}

const MOST_WORDS = 200
const MOST_WILDCARDS = 10

/** What one search may ask of the database. */
function refuseTooMuch(wanted: Wanted): void {
  const asked = termsAsked(wanted)
  if (asked.flat().length > MOST_WORDS) throw malformedSearch(`A search has at most ${MOST_WORDS} words.`)
  if (asked.some((terms) => wildcardsIn(terms) > MOST_WILDCARDS))
    throw malformedSearch(`A word or a phrase has at most ${MOST_WILDCARDS} wildcards.`)
}

/** The terms of each word, and of each phrase. */
const termsAsked = (wanted: Wanted): readonly (readonly Term[])[] => {
  if ('parts' in wanted) return wanted.parts.flatMap(termsAsked)
  if ('part' in wanted) return termsAsked(wanted.part)
  if (wanted.is === 'phrase') return [wanted.terms]
  return wanted.is === 'word' ? [[wanted]] : []
}

const wildcardsIn = (terms: readonly Term[]): number =>
  terms.reduce((sum, { pattern = '' }) => sum + (pattern.match(/[*?]+/g)?.length ?? 0), 0)

/** Plain text as somebody types it: every word, each by its beginning. */
export const plainWords = (text: string): Wanted => ({
  is: 'and',
  parts: wordsOf(text)
    .slice(0, MOST_TERMS)
    .map((word) => ({ is: 'word', word, pattern: `${word}*` })),
})

type Reader = { readonly tokens: readonly Token[]; at: number }

function either(reader: Reader, depth: number): Wanted {
  if (depth > DEEPEST) throw malformedSearch(`A search is at most ${DEEPEST} parentheses deep.`)
  const parts = [all(reader, depth)]
  while (takeWhere(reader, 'or')) parts.push(all(reader, depth))
  return joined('or', parts)
}

function all(reader: Reader, depth: number): Wanted {
  const parts = [one(reader, depth)]
  for (;;) {
    const next = reader.tokens[reader.at]?.is
    if (next === undefined || next === 'or' || next === ')') return joined('and', parts)
    takeWhere(reader, 'and')
    parts.push(takeWhere(reader, 'not') ? { is: 'not', part: one(reader, depth) } : one(reader, depth))
  }
}

function one(reader: Reader, depth: number): Wanted {
  const token = reader.tokens[reader.at++]
  if (token === undefined) throw malformedSearch("unexpected token: '<EOF>'")
  if (token.is === 'text') return termOf(token.text)
  if (token.is === 'phrase') return phraseOf(token.text)
  if (token.is !== '(') throw malformedSearch(`unexpected token: '${token.text}'`)
  const inside = either(reader, depth + 1)
  if (!takeWhere(reader, ')')) throw malformedSearch("unexpected token: '<EOF>', a parenthesis is not closed")
  return inside
}

function takeWhere(reader: Reader, is: Token['is']): boolean {
  if (reader.tokens[reader.at]?.is !== is) return false
  reader.at++
  return true
}

const joined = (is: 'and' | 'or', parts: readonly Wanted[]): Wanted => {
  const [first, second] = parts
  return first !== undefined && second === undefined ? first : { is, parts }
}

/** A term may be of several words (an e-mail address). */
function termOf(text: string): Wanted {
  const terms = termsIn(text)
  if (terms.length === 0) return { is: 'nothing' }
  return joined(
    'and',
    terms.map((term): Wanted => ({ is: 'word', ...term })),
  )
}

function phraseOf(text: string): Wanted {
  const terms = termsIn(text)
  return terms.length === 0 ? { is: 'nothing' } : { is: 'phrase', terms }
}

/** The words of a text. A wildcard is part of the word it follows; one that follows none stands for nothing, as in Salesforce. */
function termsIn(text: string): readonly Term[] {
  const terms: { word: string; pattern?: string }[] = []
  let isOpen = false
  for (const part of text.split(/([*?]+)/)) {
    const last = isOpen ? terms.at(-1) : undefined
    if (/^[*?]+$/.test(part)) {
      if (last !== undefined) last.pattern = `${last.pattern ?? last.word}${part}`
      continue
    }
    const [first, ...rest] = wordsOf(part)
    const goesOn = last?.pattern !== undefined && /^[\p{L}\p{N}]/u.test(part)
    if (first !== undefined && goesOn) last.pattern = `${last.pattern}${first}`
    else if (first !== undefined) terms.push({ word: first })
    terms.push(...rest.map((word) => ({ word })))
    isOpen = /[\p{L}\p{N}]$/u.test(part)
  }
  return terms
}

const OPERATORS: Readonly<Record<string, 'and' | 'or' | 'not'>> = { AND: 'and', OR: 'or', NOT: 'not' }

function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  // A backslash makes the sign after it a sign of the text.
  const pattern = /\s+|"((?:\\.|[^"\\])*)("?)|([()])|((?:\\[\s\S]|[^\s"()\\])+)|\\$/gu
  for (const match of text.matchAll(pattern)) {
    const [, phrase, quote, parenthesis, term] = match
    if (phrase !== undefined) {
      if (quote === '') throw malformedSearch('A quotation mark is not closed.')
      tokens.push({ is: 'phrase', text: unescaped(phrase) })
    } else if (parenthesis === '(' || parenthesis === ')') tokens.push({ is: parenthesis, text: parenthesis })
    else if (term !== undefined) {
      const operator = OPERATORS[term.toUpperCase()]
      tokens.push(operator === undefined ? { is: 'text', text: unescaped(term) } : { is: operator, text: term })
    }
  }
  return tokens
}

/** An escaped wildcard is a sign like any other, and signs are not looked for. */
const unescaped = (text: string): string =>
  text.replace(/\\([\s\S])/g, (_, sign: string) => (/[*?]/.test(sign) ? ' ' : sign))
