import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import type pg from 'pg'
import {
  appliedMigrations,
  applyMigration,
  forgetScope,
  hasRecord,
  lockMigrations,
  makeRecord,
  recordMigration,
  renameScope,
  type AppliedMigration,
} from './migrations.sql.ts'
import type { Tx } from './tx.ts'

export type { AppliedMigration }

const DATABASE_FOLDER = path.join(import.meta.dirname, '..', '..', 'db')
const PLATFORM = 'platform'

type Migration = AppliedMigration & { readonly text: string }

/** Brings what stands above all orgs up to date; answers the names applied now. */
export const migratePlatform = (pool: pg.Pool): Promise<readonly string[]> => migrate(pool, PLATFORM, 'platform')

/**
 * Brings one org's schema up to date, and makes it when it is missing; answers the names applied now.
 * Each file is a transaction of its own, so a migration cut off goes on where it was.
 */
export const migrateOrg = (pool: pg.Pool, schemaName: string): Promise<readonly string[]> =>
  migrate(pool, schemaName, 'migrations')

/** Makes an org's schema as it was when these migrations, and no others, had been applied. */
export const migrateOrgTo = (
  pool: pg.Pool,
  schemaName: string,
  names: ReadonlySet<string>,
): Promise<readonly string[]> => migrate(pool, schemaName, 'migrations', names)

/** Every migration of an org's schema this program knows, in order. */
export const orgMigrations = async (): Promise<readonly AppliedMigration[]> =>
  (await readMigrations(path.join(DATABASE_FOLDER, 'migrations'))).map(({ name, checksum }) => ({ name, checksum }))

/** What was applied to the schema of the transaction's org. */
export const migrationsOf = ({ connection, org }: Tx): Promise<readonly AppliedMigration[]> =>
  appliedMigrations(connection, org.schema)

/** The schema goes by another name now. */
export const renameMigrations = ({ connection }: Tx, from: string, to: string): Promise<unknown> =>
  renameScope(connection, from, to)

/** The schema is gone. */
export const forgetMigrations = ({ connection }: Tx, schemaName: string): Promise<unknown> =>
  forgetScope(connection, schemaName)

async function migrate(
  pool: pg.Pool,
  scope: string,
  folder: string,
  only?: ReadonlySet<string>,
): Promise<readonly string[]> {
  const known = await readMigrations(path.join(DATABASE_FOLDER, folder))
  const migrations = only === undefined ? known : known.filter(({ name }) => only.has(name))
  const connection = await pool.connect()
  let broken = false
  try {
    const pending = await findPending(connection, scope, migrations)
    const applied: string[] = []
    // One after the other: each file builds on the one before it.
    for (const migration of pending) {
      if (await applyOnce(connection, scope, migration)) applied.push(migration.name)
    }
    return applied
  } catch (error) {
    broken = true
    throw error
  } finally {
    connection.release(broken)
  }
}

async function readMigrations(folder: string): Promise<readonly Migration[]> {
  const names = (await readdir(folder)).filter((name) => /^\d{4}-.+\.sql$/.test(name)).sort()
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(path.join(folder, name), 'utf8')
      // Git may have given the file this machine's line ends.
      const checksum = createHash('sha256').update(text.replaceAll('\r\n', '\n')).digest('hex')
      return { name, checksum, text }
    }),
  )
}

async function findPending(
  connection: pg.PoolClient,
  scope: string,
  migrations: readonly Migration[],
): Promise<readonly Migration[]> {
  if (!(await hasRecord(connection))) return migrations
  const applied = new Map((await appliedMigrations(connection, scope)).map(({ name, checksum }) => [name, checksum]))
  for (const name of applied.keys()) {
    if (!migrations.some((migration) => migration.name === name)) {
      throw new Error(
        `The database holds the migration ${name} in ${scope}, which this Assay does not know: a newer one was here. ` +
          'Start that one again, or restore a backup made with this one.',
      )
    }
  }
  for (const { name, checksum } of migrations) refuseChanged(scope, name, checksum, applied.get(name))
  return migrations.filter(({ name }) => !applied.has(name))
}

function refuseChanged(scope: string, name: string, checksum: string, applied: string | undefined): void {
  if (applied === undefined || applied === checksum) return
  throw new Error(
    `The migration ${name} was changed after it was applied to ${scope}. An applied migration stays as it is: ` +
      'put its text back, and write what should change into a new file with the next number.',
  )
}

/** False when another program applied it while we waited. */
async function applyOnce(connection: pg.PoolClient, scope: string, migration: Migration): Promise<boolean> {
  await connection.query('begin')
  try {
    await lockMigrations(connection)
    await makeRecord(connection)
    const applied = (await appliedMigrations(connection, scope)).find(({ name }) => name === migration.name)
    refuseChanged(scope, migration.name, migration.checksum, applied?.checksum)
    if (applied === undefined) {
      await applyMigration(connection, scope, migration.text)
      await recordMigration(connection, scope, migration)
    }
    await connection.query('commit')
    return applied === undefined
  } catch (error) {
    await connection.query('rollback').catch(() => undefined)
    const why = error instanceof Error ? error.message : String(error)
    throw new Error(`The migration ${migration.name} could not be applied to ${scope}: ${why}`, { cause: error })
  }
}
