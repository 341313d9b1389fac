import { maybeOne, run, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'

export type KeptHeaders = Readonly<Record<string, string>>

/** A key somebody used: the request it came with and, once there is one, the answer. */
export type KeptAnswer = {
  readonly requestHash: string
  readonly status: number | null
  readonly response: string | null
  /** Headers that say what the answer is about: ETag, Location. */
  readonly headers: KeptHeaders | null
  readonly createdAt: Date
}

type Key = { readonly userId: number; readonly key: string }

/** Takes the key for a request; false when it is taken already. A key older than a day is free again. */
export const claimKey = async (
  tx: Tx,
  { userId, key }: Key,
  requestHash: string,
  freeBefore: Date,
): Promise<boolean> => {
  const claimed = await run(
    tx,
    sql`
    insert into idempotency_key (user_id, key, request_hash, created_at)
    values (${userId}, ${key}, ${requestHash}, ${tx.now})
    on conflict (user_id, key) do update
    set request_hash = excluded.request_hash, status = null, response = null, headers = null, created_at = excluded.created_at
    where idempotency_key.created_at < ${freeBefore}`,
  )
  return claimed === 1
}

export const keptAnswer = (tx: Tx, { userId, key }: Key): Promise<KeptAnswer | undefined> =>
  maybeOne<KeptAnswer>(
    tx,
    sql`
    select request_hash as "requestHash", status, response, headers, created_at as "createdAt"
    from idempotency_key
    where user_id = ${userId} and key = ${key}`,
  )

export const keepAnswer = (
  tx: Tx,
  { userId, key }: Key,
  {
    requestHash,
    status,
    response,
    headers,
  }: {
    readonly requestHash: string
    readonly status: number
    readonly response: string | null
    readonly headers: KeptHeaders
  },
): Promise<number> =>
  run(
    tx,
    sql`
    update idempotency_key
    set request_hash = ${requestHash}, status = ${status}, response = ${response}, headers = ${JSON.stringify(headers)}::jsonb
    where user_id = ${userId} and key = ${key}`,
  )

export const freeKey = (tx: Tx, { userId, key }: Key): Promise<number> =>
  run(
    tx,
    sql`
    delete from idempotency_key
    where user_id = ${userId} and key = ${key}`,
  )

/** Forgets answers nobody will ask for again. */
export const forgetKeys = (tx: Tx, before: Date): Promise<number> =>
  run(
    tx,
    sql`
    delete from idempotency_key
    where created_at < ${before}`,
  )
