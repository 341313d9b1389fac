import assert from 'node:assert/strict'
import { test } from 'node:test'
import { importRoom, publicFile } from '../../../test/support/importing.ts'
import { many, sql } from '../../platform/sql.ts'
import { inTransaction } from '../../platform/transactions.ts'
import type { Import } from './import.ts'

const PUBLIC = [
  'maven-crm/accounts.csv',
  'maven-crm/sales_teams.csv',
  'maven-crm/sales_pipeline.csv',
  'olist-funnel/olist_marketing_qualified_leads_dataset.csv',
  'olist-funnel/olist_closed_deals_dataset.csv',
]
const hasPublicData = (await publicFile(PUBLIC[0] ?? '')) !== undefined

test(
  'the Maven CRM and the Olist funnel import without hand work',
  { skip: hasPublicData ? false : 'the public data beside the project is not here' },
  async () => {
    const mine = await importRoom()
    try {
      const done: Import[] = []
      // One after the other: deals refer to accounts and people of the files before.
      for (const file of PUBLIC) done.push(await mine.take(file.split('/')[1] ?? '', (await publicFile(file)) ?? ''))
      assert.deepEqual(
        done.map(({ objectName, counts }) => [objectName, counts.created, counts.refused]),
        [
          ['Account', 85, 0],
          ['User', 35, 0],
          ['Opportunity', 8800, 0],
          ['Lead', 8000, 0],
          ['Opportunity', 842, 0],
        ],
      )
      const [deals] = await inTransaction(mine.db, mine.org, (tx) =>
        many<{ won: number; lost: number; owners: number; gathered: number }>(
          tx,
          sql`
        select count(*) filter (where won_at is not null)::int as won, count(*) filter (where stage_name = 'Closed Lost')::int as lost,
          count(distinct o.owner_id)::int as owners, count(*) filter (where a.name like 'No account named%')::int as gathered
        from opportunity o join account a on a.id = o.account_id where o.import_id = ${done[2]?.id}`,
        ),
      )
      assert.deepEqual(deals, { won: 4238, lost: 2473, owners: 30, gathered: 1425 })
      const [old] = await mine.read((tx) =>
        many<{ n: number }>(tx, sql`select count(*)::int as n from lead where created_at < '2019-01-01'`),
      )
      assert.equal(old?.n, 8000)
      // Each closed deal of the funnel names the lead it came from: that lead was converted into it.
      const [funnel] = await inTransaction(mine.db, mine.org, (tx) =>
        many<{ won: number; leads: number }>(
          tx,
          sql`
        select count(*) filter (where o.won_at is not null)::int as won, count(distinct l.id)::int as leads
        from opportunity o join lead l on l.converted_opportunity_id = o.id where o.import_id = ${done[4]?.id} and l.import_id = ${done[3]?.id}`,
        ),
      )
      assert.deepEqual(funnel, { won: 842, leads: 842 })
    } finally {
      await mine.drop()
    }
  },
)
