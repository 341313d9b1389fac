import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aContact, aLead, anAccount, anOpportunity, anOrg, someone } from '../../../../test/support/builders.ts'
import { rolledBack } from '../../../../test/support/database.ts'
import { quoted, refusalOf, rowsOf } from '../../../../test/support/soql.ts'
import { encodeId } from '../../../../shared/ids.ts'
import { createTasks } from '../../../records/activities/activities.ts'
import { deleteLeads } from '../../../records/leads/leads.ts'
import type { Tx } from '../../../platform/tx.ts'
import type { Actor } from '../../users/actor.ts'
import { firstPage, nextPage, prepareSoql } from './soql.ts'

const EVERYTHING = ['Lead', 'Account', 'Contact', 'Opportunity', 'Campaign']

/** An org that keeps records to their owners: a salesperson with one contact at an account out of reach, and all else the administrator's. */
async function aPrivateOrg(tx: Tx) {
  const { admin } = await anOrg(tx)
  const seller: Actor = { ...(await someone(tx, 'sales')), privateObjects: EVERYTHING }
  const OwnerId = encodeId(seller.userId ?? 0)
  const account = await anAccount(tx, admin, { Name: 'Secret AB' })
  const own = await aContact(tx, admin, { LastName: 'Own', AccountId: encodeId(account), OwnerId })
  const secret = await aContact(tx, admin, { LastName: 'Secret', AccountId: encodeId(account) })
  const lead = await aLead(tx, admin, { LastName: 'Secret' })
  const deal = await anOpportunity(tx, admin, { AccountId: encodeId(account), Name: 'Secret deal', Amount: 5 })
  await createTasks(tx, admin, [
    { Subject: 'Secret call', WhoId: encodeId(lead) },
    { Subject: 'Own call', WhoId: encodeId(lead), OwnerId },
  ])
  return { admin, seller, account, own, secret, lead, deal }
}

test('records out of reach are not among the rows, nor counted', () =>
  rolledBack(async (tx) => {
    const { seller, admin } = await aPrivateOrg(tx)
    const names = async (actor: Actor, text: string) =>
      (await rowsOf(tx, actor, text)).map((row) => Object.values(row)[0])
    assert.deepEqual(await names(seller, 'SELECT LastName FROM Contact'), ['Own'])
    assert.deepEqual(await names(seller, 'SELECT COUNT(Id) FROM Contact'), [1])
    assert.deepEqual(
      await names(seller, "SELECT LastName FROM Contact WHERE LastName = 'Secret' OR LastName LIKE '%'"),
      ['Own'],
    )
    assert.deepEqual(await names(seller, 'SELECT Subject FROM Task'), ['Own call'])
    assert.deepEqual(await names(seller, 'SELECT SUM(Amount) FROM Opportunity'), [null])
    assert.equal((await firstPage(tx, seller, await prepareSoql(tx, seller, 'SELECT COUNT() FROM Lead'))).totalSize, 0)
    assert.equal((await names(admin, 'SELECT LastName FROM Contact')).length, 2)
  }))

test('a parent out of reach is none: it is not shown, and nothing is found by what it holds', () =>
  rolledBack(async (tx) => {
    const { seller } = await aPrivateOrg(tx)
    assert.deepEqual(await rowsOf(tx, seller, 'SELECT LastName, Account.Name FROM Contact'), [
      { LastName: 'Own', Account: null },
    ])
    assert.deepEqual(await rowsOf(tx, seller, "SELECT Id FROM Contact WHERE Account.Name LIKE 'Secret%'"), [])
    assert.deepEqual(await rowsOf(tx, seller, 'SELECT COUNT(Id) c, Account.Name FROM Contact GROUP BY Account.Name'), [
      { c: 1, Name: null },
    ])
    assert.deepEqual(
      await rowsOf(
        tx,
        seller,
        'SELECT Subject, Who.Name, Who.Type, TYPEOF Who WHEN Lead THEN Company END FROM Task',
      ).catch((error: Error) => error.message.split('\n').at(-1)),
      'duplicate field selected: Who',
    )
    assert.deepEqual(await rowsOf(tx, seller, 'SELECT TYPEOF Who WHEN Lead THEN Company END FROM Task'), [
      { Who: null },
    ])
    assert.deepEqual(await rowsOf(tx, seller, "SELECT Subject FROM Task WHERE Who.Type = 'Lead'"), [])
  }))

test('what hangs on a record, and what another query answers, is within reach as well', () =>
  rolledBack(async (tx) => {
    const { seller, account, admin } = await aPrivateOrg(tx)
    assert.deepEqual(await rowsOf(tx, seller, 'SELECT (SELECT LastName FROM Contacts) FROM Account'), [])
    const shared: Actor = { ...seller, privateObjects: ['Contact', 'Opportunity'] }
    const nested = `SELECT (SELECT LastName FROM Contacts), (SELECT Name FROM Opportunities) FROM Account WHERE Id = ${quoted(account)}`
    assert.deepEqual(await rowsOf(tx, shared, nested), [{ Contacts: [{ LastName: 'Own' }], Opportunities: null }])
    const won = "SELECT Name FROM Account WHERE Id IN (SELECT AccountId FROM Opportunity WHERE Name = 'Secret deal')"
    assert.deepEqual(await rowsOf(tx, shared, won), [])
    assert.deepEqual(await rowsOf(tx, admin, won), [{ Name: 'Secret AB' }])
    const without = 'SELECT Name FROM Account WHERE Id NOT IN (SELECT AccountId FROM Opportunity)'
    assert.deepEqual(await rowsOf(tx, shared, without), [{ Name: 'Secret AB' }])
  }))

test('the recycle bin holds for each only what they could see', () =>
  rolledBack(async (tx) => {
    const { seller, admin, lead } = await aPrivateOrg(tx)
    await deleteLeads(tx, admin, [lead])
    assert.deepEqual(await rowsOf(tx, seller, 'SELECT Id FROM Lead ALL ROWS'), [])
    assert.equal((await rowsOf(tx, admin, 'SELECT Id FROM Lead ALL ROWS')).length, 1)
  }))

test('a page of a longer result shows nothing that went out of reach since', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const ids: number[] = []
    for (let n = 0; n < 201; n++) ids.push(await aLead(tx, admin, { LastName: `L${n}`, Email: `l${n}@x.example` }))
    const page = await firstPage(tx, admin, await prepareSoql(tx, admin, 'SELECT Id FROM Lead ORDER BY Id'), {
      batchSize: 200,
    })
    assert.deepEqual([page.totalSize, page.done, page.rows.length], [201, false, 200])
    await deleteLeads(tx, admin, [ids[200] ?? 0])
    const last = await nextPage(tx, admin, page.locator ?? '')
    assert.deepEqual([last.totalSize, last.done, last.rows], [201, true, []])
  }))

test('an object the role may not read does not exist for it', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const blind: Actor = { ...admin, scopes: [] }
    assert.equal((await refusalOf(tx, blind, 'SELECT Id FROM Lead')).code, 'invalid_type')
  }))
