import assert from 'node:assert/strict'
import { test } from 'node:test'
import { anAccount, anOrg, someone } from '../../../../test/support/builders.ts'
import { rolledBack } from '../../../../test/support/database.ts'
import { encodeId } from '../../../../shared/ids.ts'
import { run, sql } from '../../../platform/sql.ts'
import { atMoment, inTransaction } from '../../../platform/transactions.ts'
import { inSavepoint, type Tx } from '../../../platform/tx.ts'
import { streaming } from '../../../platform/streaming.ts'
import { Refusal } from '../../../platform/errors.ts'
import { createContacts, updateContacts } from '../../../records/contacts/contacts.ts'
import type { Actor } from '../../users/actor.ts'
import { makeDatabase } from '../../../../test/support/postgres.ts'
import { forgetResults } from './cursors.ts'
import { cellsOf } from './run.ts'
import { firstPage, nextPage, prepareSoql, streamSoql, type SoqlPage } from './soql.ts'

async function contacts(tx: Tx, admin: Actor, howMany: number, accountId: number): Promise<void> {
  const AccountId = encodeId(accountId)
  const drafts = Array.from({ length: howMany }, (_, n) => ({ LastName: `C${String(n).padStart(5, '0')}`, AccountId }))
  await createContacts(tx, admin, drafts)
}

const ask = async (tx: Tx, actor: Actor, text: string, batchSize?: number): Promise<SoqlPage> =>
  firstPage(tx, actor, await prepareSoql(tx, actor, text), { batchSize })

const sorted = (names: readonly unknown[]): string[] => names.map(String).sort((a, b) => (a < b ? -1 : 1))

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'answered',
    (error: unknown) => (error instanceof Refusal ? error.code : Promise.reject(error)),
  )

test('a result longer than a page is of the moment the first page was read, whatever changes meanwhile', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    await contacts(tx, admin, 450, await anAccount(tx, admin))
    const first = await ask(tx, admin, 'SELECT Id, LastName FROM Contact ORDER BY LastName DESC', 200)
    assert.deepEqual([first.totalSize, first.done, first.rows.length], [450, false, 200])
    assert.match(first.locator ?? '', /^01g\w{15}-200$/)
    const [last] = first.rows
    await updateContacts(tx, admin, [{ id: last?.id ?? 0, draft: { LastName: 'A' } }])
    await contacts(tx, admin, 10, await anAccount(tx, admin, { Name: 'Other' }))
    const names = first.rows.map(({ values }) => values.LastName)
    let locator = first.locator
    while (locator !== null) {
      const page: SoqlPage = await nextPage(tx, admin, locator)
      names.push(...page.rows.map(({ values }) => values.LastName))
      assert.equal(page.done, page.locator === null)
      locator = page.locator
    }
    assert.deepEqual(names, sorted(names).toReversed())
    assert.equal(new Set(names).size, 450)
    // The same page may be asked for again.
    assert.equal((await nextPage(tx, admin, first.locator ?? '')).rows.length, 200)
  }))

test('a result belongs to who asked, and is forgotten after a day', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const other = await someone(tx, 'administrator', 'other')
    await contacts(tx, admin, 201, await anAccount(tx, admin))
    const { locator } = await ask(tx, admin, 'SELECT Id FROM Contact', 200)
    assert.ok(locator !== null)
    assert.equal(await codeOf(nextPage(tx, other, locator)), 'invalid_query_locator')
    for (const wrong of [
      '',
      '-',
      'abc-200',
      `${locator}0`,
      locator.replace('-200', '-100'),
      locator.replace('-200', ''),
      encodeId(admin.userId),
    ])
      assert.equal(await codeOf(nextPage(tx, admin, wrong)), 'invalid_query_locator', wrong)
    const tomorrow = new Date(tx.now.getTime() + 25 * 3_600_000)
    await atMoment(tx, tomorrow, async (then) => {
      assert.equal(await codeOf(nextPage(then, admin, locator)), 'invalid_query_locator')
      assert.equal(await forgetResults(then), 1)
    })
    assert.equal(await codeOf(nextPage(tx, admin, locator)), 'invalid_query_locator')
  }))

