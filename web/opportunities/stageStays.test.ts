import assert from 'node:assert/strict'
import { test } from 'node:test'
import { stageStays } from './stageStays.ts'

test('a deal’s stays in its stages follow from the changes, with the days of each', () => {
  const by = { Id: '005', Name: 'Ada' }
  const move = (oldValue: string, newValue: string, at: string) => ({ field: 'StageName', oldValue, newValue, at, by })
  const stays = stageStays(
    [
      move('Proposal', 'Closed Won', '2026-03-20T10:00:00Z'),
      { field: 'Amount', oldValue: 1, newValue: 2, at: '2026-03-15T00:00:00Z', by },
      move('Prospecting', 'Proposal', '2026-03-10T10:00:00Z'),
    ],
    { stage: 'Closed Won', createdAt: '2026-03-01T10:00:00Z', now: '2026-03-22T12:00:00Z' },
  )
  assert.deepEqual(
    stays.map(({ stage, days }) => [stage, days]),
    [
      ['Closed Won', 2],
      ['Proposal', 10],
      ['Prospecting', 9],
    ],
  )
})

test('a deal that never moved stands where it began', () => {
  assert.deepEqual(
    stageStays([], { stage: 'Prospecting', createdAt: '2026-03-01T00:00:00Z', now: '2026-03-03T00:00:00Z' }),
    [{ stage: 'Prospecting', from: '2026-03-01T00:00:00Z', by: null, days: 2 }],
  )
})
