import pg from 'pg'

/** One migration that was applied to a scope: `platform`, or an org's schema. */
export type AppliedMigration = { readonly name: string; readonly checksum: string }

// One number for all scopes: whoever migrates, everybody else waits.
const LOCK = 4_153_901_202

/** Waits until no other program migrates; lasts until the transaction ends. */
export const lockMigrations = (connection: pg.PoolClient): Promise<unknown> =>
  connection.query('select pg_advisory_xact_lock($1)', [LOCK])

/** Where migrations are recorded, made when it is missing. */
export const makeRecord = (connection: pg.PoolClient): Promise<unknown> =>
  connection.query(`
    create schema if not exists platform;
    create table if not exists platform.migration (
      scope text not null,
      name text not null,
      checksum text not null,
      applied_at timestamptz not null default now(),
      constraint a_migration_is_applied_once primary key (scope, name)
    )`)

export async function hasRecord(connection: pg.PoolClient): Promise<boolean> {
  const { rows } = await connection.query<{ exists: boolean }>(
    `select to_regclass('platform.migration') is not null as exists`,
  )
  return rows[0]?.exists === true
}

export async function appliedMigrations(connection: pg.PoolClient, scope: string): Promise<AppliedMigration[]> {
  const { rows } = await connection.query<AppliedMigration>(
    'select name, checksum from platform.migration where scope = $1 order by name',
    [scope],
  )
  return rows
}

/** Runs the file's text inside the scope's schema, which is made when it is missing. */
export async function applyMigration(connection: pg.PoolClient, scope: string, text: string): Promise<void> {
  const schema = pg.escapeIdentifier(scope)
  await connection.query(`create schema if not exists ${schema}`)
  await connection.query(`set local search_path to ${schema}, public`)
  await connection.query(text)
}

export const recordMigration = (
  connection: pg.PoolClient,
  scope: string,
  { name, checksum }: AppliedMigration,
): Promise<unknown> =>
  connection.query('insert into platform.migration (scope, name, checksum) values ($1, $2, $3)', [
    scope,
    name,
    checksum,
  ])

export const renameScope = (connection: pg.PoolClient, from: string, to: string): Promise<unknown> =>
  connection.query('update platform.migration set scope = $2 where scope = $1', [from, to])

export const forgetScope = (connection: pg.PoolClient, scope: string): Promise<unknown> =>
  connection.query('delete from platform.migration where scope = $1', [scope])
