import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aLead, anOrg } from '../../../../test/support/builders.ts'
import { makeDatabase } from '../../../../test/support/postgres.ts'
import { columnOf } from '../../../../test/support/soql.ts'
import { atMoment, inTransaction } from '../../../platform/transactions.ts'
import type { Tx } from '../../../platform/tx.ts'
import type { Actor } from '../../users/actor.ts'
import { updateUsers } from '../../users/users.ts'
import { changeSettings } from '../../orgs/settings.ts'
import { spanOf, type Calendar } from './calendar.ts'

/** A Wednesday, in a leap year, in an org whose fiscal year begins in February. */
const calendar: Calendar = { zone: 'UTC', locale: 'en-US', currency: 'USD', today: '2028-02-16', fiscalYearStartsIn: 2 }

test('each date literal means the days the field means by it', () => {
  const spans: readonly (readonly [string, string, string])[] = [
    ['TODAY', '2028-02-16', '2028-02-17'],
    ['YESTERDAY', '2028-02-15', '2028-02-16'],
    ['TOMORROW', '2028-02-17', '2028-02-18'],
    ['LAST_WEEK', '2028-02-06', '2028-02-13'],
    ['THIS_WEEK', '2028-02-13', '2028-02-20'],
    ['NEXT_WEEK', '2028-02-20', '2028-02-27'],
    ['LAST_MONTH', '2028-01-01', '2028-02-01'],
    ['THIS_MONTH', '2028-02-01', '2028-03-01'],
    ['NEXT_MONTH', '2028-03-01', '2028-04-01'],
    ['LAST_90_DAYS', '2027-11-18', '2028-02-17'],
    ['NEXT_90_DAYS', '2028-02-17', '2028-05-17'],
    ['LAST_QUARTER', '2027-10-01', '2028-01-01'],
    ['THIS_QUARTER', '2028-01-01', '2028-04-01'],
    ['NEXT_QUARTER', '2028-04-01', '2028-07-01'],
    ['LAST_YEAR', '2027-01-01', '2028-01-01'],
    ['THIS_YEAR', '2028-01-01', '2029-01-01'],
    ['NEXT_YEAR', '2029-01-01', '2030-01-01'],
    ['LAST_FISCAL_QUARTER', '2027-11-01', '2028-02-01'],
    ['THIS_FISCAL_QUARTER', '2028-02-01', '2028-05-01'],
    ['NEXT_FISCAL_QUARTER', '2028-05-01', '2028-08-01'],
    ['LAST_FISCAL_YEAR', '2027-02-01', '2028-02-01'],
    ['THIS_FISCAL_YEAR', '2028-02-01', '2029-02-01'],
    ['NEXT_FISCAL_YEAR', '2029-02-01', '2030-02-01'],
    ['LAST_N_DAYS:1', '2028-02-15', '2028-02-17'],
    ['NEXT_N_DAYS:13', '2028-02-17', '2028-03-01'],
    ['N_DAYS_AGO:16', '2028-01-31', '2028-02-01'],
    ['LAST_N_WEEKS:2', '2028-01-30', '2028-02-13'],
    ['NEXT_N_WEEKS:1', '2028-02-20', '2028-02-27'],
    ['N_WEEKS_AGO:1', '2028-02-06', '2028-02-13'],
    ['LAST_N_MONTHS:3', '2027-11-01', '2028-02-01'],
    ['NEXT_N_MONTHS:1', '2028-03-01', '2028-04-01'],
    ['N_MONTHS_AGO:2', '2027-12-01', '2028-01-01'],
    ['LAST_N_QUARTERS:2', '2027-07-01', '2028-01-01'],
    ['NEXT_N_QUARTERS:1', '2028-04-01', '2028-07-01'],
    ['N_QUARTERS_AGO:1', '2027-10-01', '2028-01-01'],
    ['LAST_N_YEARS:2', '2026-01-01', '2028-01-01'],
    ['NEXT_N_YEARS:1', '2029-01-01', '2030-01-01'],
    ['N_YEARS_AGO:5', '2023-01-01', '2024-01-01'],
    ['LAST_N_FISCAL_QUARTERS:2', '2027-08-01', '2028-02-01'],
    ['NEXT_N_FISCAL_QUARTERS:1', '2028-05-01', '2028-08-01'],
    ['N_FISCAL_QUARTERS_AGO:1', '2027-11-01', '2028-02-01'],
    ['LAST_N_FISCAL_YEARS:1', '2027-02-01', '2028-02-01'],
    ['NEXT_N_FISCAL_YEARS:2', '2029-02-01', '2031-02-01'],
    ['N_FISCAL_YEARS_AGO:1', '2027-02-01', '2028-02-01'],
  ]
  for (const [literal, from, until] of spans) {
    const [name = '', n] = literal.split(':')
    const span = spanOf(calendar, name, n === undefined ? undefined : Number(n))
    assert.deepEqual([span?.from, span?.until], [from, until], literal)
  }
  assert.equal(spanOf(calendar, 'TODAY', 3), undefined)
  assert.equal(spanOf(calendar, 'LAST_N_DAYS', undefined), undefined)
  assert.equal(spanOf(calendar, 'SOMEDAY', undefined), undefined)
})

