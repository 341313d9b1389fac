import assert from 'node:assert/strict'
import { test } from 'node:test'
import { textKeys } from '../../../ground/people/textKeys.ts'
import { compareAccounts } from '../compareAccounts.ts'
import { accountTraits } from '../traits.ts'
import { learnAccounts } from './learning.ts'
import type { Model } from './model.ts'

const towns = ['Al', 'Bir', 'Cor', 'Dun', 'Es', 'Fen', 'Gar', 'Hol'].flatMap((front) =>
  ['der', 'kenau', 'mora', 'holt', 'wick'].map((end) => front + end),
)
const fields = ['Computer Science', 'Physics', 'Mathematics', 'Information Systems']

const of = (text: string) => ({ others: { affil: text } })

/** What a list shows of which words are rare: each of forty universities with each of four departments, in two writings. */
const model = (besides: readonly string[] = []): Model => {
  const records = towns
    .flatMap((town) =>
      fields.flatMap((field) => [
        `Department of ${field}, University of ${town}, Germany`,
        `${town} University, ${field} Dept.`,
      ]),
    )
    .concat(besides)
    .map((text) => accountTraits(of(text)))
  return learnAccounts({
    records,
    pairs: [],
    pairsInAll: (records.length * (records.length - 1)) / 2,
    size: records.length,
  })
}

const likely = (one: string, other: string): number => compareAccounts(of(one), of(other), model()).probability

test('where somebody works is one place by its rarest words, however the rest is written', () => {
  assert.ok(
    likely('Dept. of Physics, Univ. of Fenwick, Germany', 'Fenwick University, Faculty of Information Systems') > 0.9,
  )
  assert.ok(
    likely('University of Fenwick, Department of Physics, D-89069', 'Physics Department, Fenwik University, Germany') >
      0.9,
  )
  assert.ok(likely('University of Fenwick, Physics, Germany', 'Univ. Fenwick') > 0.9)
})

test('one department of two universities is two, and so are two that share their town', () => {
  assert.ok(
    likely(
      'Department of Computer Science, University of Eswick, Germany',
      'Department of Computer Science, University of Alkenau, Germany',
    ) < 0.1,
  )
  assert.ok(
    likely(
      'Department of Physics, University of Eswick, Holder, Germany',
      'Physics Department, University of Alkenau, Holder',
    ) < 0.6,
  )
})

test('in a list of long texts a short one is told by its words, and a mistake makes no common word rare', () => {
  assert.ok(likely('Fenwick Univ.', 'Fenwick, Germany') > 0.9)
  const [one, other] = [
    'Univertity of Fenwick, Department of Mathematics, Germany',
    'Department of Mathematics, Unviersity of Alkenau, Germany',
  ]
  assert.ok(compareAccounts(of(one), of(other), model([one, other])).probability < 0.1)
  const [short, long] = [of('Fenwick Univ.'), of('Department of Physics, University of Fenwick, Germany')]
  const keys = textKeys(short)
  assert.ok(textKeys(long).some((key) => keys.includes(key)))
})

test('what a long text shares is said in a sentence', () => {
  const { reasons } = compareAccounts(
    of('Dept. of Physics, Univ. of Fenwick, Germany'),
    of('Fenwick University, Faculty of Information Systems'),
    model(),
  )
  assert.deepEqual(reasons, ['affil shares its rarest words'])
})
