import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { compile, sql, type RawBuilder } from './composing.ts'

test('values travel beside the text, counted through whatever parts they stand in', () => {
  const since = new Date(0)
  const open = sql`${sql.ref('l.closed_at')} is null and ${sql.ref('l.rating')} = ${'Hot'}`
  const statement = sql`select ${sql.lit(1)} from ${sql.table('lead')} l where l.created_at > ${since} and (${open}) limit ${60}`
  assert.deepEqual(compile(statement), {
    text: 'select 1 from "lead" l where l.created_at > $1 and ("l"."closed_at" is null and "l"."rating" = $2) limit $3',
    values: [since, 'Hot', 60],
  })
})

test('a part may stand in many statements, and twice in one', () => {
  const mine = sql`owner_id = ${7}`
  assert.deepEqual(compile(sql`${mine} or not ${mine}`), { text: 'owner_id = $1 or not owner_id = $2', values: [7, 7] })
  assert.deepEqual(compile(mine), { text: 'owner_id = $1', values: [7] })
})

test('lists are joined by commas or by what is given, and nothing is joined to nothing', () => {
  assert.deepEqual(compile(sql`in (${sql.join([1, sql`now()`, null])})`), {
    text: 'in ($1, now(), $2)',
    values: [1, null],
  })
  assert.equal(compile(sql.join([sql`a`, sql`b`, sql`c`], sql` and `)).text, 'a and b and c')
  assert.equal(compile(sql.join([])).text, '')
})

test('names and literals cannot leave their quotes, and an array or an object is one value', () => {
  assert.equal(compile(sql.ref('t.a"; drop table lead; --')).text, '"t"."a""; drop table lead; --"')
  assert.equal(compile(sql.id('org.1', 'lead')).text, '"org.1"."lead"')
  assert.equal(compile(sql.lit("O'Hara")).text, "'O''Hara'")
  assert.deepEqual(compile(sql`${[1, 2]} ${{ a: 1 }} ${undefined}`), {
    text: '$1 $2 $3',
    values: [[1, 2], { a: 1 }, undefined],
  })
})

/** A statement of any shape beside what it says, written out by hand. */
type Said = { readonly part: RawBuilder<unknown>; readonly said: string }

const parts = fc.letrec<{ any: Said }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 5 },
    fc.constantFrom('a', 'b.c', '').map((text): Said => ({ part: sql.raw(text), said: text })),
    fc.integer().map((value): Said => ({ part: sql`<${value}>`, said: `<[${value}]>` })),
    fc.tuple(tie('any'), fc.integer(), tie('any')).map(([one, value, other]): Said => ({
      part: sql`(${one.part}|${value}|${other.part})`,
      said: `(${one.said}|[${value}]|${other.said})`,
    })),
    fc.array(tie('any'), { maxLength: 4 }).map((list): Said => ({
      part: sql.join(list.map(({ part }) => part)),
      said: list.map(({ said }) => said).join(', '),
    })),
  ),
})).any

test('however parts are nested, each value stands in its own gap', () => {
  fc.assert(
    fc.property(parts, ({ part, said }) => {
      const { text, values } = compile(part)
      assert.equal(
        text.replace(/\$(\d+)/g, (_, n: string) => `[${String(values[Number(n) - 1])}]`),
        said,
      )
    }),
  )
})
