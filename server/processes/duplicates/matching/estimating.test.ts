import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { estimating, gathering } from './estimating.ts'
import { bitsOf, scoreOf, type Level, type Model, type Pattern } from './model.ts'

/** Numbers that look random and are not (mulberry32), 0 to 1. */
function numbersFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const fields = ['name', 'street', 'phone', 'birthdate']
const known: Readonly<Record<string, Level>> = {
  same: { m: 0.7, u: 0.01 },
  alike: { m: 0.2, u: 0.03 },
  differs: { m: 0.1, u: 0.96 },
}
const wrong: Readonly<Record<string, Level>> = {
  same: { m: 0.4, u: 0.1 },
  alike: { m: 0.3, u: 0.1 },
  differs: { m: 0.3, u: 0.8 },
}

const drawn = (random: () => number, side: 'm' | 'u'): Pattern => ({
  levels: Object.fromEntries(
    fields.map((field) => {
      const at = random()
      const same = known['same']?.[side] ?? 0
      const alike = known['alike']?.[side] ?? 0
      return [field, at < same ? 'same' : at < same + alike ? 'alike' : 'differs']
    }),
  ),
  terms: {},
})

const many = (howMany: number, work: () => Pattern): Pattern[] => Array.from({ length: howMany }, work)

function estimated(priors: Model, candidates: Pattern[], strangers: Pattern[], pairsInAll: number): Model {
  const random = gathering()
  for (const pattern of strangers) random.add(pattern)
  const work = estimating({ priors, shares: {}, candidates, strangers: random.all(), pairsInAll })
  for (;;) {
    const step = work.next()
    if (step.done === true) return step.value
  }
}

test('from pairs of known kind the estimate recovers how often each level is seen, and how many pairs are one', () => {
  const random = numbersFrom(7)
  const matches = many(2000, () => drawn(random, 'm'))
  const others = many(20_000, () => drawn(random, 'u'))
  const priors: Model = {
    oneIn: 1000,
    fields: Object.fromEntries(fields.map((field) => [field, wrong])),
    shares: {},
  }
  const model = estimated(
    priors,
    [...matches, ...others],
    many(20_000, () => drawn(random, 'u')),
    22_000,
  )
  assert.ok(Math.abs(model.oneIn - 11) < 2, `one pair in ${model.oneIn}`)
  for (const field of fields)
    for (const [name, { m, u }] of Object.entries(known)) {
      const level = model.fields[field]?.[name]
      assert.ok(Math.abs((level?.m ?? 0) - m) < 0.05, `${field} ${name} m ${level?.m}`)
      assert.ok(Math.abs((level?.u ?? 0) - u) < 0.02, `${field} ${name} u ${level?.u}`)
    }
})

test('with nothing seen an estimate stays where it began', () => {
  const priors: Model = { oneIn: 1000, fields: { name: known }, shares: {} }
  const model = estimated(priors, [], [], 0)
  assert.ok(Math.abs(model.oneIn - 1000) < 1)
  for (const [name, { m, u }] of Object.entries(known)) {
    assert.ok(Math.abs((model.fields['name']?.[name]?.m ?? 0) - m) < 1e-6)
    assert.ok(Math.abs((model.fields['name']?.[name]?.u ?? 0) - u) < 0.001)
  }
})

test('a better level never makes a pair less likely, and a rarer value makes it more so', () => {
  const level = fc.constantFrom('same', 'alike', 'differs')
  const model: Model = {
    oneIn: 1000,
    fields: Object.fromEntries(fields.map((field) => [field, known])),
    shares: { name: { known: new Map([['smith', 0.02]]), other: 0.0001, ofTwo: 0.001 } },
  }
  fc.assert(
    fc.property(fc.record(Object.fromEntries(fields.map((field) => [field, level]))), (levels) => {
      for (const field of fields) {
        const scores = ['differs', 'alike', 'same'].map((one) =>
          scoreOf(model, { levels: { ...levels, [field]: one }, terms: {} }),
        )
        assert.ok((scores[0] ?? 1) < (scores[1] ?? 0) && (scores[1] ?? 1) < (scores[2] ?? 0))
      }
      const named = (name: string) => bitsOf(model, { levels: { ...levels, name: 'same' }, terms: { name } })
      assert.ok(named('smith') < named('okafor'))
    }),
  )
})
