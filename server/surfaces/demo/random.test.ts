import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { randomFrom } from './random.ts'

test('the same seed gives the same numbers, another seed others', () => {
  const drawn = (seed: number) => Array.from({ length: 20 }, randomFrom(seed).next)
  assert.deepEqual(drawn(7), drawn(7))
  assert.notDeepEqual(drawn(7), drawn(8))
})

test('what is drawn for one purpose changes nothing for another', () => {
  const [one, other] = [randomFrom(1), randomFrom(1)]
  one.next()
  assert.equal(one.fork('leads').next(), other.fork('leads').next())
  assert.notEqual(other.fork('leads').next(), other.fork('calls').next())
})

test('every draw stays within what was asked for', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: -50, max: 50 }), fc.nat(100), (seed, from, more) => {
      const random = randomFrom(seed)
      const whole = random.whole(from, from + more)
      assert.ok(Number.isInteger(whole) && whole >= from && whole <= from + more)
      assert.ok(
        ['a', 'b'].includes(
          random.weighted([
            ['a', 1],
            ['b', 3],
            ['never', 0],
          ]),
        ),
      )
      assert.ok(random.logNormal(10, 0.5) > 0)
    }),
  )
})

test('half of the log-normal values lie below the median', () => {
  const random = randomFrom(3)
  const below = Array.from({ length: 4000 }, () => random.logNormal(70, 0.6)).filter((value) => value < 70).length
  assert.ok(below > 1850 && below < 2150, `${below} of 4000`)
})
