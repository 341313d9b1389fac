import { many, run, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'

export type AllowedReturnUrl = { readonly pattern: string; readonly createdAt: Date }

export const allowedRows = (tx: Tx): Promise<AllowedReturnUrl[]> =>
  many<AllowedReturnUrl>(
    tx,
    sql`
    select pattern, created_at as "createdAt"
    from allowed_return_url
    order by pattern`,
  )

export const insertAllowed = (tx: Tx, pattern: string, userId: number | null): Promise<number> =>
  run(
    tx,
    sql`
    insert into allowed_return_url (pattern, created_at, created_by_id)
    values (${pattern}, ${tx.now}, ${userId})
    on conflict do nothing`,
  )

export const deleteAllowed = (tx: Tx, pattern: string): Promise<number> =>
  run(
    tx,
    sql`
    delete from allowed_return_url
    where pattern = ${pattern}`,
  )
