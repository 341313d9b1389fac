import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { freshDatabase } from '../../test/support/database.ts'
import { copyRows } from './copyRows.ts'
import { many, run, sql } from './sql.ts'
import { inTransaction } from './transactions.ts'

const columns = [
  { name: 'place', blank: null },
  { name: 'words', blank: null },
  { name: 'amount', blank: null },
  { name: 'is_so', blank: false },
  { name: 'keys', blank: null },
  { name: 'moment', blank: null },
] as const

const text = fc.oneof(
  fc.string(),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.string({ minLength: 500, maxLength: 700 }),
  fc.constantFrom('', '\\N', '\\', 'a\tb\nc\rd', 'the same', 'the same'),
)
const row = fc.record({
  words: fc.option(text.map((one) => one.replaceAll('\0', '').toWellFormed())),
  amount: fc.option(
    fc.oneof(fc.maxSafeInteger(), fc.integer({ min: -2, max: 2 }), fc.constantFrom(1e8, 99_999_999, 0.5)),
  ),
  isSo: fc.option(fc.boolean(), { nil: undefined }),
  keys: fc.option(fc.array(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), { maxLength: 6 })),
  moment: fc.option(fc.date({ min: new Date('1900-01-01'), max: new Date('2200-01-01'), noInvalidDate: true })),
})

test('whatever is copied in is read again as it was, and a column nobody named is blank', async () => {
  const { db, org } = await freshDatabase()
  await fc.assert(
    fc.asyncProperty(fc.array(row, { maxLength: 300 }), async (rows) => {
      const stored = await inTransaction(
        db,
        org,
        async (tx) => {
          await run(
            tx,
            sql`
            create temporary table copied
              (place integer, words text, amount numeric, is_so boolean, keys integer[], moment timestamptz) on commit drop`,
          )
          const cells = rows.map((one, at) => [at, one.words, one.amount, one.isSo, one.keys, one.moment])
          await copyRows(tx, 'copied', columns, cells)
          return many(tx, sql`select words, amount, is_so as "isSo", keys, moment from copied order by place`)
        },
        { streaming: true },
      )
      assert.deepEqual(
        stored,
        rows.map((one) => ({ ...one, isSo: one.isSo ?? false })),
      )
    }),
    { numRuns: 40 },
  )
})
