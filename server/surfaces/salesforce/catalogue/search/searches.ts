import { Refusal } from '../../../../platform/errors.ts'
import { wordsOf } from '../../../../ground/objects/words.ts'
import { dialectRefusal } from '../../dialect/errors.ts'
import { sobjectNamed, sobjectsFor } from '../../dialect/sobjects.ts'
import { base, isObject, objectIn, type Asked, type Here, type Operation } from '../../rest/asked.ts'
import { presentPage } from '../../rest/queries.ts'
import { malformedSearch } from './refusals.ts'
import { isSearched, searchFor, searchSosl, type FoundRows } from './searching.ts'
import type { Returning, SearchScope } from './sosl.ts'
import { parseWords, plainWords, type Wanted } from './words.ts'
import { labelOf } from '../../dialect/labels.ts'

/** GET /search?q=FIND {…} */
export const search: Operation = async ({ tx, actor, rooms }, asked) => {
  const { q } = asked.query
  if (q === undefined || q.trim() === '') throw malformedSearch('A search string has to be specified')
  return found(asked, await searchSosl(tx, actor, rooms, q))
}

const FIRST_WRAPPED = 37

/** Older versions answer the bare list. */
const found = (asked: Asked, rows: readonly FoundRows[]) => {
  const searchRecords = recordsIn(asked, rows)
  return { status: 200, body: Number(asked.version) < FIRST_WRAPPED ? searchRecords : { searchRecords } }
}

const recordsIn = (asked: Asked, found: readonly FoundRows[]) =>
  found.flatMap(
    ({ rows, columns }) =>
      presentPage({ totalSize: rows.length, done: true, locator: null, rows: [...rows] }, columns, asked).records,
  )

/** GET /parameterizedSearch?q=&sobject=Lead&Lead.fields=Id,Name&Lead.limit=&in=&overallLimit= */
export const searchByAddress: Operation = (here, asked) => {
  const { query } = asked
  const names = listed(query['sobject'])
  return searchWith(here, asked, {
    ...query,
    fields: listed(query['fields']),
    sobjects: names.map((name) => ({
      name,
      fields: listed(query[`${name}.fields`]),
      where: query[`${name}.where`],
      orderBy: query[`${name}.orderBy`],
      limit: query[`${name}.limit`],
    })),
  })
}

/** POST /parameterizedSearch {q, in, fields, sobjects: [{name, fields, where, limit}], overallLimit, defaultLimit} */
export const searchByBody: Operation = (here, asked) => searchWith(here, asked, objectIn(asked.body))

const MOST_OBJECTS = 200

async function searchWith(here: Here, asked: Asked, given: Readonly<Record<string, unknown>>) {
  const { q, sobjects = [], fields } = given
  if (typeof q !== 'string' || q.trim() === '') throw malformedSearch('q is required: the words to look for.')
  if (!Array.isArray(sobjects) || sobjects.length > MOST_OBJECTS)
    throw malformedSearch(`sobjects is a list of at most ${MOST_OBJECTS}.`)
  const usual = namesIn(fields, 'fields')
  const returning = sobjects.map((one: unknown) => returningOf(one, usual, given['defaultLimit']))
  return found(
    asked,
    await searchFor(here.tx, here.actor, here.rooms, {
      wanted: wantedIn(q),
      scope: scopeIn(given['in']),
      returning: returning.length > 0 || usual.length === 0 ? returning : await everyObjectWith(here, usual),
      limit: limitIn(given['overallLimit'], 'overallLimit') ?? MOST,
    }),
  )
}

const MOST = 2000

function returningOf(one: unknown, usual: readonly string[], usualLimit: unknown): Returning {
  const { name, fields, where, orderBy, limit } = isObject(one) ? one : { name: one }
  if (typeof name !== 'string') throw malformedSearch('Each of sobjects needs a name.')
  const chosen = namesIn(fields, `${name}.fields`)
  const most = limitIn(limit, `${name}.limit`) ?? limitIn(usualLimit, 'defaultLimit')
  return {
    object: name,
    fields: (chosen.length > 0 ? chosen : usual).join(', ') || 'Id',
    ...(typeof where === 'string' && where.trim() !== '' ? { where } : {}),
    ...(typeof orderBy === 'string' && orderBy.trim() !== '' ? { orderBy } : {}),
    ...(most === undefined ? {} : { limit: most }),
  }
}

