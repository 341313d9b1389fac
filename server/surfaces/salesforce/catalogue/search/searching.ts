import { Refusal } from '../../../../platform/errors.ts'
import type { Tx } from '../../../../platform/tx.ts'
import type { ObjectDefinition } from '../../../../ground/objects/definition.ts'
import {
  columnsOf,
  firstPage,
  prepareSoql,
  type PreparedSoql,
  type SoqlColumn,
  type SoqlRow,
} from '../../../../ground/objects/soql/soql.ts'
import type { Actor } from '../../../../ground/users/actor.ts'
import { sobjectNamed, sobjectsFor, type SalesforceRooms } from '../../dialect/sobjects.ts'
import { latestFirst, matching } from './matching.sql.ts'
import { malformedSearch } from './refusals.ts'
import { parseSosl, type Returning, type SearchScope, type Sosl } from './sosl.ts'
import { parseWords, type Wanted } from './words.ts'

/** What a search found of one object: rows as SOQL answers them, and the columns they hold. */
export type FoundRows = {
  readonly definition: ObjectDefinition
  readonly columns: readonly SoqlColumn[]
  readonly rows: readonly SoqlRow[]
}

/** As many records a search answers at most, of all objects together. */
const MOST = 2000
const MOST_OF_EACH_UNASKED = 200

/**
 * Runs a search (`FIND {…} IN … RETURNING …`), each object's part as a query of SOQL with the actor's reach inside; in the
 * order in which RETURNING names the objects, else by their names. Refuses as MALFORMED_SEARCH, and as SOQL does.
 */
export async function searchSosl(tx: Tx, actor: Actor, rooms: SalesforceRooms, text: string): Promise<FoundRows[]> {
  const { find, scope, returning, limit = MOST } = parseSosl(text)
  return searchFor(tx, actor, rooms, { wanted: parseWords(find), scope, returning, limit })
}

export type Search = {
  readonly wanted: Wanted
  readonly scope: SearchScope
  readonly returning: Sosl['returning']
  readonly limit: number
}

/** The same for a search that was read already. */
export async function searchFor(tx: Tx, actor: Actor, rooms: SalesforceRooms, search: Search): Promise<FoundRows[]> {
  const returning = search.returning.length > 0 ? search.returning : await everySearched(tx, actor, rooms)
  refuseTwice(returning)
  const found: FoundRows[] = []
  let left = Math.min(search.limit, MOST)
  // One after the other: each object may fill what is left.
  for (const part of returning) {
    if (left === 0) break
    const rows = await foundOf(tx, actor, rooms, search, part, left)
    left -= rows.rows.length
    found.push(rows)
  }
  return found
}

function refuseTwice(returning: readonly Returning[]): void {
  const seen = new Set<string>()
  for (const { object } of returning) {
    const name = object.toLowerCase()
    if (seen.has(name)) throw malformedSearch(`duplicate entity in RETURNING: '${object.slice(0, 80)}'`)
    seen.add(name)
  }
}

async function everySearched(tx: Tx, actor: Actor, rooms: SalesforceRooms): Promise<readonly Returning[]> {
  const sobjects = await sobjectsFor(tx, actor, rooms)
  return sobjects
    .filter(({ definition }) => isSearched(definition))
    .map(({ definition }) => ({ object: definition.name, fields: 'Id', limit: MOST_OF_EACH_UNASKED }))
}

export const isSearched = ({ derivedTypes }: ObjectDefinition): boolean => derivedTypes?.['search'] !== undefined

async function foundOf(
  tx: Tx,
  actor: Actor,
  rooms: SalesforceRooms,
  { wanted, scope }: Search,
  part: Returning,
  left: number,
): Promise<FoundRows> {
  const { definition } = await sobjectNamed(tx, actor, rooms, part.object)
  if (!isSearched(definition))
    throw malformedSearch(`Entity '${definition.name}' is not searchable. Query it with SOQL instead.`)
  const prepared = await inSearch(() => prepareSoql(tx, actor, soqlOf(definition, part)))
  const { plan } = prepared
  if (plan === undefined || prepared.definition !== definition)
    throw malformedSearch('RETURNING names fields of records; groups and counts are for queries.')
  const limit = Math.min(part.limit ?? MOST, left)
  const found: PreparedSoql = {
    ...prepared,
    plan: {
      ...plan,
      conditions: [...plan.conditions, matching(definition, plan.alias, wanted, scope)],
      // What changed lately comes first, where nobody said what does.
      order: plan.order.length > 0 ? plan.order : latestFirst(plan.alias),
      limit,
    },
  }
  const page = limit === 0 ? undefined : await firstPage(tx, actor, found, { batchSize: MOST })
  return { definition, columns: columnsOf(found), rows: page?.rows ?? [] }
}

const soqlOf = ({ name }: ObjectDefinition, { fields, where, orderBy, offset }: Returning): string =>
  [
    'SELECT',
    fields,
    'FROM',
    name,
    ...(where === undefined ? [] : ['WHERE', where]),
    ...(orderBy === undefined ? [] : ['ORDER BY', orderBy]),
    ...(offset === undefined ? [] : ['OFFSET', offset]),
  ].join(' ')

/** What is wrong with a part of a search is the search's fault; an unknown field or object is said as in queries. */
async function inSearch<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Refusal && error.code === 'malformed_query') throw malformedSearch(error.message)
    throw error
  }
}
