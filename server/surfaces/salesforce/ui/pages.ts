import type { ObjectDefinition } from '../../../ground/objects/definition.ts'
import { firstPage, prepareSoql, type SoqlPage } from '../../../ground/objects/soql/soql.ts'
import { dialectRefusal } from '../dialect/errors.ts'
import type { Here } from '../rest/asked.ts'
import { uiRecords, type UiRecord, type Wanted } from './reading.ts'

/** Records by a condition, a page at a time: what UI API calls a record collection. */
export type UiPage = {
  readonly count: number
  readonly currentPageToken: string
  readonly currentPageUrl: string
  readonly nextPageToken: string | null
  readonly nextPageUrl: string | null
  readonly previousPageToken: string | null
  readonly previousPageUrl: string | null
  readonly records: readonly UiRecord[]
}

export type PageAsked = {
  /** A condition of SOQL, its values written by the program. */
  readonly where: string
  readonly sortBy: readonly string[]
  readonly wanted: Wanted
  readonly size: number
  /** How many records come before the page. */
  readonly from: number
  readonly urlOf: (token: number) => string
}

const USUAL_ROWS = 50
const MOST_ROWS = 200
const FARTHEST = 2000

/** How many records a page has, and where it begins; a page's token is the number of records before it. */
export function placeIn(query: Readonly<Record<string, unknown>>): { readonly size: number; readonly from: number } {
  const [size, from] = [Number(query['pageSize'] ?? USUAL_ROWS), Number(query['pageToken'] ?? 0)]
  if (!Number.isSafeInteger(from) || from < 0 || from > FARTHEST)
    throw dialectRefusal(
      'ILLEGAL_QUERY_PARAMETER_VALUE',
      `A pageToken is what the page before said, at most ${FARTHEST}.`,
    )
  return { size: Number.isSafeInteger(size) && size >= 1 ? Math.min(size, MOST_ROWS) : USUAL_ROWS, from }
}

/** `Name`, `-Contact.Name`, as a query sorts. Refuses what is no field's name. */
function orderOf(definition: ObjectDefinition, sortBy: readonly string[]): string {
  const terms = (sortBy.length === 0 ? [definition.nameField] : sortBy).map((text) => {
    const path = text.replace(/^[-+]/, '').replace(new RegExp(`^${definition.name}\\.`, 'i'), '')
    if (!/^\w+(\.\w+){0,5}$/.test(path))
      throw dialectRefusal('ILLEGAL_QUERY_PARAMETER_VALUE', `'${text.slice(0, 80)}' is not a field to sort by.`)
    return `${path} ${text.startsWith('-') ? 'DESC' : 'ASC'}`
  })
  return terms.join(', ')
}

export async function uiPage(here: Here, definition: ObjectDefinition, asked: PageAsked): Promise<UiPage> {
  const { where, sortBy, wanted, size, from, urlOf } = asked
  const order = orderOf(definition, sortBy)
  const rest = `WHERE ${where} ORDER BY ${order} LIMIT ${size + 1} OFFSET ${from}`
  const { rows } = await rowsFound(here, definition, rest)
  const ids = rows.slice(0, size).flatMap(({ id }) => id ?? [])
  const shown = await uiRecords(here, definition, ids, wanted)
  const [next, previous] = [
    rows.length > size && from + size <= FARTHEST ? from + size : null,
    from === 0 ? null : Math.max(0, from - size),
  ]
  return {
    count: ids.length,
    currentPageToken: String(from),
    currentPageUrl: urlOf(from),
    nextPageToken: next === null ? null : String(next),
    nextPageUrl: next === null ? null : urlOf(next),
    previousPageToken: previous === null ? null : String(previous),
    previousPageUrl: previous === null ? null : urlOf(previous),
    records: ids.flatMap((id) => shown.get(id) ?? []),
  }
}

/** The ids of an object's records, by what follows FROM in a query. */
export async function rowsFound({ tx, actor }: Here, { name }: ObjectDefinition, rest: string): Promise<SoqlPage> {
  const from = `FROM ${name} ${rest}`
  return firstPage(tx, actor, await prepareSoql(tx, actor, `SELECT Id ${from}`))
}
