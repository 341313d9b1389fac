import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dayIn, daysOf, isPeriod, periodWords, resolveFilter, startOfDay, type Looking } from './relativeFilter.ts'

const looking: Looking = {
  userId: '005000000000001AAA',
  now: new Date('2027-03-31T23:30:00Z'),
  timeZone: 'Europe/Berlin',
  typeOf: (field) => ({ CreatedDate: 'datetime', CloseDate: 'date' })[field],
}

test('whoever looks is put where the filter says $me, and nowhere else', () => {
  const filter = {
    or: [{ field: 'OwnerId', op: 'in', value: ['$me', 'x'] }, { not: { field: 'OwnerId', op: 'eq', value: '$me' } }],
  }
  assert.deepEqual(resolveFilter(filter, looking), {
    or: [
      { field: 'OwnerId', op: 'in', value: [looking.userId, 'x'] },
      { not: { field: 'OwnerId', op: 'eq', value: looking.userId } },
    ],
  })
})

test('today is the day of who looks, and begins at their midnight', () => {
  assert.equal(dayIn(looking.now, 'Europe/Berlin'), '2027-04-01')
  assert.equal(dayIn(looking.now, 'UTC'), '2027-03-31')
  assert.deepEqual(resolveFilter({ field: 'CreatedDate', op: 'eq', value: 'TODAY' }, looking), {
    and: [
      { field: 'CreatedDate', op: 'ge', value: '2027-03-31T22:00:00.000Z' },
      { field: 'CreatedDate', op: 'lt', value: '2027-04-01T22:00:00.000Z' },
    ],
  })
  assert.deepEqual(resolveFilter({ field: 'CloseDate', op: 'lt', value: 'TODAY' }, looking), {
    field: 'CloseDate',
    op: 'lt',
    value: '2027-04-01',
  })
})

test('a day begins where the clocks say, also on the day they are put on', () => {
  assert.equal(startOfDay('2027-03-28', 'Europe/Berlin').toISOString(), '2027-03-27T23:00:00.000Z')
  assert.equal(startOfDay('2027-03-29', 'Europe/Berlin').toISOString(), '2027-03-28T22:00:00.000Z')
  assert.equal(startOfDay('2027-11-08', 'America/New_York').toISOString(), '2027-11-08T05:00:00.000Z')
})

test('periods end where the next one begins, across months and years', () => {
  assert.deepEqual(daysOf('THIS_WEEK', '2027-01-01'), ['2026-12-28', '2027-01-04'])
  assert.deepEqual(daysOf('LAST_MONTH', '2027-01-15'), ['2026-12-01', '2027-01-01'])
  assert.deepEqual(daysOf('NEXT_QUARTER', '2026-11-30'), ['2027-01-01', '2027-04-01'])
  assert.deepEqual(daysOf('LAST_N_DAYS:7', '2027-03-03'), ['2027-02-24', '2027-03-04'])
  assert.deepEqual(daysOf('NEXT_N_DAYS:7', '2027-03-03'), ['2027-03-04', '2027-03-11'])
})

test('a text that only looks like a period stays a text', () => {
  const filter = { field: 'Company', op: 'eq', value: 'TODAY' }
  assert.deepEqual(resolveFilter(filter, looking), filter)
  assert.equal(isPeriod('LAST_N_DAYS:x'), false)
  assert.equal(periodWords('LAST_N_DAYS:30'), 'the last 30 days')
})
