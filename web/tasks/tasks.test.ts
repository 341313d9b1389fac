import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dueOf } from './tasks.ts'

test('a task is overdue the day after it was due, and not before', () => {
  const due = (day: unknown) => dueOf({ Id: '1', ActivityDate: day }, '2026-03-10')
  assert.equal(due('2026-03-09'), 'overdue')
  assert.equal(due('2026-03-10'), 'today')
  assert.equal(due('2026-03-11'), 'later')
  assert.equal(due(null), 'undated')
})
