import assert from 'node:assert/strict'
import { test } from 'node:test'
import dayjs from 'dayjs'
import { dayHeading, dayOf, exactDate, keepTimeZone, momentOf, nearDate, overdueWords } from './dates.ts'

const now = dayjs('2026-03-13T12:00:00')

test('a day that is near is said in days and its weekday', () => {
  assert.equal(nearDate('2026-03-13', now), 'Today')
  assert.equal(nearDate('2026-03-14', now), 'Tomorrow')
  assert.equal(nearDate('2026-03-16', now), 'in 3 days, Mon')
  assert.equal(nearDate('2026-03-10', now), '3 days ago, Tue')
})

test('a day that is far is said by date, with the year when it is another one', () => {
  assert.equal(nearDate('2026-08-14', now), '14 Aug')
  assert.equal(nearDate('2024-08-14', now), '14 Aug 2024')
})

test('a moment of today is said in minutes and hours', () => {
  assert.equal(nearDate('2026-03-13T11:40:00', now), '20 min ago')
  assert.equal(nearDate('2026-03-13T09:00:00', now), '3 h ago')
  assert.equal(nearDate('2026-03-13T12:00:20', now), 'just now')
})

test('what is overdue says for how long', () => {
  assert.equal(overdueWords('2026-03-09', now), '4 days overdue')
  assert.equal(overdueWords('2026-03-12', now), 'Yesterday, overdue')
  assert.equal(overdueWords('2026-02-01', now), '1 Feb, overdue')
})

test('what cannot be read as a date is shown as it came', () => {
  assert.equal(nearDate('soon', now), 'soon')
})

test('a timeline is headed by days', () => {
  assert.equal(dayHeading('2026-03-12T23:00:00', now), 'Yesterday')
  assert.equal(dayHeading('2025-12-31T10:00:00', now), 'Wednesday, 31 December 2025')
})

test('a moment is shown as the calendar and clock of the chosen time zone have it, and comes back from them', () => {
  keepTimeZone('Pacific/Kiritimati')
  try {
    assert.equal(exactDate('2027-03-31T20:30:00Z'), 'Thursday, 1 April 2027, 10:30')
    assert.equal(dayOf('2027-03-31T20:30:00Z'), '2027-04-01')
    assert.equal(dayOf('2027-03-31'), '2027-03-31')
    assert.equal(momentOf('2027-04-01 10:30:00'), '2027-03-31T20:30:00.000Z')
    keepTimeZone('Europe/Berlin')
    // The day the clocks are put on.
    assert.equal(momentOf('2027-03-28 14:00:00'), '2027-03-28T12:00:00.000Z')
    assert.equal(momentOf('2027-03-28 01:00:00'), '2027-03-28T00:00:00.000Z')
  } finally {
    keepTimeZone(null)
  }
})