async function everyObjectWith({ tx, actor, rooms }: Here, fields: readonly string[]): Promise<readonly Returning[]> {
  const sobjects = await sobjectsFor(tx, actor, rooms)
  return sobjects.flatMap(({ definition }) =>
    isSearched(definition) && fields.every((name) => definition.field.has(name.trim().toLowerCase()))
      ? [{ object: definition.name, fields: fields.join(', ') }]
      : [],
  )
}

function namesIn(value: unknown, what: string): readonly string[] {
  if (value === undefined || value === null) return []
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value
  throw malformedSearch(`${what} is a list of names.`)
}

function limitIn(value: unknown, what: string): number | undefined {
  if (value === undefined || value === null || value === '') return undefined
  const limit = Number(value)
  if (Number.isSafeInteger(limit) && limit >= 1 && limit <= MOST) return limit
  throw malformedSearch(`${what} is a whole number from 1 to ${MOST}.`)
}

const scopes: Readonly<Record<string, SearchScope>> = {
  all: 'all',
  name: 'name',
  email: 'email',
  phone: 'phone',
  sidebar: 'sidebar',
}

function scopeIn(value: unknown): SearchScope {
  const scope =
    scopes[typeof value === 'string' ? value.toLowerCase() : value === undefined || value === null ? 'all' : '']
  if (scope !== undefined) return scope
  throw malformedSearch('in is one of ALL, NAME, EMAIL, PHONE and SIDEBAR.')
}

/** Operators where they make sense; else the plain words somebody typed. */
function wantedIn(q: string): Wanted {
  try {
    return parseWords(q)
  } catch (error) {
    if (error instanceof Refusal && wordsOf(q).join('').length > 1) return plainWords(q)
    throw error
  }
}

const listed = (text: string | undefined): readonly string[] =>
  (text ?? '')
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean)

const USUAL_SUGGESTIONS = 5
const MOST_SUGGESTIONS = 200

/** GET /search/suggestions?q=&sobject=Lead,Account&limit= : records whose name begins so. */
export const suggestions: Operation = async ({ tx, actor, rooms }, asked) => {
  const { q = '', sobject, fields, limit } = asked.query
  const names = listed(sobject)
  if (q.trim() === '' || names.length === 0 || names.length > MOST_OBJECTS)
    throw dialectRefusal('MISSING_ARGUMENT', 'q and sobject are required.')
  const most = Math.min(limitIn(limit, 'limit') ?? USUAL_SUGGESTIONS, MOST_SUGGESTIONS)
  const returning: Returning[] = []
  for (const name of names) {
    const { definition } = await sobjectNamed(tx, actor, rooms, name)
    const shown = [...new Set(['Id', definition.nameField, ...listed(fields)])].join(', ')
    returning.push({ object: definition.name, fields: shown, limit: most + 1 })
  }
  const rows = await searchFor(tx, actor, rooms, {
    wanted: plainWords(q),
    scope: 'name',
    returning,
    limit: most + 1,
  })
  const records = recordsIn(asked, rows)
  return {
    status: 200,
    body: { autoSuggestResults: records.slice(0, most), hasMoreResults: records.length > most, meanResults: [] },
  }
}

/** GET /search/scopeOrder: the objects a search looks at, in order. */
export const scopeOrder: Operation = async ({ tx, actor, rooms }, asked) => ({
  status: 200,
  body: (await sobjectsFor(tx, actor, rooms))
    .filter(({ definition }) => isSearched(definition))
    .map(({ definition: { name } }) => ({ type: name, url: `${base(asked)}/sobjects/${name}/describe` })),
})

const LIMIT_ROWS = 25

/** GET /search/layout?q=Account,Contact: what a list of results shows. */
export const searchLayouts: Operation = async ({ tx, actor, rooms }, asked) => {
  const names = listed(asked.query['q'])
  if (names.length === 0 || names.length > MOST_OBJECTS)
    throw dialectRefusal('MISSING_ARGUMENT', 'q names the objects.')
  const layouts: unknown[] = []
  for (const name of names) {
    const { definition } = await sobjectNamed(tx, actor, rooms, name)
    const shown = definition.fields.filter((field) => field.name === definition.nameField || field.searched === true)
    layouts.push({
      errorMsg: null,
      label: 'Search Results',
      limitRows: LIMIT_ROWS,
      objectType: definition.name,
      searchColumns: shown.map((field) => ({
        field: `${definition.name}.${field.name}`,
        format: null,
        label: labelOf(field),
        name: field.name,
      })),
    })
  }
  return { status: 200, body: layouts }
}
