import assert from 'node:assert/strict'
import { test } from 'node:test'
import { barIn, moved, rangeOf } from './range.ts'

test('a plan is a whole quarter, or a whole year', () => {
  assert.deepEqual(rangeOf('2026-11', 3), {
    from: '2026-10-01',
    to: '2026-12-31',
    months: ['2026-10', '2026-11', '2026-12'],
  })
  assert.deepEqual([rangeOf('2028-02', 12).from, rangeOf('2028-02', 12).to], ['2028-01-01', '2028-12-31'])
  assert.equal(moved('2026-11', 3, 1), '2027-02')
})

test('a bar is cut to its range, and what is outside has none', () => {
  const year = rangeOf('2026-01', 12)
  assert.deepEqual(barIn(year, '2025-06-01', '2027-06-01'), { left: 0, width: 1 })
  assert.equal(barIn(year, '2027-01-01', '2027-02-01'), undefined)
  assert.equal(barIn(year, null, null), undefined)
  const day = barIn(year, '2026-01-01', null)
  assert.ok(day !== undefined && day.width > 0 && day.width < 0.003)
})
