import assert from 'node:assert/strict'
import { test } from 'node:test'
import '../../../records/leads/leads.ts'
import { aLead, anOrg } from '../../../../test/support/builders.ts'
import { rolledBack } from '../../../../test/support/database.ts'
import { columnOf, refusalOf } from '../../../../test/support/soql.ts'
import { one, sql } from '../../../platform/sql.ts'
import { inSavepoint } from '../../../platform/tx.ts'
import { withinMs } from './patience.sql.ts'
import { cellsOf } from './run.ts'

const many = (count: number, write: (at: number) => string, word: string): string =>
  Array.from({ length: count }, (_, at) => write(at)).join(` ${word} `)

test('thousands of values one field is asked for are one condition, whichever way they are written', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    for (const LastName of ['Name7', 'Name2500', 'Other']) await aLead(tx, admin, { LastName, City: null })
    await aLead(tx, admin, { LastName: 'Oslo', City: 'Oslo' })
    const names = (where: string) =>
      columnOf(tx, admin, `SELECT LastName FROM Lead WHERE ${where} ORDER BY Id`, 'LastName')
    assert.deepEqual(await names(many(2600, (at) => `LastName = 'name${at}'`, 'OR')), ['Name7', 'Name2500'])
    assert.deepEqual(await names(many(2600, (at) => `Lead.LastName != 'name${at}'`, 'AND')), ['Other', 'Oslo'])
    assert.deepEqual(await names(`LastName LIKE '%7' OR LastName LIKE '_the%' OR City LIKE '%zz%'`), ['Name7', 'Other'])
    assert.deepEqual(await names(many(600, (at) => `(NOT LastName LIKE '%e${at}')`, 'AND')), [
      'Name2500',
      'Other',
      'Oslo',
    ])
    assert.deepEqual(await names(`City = null OR (City = 'Bergen' OR City IN ('oslo'))`), [
      'Name7',
      'Name2500',
      'Other',
      'Oslo',
    ])
    assert.deepEqual(await names(`City != 'Bergen' AND City != null`), ['Oslo'])
  }))

test('a value of the wrong type is refused where its own field stands', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const { message } = await refusalOf(tx, admin, "SELECT Id FROM Lead WHERE LastName = 'a' OR LastName = 5")
    assert.match(message, /Row:1:Column:45\nvalue of filter criterion for field 'LastName'/)
  }))

test('more conditions than a row can be asked are refused before the database hears of them', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const where = many(501, (at) => `NumberOfEmployees > ${at}`, 'OR')
    assert.equal((await refusalOf(tx, admin, `SELECT Id FROM Lead WHERE ${where}`)).code, 'query_too_complicated')
  }))

test('a query of many conditions has less time than others, and who comes after it has all of it again', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const left = async () => (await one<{ ms: string }>(tx, sql`select current_setting('statement_timeout') as ms`)).ms
    const before = await left()
    const slow = inSavepoint(tx, () => withinMs(tx, 20, () => cellsOf(tx, sql`select pg_sleep(5)`)))
    await assert.rejects(slow, { code: 'query_timeout' })
    assert.equal(await left(), before)
    const where = many(60, (at) => `NumberOfEmployees > ${at}`, 'OR')
    assert.deepEqual(await columnOf(tx, admin, `SELECT Id FROM Lead WHERE ${where}`, 'Id'), [])
    assert.equal(await left(), before)
  }))
