import { malformed, type Place } from './refusals.ts'

export type TokenKind = 'word' | 'string' | 'number' | 'date' | 'datetime' | 'sign' | 'end'

/** A string's `text` is what stands between its quotes, with its escapes. */
export type Token = { readonly kind: TokenKind; readonly text: string; readonly at: Place; readonly end: Place }

/** A text being read, one token ahead. */
export type Reader = { readonly text: string; token: Token; depth: number }

export const readerOf = (text: string): Reader => ({ text, token: tokenAt(text, 0), depth: 0 })

/** The token that comes next; the reader goes on behind it. */
export function take(reader: Reader): Token {
  const { token } = reader
  reader.token = tokenAt(reader.text, token.end)
  return token
}

export const isSign = (reader: Reader, sign: string): boolean =>
  reader.token.kind === 'sign' && reader.token.text === sign

export const isWord = ({ token }: Reader, word: string): boolean =>
  token.kind === 'word' && token.text.length === word.length && token.text.toLowerCase() === word

/** The token behind the next one. */
export const following = (reader: Reader): Token => tokenAt(reader.text, reader.token.end)

export function takeSign(reader: Reader, sign: string): boolean {
  if (!isSign(reader, sign)) return false
  take(reader)
  return true
}

/** Takes a keyword, in any letter case. */
export function takeWord(reader: Reader, word: string): boolean {
  if (!isWord(reader, word)) return false
  take(reader)
  return true
}

export function expectSign(reader: Reader, sign: string): void {
  if (!takeSign(reader, sign)) throw unexpected(reader)
}

export function expectWord(reader: Reader, word: string): void {
  if (!takeWord(reader, word)) throw unexpected(reader)
}

export function takeName(reader: Reader): Token {
  if (reader.token.kind !== 'word') throw unexpected(reader)
  return take(reader)
}

const LONGEST_REPEATED = 60

/** Words that name nothing: an alias is none of them. */
const RESERVED = new Set(
  'and asc desc excludes from group having in includes like limit not null nulls or select using where with'.split(' '),
)

/** Takes a name somebody gives: no word of the language. */
export function takeAlias(reader: Reader): string {
  if (RESERVED.has(reader.token.text.toLowerCase()) || reader.token.text.startsWith('_')) throw unexpected(reader)
  return takeName(reader).text
}

/** What stands here has no business here. */
export const unexpected = ({ text, token }: Reader) =>
  malformed(
    text,
    token.at,
    `unexpected token: '${token.kind === 'end' ? '<EOF>' : token.text.slice(0, LONGEST_REPEATED).toWellFormed()}'`,
  )

const BLANK = /\s+|\/\/[^\n]*|\/\*[^]*?\*\//y
const PATTERNS: readonly (readonly [TokenKind, RegExp])[] = [
  ['word', /[A-Za-z_][A-Za-z0-9_]*/y],
  ['datetime', /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})/iy],
  ['date', /\d{4}-\d{2}-\d{2}/y],
  ['number', /[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?/iy],
  ['sign', /<=|>=|!=|<>|[=<>(),.:[\]]/y],
]
const STRING = /'((?:[^'\\]|\\[^])*)'/y
const MONEY = /([A-Za-z]{3})(-?\d+(?:\.\d+)?)(?!\w)/y
const BIND = /:\s*(?:new\s+)?[\w.[\]<>]+(?:\s*,\s*\w+>)?(?:\([\w\s,.]*\)[\w.[\]]*)*/y

function tokenAt(text: string, from: Place): Token {
  const at = afterBlanks(text, from)
  if (at >= text.length) return { kind: 'end', text: '', at: text.length, end: text.length }
  if (text[at] === "'") return stringAt(text, at)
  for (const [kind, pattern] of PATTERNS) {
    const found = matchAt(pattern, text, at)
    if (found !== undefined) return { kind, text: found[0], at, end: at + found[0].length }
  }
  throw malformed(text, at, `unexpected token: '${String.fromCodePoint(text.codePointAt(at) ?? 0).toWellFormed()}'`)
}

function afterBlanks(text: string, from: Place): Place {
  let at = from
  for (;;) {
    const blank = matchAt(BLANK, text, at)
    if (blank === undefined) return at
    at += blank[0].length
  }
}

function stringAt(text: string, at: Place): Token {
  const found = matchAt(STRING, text, at)
  if (found === undefined) throw malformed(text, at, "unexpected token: ''' (a string without its closing quote)")
  return { kind: 'string', text: found[1] ?? '', at, end: at + found[0].length }
}

function matchAt(pattern: RegExp, text: string, at: Place): RegExpExecArray | undefined {
  pattern.lastIndex = at
  return pattern.exec(text) ?? undefined
}

/** Takes `USD5000.01`, which only a value may be: elsewhere it is a word. */
export function takeMoney(reader: Reader): { readonly currency: string; readonly text: string } | undefined {
  const found = reader.token.kind === 'word' ? matchAt(MONEY, reader.text, reader.token.at) : undefined
  if (found === undefined) return undefined
  reader.token = tokenAt(reader.text, reader.token.at + found[0].length)
  return { currency: (found[1] ?? '').toUpperCase(), text: found[2] ?? '' }
}

/** Takes `:accountMap.keySet()`. */
export function takeBind(reader: Reader): string | undefined {
  const found = isSign(reader, ':') ? matchAt(BIND, reader.text, reader.token.at) : undefined
  if (found === undefined) return undefined
  reader.token = tokenAt(reader.text, reader.token.at + found[0].length)
  return found[0]
}
