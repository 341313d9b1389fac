import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { z } from 'zod'
import { aServer, type TestServer } from '../../../test/support/server.ts'
import { until } from '../../../test/support/until.ts'
import { Refusal } from '../../platform/errors.ts'
import { many, run, sql } from '../../platform/sql.ts'
import { inTransaction, reading } from '../../platform/transactions.ts'
import { writingTogether } from './writingTogether.ts'

let server: TestServer
let admin: { readonly authorization: string }
/** What each group asked for, in the order they set off. */
let groups: string[][]
let arrived: number
/** No group goes on before all have arrived. */
let gate: PromiseWithResolvers<void>

const say = writingTogether<string, string>(async (tx, _actor, words) => {
  groups.push([...words])
  await gate.promise
  const right = words.filter((word) => word !== 'wrong')
  await run(tx, sql`insert into said (word) select unnest(${right}::text[])`)
  const inCompany = words.length > 1
  if (inCompany && words.includes('explosive')) throw new Error('This one takes all the others down with it.')
  if (inCompany && words.includes('cut off')) throw new Refusal('gone', 'Gone.', { kind: 'unavailable' })
  return words.map((word) => (word === 'wrong' ? new Refusal('wrong', `Of ${words.length} this is wrong.`) : word))
})

before(async () => {
  server = await aServer({}, [
    (app) =>
      void app.post('/api/said', { schema: { body: aWord, response: { 200: aWord } } }, (request) => {
        arrived += 1
        return say(request, request.body.word).then((word) => ({ word }))
      }),
  ])
  admin = await server.as('administrator')
  await inTransaction(server.db, server.org, (tx) => run(tx, sql`create table said (word text)`))
})
after(() => server.close())

/** Says all of them at once; answers what each was told, in order, and what is kept now. */
async function saidAtOnce(words: readonly string[]) {
  groups = []
  arrived = 0
  gate = Promise.withResolvers()
  await inTransaction(server.db, server.org, (tx) => run(tx, sql`delete from said`))
  // Who calls is found out once, and then remembered: those who ask are then one caller.
  await server.call('GET', '/api/session', { headers: admin })
  const told = words.map((word) => server.call('POST', '/api/said', { headers: admin, body: { word } }))
  await until(
    () => arrived,
    (those) => those === words.length,
  )
  gate.resolve()
  const answers = await Promise.all(told)
  const kept = await reading(server.db, server.org, (tx) => many<{ word: string }>(tx, sql`select word from said`))
  return { answers, kept: kept.map(({ word }) => word).sort() }
}

const aWord = z.object({ word: z.string() })

const numbered = (howMany: number): string[] => Array.from({ length: howMany }, (_, at) => `word ${at + 10}`)

test('what many ask at once is done in fewer transactions, and each is answered for themselves', async () => {
  const words = numbered(40)
  const { answers, kept } = await saidAtOnce(words)
  assert.deepEqual(
    answers.map((answer) => answer.json<unknown>()),
    words.map((word) => ({ word })),
  )
  assert.deepEqual(kept, words)
  assert.ok(groups.length < words.length, `${groups.length} groups`)
  assert.deepEqual(groups.flat().sort(), words, 'nobody is asked twice')
})

test('who is refused in company is answered as if alone, and the others are kept', async () => {
  const words = [...numbered(6), 'wrong', 'zebra']
  const { answers, kept } = await saidAtOnce(words)
  const refused = answers[words.indexOf('wrong')]
  assert.equal(refused?.statusCode, 422)
  assert.equal(refused.json<{ errors: { message: string }[] }>().errors[0]?.message, 'Of 1 this is wrong.')
  assert.deepEqual(
    kept,
    words.filter((word) => word !== 'wrong'),
  )
})

test('who takes a whole group down goes alone, and so do the others', async () => {
  const words = ['explosive', ...numbered(6)]
  const { answers, kept } = await saidAtOnce(words)
  assert.deepEqual(
    answers.map(({ statusCode }) => statusCode),
    words.map(() => 200),
  )
  assert.deepEqual(kept, words, 'each is kept once')
})

test('a group whose database went away is not asked again: some of it may be there', async () => {
  const words = [...numbered(6), 'cut off', 'zebra']
  const { answers } = await saidAtOnce(words)
  assert.ok(answers.some(({ statusCode }) => statusCode === 503))
  assert.deepEqual(groups.flat().sort(), [...words].sort(), 'nobody is asked twice')
})
