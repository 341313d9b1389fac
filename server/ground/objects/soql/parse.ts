import { malformed, refusalOf } from './refusals.ts'
import { parseGroupBy, parseOrderBy, parsePath } from './parseTerms.ts'
import { parseCondition } from './parseWhere.ts'
import { parseSelect } from './parseSelect.ts'
import type { Purpose, Query } from './syntax.ts'
import {
  expectWord,
  following,
  isSign,
  isWord,
  readerOf,
  take,
  takeAlias,
  takeName,
  takeSign,
  takeWord,
  unexpected,
  type Reader,
} from './tokens.ts'

/** How long a query may be, as in the field. */
export const LONGEST_QUERY = 100_000

/** How deep parentheses and sub-queries may nest. */
const DEEPEST = 60

type Draft = { -readonly [Key in keyof Query]: Query[Key] }

/** Reads a query's text. Refuses as `malformed_query`, with the place, what is none. */
export function parseSoql(text: string): Query {
  if (text.length > LONGEST_QUERY)
    throw refusalOf('malformed_query', `SOQL statements cannot be longer than ${LONGEST_QUERY} characters.`)
  if (text.trim() === '') throw refusalOf('malformed_query', 'SOQL statements cannot be empty or null')
  const hole = /\0/.exec(text)
  if (hole !== null) throw malformed(text, hole.index, 'unexpected character in the query')
  if (!text.isWellFormed()) throw refusalOf('malformed_query', 'The query is not well-formed text.')
  const reader = readerOf(text)
  const query = parseQuery(reader)
  if (reader.token.kind !== 'end') throw unexpected(reader)
  return query
}

export function parseQuery(reader: Reader): Query {
  const at = reader.token.at
  if (++reader.depth > DEEPEST) throw refusalOf('query_too_complicated', 'Query is nested too deeply.')
  expectWord(reader, 'select')
  const select = parseSelect(reader, parseQuery)
  expectWord(reader, 'from')
  const query: Draft = {
    select,
    from: parsePath(reader),
    alias: parseAlias(reader),
    further: [],
    orderBy: [],
    purposes: [],
    allRows: false,
    at,
  }
  query.further = parseFurther(reader)
  parseClauses(reader, query)
  reader.depth--
  return query
}

const CLAUSES = new Set([
  'using',
  'where',
  'with',
  'group',
  'having',
  'order',
  'limit',
  'offset',
  'for',
  'update',
  'all',
])

function parseAlias(reader: Reader): string | undefined {
  if (takeWord(reader, 'as')) return takeAlias(reader)
  if (reader.token.kind !== 'word' || CLAUSES.has(reader.token.text.toLowerCase())) return undefined
  return takeAlias(reader)
}

function parseFurther(reader: Reader): Query['further'] {
  const further: { path: Query['from']; alias: string }[] = []
  while (takeSign(reader, ',')) {
    const path = parsePath(reader)
    further.push({ path, alias: parseAlias(reader) ?? path.names.at(-1) ?? '' })
  }
  return further
}

/** The clauses in the one order they may come in. */
function parseClauses(reader: Reader, query: Draft): void {
  if (takeWord(reader, 'using')) {
    expectWord(reader, 'scope')
    const { text, at } = takeName(reader)
    query.scope = { name: text, at }
  }
  if (takeWord(reader, 'where')) query.where = parseCondition(reader, parseQuery)
  while (takeWord(reader, 'with')) parseWith(reader, query)
  if (takeWord(reader, 'group')) {
    expectWord(reader, 'by')
    query.groupBy = parseGroupBy(reader)
  }
  if (takeWord(reader, 'having')) query.having = parseCondition(reader, parseQuery)
  if (takeWord(reader, 'order')) {
    expectWord(reader, 'by')
    query.orderBy = parseOrderBy(reader)
  }
  query.limitAt = reader.token.at
  if (takeWord(reader, 'limit')) query.limit = parseCount(reader)
  query.offsetAt = reader.token.at
  if (takeWord(reader, 'offset')) query.offset = parseCount(reader)
  parseEnd(reader, query)
}

const ACCESS_MODES = ['security_enforced', 'user_mode', 'system_mode'] as const

function parseWith(reader: Reader, query: Draft): void {
  const mode = ACCESS_MODES.find((word) => isWord(reader, word))
  if (mode !== undefined) {
    take(reader)
    query.accessMode = mode
    return
  }
  query.dataCategoryAt = reader.token.at
  expectWord(reader, 'data')
  expectWord(reader, 'category')
  do parseCategory(reader)
  while (takeWord(reader, 'and'))
}

function parseCategory(reader: Reader): void {
  takeName(reader)
  const selector = ['at', 'above', 'below', 'above_or_below'].find((word) => takeWord(reader, word))
  if (selector === undefined) throw unexpected(reader)
  if (!takeSign(reader, '(')) {
    takeName(reader)
    return
  }
  do takeName(reader)
  while (takeSign(reader, ','))
  if (!takeSign(reader, ')')) throw unexpected(reader)
}

const MOST_COUNT = 2 ** 31 - 1

function parseCount(reader: Reader): number {
  const { token } = reader
  if (token.kind !== 'number' || !/^\d+$/.test(token.text)) throw unexpected(reader)
  const count = Number(token.text)
  if (count > MOST_COUNT) throw malformed(reader.text, token.at, `value out of range: ${token.text.slice(0, 40)}`)
  take(reader)
  return count
}

const PURPOSES: readonly Purpose[] = ['view', 'reference', 'update']

function parseEnd(reader: Reader, query: Draft): void {
  const purposes: Purpose[] = []
  while (takeWord(reader, 'for')) {
    do purposes.push(parsePurpose(reader))
    while (takeSign(reader, ','))
  }
  query.purposes = purposes
  if (isWord(reader, 'update') && ['tracking', 'viewstat'].includes(following(reader).text.toLowerCase())) {
    take(reader)
    do takeName(reader)
    while (takeSign(reader, ','))
  }
  if (takeWord(reader, 'all')) {
    expectWord(reader, 'rows')
    query.allRows = true
  }
  if (isSign(reader, ';')) throw unexpected(reader)
}

function parsePurpose(reader: Reader): Purpose {
  const purpose = PURPOSES.find((word) => takeWord(reader, word))
  if (purpose === undefined) throw unexpected(reader)
  return purpose
}
