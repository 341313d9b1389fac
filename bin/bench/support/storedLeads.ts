import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import '../../../server/doors.ts'
import { firstId } from '../../../shared/ids.ts'
import { leadFacts } from '../../../server/ground/people/facts.ts'
import { personKeys } from '../../../server/ground/people/matchKeys.ts'
import { leadMaker, type BenchLead, type Cities } from './people.ts'

const SCHEMA = 'org_1'
const FIRST = 5_000_000

export const keysOf = (lead: BenchLead): number[] => personKeys(leadFacts(lead))

/** Beyond a million, indexes that neither looks up duplicates nor searches for them are left out: they would take an hour. */
const WITH_ALL_INDEXES = 1_000_000

export const hasAllIndexes = (rows: number): boolean => rows <= WITH_ALL_INDEXES

/** Puts so many made-up leads straight into the tables: in a tenth of the time an import takes. */
export async function storeLeads(client: pg.Client, rows: number, cities?: Cities): Promise<void> {
  await client.query(`set search_path = ${SCHEMA}`)
  if (!hasAllIndexes(rows)) await leaveIndexesOut(client)
  const { rows: users } = await client.query<{ id: string }>('select id from app_user limit 1')
  await client.query('drop index lead_by_match_key')
  const people = firstId('Person') + FIRST
  await client.query(
    `insert into person (id, created_at) select ${people} + n, now() from generate_series(0, ${rows - 1}) as n`,
  )
  const stream = client.query(
    copyFrom(
      'copy lead (id, person_id, owner_id, status, first_name, last_name, company, email, phone, title, city, match_keys, created_at, last_modified_at) from stdin',
    ),
  )
  await pipeline(Readable.from(lines(rows, users[0]?.id ?? '', cities)), stream)
  await client.query('create index lead_by_match_key on lead using gin (match_keys) with (fastupdate = off)')
  await client.query('analyze lead')
}

async function leaveIndexesOut(client: pg.Client): Promise<void> {
  const { rows: indexes } = await client.query<{ name: string }>(
    `select i.indexrelid::regclass::text as name from pg_index i
     where i.indrelid = 'lead'::regclass and not i.indisunique and i.indexrelid <> 'lead_by_match_key'::regclass`,
  )
  for (const { name } of indexes) await client.query(`drop index ${name}`)
}

function* lines(rows: number, owner: string, cities?: Cities): Generator<string> {
  const next = leadMaker(1, cities)
  let text = ''
  for (let n = 0; n < rows; n++) {
    const lead = next()
    const { FirstName, LastName, Company, Email, Phone, Title, City } = lead
    const moment = '2026-01-01T00:00:00Z'
    text += `${[firstId('Lead') + FIRST + n, firstId('Person') + FIRST + n, owner, 'Open - Not Contacted', FirstName, LastName, Company, Email, Phone, Title, City, `{${keysOf(lead).join()}}`, moment, moment].join('\t')}\n`
    if (text.length < 65_536) continue
    yield text
    text = ''
  }
  yield text
}
