import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aLead, anOpportunity, anOrg } from '../../../../test/support/builders.ts'
import { rolledBack } from '../../../../test/support/database.ts'
import { refusalOf, rowsOf } from '../../../../test/support/soql.ts'
import type { Actor } from '../../users/actor.ts'
import type { Tx } from '../../../platform/tx.ts'
import { firstPage, prepareSoql } from './soql.ts'

async function leads(tx: Tx): Promise<Actor> {
  const { admin } = await anOrg(tx)
  for (const [LastName, LeadSource, Rating, AnnualRevenue] of [
    ['A', 'Web', 'Hot', 10],
    ['B', 'Web', 'Cold', 20.5],
    ['C', 'Phone', 'Hot', null],
    ['D', null, 'Hot', 4],
  ])
    await aLead(tx, admin, { LastName, LeadSource, Rating, AnnualRevenue, Company: `${String(Rating)} Ltd` })
  return admin
}

test('COUNT() answers how many there are, and no rows', () =>
  rolledBack(async (tx) => {
    const admin = await leads(tx)
    const count = async (text: string) => firstPage(tx, admin, await prepareSoql(tx, admin, text))
    assert.deepEqual(await count("SELECT COUNT() FROM Lead WHERE LeadSource = 'web'"), {
      totalSize: 2,
      done: true,
      locator: null,
      rows: [],
    })
    assert.equal((await count('SELECT count() FROM Lead LIMIT 3')).totalSize, 3)
  }))

test('groups are counted and summed, and what has no name of its own is called expr0, expr1 …', () =>
  rolledBack(async (tx) => {
    const admin = await leads(tx)
    assert.deepEqual(
      await rowsOf(
        tx,
        admin,
        'SELECT LeadSource, COUNT(Id), SUM(AnnualRevenue) total, AVG(AnnualRevenue), MIN(LastName), MAX(CreatedDate) last, COUNT_DISTINCT(Rating) FROM Lead GROUP BY LeadSource ORDER BY LeadSource NULLS LAST',
      ),
      [
        { LeadSource: 'Phone', expr0: 1, total: null, expr1: null, expr2: 'C', last: tx.now, expr3: 1 },
        { LeadSource: 'Web', expr0: 2, total: 30.5, expr1: 15.25, expr2: 'A', last: tx.now, expr3: 2 },
        { LeadSource: null, expr0: 1, total: 4, expr1: 4, expr2: 'D', last: tx.now, expr3: 1 },
      ],
    )
    assert.deepEqual(await rowsOf(tx, admin, 'SELECT COUNT(AnnualRevenue), MAX(AnnualRevenue) m FROM Lead'), [
      { expr0: 3, m: 20.5 },
    ])
    const [group] = (await firstPage(tx, admin, await prepareSoql(tx, admin, 'SELECT COUNT(Id) FROM Lead'))).rows
    assert.deepEqual([group?.type, group?.id], ['AggregateResult', null])
  }))

test('groups are chosen by HAVING, sorted by what was counted, and named by their parents', () =>
  rolledBack(async (tx) => {
    const admin = await leads(tx)
    assert.deepEqual(
      await rowsOf(
        tx,
        admin,
        "SELECT Owner.Name, Rating r, COUNT(Id) c FROM Lead GROUP BY Lead.Owner.Name, Rating HAVING COUNT(Id) > 0 AND (Rating LIKE 'h%' OR Rating IN ('COLD')) ORDER BY COUNT(Id) DESC, Rating",
      ),
      [
        { Name: 'administrator', r: 'Hot', c: 3 },
        { Name: 'administrator', r: 'Cold', c: 1 },
      ],
    )
  }))

test('sub-totals come by ROLLUP and CUBE, and GROUPING tells them from blank values', () =>
  rolledBack(async (tx) => {
    const admin = await leads(tx)
    const rows = await rowsOf(
      tx,
      admin,
      'SELECT LeadSource s, Rating r, GROUPING(LeadSource) gs, GROUPING(Rating) gr, COUNT(Id) c FROM Lead GROUP BY ROLLUP(LeadSource, Rating) ORDER BY GROUPING(LeadSource), LeadSource, GROUPING(Rating), Rating',
    )
    assert.deepEqual(
      rows.map(({ s, r, gs, gr, c }) => [s, r, gs, gr, c]),
      [
        [null, 'Hot', 0, 0, 1],
        [null, null, 0, 1, 1],
        ['Phone', 'Hot', 0, 0, 1],
        ['Phone', null, 0, 1, 1],
        ['Web', 'Cold', 0, 0, 1],
        ['Web', 'Hot', 0, 0, 1],
        ['Web', null, 0, 1, 2],
        [null, null, 1, 1, 4],
      ],
    )
    assert.equal(
      (await rowsOf(tx, admin, 'SELECT COUNT(Id) FROM Lead GROUP BY CUBE(LeadSource, Rating)')).length,
      4 + 3 + 2 + 1,
    )
  }))

