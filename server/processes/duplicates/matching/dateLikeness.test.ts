import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { dateLikeness, packedDate, packedLikeness } from './dateLikeness.ts'

const two = (number: number): string => String(number).padStart(2, '0')
const date = fc
  .tuple(
    fc.constantFrom(1899, 1980, 1981, 1908, 1809, 2001),
    fc.integer({ min: 1, max: 12 }),
    fc.integer({ min: 1, max: 31 }),
  )
  .map(([year, month, day]) => `${year}-${two(month)}-${two(day)}`)
const packed = (text: string): number => packedDate(text, (other) => other.length)

test('two dates are as alike by their packed numbers as they are by their texts', () =>
  fc.assert(
    fc.property(date, date, (one, other) => {
      assert.equal(packedLikeness(packed(one), packed(other)), dateLikeness(one, other))
    }),
    { numRuns: 3000 },
  ))

test('a digit wrong, two swapped, day and month in each other’s place: a date nearly right', () => {
  for (const nearly of ['1981-03-12', '1980-30-12', '1980-03-21', '1980-12-03'])
    assert.equal(dateLikeness('1980-03-12', nearly), 'mistyped', nearly)
  assert.equal(dateLikeness('1980-03-12', '1991-03-12'), 'parts')
  assert.equal(dateLikeness('1980-03-12', '1991-04-13'), 'differs')
})

test('what is no date says nothing but whether it is the same', () => {
  assert.equal(packed(''), 0)
  assert.equal(packedLikeness(packed('in spring'), packed('1980-03-12')), undefined)
})
