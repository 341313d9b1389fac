import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { freshDatabase } from '../../../test/support/database.ts'
import type { FreshDatabase } from '../../../test/support/postgres.ts'
import { someone } from '../../../test/support/builders.ts'
import { idOf } from '../../../shared/ids.ts'
import { theProgram } from '../../ground/users/actor.ts'
import { run, sql } from '../../platform/sql.ts'
import { inTransaction } from '../../platform/transactions.ts'
import { exportRecords } from './exports.ts'

let fresh: FreshDatabase

before(async () => {
  fresh = await freshDatabase()
  await inTransaction(fresh.db, fresh.org, async (tx) => {
    const admin = await someone(tx)
    await run(
      tx,
      sql`
      insert into account (id, name, owner_id, created_at, last_modified_at)
      select ${idOf('Account', 0)}::bigint + n, 'Account ' || n, ${admin.userId}, ${tx.now}, ${tx.now}
      from generate_series(1, 3500) n`,
    )
  })
})
after(() => fresh.drop())

const open = () => exportRecords(fresh.db, fresh.org, theProgram, 'Account', { fields: ['Name'] })

test('an export shows one moment: what is made while it runs is not in it', async () => {
  const { parts } = await open()
  const first = await parts.next()
  await inTransaction(fresh.db, fresh.org, (tx) =>
    run(tx, sql`update account set name = 'Changed' where name = 'Account 3400'`),
  )
  let text = first.done ? '' : first.value.text
  for await (const part of parts) text += part.text
  assert.match(text, /Account 3400\r\n/)
  assert.equal(text.trim().split('\r\n').length, 3501)
})

test('an export that breaks off says so in its last line, and fails', async () => {
  const { parts } = await open()
  const texts: string[] = []
  await assert.rejects(async () => {
    for await (const { text } of parts) {
      texts.push(text)
      if (texts.length === 1)
        await fresh.db.short.query(
          `select pg_terminate_backend(pid) from pg_stat_activity where state = 'idle in transaction' and datname = current_database()`,
        )
    }
  })
  assert.ok(texts.length >= 2, 'one part arrived before')
  assert.match(texts.at(-1) ?? '', /THIS FILE IS NOT COMPLETE/)
})

test('an export left half-way gives its connection back', async () => {
  for (let time = 0; time < 20; time++) {
    const { parts } = await open()
    await parts.next()
    await parts.return()
  }
  assert.equal(fresh.db.streaming.waitingCount, 0)
  assert.equal(fresh.db.streaming.totalCount, fresh.db.streaming.idleCount)
})
