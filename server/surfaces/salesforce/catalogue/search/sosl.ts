import { malformedSearch } from './refusals.ts'

/** In which fields is looked. */
export type SearchScope = 'all' | 'name' | 'email' | 'phone' | 'sidebar'

/** What is answered of the records of one object: the parts of a SOQL query, as they were written. */
export type Returning = {
  readonly object: string
  readonly fields: string
  readonly where?: string
  readonly orderBy?: string
  readonly limit?: number
  readonly offset?: number
}

/** A search as it was written: FIND {…} IN … RETURNING … LIMIT … */
export type Sosl = {
  readonly find: string
  readonly scope: SearchScope
  readonly returning: readonly Returning[]
  readonly limit?: number
}

const LONGEST = 100_000
const MOST_OBJECTS = 200

type Reader = { readonly text: string; at: number }

/** Reads a search. Refuses with MALFORMED_SEARCH what is none. */
export function parseSosl(text: string): Sosl {
  if (text.length > LONGEST) throw malformedSearch(`A search has at most ${LONGEST} characters.`)
  const reader: Reader = { text, at: 0 }
  if (!takeWord(reader, 'FIND')) throw unexpected(reader, 'FIND')
  const find = takeFind(reader)
  const scope = takeWord(reader, 'IN') ? takeScope(reader) : 'all'
  const returning = takeWord(reader, 'RETURNING') ? takeReturning(reader) : []
  while (takeWord(reader, 'WITH')) takeFilter(reader)
  const limit = takeWord(reader, 'LIMIT') ? takeNumber(reader, 'LIMIT') : undefined
  if (takeWord(reader, 'UPDATE')) takeTracking(reader)
  skipBlanks(reader)
  if (reader.at < text.length) throw unexpected(reader, 'the end')
  return { find, scope, returning, ...(limit === undefined ? {} : { limit }) }
}

/** What stands in braces. A backslash keeps the sign after it from ending it. */
function takeFind(reader: Reader): string {
  skipBlanks(reader)
  const match = /\{((?:\\[\s\S]|[^\\}])*)\}/y
  match.lastIndex = reader.at
  const found = match.exec(reader.text)
  if (found === null) throw malformedSearch('No search term found. The search term must be enclosed in braces.')
  reader.at = match.lastIndex
  return found[1] ?? ''
}

const scopes: Readonly<Record<string, SearchScope>> = {
  ALL: 'all',
  NAME: 'name',
  EMAIL: 'email',
  PHONE: 'phone',
  SIDEBAR: 'sidebar',
}

function takeScope(reader: Reader): SearchScope {
  const at = reader.at
  const scope = scopes[takeAnyWord(reader).toUpperCase()]
  if (scope === undefined || !takeWord(reader, 'FIELDS')) {
    reader.at = at
    throw unexpected(reader, 'ALL FIELDS, NAME FIELDS, EMAIL FIELDS, PHONE FIELDS or SIDEBAR FIELDS')
  }
  return scope
}

function takeReturning(reader: Reader): readonly Returning[] {
  const returning: Returning[] = []
  do {
    const object = takeAnyWord(reader)
    if (object === '') throw unexpected(reader, 'the name of an object')
    returning.push({ object, ...(takeSign(reader, '(') ? takeParts(reader) : { fields: 'Id' }) })
    if (returning.length > MOST_OBJECTS) throw malformedSearch(`RETURNING names at most ${MOST_OBJECTS} objects.`)
  } while (takeSign(reader, ','))
  return returning
}

const PARTS = ['WHERE', 'USING', 'ORDER BY', 'LIMIT', 'OFFSET'] as const
type Part = (typeof PARTS)[number]

