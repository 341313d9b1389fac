import type pg from 'pg'

// Any two numbers that nobody else uses for an advisory lock in the database 'postgres'.
const LOCK = [1_095_980_385, 1]

/** Whether this session now holds the folder; the lock ends with the session. */
export async function takeFolderLock(session: pg.Client): Promise<boolean> {
  const { rows } = await session.query<{ held: boolean }>('select pg_try_advisory_lock($1, $2) as held', LOCK)
  return rows[0]?.held === true
}

/** What the holder of the folder calls itself, e.g. `assay 4711`. */
export async function folderLockHolder(session: pg.Client): Promise<string | undefined> {
  const { rows } = await session.query<{ name: string }>(
    `select a.application_name as name
     from pg_locks l
     join pg_stat_activity a on a.pid = l.pid
     where l.locktype = 'advisory' and l.classid = $1 and l.objid = $2 and l.granted`,
    LOCK,
  )
  return rows[0]?.name
}

/** The role the program works as, who is no superuser, and its database. */
export async function makeRoleAndDatabase(session: pg.Client, name: string, password: string): Promise<void> {
  const { rows } = await session.query<{ role: boolean; database: boolean }>(
    `select exists(select from pg_roles where rolname = $1) as role,
       exists(select from pg_database where datname = $1) as database`,
    [name],
  )
  const role = session.escapeIdentifier(name)
  if (rows[0]?.role !== true) {
    await session.query(`create role ${role} login createdb password ${session.escapeLiteral(password)}`)
  }
  if (rows[0]?.database !== true) await session.query(`create database ${role} owner ${role}`)
}
