import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { editDistance, isMistyped, jaroWinkler, lettersApart } from './likeness.ts'

/** The definition, letter by letter, without a shortcut. */
function byDefinition(one: string, other: string): number {
  const table = Array.from({ length: one.length + 1 }, (_, at) => [at])
  for (let there = 0; there <= other.length; there++) (table[0] ?? [])[there] = there
  const cell = (at: number, there: number): number => table[at]?.[there] ?? 0
  for (let at = 1; at <= one.length; at++)
    for (let there = 1; there <= other.length; there++) {
      let cost = Math.min(
        cell(at - 1, there - 1) + Number(one[at - 1] !== other[there - 1]),
        cell(at - 1, there) + 1,
        cell(at, there - 1) + 1,
      )
      if (at > 1 && there > 1 && one[at - 1] === other[there - 2] && one[at - 2] === other[there - 1])
        cost = Math.min(cost, cell(at - 2, there - 2) + 1)
      ;(table[at] ?? [])[there] = cost
    }
  return cell(one.length, other.length)
}

const word = fc.stringMatching(/^[a-d]{0,9}$/)

test('the distance of two words is what its definition says, up to where nobody cares', () => {
  fc.assert(
    fc.property(word, word, fc.integer({ min: 1, max: 4 }), (one, other, atMost) => {
      assert.equal(editDistance(one, other, atMost), Math.min(byDefinition(one, other), atMost + 1))
    }),
    { numRuns: 3000 },
  )
})

test('likeness is the same from both sides, one for the same word, and the cheap look hides no mistake', () => {
  fc.assert(
    fc.property(word, word, (one, other) => {
      assert.ok(Math.abs(jaroWinkler(one, other) - jaroWinkler(other, one)) < 1e-9)
      assert.equal(jaroWinkler(one, one), 1)
      assert.equal(isMistyped(one, other), isMistyped(other, one))
      if (byDefinition(one, other) <= 2) assert.ok(lettersApart(one, other) <= 4)
    }),
    { numRuns: 2000 },
  )
})
