import { many, maybeOne, one, run, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'

/** A company's place in Assay. */
export type Org = { readonly id: number; readonly schema: string; readonly name: string }

export const orgRows = (tx: Tx): Promise<Org[]> =>
  many<Org>(
    tx,
    sql`
    select id, schema_name as schema, name
    from platform.org
    order by id`,
  )

export const orgRow = (tx: Tx, id: number): Promise<Org | undefined> =>
  maybeOne<Org>(
    tx,
    sql`
    select id, schema_name as schema, name
    from platform.org
    where id = ${id}`,
  )

export const orgOfUsernameRow = (tx: Tx, username: string): Promise<Org | undefined> =>
  maybeOne<Org>(
    tx,
    sql`
    select org.id, org.schema_name as schema, org.name
    from platform.username
    join platform.org on org.id = username.org_id
    where username = ${username}`,
  )

/** Held until the transaction ends, so that two new orgs never take the same number. */
export const lockOrgs = (tx: Tx): Promise<number> => run(tx, sql`lock table platform.org in share row exclusive mode`)

export const highestOrgId = async (tx: Tx): Promise<number | null> =>
  (await one<{ id: number | null }>(tx, sql`select max(id) as id from platform.org`)).id

export const insertOrg = (tx: Tx, { id, schema, name }: Org): Promise<number> =>
  run(
    tx,
    sql`
    insert into platform.org (id, name, schema_name, created_at)
    values (${id}, ${name}, ${schema}, ${tx.now})`,
  )

export const renameOrg = (tx: Tx, id: number, name: string): Promise<number> =>
  run(
    tx,
    sql`
    update platform.org
    set name = ${name}
    where id = ${id}`,
  )

export const deleteOrg = async (tx: Tx, id: number): Promise<void> => {
  await run(tx, sql`delete from platform.username where org_id = ${id}`)
  await run(tx, sql`delete from platform.org where id = ${id}`)
}

/** The user names of the transaction's org. */
export const usernamesOf = async (tx: Tx): Promise<string[]> => {
  const rows = await many<{ username: string }>(
    tx,
    sql`
    select username
    from platform.username
    where org_id = ${tx.org.id}
    order by username`,
  )
  return rows.map(({ username }) => username)
}

/** Which of these user names somebody has already, in any org. */
export const takenUsernames = async (tx: Tx, usernames: readonly string[]): Promise<Set<string>> => {
  const rows = await many<{ username: string }>(
    tx,
    sql`
    select username
    from platform.username
    where username = any(${usernames}::text[])`,
  )
  return new Set(rows.map(({ username }) => username))
}

export const insertUsernames = (tx: Tx, usernames: readonly string[]): Promise<number> =>
  run(
    tx,
    sql`
    insert into platform.username (username, org_id)
    select username, ${tx.org.id}
    from unnest(${usernames}::text[]) as new (username)`,
  )

export const deleteUsernames = (tx: Tx, usernames: readonly string[]): Promise<number> =>
  run(
    tx,
    sql`
    delete from platform.username
    where org_id = ${tx.org.id} and username = any(${usernames}::text[])`,
  )

/** There is one first-run link at most; the one printed last is the one that works. */
export const replaceFirstRun = async (tx: Tx, tokenHash: string): Promise<void> => {
  await run(tx, sql`delete from platform.first_run`)
  await run(tx, sql`insert into platform.first_run (token_hash, created_at) values (${tokenHash}, ${tx.now})`)
}

export const takeFirstRun = async (tx: Tx, tokenHash: string): Promise<boolean> =>
  (await run(
    tx,
    sql`
    delete from platform.first_run
    where token_hash = ${tokenHash}`,
  )) === 1