/** The parts between the parentheses, each as it was written; strings and inner parentheses are not looked into. */
function takeParts(reader: Reader): Omit<Returning, 'object'> {
  const parts = new Map<Part | 'fields', string>()
  let part: Part | 'fields' = 'fields'
  let from = reader.at
  let depth = 0
  const token = /'(?:\\[\s\S]|[^\\'])*'|[()]|\b(?:WHERE|USING|ORDER\s+BY|LIMIT|OFFSET)\b|[^'()\w]+|\w+|'/giy
  for (;;) {
    token.lastIndex = reader.at
    const found = token.exec(reader.text)?.[0]
    if (found === undefined || found === "'") throw unexpected(reader, 'a closing parenthesis')
    const at = reader.at
    reader.at = token.lastIndex
    const word = PARTS.find((one) => one === found.toUpperCase().replace(/\s+/, ' '))
    if (found === '(') depth++
    if ((found === ')' && depth === 0) || (word !== undefined && depth === 0)) {
      parts.set(part, reader.text.slice(from, at).trim())
      if (word === undefined) break
      if (parts.has(word)) throw malformedSearch(`unexpected token: '${found}'`)
      part = word
      from = reader.at
    } else if (found === ')') depth--
  }
  return returningOf(parts)
}

function returningOf(parts: ReadonlyMap<Part | 'fields', string>): Omit<Returning, 'object'> {
  if (parts.has('USING')) throw malformedSearch('USING Listview is not supported. Say the filter in WHERE instead.')
  const [where, orderBy] = [parts.get('WHERE'), parts.get('ORDER BY')]
  const limit = wholeNumber(parts.get('LIMIT'), 'LIMIT')
  const offset = wholeNumber(parts.get('OFFSET'), 'OFFSET')
  if (where === '' || orderBy === '') throw malformedSearch("unexpected token: ')'")
  return {
    fields: parts.get('fields') || 'Id',
    ...(where === undefined ? {} : { where }),
    ...(orderBy === undefined ? {} : { orderBy }),
    ...(limit === undefined ? {} : { limit }),
    ...(offset === undefined ? {} : { offset }),
  }
}

/** WITH SNIPPET, HIGHLIGHT, NETWORK = … and the like change what is shown with a record or where it is looked for elsewhere; here they change nothing. */
function takeFilter(reader: Reader): void {
  const name = takeAnyWord(reader).toUpperCase()
  if (name === 'DATA') throw malformedSearch('WITH DATA CATEGORY is only for knowledge articles, and there are none.')
  if (!['SNIPPET', 'HIGHLIGHT', 'SPELL_CORRECTION', 'METADATA', 'NETWORK', 'DIVISION', 'PRICEBOOKID'].includes(name))
    throw malformedSearch(`unexpected token after WITH: '${name.slice(0, 40)}'`)
  skipBlanks(reader)
  const rest = /(?:\([^()']*\)|(?:=|IN\b)\s*(?:'(?:\\[\s\S]|[^\\'])*'|\w+|\([^()]*\)))/iy
  rest.lastIndex = reader.at
  const found = rest.exec(reader.text)
  if (found !== null) reader.at = rest.lastIndex
}

function takeTracking(reader: Reader): void {
  do {
    const word = takeAnyWord(reader).toUpperCase()
    if (word !== 'TRACKING' && word !== 'VIEWSTAT')
      throw malformedSearch(`unexpected token after UPDATE: '${word.slice(0, 40)}'`)
  } while (takeSign(reader, ','))
}

const takeNumber = (reader: Reader, what: string): number | undefined => wholeNumber(takeAnyWord(reader), what)

const MOST = 2000

function wholeNumber(text: string | undefined, what: string): number | undefined {
  if (text === undefined) return undefined
  const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN
  if (!(number <= MOST)) throw malformedSearch(`${what} is a whole number from 0 to ${MOST}: '${text.slice(0, 40)}'`)
  return number
}

function takeAnyWord(reader: Reader): string {
  skipBlanks(reader)
  const word = /\w+/y
  word.lastIndex = reader.at
  const found = word.exec(reader.text)?.[0] ?? ''
  reader.at += found.length
  return found
}

function takeWord(reader: Reader, word: string): boolean {
  const at = reader.at
  if (takeAnyWord(reader).toUpperCase() === word) return true
  reader.at = at
  return false
}

function takeSign(reader: Reader, sign: string): boolean {
  skipBlanks(reader)
  if (reader.text.charAt(reader.at) !== sign) return false
  reader.at++
  return true
}

function skipBlanks(reader: Reader): void {
  while (/\s/.test(reader.text.charAt(reader.at))) reader.at++
}

const unexpected = (reader: Reader, expected: string) => {
  skipBlanks(reader)
  const found = reader.text.slice(reader.at, reader.at + 40).toWellFormed() || '<EOF>'
  return malformedSearch(`expecting ${expected}, found '${found}'`)
}
