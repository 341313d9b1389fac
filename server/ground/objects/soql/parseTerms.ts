import { malformed, refusalOf } from './refusals.ts'
import type { Argument, Call, GroupBy, Literal, Path, SortTerm } from './syntax.ts'
import {
  expectSign,
  expectWord,
  following,
  isSign,
  isWord,
  take,
  takeBind,
  takeMoney,
  takeName,
  takeSign,
  takeWord,
  unexpected,
  type Reader,
} from './tokens.ts'

const LONGEST_PATH = 12
const DEEPEST_CALL = 10

export function parsePath(reader: Reader): Path {
  const { at, text } = takeName(reader)
  const names = [text]
  while (takeSign(reader, '.')) {
    names.push(takeName(reader).text)
    if (names.length > LONGEST_PATH) throw malformed(reader.text, at, 'the relationship path is too long')
  }
  return { names, at }
}

/** A field path, or a function of some. */
export const parseOperand = (reader: Reader): Path | Call =>
  following(reader).text === '(' && following(reader).kind === 'sign' ? parseCall(reader, 0) : parsePath(reader)

function parseCall(reader: Reader, depth: number): Call {
  if (depth > DEEPEST_CALL) throw refusalOf('query_too_complicated', 'Functions are nested too deeply.')
  const { at, text } = takeName(reader)
  expectSign(reader, '(')
  const args: Argument[] = []
  if (!isSign(reader, ')')) {
    do args.push(parseArgument(reader, depth + 1))
    while (takeSign(reader, ','))
  }
  const { end } = reader.token
  expectSign(reader, ')')
  return { call: text.toLowerCase(), args, written: reader.text.slice(at, end), at }
}

function parseArgument(reader: Reader, depth: number): Argument {
  if (reader.token.kind !== 'word') return parseLiteral(reader)
  const after = following(reader)
  return after.kind === 'sign' && after.text === '(' ? parseCall(reader, depth) : parsePath(reader)
}

/** A value to compare with. */
export function parseLiteral(reader: Reader): Literal {
  const { token } = reader
  const { at, text } = token
  switch (token.kind) {
    case 'string':
      take(reader)
      return { kind: 'string', raw: text, at }
    case 'number':
    case 'date':
    case 'datetime':
      take(reader)
      return { kind: token.kind, text, at }
    case 'word':
      return parseWordValue(reader)
    case 'sign': {
      const bind = takeBind(reader)
      if (bind === undefined) throw unexpected(reader)
      return { kind: 'bind', text: bind, at }
    }
    case 'end':
      throw unexpected(reader)
  }
}

function parseWordValue(reader: Reader): Literal {
  const { at } = reader.token
  if (takeWord(reader, 'null')) return { kind: 'null', at }
  if (takeWord(reader, 'true')) return { kind: 'boolean', value: true, at }
  if (takeWord(reader, 'false')) return { kind: 'boolean', value: false, at }
  const money = takeMoney(reader)
  if (money !== undefined) return { kind: 'money', ...money, at }
  if (!/^[a-z]+(?:_[a-z0-9]+)*$/i.test(reader.token.text)) throw unexpected(reader)
  const name = take(reader).text.toUpperCase()
  if (!takeSign(reader, ':')) return { kind: 'span', name, at }
  const { token } = reader
  if (token.kind !== 'number' || !/^\d{1,9}$/.test(token.text)) throw unexpected(reader)
  take(reader)
  return { kind: 'span', name, n: Number(token.text), at }
}

export function parseGroupBy(reader: Reader): GroupBy {
  const by = (['rollup', 'cube'] as const).find((word) => isWord(reader, word) && following(reader).text === '(')
  if (by === undefined) return { by: 'plain', keys: parseOperands(reader) }
  take(reader)
  expectSign(reader, '(')
  const keys = parseOperands(reader)
  expectSign(reader, ')')
  return { by, keys }
}

function parseOperands(reader: Reader): (Path | Call)[] {
  const operands: (Path | Call)[] = []
  do operands.push(parseOperand(reader))
  while (takeSign(reader, ','))
  return operands
}

export function parseOrderBy(reader: Reader): SortTerm[] {
  const terms: SortTerm[] = []
  do terms.push(parseSortTerm(reader))
  while (takeSign(reader, ','))
  return terms
}

function parseSortTerm(reader: Reader): SortTerm {
  const { at } = reader.token
  const value = parseOperand(reader)
  const descending = !takeWord(reader, 'asc') && takeWord(reader, 'desc')
  if (!takeWord(reader, 'nulls')) return { value, descending, nulls: 'first', at }
  const last = takeWord(reader, 'last')
  if (!last) expectWord(reader, 'first')
  return { value, descending, nulls: last ? 'last' : 'first', at }
}
