import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aLead, anOrg } from '../../../../test/support/builders.ts'
import { freshDatabase, rolledBack } from '../../../../test/support/database.ts'
import { getRecord } from '../../../ground/objects/objects.ts'
import { one, run, sql } from '../../../platform/sql.ts'
import { inTransaction, reading } from '../../../platform/transactions.ts'
import type { Tx } from '../../../platform/tx.ts'
import { Lead } from '../../../records/leads/fields.ts'
import { createLeads } from '../../../records/leads/leads.ts'
import { comparePersons } from '../comparePersons.ts'
import { findDuplicates, findDuplicatesOf } from '../duplicates.ts'
import { likely } from '../../../../shared/likelihood.ts'
import { passOverCommonKeys } from './commonKeys.ts'
import { modelsOf } from './models.ts'
import { learnFromOrg } from './matching.jobs.ts'
import { personPriors } from './personPriors.ts'
import { keyNext } from './rekeying.ts'

const bill = { FirstName: 'Bill', LastName: 'Møller', Company: 'Nordwind GmbH', Email: 'b.moller@nordwind.example' }

const asAnOlderProgramLeftIt = async (tx: Tx): Promise<void> => {
  await run(tx, sql`update lead set match_keys = '{1}'`)
  await run(tx, sql`update match_key_scheme set scheme = 1, keyed_up_to = 0`)
}

test('what a new organization stores follows the present scheme of keys from the first, and is not keyed anew', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    await aLead(tx, admin, bill)
    for (const object of ['Lead', 'Contact', 'Account'] as const) assert.equal(await keyNext(tx, object, 1), false)
    await asAnOlderProgramLeftIt(tx)
    assert.equal(await keyNext(tx, 'Lead', 1), true)
  }))

test('records keyed by an older program are found again once they are keyed anew, a few at a time, and are otherwise as they were', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const ids = [
      await aLead(tx, admin, bill),
      await aLead(tx, admin, { ...bill, FirstName: 'William' }),
      await aLead(tx, admin),
    ]
    const before = await getRecord(tx, admin, Lead, ids[0] ?? 0)
    await asAnOlderProgramLeftIt(tx)
    assert.deepEqual(await findDuplicates(tx, admin, 'Lead', [{ values: bill }]), [[]])
    assert.equal(await keyNext(tx, 'Lead', 2), true)
    assert.equal(await keyNext(tx, 'Lead', 2), false)
    assert.equal(await keyNext(tx, 'Lead', 2), false)
    const [found = []] = await findDuplicates(tx, admin, 'Lead', [{ values: bill }])
    assert.equal(found.length, 2)
    assert.deepEqual(await getRecord(tx, admin, Lead, ids[0] ?? 0), before)
  }))

test('an org is learned from when it has grown, and left alone until it grows again', async () => {
  const { db, org, drop } = await freshDatabase()
  try {
    assert.deepEqual(await learnFromOrg(db, org), [])
    const admin = await inTransaction(db, org, async (tx) => (await anOrg(tx)).admin)
    await inTransaction(db, org, async (tx) => {
      const people = Array.from({ length: 800 }, (_, at) => ({
        // Half of them are called Smith here, and every fourth is there twice.
        FirstName: `Given${String.fromCharCode(97 + (at % 23))}${'aeiou'[at % 5]}x`,
        LastName: at % 2 ? 'Smith' : `Okaf${((at * 7919) % 1000).toString(36)}ora`,
        Company: `Company ${((at * 31) % 397).toString(36)}`,
        Email: `person${at % 4 === 3 ? at - 1 : at}@company${at % 4 === 3 ? at - 1 : at}.example`,
      }))
      await createLeads(tx, admin, people)
      await run(tx, sql`analyze lead`)
    })
    assert.deepEqual(await learnFromOrg(db, org), ['Person'])
    assert.deepEqual(await learnFromOrg(db, org), [])
    await reading(db, org, async (tx) => {
      const { persons, accounts } = await modelsOf(tx)
      assert.ok(persons.oneIn > 1000 && persons.oneIn < 10_000, `one in ${persons.oneIn}`)
      assert.ok((persons.shares['lastName']?.known.get('smith') ?? 0) > 0.4)
      assert.notEqual(persons, personPriors)
      const sameMailbox = comparePersons({ email: 'a.dahl@fjord.example' }, { email: 'a.dahl@fjord.example' }, persons)
      assert.ok(sameMailbox.probability >= likely, `${sameMailbox.probability}`)
      assert.equal(accounts.shares['name'], undefined)
      const { kept } = await one<{ kept: string }>(tx, sql`select model::text as kept from match_model`)
      assert.ok(!kept.includes('person7@'), 'what few have names somebody')
      const [row] = await findDuplicatesOf(tx, admin, 'Lead', [
        (
          await one<{ id: number }>(
            tx,
            sql`select id from lead where email = 'person2@company2.example' order by id limit 1`,
          )
        ).id,
      ])
      assert.deepEqual(
        row?.map(({ reasons }) => reasons[0]),
        ['Same e-mail address'],
      )
    })
  } finally {
    await drop()
  }
})

test('a number that thousands have brings nobody together, and what else they share still does', async () => {
  const { db, org, drop } = await freshDatabase()
  try {
    await inTransaction(db, org, async (tx) => {
      const { admin } = await anOrg(tx)
      const people = Array.from({ length: 1500 }, (_, at) => ({
        LastName: `Person${(at * 7919).toString(36)}`,
        Company: `Company ${(at * 104_729).toString(36)}`,
        Phone: '+49 30 5550100',
        Email: `p${at}@${(at * 104_729).toString(36)}.example`,
      }))
      await createLeads(tx, admin, people)
      await run(tx, sql`analyze lead`)
      const asked = { values: { LastName: 'Person0', Company: 'Company 0', Phone: '030 5550100' } }
      const [before = []] = await findDuplicates(tx, admin, 'Lead', [asked], 0)
      assert.equal(before.length, 20)
      await passOverCommonKeys(tx)
      const [after = []] = await findDuplicates(tx, admin, 'Lead', [asked], 0)
      assert.equal(after.length, 1)
      assert.ok((after[0]?.probability ?? 0) >= likely)
    })
  } finally {
    await drop()
  }
})