test('parts of a date make groups, in the time zone that is asked for', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    for (const CloseDate of ['2027-01-31', '2027-02-14', '2028-02-29'])
      await anOpportunity(tx, admin, { Name: CloseDate, CloseDate, Amount: 10 })
    assert.deepEqual(
      await rowsOf(
        tx,
        admin,
        'SELECT CALENDAR_YEAR(CloseDate) y, SUM(Amount) FROM Opportunity GROUP BY CALENDAR_YEAR(CloseDate) ORDER BY CALENDAR_YEAR(CloseDate)',
      ),
      [
        { y: 2027, expr0: 20 },
        { y: 2028, expr0: 10 },
      ],
    )
    assert.deepEqual(
      await rowsOf(
        tx,
        admin,
        'SELECT CALENDAR_QUARTER(CloseDate), CALENDAR_MONTH(CloseDate), DAY_IN_MONTH(CloseDate), DAY_IN_WEEK(CloseDate), DAY_IN_YEAR(CloseDate), WEEK_IN_MONTH(CloseDate), WEEK_IN_YEAR(CloseDate), FISCAL_QUARTER(CloseDate), COUNT(Id) FROM Opportunity WHERE CloseDate > 2028-01-01 GROUP BY CALENDAR_QUARTER(CloseDate), CALENDAR_MONTH(CloseDate), DAY_IN_MONTH(CloseDate), DAY_IN_WEEK(CloseDate), DAY_IN_YEAR(CloseDate), WEEK_IN_MONTH(CloseDate), WEEK_IN_YEAR(CloseDate), FISCAL_QUARTER(CloseDate)',
      ),
      // 29 February 2028 is a Tuesday, and the sixtieth day of its year.
      [{ expr0: 1, expr1: 2, expr2: 29, expr3: 3, expr4: 60, expr5: 5, expr6: 9, expr7: 1, expr8: 1 }],
    )
    const hour = 'HOUR_IN_DAY(convertTimezone(CreatedDate))'
    assert.deepEqual(
      await rowsOf(
        tx,
        admin,
        `SELECT ${hour} h, DAY_ONLY(CreatedDate) d, COUNT(Id) FROM Opportunity GROUP BY ${hour}, DAY_ONLY(CreatedDate)`,
      ),
      [{ h: tx.now.getUTCHours(), d: tx.now.toISOString().slice(0, 10), expr0: 3 }],
    )
  }))

test('what is neither grouped nor counted, and what cannot be, is refused', () =>
  rolledBack(async (tx) => {
    const admin = await leads(tx)
    for (const [text, sentence] of [
      ['SELECT Name, COUNT(Id) FROM Lead', 'Field must be grouped or aggregated: Name'],
      ['SELECT Name, COUNT(Id) FROM Lead GROUP BY LastName', 'Field must be grouped or aggregated: Name'],
      ['SELECT SUM(Name) FROM Lead', 'field Name does not support aggregate operator SUM'],
      ['SELECT COUNT(DoNotCall) FROM Lead', 'field DoNotCall does not support aggregate operator COUNT'],
      ['SELECT COUNT(Id) FROM Lead GROUP BY Description', "field 'Description' can not be grouped in a query call"],
      ['SELECT COUNT(Id) FROM Lead GROUP BY CreatedDate', "field 'CreatedDate' can not be grouped in a query call"],
      ['SELECT COUNT(), Id FROM Lead', 'COUNT() must be the only element in the SELECT list, without a GROUP BY'],
      ['SELECT COUNT(Id) c, MAX(Id) C FROM Lead', 'duplicate alias: C'],
      [
        'SELECT COUNT(Id) FROM Lead GROUP BY CUBE(City, State, Country, Rating)',
        'maximum of 3 fields to ROLLUP or CUBE by',
      ],
      [
        `SELECT COUNT(Id) FROM Lead GROUP BY City ORDER BY ${'COUNT(Id), '.repeat(40)}City`,
        'maximum of 32 fields to order by',
      ],
      ['SELECT COUNT(Foo) FROM Lead', "No such column 'Foo'"],
      ['SELECT GROUPING(Rating) FROM Lead GROUP BY LeadSource', 'GROUPING takes one field of the GROUP BY'],
    ] as const)
      assert.ok((await refusalOf(tx, admin, text)).message.includes(sentence), text)
  }))
