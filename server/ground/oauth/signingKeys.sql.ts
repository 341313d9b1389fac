import { many, maybeOne, run, sql } from '../../platform/sql.ts'
import type { OrgRef, Tx } from '../../platform/tx.ts'

export type KeyRow = {
  readonly kid: string
  readonly publicKey: object
  readonly lockedPrivateKey: string
  readonly lockedBy: string
}

/** The newest key made since a moment whose private half this key opens; undefined when there is none. */
export const signingKeySince = (
  tx: Tx,
  since: Date,
  lockedBy: string,
): Promise<Pick<KeyRow, 'kid' | 'lockedPrivateKey'> | undefined> =>
  maybeOne<Pick<KeyRow, 'kid' | 'lockedPrivateKey'>>(
    tx,
    sql`
    select kid, locked_private_key as "lockedPrivateKey"
    from signing_key
    where created_at > ${since} and locked_by = ${lockedBy}
    order by created_at desc, kid
    limit 1`,
  )

export const insertSigningKey = (tx: Tx, { kid, publicKey, lockedPrivateKey, lockedBy }: KeyRow): Promise<number> =>
  run(
    tx,
    sql`
    insert into signing_key (kid, public_key, locked_private_key, locked_by, created_at)
    values (${kid}, ${JSON.stringify(publicKey)}::jsonb, ${lockedPrivateKey}, ${lockedBy}, ${tx.now})`,
  )

/** The public halves of the keys of several orgs, whose signatures one address lets verify. */
export const publicKeysOf = async (tx: Tx, orgs: readonly OrgRef[]): Promise<object[]> => {
  if (orgs.length === 0) return []
  const each = orgs.map(({ schema }) => sql`select kid, public_key, created_at from ${sql.id(schema, 'signing_key')}`)
  const rows = await many<{ publicKey: object }>(
    tx,
    sql`
    select k.public_key as "publicKey"
    from (${sql.join(each, sql` union all `)}) k
    order by k.created_at desc, k.kid`,
  )
  return rows.map(({ publicKey }) => publicKey)
}

/** A key that signs no more needs no private half. */
export const forgetPrivateHalvesBefore = (tx: Tx, before: Date): Promise<number> =>
  run(
    tx,
    sql`
    update signing_key
    set locked_private_key = null, locked_by = null
    where created_at < ${before} and locked_by is not null`,
  )

export const deleteSigningKeysBefore = (tx: Tx, before: Date): Promise<number> =>
  run(
    tx,
    sql`
    delete from signing_key
    where created_at < ${before}`,
  )
