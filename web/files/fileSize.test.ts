import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fileSize } from './fileSize.ts'

test('a size is said in the unit that fits it', () => {
  assert.deepEqual([0, 999, 1000, 1_234_567, 62_914_560, 2_147_483_648].map(fileSize), [
    '0 B',
    '999 B',
    '1 kB',
    '1.2 MB',
    '62.9 MB',
    '2.1 GB',
  ])
})
