import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { anOrg } from '../../../../../test/support/builders.ts'
import { freshDatabase } from '../../../../../test/support/database.ts'
import type { FreshDatabase } from '../../../../../test/support/postgres.ts'
import { columnsOf, prepareSoql, streamSoql } from '../../../../ground/objects/soql/soql.ts'
import type { Actor } from '../../../../ground/users/actor.ts'
import { streaming } from '../../../../platform/streaming.ts'
import { inTransaction } from '../../../../platform/transactions.ts'
import { createLeads } from '../../../../records/leads/leads.ts'
import type { BulkJob } from '../job.ts'
import { formOf } from './forms.ts'
import { printedBySql } from './printed.sql.ts'
import { printedPages } from './printedPages.ts'

let fresh: FreshDatabase
let admin: Actor
before(async () => {
  fresh = await freshDatabase()
  await inTransaction(fresh.db, fresh.org, async (tx) => {
    admin = (await anOrg(tx)).admin
    const saved = await createLeads(tx, admin, [
      {
        LastName: 'Says "hej"; and ^more`',
        Company: 'Two\r\nlines, | Ltd',
        Description: '=SUM(A1)\t',
        HasOptedOutOfEmail: true,
      },
      {
        LastName: 'Ωmega',
        Company: "O'Neil \\ Co",
        AnnualRevenue: 1234567.5,
        NumberOfEmployees: 12,
        Email: 'o@oneil.example',
      },
      {
        LastName: 'Whole',
        Company: 'Works',
        AnnualRevenue: 1200,
        Street: '  Main St 1  ',
        Website: 'https://works.example',
      },
    ])
    assert.ok(saved.every(({ refusal }) => refusal === undefined))
  })
})
after(() => fresh.drop())

/** A query's rows as PostgreSQL writes them, and as the program does. */
async function bothWays(
  text: string,
  delimiter: BulkJob['delimiter'],
): Promise<{ bySql: string | undefined; byUs: string }> {
  const job = { delimiter, lineEnd: 'CRLF', contentType: 'CSV' } as BulkJob
  const collect = async (isPrinted: boolean): Promise<string | undefined> => {
    const pages = streaming(fresh.db, fresh.org, async function* (tx) {
      const prepared = await prepareSoql(tx, admin, text)
      const printed = isPrinted ? printedBySql(prepared, job) : undefined
      if (printed !== undefined)
        for await (const { bytes } of printedPages(tx, admin, job, printed)) yield bytes.toString()
      if (isPrinted) return
      const form = formOf(job, columnsOf(prepared))
      for await (const some of streamSoql(tx, admin, prepared)) yield form.rows(some)
    })
    const rows = (await Array.fromAsync(pages)).join('')
    return rows === '' ? undefined : rows
  }
  return { bySql: await collect(true), byUs: (await collect(false)) ?? '' }
}

test('a row is the same whether PostgreSQL or the program writes its cells', async () => {
  const fields =
    'Id, LastName, Company, Description, HasOptedOutOfEmail, AnnualRevenue, NumberOfEmployees, Email, Street, Website, Status, IsConverted, CreatedDate, LastActivityDate, ConvertedDate, OwnerId, Owner.Name, CreatedBy.Email, ConvertedAccount.Name, IsDeleted'
  for (const delimiter of ['BACKQUOTE', 'CARET', 'COMMA', 'PIPE', 'SEMICOLON', 'TAB'] as const) {
    const { bySql, byUs } = await bothWays(`SELECT ${fields} FROM Lead ORDER BY LastName`, delimiter)
    assert.ok(bySql !== undefined, 'PostgreSQL can write these')
    assert.equal(bySql, byUs)
    assert.equal(bySql.match(/\r\n(?="00Q)|\r\n$/g)?.length, 3)
  }
})

test('an address as a whole has no place in a cell, and its parts have', async () => {
  await assert.rejects(bothWays('SELECT Address FROM Lead', 'COMMA'), /Cannot serialize value for 'Address'/)
  assert.match((await bothWays('SELECT Street FROM Lead', 'COMMA')).byUs, /" {2}Main St 1 {2}"|"Main St 1"/)
})

test('groups and functions are written by the program', async () => {
  const { bySql, byUs } = await bothWays(
    'SELECT Company, COUNT(Id) FROM Lead GROUP BY Company ORDER BY Company',
    'COMMA',
  )
  assert.equal(bySql, undefined)
  assert.match(byUs, /"Works","1"/)
})

test('what a query compares with is written into its copy as it was said', async () => {
  const { bySql, byUs } = await bothWays(
    `SELECT Id, LastName FROM Lead WHERE Company IN ('O\\'Neil \\\\ Co', 'No "such", {one}') AND AnnualRevenue > 3.5 AND CreatedDate > 2020-01-01T00:00:00Z AND LastName != '$1' LIMIT 7`,
    'COMMA',
  )
  assert.equal(bySql, byUs)
  assert.match(byUs, /"Ωmega"/)
})
