import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshDatabase } from '../../test/support/database.ts'
import { migrateOrg, migratePlatform } from './migrations.ts'

test('a migration is applied once, whoever asks again', () =>
  inDatabase(async ({ db }) => {
    assert.deepEqual(await migratePlatform(db.streaming), [])
    const applied = await migrateOrg(db.streaming, 'org_2')
    assert.ok(applied.length > 0)
    assert.deepEqual(await migrateOrg(db.streaming, 'org_2'), [])
  }))

test('two programs that migrate the same org at once apply each file once', () =>
  inDatabase(async ({ db }) => {
    const both = await Promise.all([migrateOrg(db.streaming, 'org_2'), migrateOrg(db.streaming, 'org_2')])
    const names = both.flat()
    assert.equal(new Set(names).size, names.length)
    assert.deepEqual(names.sort(), await migrateOrg(db.streaming, 'org_3'))
  }))

test('a migration that fails leaves nothing of itself behind, and says which it was', () =>
  inDatabase(async ({ db }) => {
    const all = await migrateOrg(db.streaming, 'org_2')
    // It makes tables, which cannot be made twice.
    const [first] = all
    await db.streaming.query(`delete from platform.migration where scope = 'org_2' and name = $1`, [first])
    await assert.rejects(
      migrateOrg(db.streaming, 'org_2'),
      new RegExp(`${first} could not be applied to org_2: .*exist`),
    )
    const { rows } = await db.streaming.query(`select count(*) as n from platform.migration where scope = 'org_2'`)
    assert.deepEqual(rows, [{ n: all.length - 1 }])
  }))

test('an applied migration that was changed is refused', () =>
  inDatabase(async ({ db, org }) => {
    await db.streaming.query(`update platform.migration set checksum = 'another' where scope = $1`, [org.schema])
    await assert.rejects(migrateOrg(db.streaming, org.schema), /was changed after it was applied to org_1/)
  }))

test('a database that a newer program migrated is refused', () =>
  inDatabase(async ({ db, org }) => {
    await db.streaming.query(
      `insert into platform.migration (scope, name, checksum) values ($1, '9999-later.sql', '')`,
      [org.schema],
    )
    await assert.rejects(
      migrateOrg(db.streaming, org.schema),
      /9999-later.sql in org_1, which this Assay does not know/,
    )
  }))

async function inDatabase(
  story: (database: Awaited<ReturnType<typeof freshDatabase>>) => Promise<void>,
): Promise<void> {
  const database = await freshDatabase()
  try {
    await story(database)
  } finally {
    await database.drop()
  }
}
