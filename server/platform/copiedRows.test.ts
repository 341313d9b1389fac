import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { freshDatabase } from '../../test/support/database.ts'
import type { FreshDatabase } from '../../test/support/postgres.ts'
import { copiedRows, numberAt } from './copiedRows.ts'
import { queryOut } from './copy.ts'
import { one, sql, type RawBuilder } from './sql.ts'
import { streaming } from './streaming.ts'
import { reading } from './transactions.ts'

let fresh: FreshDatabase
before(async () => {
  fresh = await freshDatabase()
})
after(() => fresh.drop())

const bytesOf = async (query: RawBuilder<unknown>): Promise<Buffer> =>
  Buffer.concat(
    await Array.fromAsync(
      streaming(fresh.db, fresh.org, async function* (tx) {
        yield* queryOut(tx, query)
      }),
    ),
  )

/** Rows of a number and a text, their bytes arriving in pieces of this length. */
function rowsIn(bytes: Buffer, pieceBytes: number): (readonly [number | null, string | null])[] {
  const rows: [number | null, string | null][] = []
  const read = copiedRows(({ bytes: all, starts: [first = 0, second = 0], lengths: [ofFirst = -1, ofSecond = -1] }) => {
    const words = ofSecond < 0 ? null : all.toString('utf8', second, second + ofSecond)
    rows.push([ofFirst < 0 ? null : numberAt(all, first), words])
  })
  for (let at = 0; at < bytes.length; at += pieceBytes) read(bytes.subarray(at, at + pieceBytes))
  return rows
}

const text = fc.string({ unit: 'grapheme', maxLength: 30 }).map((all) => all.replaceAll('\0', '').toWellFormed())
const row = fc.tuple(
  fc.option(fc.maxSafeInteger()),
  fc.option(fc.oneof(text, fc.constantFrom("'", '\\', '$1', '"$2"'))),
)

test('rows of a query are read from their bytes as they are, wherever the pieces of them end', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(row, { maxLength: 40 }), fc.integer({ min: 1, max: 90 }), async (rows, pieceBytes) => {
      const numbers = rows.map(([number]) => number)
      const words = rows.map(([, word]) => word)
      const bytes = await bytesOf(
        sql`select number, words from unnest(${numbers}::bigint[], ${words}::text[]) as rows(number, words)`,
      )
      assert.deepEqual(rowsIn(bytes, pieceBytes), rows)
    }),
    { numRuns: 40 },
  )
})

test('what would be a parameter is written into the copy as it is, beside texts that look like one', async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(text, fc.constantFrom("it's", '\\', '$2')), async (word) => {
      const bytes = await bytesOf(sql`select ${7}::bigint, ${sql.lit("'$1'")} || ${word} || ${true}::boolean`)
      assert.deepEqual(rowsIn(bytes, 1000), [[7, `'$1'${word}true`]])
    }),
    { numRuns: 40 },
  )
})

test('whoever leaves a copy before its end leaves nothing running, and the next is served', async () => {
  const bytes = streaming(fresh.db, fresh.org, async function* (tx) {
    yield* queryOut(tx, sql`select n, repeat('x', 1000) from generate_series(1, 1000000) as n`)
  })
  const first = await bytes.next()
  assert.ok(Buffer.isBuffer(first.value))
  await bytes.return(undefined)
  const { running } = await reading(fresh.db, fresh.org, (tx) => one<{ running: number }>(tx, sql`select 1 as running`))
  assert.equal(running, 1)
})
