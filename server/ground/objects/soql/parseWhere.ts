import { refusalOf } from './refusals.ts'
import { parseLiteral, parseOperand } from './parseTerms.ts'
import type { Comparison, Condition, Literal, Query, SetOperator } from './syntax.ts'
import { expectSign, expectWord, isSign, isWord, take, takeSign, takeWord, unexpected, type Reader } from './tokens.ts'

type ParseQuery = (reader: Reader) => Query

const DEEPEST = 60

/** Conditions joined by AND or by OR; both at once need parentheses. */
export function parseCondition(reader: Reader, parseQuery: ParseQuery): Condition {
  if (++reader.depth > DEEPEST) throw refusalOf('query_too_complicated', 'Query is nested too deeply.')
  const first = parseTerm(reader, parseQuery)
  const word = (['and', 'or'] as const).find((one) => isWord(reader, one))
  if (word === undefined) {
    reader.depth--
    return first
  }
  const terms = [first]
  while (takeWord(reader, word)) terms.push(parseTerm(reader, parseQuery))
  if (isWord(reader, 'and') || isWord(reader, 'or')) throw unexpected(reader)
  reader.depth--
  return word === 'and' ? { and: terms } : { or: terms }
}

function parseTerm(reader: Reader, parseQuery: ParseQuery): Condition {
  if (takeWord(reader, 'not')) {
    if (++reader.depth > DEEPEST) throw refusalOf('query_too_complicated', 'Query is nested too deeply.')
    const not = parseTerm(reader, parseQuery)
    reader.depth--
    return { not }
  }
  if (takeSign(reader, '(')) {
    const inside = parseCondition(reader, parseQuery)
    expectSign(reader, ')')
    return inside
  }
  return parseComparison(reader, parseQuery)
}

const SIGNS: Readonly<Record<string, Comparison>> = {
  '=': '=',
  '!=': '!=',
  '<>': '!=',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
}

function parseComparison(reader: Reader, parseQuery: ParseQuery): Condition {
  const { at } = reader.token
  const left = parseOperand(reader)
  const sign = reader.token.kind === 'sign' ? SIGNS[reader.token.text] : undefined
  if (sign !== undefined) {
    take(reader)
    return { left, operator: sign, value: parseLiteral(reader), at }
  }
  if (takeWord(reader, 'like')) return { left, operator: 'like', value: parseLiteral(reader), at }
  const operator = parseSetOperator(reader)
  if (isSign(reader, ':')) return { left, operator, values: [parseLiteral(reader)], at }
  expectSign(reader, '(')
  if (isWord(reader, 'select')) {
    const query = parseQuery(reader)
    expectSign(reader, ')')
    return { left, operator, query, at }
  }
  return { left, operator, values: parseLiterals(reader), at }
}

function parseSetOperator(reader: Reader): SetOperator {
  if (takeWord(reader, 'not')) {
    expectWord(reader, 'in')
    return 'notIn'
  }
  const operator = (['in', 'includes', 'excludes'] as const).find((word) => takeWord(reader, word))
  if (operator === undefined) throw unexpected(reader)
  return operator
}

function parseLiterals(reader: Reader): Literal[] {
  const values: Literal[] = []
  do values.push(parseLiteral(reader))
  while (takeSign(reader, ','))
  expectSign(reader, ')')
  return values
}