test('however many days are meant, they stay within the calendar', () => {
  for (const name of ['LAST_N_DAYS', 'NEXT_N_WEEKS', 'LAST_N_YEARS', 'NEXT_N_FISCAL_QUARTERS', 'N_MONTHS_AGO'])
    for (const n of [0, 99_999, 999_999_999]) {
      const span = spanOf(calendar, name, n)
      assert.match(`${span?.from} ${span?.until}`, /^\d{4}-\d\d-\d\d \d{4}-\d\d-\d\d$/, `${name}:${n}`)
    }
})

/** An org in which somebody in Tokyo counts fiscal years from October. Settings hold once they are committed. */
async function committed(story: (tx: Tx, admin: Actor) => Promise<void>): Promise<void> {
  const { db, org, drop } = await makeDatabase()
  try {
    const admin = await inTransaction(db, org, async (tx) => {
      const { admin: who } = await anOrg(tx)
      await updateUsers(tx, who, [{ id: who.userId, draft: { TimeZoneSidKey: 'Asia/Tokyo' } }])
      await changeSettings(tx, who, { fiscalYearStartsIn: 10 })
      return who
    })
    await inTransaction(db, org, (tx) => story(tx, admin))
  } finally {
    await drop()
  }
}

test("a day begins at the user's own midnight, and the fiscal year where the org says", () =>
  committed(async (tx, admin) => {
    // 00:30 on 2 October in Tokyo, and still 1 October in UTC.
    await atMoment(tx, new Date('2026-10-01T15:30:00Z'), (then) => aLead(then, admin, { LastName: 'Late' }))
    await atMoment(tx, new Date('2026-10-01T14:30:00Z'), (then) => aLead(then, admin, { LastName: 'Early' }))
    await atMoment(tx, new Date('2026-10-01T20:00:00Z'), async (then) => {
      const named = (where: string) =>
        columnOf(then, admin, `SELECT LastName FROM Lead WHERE ${where} ORDER BY LastName`, 'LastName')
      assert.deepEqual(await named('CreatedDate = TODAY'), ['Late'])
      assert.deepEqual(await named('CreatedDate = YESTERDAY'), ['Early'])
      assert.deepEqual(await named('CreatedDate < TODAY'), ['Early'])
      assert.deepEqual(await named('CreatedDate >= YESTERDAY AND CreatedDate <= TODAY'), ['Early', 'Late'])
      assert.deepEqual(await named('CreatedDate > LAST_N_DAYS:1 AND CreatedDate != TODAY'), ['Early'])
      assert.deepEqual(await named('CreatedDate IN (TODAY, YESTERDAY)'), ['Early', 'Late'])
      assert.deepEqual(await named('CreatedDate = THIS_FISCAL_YEAR AND CreatedDate = THIS_FISCAL_QUARTER'), [
        'Early',
        'Late',
      ])
      assert.deepEqual(await named('FISCAL_YEAR(CreatedDate) = 2027 AND FISCAL_MONTH(CreatedDate) = 1'), [
        'Early',
        'Late',
      ])
      assert.deepEqual(await named('HOUR_IN_DAY(convertTimezone(CreatedDate)) = 0'), ['Late'])
      assert.deepEqual(await named('DAY_ONLY(convertTimezone(CreatedDate)) = 2026-10-02'), ['Late'])
      assert.deepEqual(await named('DAY_ONLY(CreatedDate) = 2026-10-01'), ['Early', 'Late'])
    })
  }))
