import { many, maybeOne, run, sql } from '../../platform/sql.ts'
import type { OrgRef, Tx } from '../../platform/tx.ts'

export type KeyRow = { readonly kid: string; readonly publicKey: object; readonly privateKey: object }

/** The newest key made since a moment; undefined when there is none. */
export const signingKeySince = (tx: Tx, since: Date): Promise<KeyRow | undefined> =>
  maybeOne<KeyRow>(
    tx,
    sql`
    select kid, public_key as "publicKey", private_key as "privateKey"
    from signing_key
    where created_at > ${since}
    order by created_at desc, kid
    limit 1`,
  )

export const insertSigningKey = (tx: Tx, { kid, publicKey, privateKey }: KeyRow): Promise<number> =>
  run(
    tx,
    sql`
    insert into signing_key (kid, public_key, private_key, created_at)
    values (${kid}, ${JSON.stringify(publicKey)}::jsonb, ${JSON.stringify(privateKey)}::jsonb, ${tx.now})`,
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

export const deleteSigningKeysBefore = (tx: Tx, before: Date): Promise<number> =>
  run(
    tx,
    sql`
    delete from signing_key
    where created_at < ${before}`,
  )
