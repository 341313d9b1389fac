import assert from 'node:assert/strict'
import { test } from 'node:test'
import { totalOf } from './listTotal.ts'

const capped = { count: 10_000, atLeast: true }
const one = (count: number) => ({ count, atLeast: false })

test('a total is exact where it was counted, or where every part of it was', () => {
  assert.deepEqual(totalOf(undefined, undefined), {})
  assert.deepEqual(totalOf(one(12), [one(7), one(4)]), { count: 12 }, 'one of them has no value at all')
  assert.deepEqual(totalOf(capped, [one(9_875), one(5_657), one(4_468)]), { count: 20_000 })
})

test('a total of which a part was not counted to its end is a lower bound, in whole thousands', () => {
  assert.deepEqual(totalOf(capped, undefined), capped)
  assert.deepEqual(totalOf(capped, [capped, one(5_657)]), { count: 15_000, atLeast: true })
  assert.deepEqual(totalOf(capped, [one(9_000), one(12)]), capped)
})
