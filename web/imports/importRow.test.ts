import assert from 'node:assert/strict'
import { test } from 'node:test'
import { counted, sizeOf } from './importRow.ts'

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
