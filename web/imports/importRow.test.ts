import assert from 'node:assert/strict'
import { test } from 'node:test'
import { besidesState, counted, sizeOf } from './importRow.ts'

test('what an import made is counted in words', () => {
  assert.equal(counted(1, 'Opportunity'), '1 opportunity')
  assert.equal(counted(12_000, 'Lead'), '12,000 leads')
  assert.equal(counted(1, 'CampaignMember'), '1 campaign member')
  assert.equal(counted(2, null), '2 records')
})

test('a file has the size people would say', () => {
  assert.equal(sizeOf(812), '812 bytes')
  assert.equal(sizeOf(3_400_000), '3.4 MB')
  assert.equal(sizeOf(48_000), '48 kB')
})

test('beside an undone import stands what it had brought, and nothing as if it were still there', () => {
  const none = { read: 5, created: 0, updated: 0, known: 0, skipped: 0, refused: 0 }
  const one = { state: 'undone', progress: 1, problem: null, object: 'Lead', counts: none } as const
  assert.equal(besidesState({ ...one, counts: { ...none, created: 5, known: 2 } }), 'Had created 5 leads')
  assert.equal(besidesState({ ...one, counts: { ...none, known: 2, updated: 1 } }), 'Had changed 3 of ours')
  assert.equal(besidesState(one), 'Had brought nothing')
  assert.equal(besidesState({ ...one, state: 'running', progress: 0.427 }), '42 %')
  assert.equal(besidesState({ ...one, state: 'failed', problem: 'The disk is full.' }), 'The disk is full.')
})
