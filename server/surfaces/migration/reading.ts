import { setTimeout as sleep } from 'node:timers/promises'
import { parse } from 'csv-parse'
import { Readable } from 'node:stream'
import { countOfObject, recordsAfter, recordsOfObject } from './theirs.sql.ts'
import { listIn, SourceError, textIn, type Json, type Source } from './source.ts'

/** A record as it came: text from a bulk query, JSON values from a plain one. */
export type TheirRow = Readonly<Record<string, unknown>>

/** Where a reader stands. The words are the source's; they are kept, and given back after a kill. */
export type Place = { readonly jobId: string | null; readonly place: string | null }

export type Page = { readonly rows: readonly TheirRow[]; readonly next: Place; readonly isLast: boolean }

export type Wanted = {
  readonly objectName: string
  readonly fields: readonly string[]
  /** At most as many records as are held at once. */
  readonly pageRows?: number
}

const PAGE_ROWS = 5000
/** Characters of one record; a source that sends more is broken. */
const LONGEST_ROW = 32 * 1024 * 1024
const SMALL_PAGE_ROWS = 2000
const LOOKS_AGAIN_AFTER_MS = { first: 50, most: 5000 }

/** The next page of an object by a bulk query; a job the source no longer knows is opened again. */
export async function bulkPage(source: Source, wanted: Wanted, { jobId, place }: Place): Promise<Page> {
  if (jobId !== null) {
    try {
      return await resultsAt(source, jobId, place, wanted.pageRows)
    } catch (error) {
      // Results are kept for a week; what was written before is known by its id, and not written again.
      if (!(error instanceof SourceError) || (error.status !== 400 && error.status !== 404)) throw error
    }
  }
  const query = recordsOfObject(wanted.objectName, wanted.fields)
  const opened = await source.post('/jobs/query', {
    operation: 'query',
    query,
    lineEnding: 'LF',
    columnDelimiter: 'COMMA',
  })
  const id = textIn(opened.id)
  await completed(source, id)
  return resultsAt(source, id, null, wanted.pageRows)
}

async function completed(source: Source, id: string): Promise<void> {
  for (let wait = LOOKS_AGAIN_AFTER_MS.first; ; wait = Math.min(wait * 2, LOOKS_AGAIN_AFTER_MS.most)) {
    const { state, errorMessage } = await source.json(`/jobs/query/${id}`)
    if (state === 'JobComplete') return
    if (state === 'Failed' || state === 'Aborted')
      throw new Error(`The org to be copied could not carry out a query: ${textIn(errorMessage) || state}`)
    await sleep(wait)
  }
}

async function resultsAt(source: Source, jobId: string, place: string | null, pageRows = PAGE_ROWS): Promise<Page> {
  const locator = place === null ? '' : `&locator=${encodeURIComponent(place)}`
  const answer = await source.get(`/jobs/query/${jobId}/results?maxRecords=${pageRows}${locator}`)
  const rows: TheirRow[] = []
  if (answer.body !== null) {
    const parsed = Readable.from(answer.body).pipe(
      parse({ columns: true, bom: true, relax_column_count: true, max_record_size: LONGEST_ROW }),
    )
    for await (const row of parsed) rows.push(row as TheirRow)
  }
  const next = answer.headers.get('sforce-locator')
  const isLast = next === null || next === 'null' || next === ''
  return { rows, isLast, next: { jobId, place: isLast ? null : next } }
}

/** The next page of an object bulk queries do not know, in the order of its ids. */
export async function plainPage(source: Source, { objectName, fields }: Wanted, { place }: Place): Promise<Page> {
  const rows = await recordsOf(source, recordsAfter(objectName, fields, { after: place, limit: SMALL_PAGE_ROWS }))
  const isLast = rows.length < SMALL_PAGE_ROWS
  return { rows, isLast, next: { jobId: null, place: textIn(rows.at(-1)?.Id) || place } }
}

/** All records of a query that answers few. */
export async function recordsOf(source: Source, soql: string): Promise<TheirRow[]> {
  const rows: Json[] = []
  let address: string | undefined = `/query?q=${encodeURIComponent(soql)}`
  while (address !== undefined) {
    const page: Json = await source.json(address)
    rows.push(...listIn(page.records))
    address = page.done === false ? textIn(page.nextRecordsUrl) : undefined
  }
  return rows
}

export async function countOf(source: Source, objectName: string): Promise<number> {
  const { totalSize } = await source.json(`/query?q=${encodeURIComponent(countOfObject(objectName))}`)
  return typeof totalSize === 'number' ? totalSize : 0
}
