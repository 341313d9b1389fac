import assert from 'node:assert/strict'
import { decodeId } from '../../shared/ids.ts'
import { workBulkMerge, workshopOf } from '../../server/processes/duplicates/runs/runs.jobs.ts'
import { workRun, type Workshop } from '../../server/processes/duplicates/runs/work.ts'
import type { TestServer } from './server.ts'

/** For stories of searches through all records: what they are asked, and the worker's part. */

export type Headers = { readonly authorization: string }
export type Json = Record<string, unknown>
type Fields = Readonly<Record<string, string>>

/** A lead nobody else is like: its words are made of its number. */
export const strangerNumber = (n: number): Fields => ({
  FirstName: `${wordOf(n * 7 + 3)}a`,
  LastName: `${wordOf(n * 13 + 5)}ov`,
  Company: `${wordOf(n * 31 + 11)} ${wordOf(n * 17 + 2)} AG`,
  Email: `${wordOf(n * 13 + 5)}${n}@${wordOf(n * 31 + 11)}${n}.example`,
  Phone: `+49 30 ${1_000_000 + n * 37}`,
})

const SYLLABLES = [
  'ba',
  'ke',
  'di',
  'fo',
  'gu',
  'hal',
  'jer',
  'kim',
  'lor',
  'mun',
  'nas',
  'pel',
  'ris',
  'tov',
  'vul',
  'zan',
]

function wordOf(n: number): string {
  let word = ''
  for (let left = (n * 2_654_435_761) % 65_536, at = 0; at < 4; at++, left = Math.floor(left / 16))
    word += SYLLABLES[left % 16] ?? ''
  return word[0]?.toUpperCase() + word.slice(1)
}

/** The same lead as another form or list would bring it. */
export const again = (lead: Fields): Fields => ({
  ...lead,
  FirstName: lead['FirstName']?.[0] ?? '',
  Company: `${lead['Company']?.replace(' AG', '')} Aktiengesellschaft`,
})

export async function addLeads(server: TestServer, headers: Headers, leads: readonly Fields[]): Promise<string[]> {
  const answer = await server.call('POST', '/api/leads', { headers, body: leads })
  assert.equal(answer.statusCode, 200, answer.body)
  return answer.json<{ results: { id: string }[] }>().results.map(({ id }) => id)
}

export async function ask(
  server: TestServer,
  headers: Headers,
  method: 'GET' | 'POST',
  url: string,
  body?: unknown,
): Promise<Json> {
  const answer = await server.call(method, url, { headers, body })
  assert.ok(answer.statusCode < 300, `${method} ${url}: ${answer.statusCode} ${answer.body}`)
  return answer.body === '' ? {} : answer.json<Json>()
}

export const begin = async (server: TestServer, headers: Headers, scope = 'Lead'): Promise<string> =>
  String((await ask(server, headers, 'POST', '/api/duplicate-runs', { scope })).Id)

const numberOf = (id: string): number => decodeId(id) ?? 0

/** What the worker does with a search that was started. */
export const work = ({ db, org }: TestServer, runId: string, more: Partial<Workshop> = {}): Promise<void> =>
  workRun({ ...workshopOf({ db, org }), ...more }, numberOf(runId))

export const workMerge = ({ db, org }: TestServer, id: string): Promise<void> =>
  workBulkMerge({ db, org }, numberOf(id))

export interface Group {
  readonly n: number
  readonly certainty: number
  readonly merge: string | null
  readonly refusal: string | null
  readonly records: readonly { readonly record: { readonly Id: string } }[]
}

/** The groups of a search as sets of ids, in a fixed order. */
export async function groupsOf(server: TestServer, headers: Headers, runId: string): Promise<string[][]> {
  return (await listed(server, headers, runId)).map(idsOf).toSorted(byFirst)
}

/** Sets of ids by their first one. */
export const byFirst = ([a = '']: readonly string[], [b = '']: readonly string[]): number => (a < b ? -1 : 1)

export const idsOf = ({ records }: Group): string[] => records.map(({ record }) => record.Id).toSorted()

export async function listed(server: TestServer, headers: Headers, runId: string): Promise<Group[]> {
  const groups: Group[] = []
  for (let after = 0; ;) {
    const page = await ask(server, headers, 'GET', `/api/duplicate-runs/${runId}/groups?after=${after}&limit=50`)
    groups.push(...(page.groups as Group[]))
    if (page.next === null) return groups
    after = Number(page.next)
  }
}
