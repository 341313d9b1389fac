import { many, maybeOne, one, run, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import type { Role } from '../../../shared/roles.ts'

/** What a sign-in has to know of a user. */
export type Credentials = {
  readonly userId: number
  readonly email: string
  readonly role: Role
  readonly passwordHash: string | null
  readonly isActive: boolean
}

const credentials = sql`id as "userId", email, role, password_hash as "passwordHash", deactivated_at is null as "isActive"`

export const credentialsOfUsername = (tx: Tx, username: string): Promise<Credentials | undefined> =>
  maybeOne<Credentials>(
    tx,
    sql`
    select ${credentials}
    from app_user
    where username = ${username}`,
  )

/** The one active user with this address; undefined when there are several. */
export const credentialsOfEmail = async (tx: Tx, email: string): Promise<Credentials | undefined> => {
  const found = await many<Credentials>(
    tx,
    sql`
    select ${credentials}
    from app_user
    where lower(email) = ${email} and deactivated_at is null
    limit 2`,
  )
  return found.length === 1 ? found[0] : undefined
}

export const credentialsOf = (tx: Tx, userId: number): Promise<Credentials | undefined> =>
  maybeOne<Credentials>(
    tx,
    sql`
    select ${credentials}
    from app_user
    where id = ${userId}`,
  )

export const storePassword = (tx: Tx, userId: number, passwordHash: string): Promise<number> =>
  run(
    tx,
    sql`
    update app_user
    set password_hash = ${passwordHash}, password_changed_at = ${tx.now}
    where id = ${userId}`,
  )

export const noteSignIn = (tx: Tx, userId: number, passwordHash: string | undefined): Promise<number> =>
  run(
    tx,
    sql`
    update app_user
    set last_login_at = ${tx.now}, password_hash = coalesce(${passwordHash ?? null}, password_hash)
    where id = ${userId}`,
  )

/** Only those that were the other way before are answered. */
export const setActive = async (
  tx: Tx,
  userIds: readonly number[],
  active: boolean,
  byId: number | null,
): Promise<number[]> => {
  const rows = await many<{ id: number }>(
    tx,
    sql`
    update app_user
    set deactivated_at = ${active ? null : tx.now}, version = version + 1, last_modified_at = ${tx.now}, last_modified_by_id = ${byId}
    where id = any(${userIds}::bigint[]) and (deactivated_at is null) <> ${active}
    returning id`,
  )
  return rows.map(({ id }) => id)
}

/** Active administrators other than these. They are locked, so that two of them cannot remove each other at once. */
export const otherAdministrators = async (tx: Tx, userIds: readonly number[]): Promise<number> => {
  const rows = await many<{ id: number }>(
    tx,
    sql`
    select id
    from app_user
    where role = 'administrator' and deactivated_at is null
    order by id
    for update`,
  )
  return rows.filter(({ id }) => !userIds.includes(id)).length
}

export const hasUsers = async (tx: Tx): Promise<boolean> =>
  (await one<{ some: boolean }>(tx, sql`select exists (select from app_user) as some`)).some

export const insertLinks = (
  tx: Tx,
  links: readonly { readonly userId: number; readonly tokenHash: string }[],
  purpose: string,
  expiresAt: Date,
): Promise<number> =>
  run(
    tx,
    sql`
    insert into sign_in_link (token_hash, user_id, purpose, created_at, expires_at)
    select "tokenHash", "userId", ${purpose}, ${tx.now}, ${expiresAt}
    from json_to_recordset(${JSON.stringify(links)}::json) as new ("tokenHash" text, "userId" bigint)`,
  )

/** Whose link it is; undefined when it is used, too old or unknown. */
export const openLink = (tx: Tx, tokenHash: string): Promise<Credentials | undefined> =>
  maybeOne<Credentials>(
    tx,
    sql`
    select u.id as "userId", u.email, u.role, u.password_hash as "passwordHash", true as "isActive"
    from sign_in_link l
    join app_user u on u.id = l.user_id
    where l.token_hash = ${tokenHash} and l.used_at is null and l.expires_at > ${tx.now} and u.deactivated_at is null`,
  )

/** Uses up a link, once; with it every other link of the same user. */
export const useLink = async (tx: Tx, tokenHash: string, userId: number): Promise<boolean> => {
  const used = await many<{ tokenHash: string }>(
    tx,
    sql`
    update sign_in_link
    set used_at = ${tx.now}
    where user_id = ${userId} and used_at is null
    returning token_hash as "tokenHash"`,
  )
  return used.some((link) => link.tokenHash === tokenHash)
}

export const membersOf = (tx: Tx, groupId: number): Promise<{ userId: number; name: string; role: Role }[]> =>
  many(
    tx,
    sql`
    select u.id as "userId", concat_ws(' ', u.first_name, u.last_name) as name, u.role
    from group_member m
    join app_user u on u.id = m.user_id
    where m.group_id = ${groupId}
    order by u.last_name, u.id
    limit 1000`,
  )

export const insertMembers = (tx: Tx, groupId: number, userIds: readonly number[]): Promise<number> =>
  run(
    tx,
    sql`
    insert into group_member (group_id, user_id)
    select ${groupId}, id
    from app_user
    where id = any(${userIds}::bigint[])
    on conflict do nothing`,
  )

export const deleteMembers = (tx: Tx, groupId: number, userIds: readonly number[]): Promise<number> =>
  run(
    tx,
    sql`
    delete from group_member
    where group_id = ${groupId} and user_id = any(${userIds}::bigint[])`,
  )

export const deleteOldLinks = (tx: Tx, before: Date): Promise<number> =>
  run(
    tx,
    sql`
    delete from sign_in_link
    where expires_at < ${before} or used_at < ${before}`,
  )

/** IANA; undefined for who has chosen none, and for the program. */
export const chosenTimeZone = async (tx: Tx, userId: number | null): Promise<string | undefined> =>
  (
    await maybeOne<{ zone: string | null }>(
      tx,
      sql`
      select time_zone as zone
      from app_user
      where id = ${userId}`,
    )
  )?.zone ?? undefined
