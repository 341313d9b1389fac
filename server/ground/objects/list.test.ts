import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { aLead, anOrg } from '../../../test/support/builders.ts'
import { rolledBack } from '../../../test/support/database.ts'
import type { Tx } from '../../platform/tx.ts'
import type { Actor } from '../users/actor.ts'
import { createLeads, deleteLeads, restoreLeads, updateLeads } from '../../records/leads/leads.ts'
import { Lead } from '../../records/leads/fields.ts'
import { listRecords } from './list.ts'
import { savedIds } from './objects.ts'

/** Letters that databases of different locales fold and sort differently. */
const word = fc
  .string({
    unit: fc.constantFrom('a', 'A', 'ä', 'Ä', 'b', 'ß', 'İ', 'ı', 'Σ', 'ς', 'Œ', '-', ' ', '%', '𠀀', 'Z'),
    minLength: 1,
    maxLength: 4,
  })
  .map((text) => `x${text}`)

const drafts = fc.array(
  fc.record({
    LastName: word,
    Title: fc.option(word),
    City: fc.option(word),
    AnnualRevenue: fc.option(fc.constantFrom(0, 1.5, -2, 1e14)),
    RecheckOn: fc.option(fc.constantFrom('2027-01-01', '0001-01-01', '9999-12-31')),
    DoNotCall: fc.boolean(),
  }),
  { minLength: 1, maxLength: 12 },
)

const sort = fc
  .uniqueArray(
    fc.constantFrom(
      'LastName',
      'Title',
      'City',
      'Name',
      'AnnualRevenue',
      'RecheckOn',
      'DoNotCall',
      'CreatedDate',
      'NextStepDate',
      'LeadSource',
    ),
    { minLength: 1, maxLength: 4 },
  )
  .chain((names) => fc.tuple(...names.map((name) => fc.constantFrom(name, `-${name}`))).map((keys) => keys.join(',')))

async function inPages(tx: Tx, actor: Actor, sortedBy: string, limit: number): Promise<number[]> {
  const seen: number[] = []
  for (let after: string | undefined; ;) {
    const { records, next } = await listRecords(tx, actor, Lead, { fields: ['Id'], sort: sortedBy, limit, after })
    seen.push(...records.map(({ Id }) => Id))
    if (next === null) return seen
    assert.ok(seen.length < 100, 'The pages do not end.')
    after = next
  }
}

test('pages of any size, in any order, hold every record once and in the order of the whole', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    await fc.assert(
      fc.asyncProperty(drafts, sort, fc.integer({ min: 1, max: 5 }), async (rows, sortedBy, limit) => {
        const ids = savedIds(
          await createLeads(
            tx,
            admin,
            rows.map((row) => ({ ...row, Company: 'Nordwind' })),
            { skipDuplicateCheck: true },
          ),
        )
        assert.equal(ids.length, rows.length)
        const whole = (await listRecords(tx, admin, Lead, { fields: ['Id'], sort: sortedBy, limit: 200 })).records.map(
          ({ Id }) => Id,
        )
        assert.deepEqual(new Set(whole), new Set(ids))
        assert.equal(whole.length, ids.length)
        assert.deepEqual(await inPages(tx, admin, sortedBy, limit), whole)
        await deleteLeads(tx, admin, ids)
      }),
      { numRuns: 60 },
    )
  }))

test('a text is found by itself, whatever the locale makes of its letters', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    await fc.assert(
      fc.asyncProperty(word, async (text) => {
        const id = await aLead(tx, admin, { LastName: text })
        for (const op of ['eq', 'contains', 'startsWith', 'ge', 'le'] as const) {
          const { records } = await listRecords(tx, admin, Lead, {
            fields: ['Id'],
            filter: { field: 'LastName', op, value: text.trim() },
          })
          assert.ok(
            records.some(({ Id }) => Id === id),
            `${op} '${text}'`,
          )
        }
      }),
      { numRuns: 40 },
    )
  }))

/** How many statements the work sends. */
async function statementsOf(tx: Tx, work: () => Promise<unknown>): Promise<number> {
  const { connection } = tx
  const send = connection.query.bind(connection)
  let sent = 0
  Object.assign(connection, {
    query: (...given: unknown[]) => {
      sent++
      return Reflect.apply(send, connection, given)
    },
  })
  try {
    await work()
  } finally {
    Object.assign(connection, { query: send })
  }
  return sent
}

test('a list of 1,000 takes as many statements as a list of one: made, changed, deleted and restored', (t) =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const leads = (count: number, from: number) =>
      Array.from({ length: count }, (_, at) => ({
        LastName: `Lind ${from + at}`,
        Company: `Fjord ${from + at}`,
        Email: `a${from + at}@fjord.example`,
      }))
    const counts = async (count: number, from: number): Promise<number[]> => {
      let ids: number[] = []
      return [
        await statementsOf(tx, async () => (ids = savedIds(await createLeads(tx, admin, leads(count, from))))),
        await statementsOf(tx, () =>
          updateLeads(
            tx,
            admin,
            ids.map((id) => ({ id, draft: { Title: 'Head', Status: 'Working - Contacted' } })),
          ),
        ),
        await statementsOf(tx, () => deleteLeads(tx, admin, ids)),
        await statementsOf(tx, () => restoreLeads(tx, admin, ids)),
      ]
    }
    await counts(1, 0)
    // Time stands still: what is remembered for two seconds is read anew by neither.
    const startedAt = performance.now()
    t.mock.method(performance, 'now', () => startedAt)
    const one = await counts(1, 1)
    const thousand = await counts(1000, 2)
    // Ids come in blocks of a thousand, so a set may ask for one block more.
    thousand.forEach((sent, at) =>
      assert.ok(sent <= (one[at] ?? 0) + 2, `${sent} statements for 1,000, ${one[at]} for one`),
    )
  }))
