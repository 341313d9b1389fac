import assert from 'node:assert/strict'
import { test } from 'node:test'
import dayjs from 'dayjs'
import { dayFromToday } from './dates.ts'
import { dayTyped } from './dayTyped.ts'

const thisYear = dayFromToday(0).slice(0, 4)

test('a day is read as people write it, and of this year unless they say', () => {
  for (const typed of ['3.12.2026', '3 Dec 2026', '3. december 2026', 'Dec 3, 2026', '2026-12-03', ' 2026-12-3 '])
    assert.equal(dayTyped(typed, 'en-GB'), '2026-12-03', typed)
  for (const typed of ['3.12.', '3 dec', 'December 3'])
    assert.equal(dayTyped(typed, 'en-GB'), `${thisYear}-12-03`, typed)
})

test('slashes are read as the language has them', () => {
  assert.equal(dayTyped('3/4/2026', 'en-US'), '2026-03-04')
  assert.equal(dayTyped('3/4/2026', 'en-GB'), '2026-04-03')
})

test('tomorrow and Friday are days, and Friday is the next one', () => {
  assert.equal(dayTyped('Tomorrow', 'en'), dayFromToday(1))
  const friday = dayTyped('fri', 'en') ?? ''
  assert.equal(dayjs(friday).day(), 5)
  assert.ok(friday > dayFromToday(0) && friday <= dayFromToday(7))
})

test('what is no day, or none yet, is nothing', () => {
  for (const typed of ['', '3', '3 De', '31.2.2026', '2026-13-01', '13/13/2026', '3 Smarch', 'soon'])
    assert.equal(dayTyped(typed, 'en-GB'), null, typed)
})
