import assert from 'node:assert/strict'
import { test } from 'node:test'
import { anOrg } from '../../../test/support/builders.ts'
import { rolledBack } from '../../../test/support/database.ts'
import { createLeads } from '../../records/leads/leads.ts'
import { one, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import type { Actor } from '../users/actor.ts'
import { definitionOf, forgetCatalogue } from './catalogue.ts'
import { addCustomField, customFieldDraft } from './customFields.ts'
import { refreshStatistics } from './indexes.ts'
import { listRecords, type ListRequest } from './list.ts'

const LEADS = 12_000

/** Many leads of whom the oldest three are called Zoravic, and of whom PostgreSQL knows as much as an hour later. */
async function manyLeads(tx: Tx): Promise<Actor> {
  const { admin } = await anOrg(tx)
  await addCustomField(
    tx,
    admin,
    customFieldDraft.parse({ object: 'Lead', label: 'Badge', type: 'string', externalId: true }),
  )
  forgetCatalogue()
  for (let from = 0; from < LEADS; from += 2000)
    await createLeads(
      tx,
      admin,
      Array.from({ length: 2000 }, (_, at) => ({
        LastName: from + at < 3 ? `Zoravic ${at}` : `Lind ${from + at}`,
        Company: 'Fjord',
        Email: `a${from + at}@fjord.example`,
        Badge__c: `B${from + at}`,
      })),
      { skipDuplicateCheck: true, readBack: false },
    )
  await refreshStatistics(tx, await definitionOf(tx, 'Lead'))
  return admin
}

/** How many leads PostgreSQL has looked at in this transaction. */
const leadsLookedAt = (tx: Tx): Promise<number> =>
  one<{ rows: number }>(
    tx,
    sql`select (seq_tup_read + idx_tup_fetch)::int as rows from pg_stat_xact_user_tables where relid = 'lead'::regclass`,
  ).then(({ rows }) => rows)

test('of a long list only what is near to what is sought is looked at', () =>
  rolledBack(async (tx) => {
    const admin = await manyLeads(tx)
    const definition = await definitionOf(tx, 'Lead')
    const found = async (request: ListRequest) => {
      const before = await leadsLookedAt(tx)
      const { records } = await listRecords(tx, admin, definition, { fields: ['LastName'], ...request })
      return { names: records.map(({ LastName }) => LastName), looked: (await leadsLookedAt(tx)) - before }
    }
    const stories: readonly (readonly [string, ListRequest, readonly string[]])[] = [
      ['a rare word', { q: 'zorav' }, ['Zoravic 2', 'Zoravic 1', 'Zoravic 0']],
      [
        'a rare word in the order of a field',
        { q: 'zorav', sort: 'LastName' },
        ['Zoravic 0', 'Zoravic 1', 'Zoravic 2'],
      ],
      ['a page of a rare word', { q: 'zorav', limit: 1 }, ['Zoravic 2']],
      ['a word that is nowhere', { q: 'zzz' }, []],
      ['a word that is everywhere', { q: 'lind', limit: 2 }, ['Lind 11999', 'Lind 11998']],
      [
        'an e-mail address, the newest first',
        { filter: { field: 'Email', op: 'eq', value: 'a1@fjord.example' } },
        ['Zoravic 1'],
      ],
      [
        'an e-mail address in the order of a field',
        { filter: { field: 'Email', op: 'eq', value: 'nobody@fjord.example' }, sort: 'Company' },
        [],
      ],
      [
        'many e-mail addresses',
        {
          filter: {
            field: 'Email',
            op: 'in',
            value: Array.from({ length: 100 }, (_, at) => (at === 0 ? 'a2@fjord.example' : `b${at}@fjord.example`)),
          },
        },
        ['Zoravic 2'],
      ],
      ['what an own field calls it elsewhere', { filter: { field: 'Badge__c', op: 'eq', value: 'B0' } }, ['Zoravic 0']],
    ]
    for (const [what, request, names] of stories) {
      const { names: those, looked } = await found(request)
      assert.deepEqual(those, names, what)
      assert.ok(looked < 2500, `${what}: ${looked} of ${LEADS} leads were looked at`)
    }
  }))
