import { malformed } from './refusals.ts'
import { parseOperand, parsePath } from './parseTerms.ts'
import type { FieldSet, Path, Query, SelectItem, TypeBranch } from './syntax.ts'
import {
  expectSign,
  expectWord,
  following,
  isSign,
  isWord,
  take,
  takeAlias,
  takeName,
  takeSign,
  takeWord,
  unexpected,
  type Reader,
} from './tokens.ts'

type ParseQuery = (reader: Reader) => Query

export function parseSelect(reader: Reader, parseQuery: ParseQuery): SelectItem[] {
  // A list that ends too early would otherwise take the FROM for a field.
  if (isWord(reader, 'from')) throw unexpected(reader)
  const items: SelectItem[] = []
  do items.push(parseItem(reader, parseQuery))
  while (takeSign(reader, ','))
  return items
}

function parseItem(reader: Reader, parseQuery: ParseQuery): SelectItem {
  const { at } = reader.token
  if (takeSign(reader, '(')) {
    const query = parseQuery(reader)
    expectSign(reader, ')')
    return { is: 'children', query, at }
  }
  const next = following(reader)
  if (isWord(reader, 'typeof') && next.kind === 'word') return parseTypeOf(reader)
  if (isWord(reader, 'fields') && next.text === '(') return parseFieldSet(reader)
  if (isWord(reader, 'from') && next.kind === 'word') throw unexpected(reader)
  const value = parseOperand(reader)
  if (reader.token.kind !== 'word' || isWord(reader, 'from')) return { is: 'value', value, at }
  return { is: 'value', value, alias: takeAlias(reader), at }
}

const SETS: readonly FieldSet[] = ['all', 'standard', 'custom']

function parseFieldSet(reader: Reader): SelectItem {
  const { at } = take(reader)
  expectSign(reader, '(')
  const set = SETS.find((word) => takeWord(reader, word))
  if (set === undefined) throw malformed(reader.text, reader.token.at, 'FIELDS takes ALL, STANDARD or CUSTOM')
  expectSign(reader, ')')
  return { is: 'fields', set, at }
}

function parseTypeOf(reader: Reader): SelectItem {
  const { at } = take(reader)
  const path = parsePath(reader)
  const branches: TypeBranch[] = []
  while (takeWord(reader, 'when')) {
    const { text: objectName, at: branchAt } = takeName(reader)
    expectWord(reader, 'then')
    branches.push({ objectName, fields: parsePaths(reader), at: branchAt })
  }
  if (branches.length === 0) throw unexpected(reader)
  const otherwise = takeWord(reader, 'else') ? parsePaths(reader) : undefined
  expectWord(reader, 'end')
  return { is: 'typeof', path, branches, ...(otherwise === undefined ? {} : { otherwise }), at }
}

function parsePaths(reader: Reader): Path[] {
  const paths: Path[] = []
  do paths.push(parsePath(reader))
  while (takeSign(reader, ','))
  if (isSign(reader, '(')) throw unexpected(reader)
  return paths
}
