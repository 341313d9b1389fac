import assert from 'node:assert/strict'
import { test } from 'node:test'
import { momentIn, wallIn } from './clocks.ts'

test('a time typed for a place is the moment its clocks show it, around the change of the clocks as well', () => {
  assert.equal(momentIn('2026-12-03T09:00', 'Europe/Berlin'), '2026-12-03T08:00:00.000Z')
  assert.equal(momentIn('2026-07-03T09:00', 'America/New_York'), '2026-07-03T13:00:00.000Z')
  for (const wall of ['2026-03-29T03:30', '2026-10-25T04:00', '2026-10-24T23:59'])
    assert.equal(wallIn(momentIn(wall, 'Europe/Berlin'), 'Europe/Berlin'), wall)
})
