import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshDatabase } from '../../test/support/database.ts'
import { urlOf } from '../../test/support/postgres.ts'
import { migrateAll } from '../ground/orgs/orgs.commands.ts'
import { readConfig } from './config.ts'
import { onOwnDatabase } from './postgres/ownDatabase.ts'
import { openDatabase } from './postgres/pools.ts'

test('a setting that cannot be right is refused with its name, and shows no password', () => {
  assert.throws(() => readConfig({ PORT: 'abc' }), /^Error: PORT must be a number from 0 to 65535, and is 'abc'/)
  assert.throws(() => readConfig({ ASSAY_URL: 'crm' }), /^Error: ASSAY_URL must be an address such as https:/)
  assert.throws(() => readConfig({ ASSAY_URL: 'crm.example:3000' }), /^Error: ASSAY_URL must be/)
  assert.throws(() => readConfig({ SMTP_URL: 'mail:secret@host' }), /^Error: SMTP_URL must be [^']*$/)
  assert.throws(
    () => readConfig({ DATABASE_URL: 'mysql://u:secret@host/x' }),
    /^Error: DATABASE_URL must be (?!.*secret)/,
  )
  assert.throws(() => readConfig({ LOG_LEVEL: 'loud' }), /^Error: LOG_LEVEL must be one of fatal, .* is 'loud'/)
})

test('a setting that is there and empty is as if it were not', () => {
  const empty = { PORT: '', HOST: '', ASSAY_URL: '', ASSAY_DATA: '', DATABASE_URL: '', SMTP_URL: '', LOG_LEVEL: '' }
  assert.deepEqual(readConfig(empty), readConfig({}))
})

test('a PostgreSQL that is not there, or lets nobody in, is named by its setting, without the password', async () => {
  const database = await freshDatabase()
  const there = new URL(urlOf(database.connection))
  const away = 'postgres://assay:secret@127.0.0.1:1/assay'
  const missing = Object.assign(new URL(there), { pathname: '/nobody-made-this' }).href
  try {
    const saying = async (url: string): Promise<string> => {
      const db = openDatabase({ connectionString: url })
      try {
        await onOwnDatabase(url, () => migrateAll(db, { connectionString: url }))
        return 'It began.'
      } catch (error) {
        return String(error)
      } finally {
        await db.close()
      }
    }
    assert.match(
      await saying(away),
      /DATABASE_URL, 127\.0\.0\.1:1\/assay, cannot be used: .*Is PostgreSQL running there/,
    )
    assert.match(
      await saying(missing),
      /cannot be used: database "nobody-made-this" does not exist\. Make the database/,
    )
    assert.doesNotMatch(await saying(away), /secret/)
  } finally {
    await database.drop()
  }
})
