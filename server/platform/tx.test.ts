import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { freshDatabase } from '../../test/support/database.ts'
import { openDatabase } from './postgres/pools.ts'
import { many, run, sql } from './sql.ts'
import { inTransaction, reading } from './transactions.ts'
import { inOneBreath, leaveUnderway, type Tx } from './tx.ts'

let fresh: Awaited<ReturnType<typeof freshDatabase>>
before(async () => {
  fresh = await freshDatabase()
})
after(() => fresh.drop())

test('what whoever keeps the database asks of connections holds for ours, beside what we set', async () => {
  const { host = '', port = 0, user = '', password = '', database = '' } = fresh.connection
  const asked = new URLSearchParams({ host, port: String(port), user, password, options: '-c work_mem=7MB' })
  const db = openDatabase({ connectionString: `postgres:///${database}?${asked.toString().replaceAll('+', '%20')}` })
  try {
    for (const streaming of [false, true]) {
      const settings = await inTransaction(
        db,
        fresh.org,
        (tx) =>
          many(
            tx,
            sql`
          select name, setting || coalesce(unit, '') as value
          from pg_settings
          where name in ('work_mem', 'gin_pending_list_limit', 'search_path')
          order by name`,
          ),
        { streaming },
      )
      assert.deepEqual(settings, [
        { name: 'gin_pending_list_limit', value: '64kB' },
        { name: 'search_path', value: `"${fresh.org.schema}", public` },
        { name: 'work_mem', value: '7168kB' },
      ])
    }
  } finally {
    await db.close()
  }
})

const deadlock = (): Error => Object.assign(new Error('deadlock detected'), { code: '40P01' })

test('work that runs into a deadlock is done again', async () => {
  let tries = 0
  const done = await inTransaction(fresh.db, fresh.org, async () => {
    tries += 1
    if (tries === 1) throw deadlock()
    return 'done'
  })
  assert.deepEqual({ done, tries }, { done: 'done', tries: 2 })
})

test('work that meets others at the same records again and again is refused as locked, not as a fault', async () => {
  let tries = 0
  const work = inTransaction(fresh.db, fresh.org, async () => {
    tries += 1
    throw deadlock()
  })
  await assert.rejects(work, { code: 'record_locked', kind: 'conflict' })
  assert.equal(tries, 3)
})

test('what a prepared statement answers may change its type, in the middle of everything', async () => {
  const answers = (tx: Tx) => many<{ answer: unknown }>(tx, sql`select answer from question`)
  const change = (statement: string) => inTransaction(fresh.db, fresh.org, (tx) => run(tx, sql.raw(statement)))
  await change('create table question (answer text)')
  await change("insert into question values ('42')")
  assert.deepEqual(await reading(fresh.db, fresh.org, answers), [{ answer: '42' }])
  await change('alter table question alter answer type integer using answer::integer')
  assert.deepEqual(await reading(fresh.db, fresh.org, answers), [{ answer: 42 }])
  await change('alter table question alter answer type boolean using answer = 42')
  assert.deepEqual(await inTransaction(fresh.db, fresh.org, answers), [{ answer: true }])
})

test('statements of a connection that is not pipelined wait for each other, in the order they were asked for', async () => {
  const warned: string[] = []
  const hear = ({ message }: Error) => void warned.push(message)
  process.on('warning', hear)
  const answers = await inTransaction(
    fresh.db,
    fresh.org,
    async (tx) => {
      const asked = [1, 2, 3].map((n) => many<{ n: number }>(tx, sql`select ${n}::int as n`))
      const failed = assert.rejects(run(tx, sql`select 1 / 0`), { code: '22012' })
      const answered = await Promise.all(asked)
      await failed
      return answered
    },
    { streaming: true },
  ).catch((error: unknown) => error)
  // Warnings are told after the turn they arose in.
  await new Promise((resolve) => setImmediate(resolve))
  process.off('warning', hear)
  assert.deepEqual(warned, [])
  assert.ok(Array.isArray(answers))
  assert.deepEqual(answers.flat(), [{ n: 1 }, { n: 2 }, { n: 3 }])
})

test('of statements sent behind each other the first that fails says why, not those that fail with it', async () => {
  const said: string[] = []
  const work = inTransaction(fresh.db, fresh.org, (tx) =>
    inOneBreath(async (underway) => {
      await leaveUnderway(underway, run(tx, sql`select 1`))
      await leaveUnderway(underway, run(tx, sql`select 1 / 0`))
      said.push('nobody waited')
      await run(tx, sql`select 2`)
      said.push('never reached')
    }),
  )
  await assert.rejects(work, { code: '22012' })
  assert.deepEqual(said, ['nobody waited'])
})

test('statements sent behind each other are waited for at the end', async () => {
  const kept = await inTransaction(fresh.db, fresh.org, async (tx) => {
    await run(tx, sql`create table breath (said integer)`)
    await inOneBreath((underway) => leaveUnderway(underway, run(tx, sql`insert into breath values (1)`)))
    return many(tx, sql`select said from breath`)
  })
  assert.deepEqual(kept, [{ said: 1 }])
  const failing = inTransaction(fresh.db, fresh.org, (tx) =>
    inOneBreath((underway) => leaveUnderway(underway, run(tx, sql`insert into breath values (1 / 0)`))),
  )
  await assert.rejects(failing, { code: '22012' })
})