test('what hangs on one record has pages of its own when there is much of it', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    await contacts(tx, admin, 205, await anAccount(tx, admin, { Name: 'Full' }))
    await contacts(tx, admin, 3, await anAccount(tx, admin, { Name: 'Small' }))
    const page = await ask(
      tx,
      admin,
      "SELECT Name, (SELECT LastName FROM Contacts WHERE LastName != 'C00000' ORDER BY LastName DESC) FROM Account ORDER BY Name",
    )
    const [full, small] = page.rows.map(({ values }) => values.Contacts as SoqlPage)
    assert.deepEqual([small?.totalSize, small?.done, small?.rows.length], [2, true, 2])
    assert.deepEqual([full?.totalSize, full?.done, full?.rows.length], [204, false, 200])
    assert.equal(full?.rows[0]?.values.LastName, 'C00204')
    const rest = await nextPage(tx, admin, full?.locator ?? '')
    assert.deepEqual(
      [rest.done, rest.rows.map(({ type, values }) => [type, values.LastName])],
      [true, ['C00004', 'C00003', 'C00002', 'C00001'].map((name) => ['Contact', name])],
    )
  }))

test('what is kept for one user has an end, whatever hangs on the records they ask for', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    await contacts(tx, admin, 201, await anAccount(tx, admin))
    const full = async (): Promise<string> => {
      const { rows } = await ask(tx, admin, 'SELECT (SELECT Id FROM Contacts) FROM Account')
      const [page] = rows.map(({ values }) => values.Contacts as SoqlPage)
      return page?.locator ?? ''
    }
    const [first, second] = [await full(), await full()]
    assert.equal((await nextPage(tx, admin, first)).rows.length, 1)
    // As if each had been of thirty million.
    await run(tx, sql`update soql_cursor set total_size = 30000000`)
    const third = await full()
    assert.equal((await nextPage(tx, admin, third)).rows.length, 1)
    assert.equal((await nextPage(tx, admin, second)).rows.length, 1)
    assert.equal(await codeOf(nextPage(tx, admin, first)), 'invalid_query_locator')
  }))

test('a query that takes too long is refused as one', () =>
  rolledBack(async (tx) => {
    await run(tx, sql`set local statement_timeout = 20`)
    const slow = inSavepoint(tx, () => cellsOf(tx, sql`select pg_sleep(5)`))
    assert.equal(await codeOf(slow), 'query_timeout')
  }))

test('a whole result is streamed as it was at one moment, and a query with sub-queries is not', async () => {
  const { db, org, drop } = await makeDatabase()
  try {
    const admin = await inTransaction(db, org, async (tx) => {
      const { admin: who } = await anOrg(tx)
      await contacts(tx, who, 2500, await anAccount(tx, who, { Name: 'Full' }))
      return who
    })
    const stream = (text: string) =>
      streaming(db, org, async function* (tx) {
        yield* streamSoql(tx, admin, await prepareSoql(tx, admin, text))
      })
    const names: unknown[] = []
    for await (const rows of stream('SELECT LastName, Account.Name FROM Contact ORDER BY LastName'))
      names.push(...rows.map(({ values }) => values.LastName))
    assert.equal(names.length, 2500)
    assert.deepEqual(names, sorted(names))
    const groups: unknown[] = []
    for await (const rows of stream('SELECT COUNT(Id) c FROM Contact')) groups.push(...rows.map(({ values }) => values))
    assert.deepEqual(groups, [{ c: 2500 }])
    assert.equal(await codeOf(stream('SELECT Id, (SELECT Id FROM Contacts) FROM Account').next()), 'malformed_query')
  } finally {
    await drop()
  }
})
