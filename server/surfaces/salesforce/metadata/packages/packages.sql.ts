import { maybeOne, run, sql } from '../../../../platform/sql.ts'
import type { Tx } from '../../../../platform/tx.ts'
import type { PlainObject } from '../plain.ts'

const KEPT_MS = 3 * 86_400_000

/** Keeps a package under its id, and forgets those of days ago. */
export const insertPackage = (
  tx: Tx,
  { id, content, userId }: { readonly id: number; readonly content: PlainObject; readonly userId: number | null },
): Promise<number> =>
  run(
    tx,
    sql`
    with old as (
      delete from metadata_package
      where created_at < ${new Date(tx.now.getTime() - KEPT_MS)}
    )
    insert into metadata_package (id, content, created_at, created_by_id)
    values (${id}, ${JSON.stringify(content)}::jsonb, ${tx.now}, ${userId})`,
  )

/** A package of a user; nobody is told of another's. */
export const packageById = (
  tx: Tx,
  id: number,
  userId: number | null,
): Promise<{ readonly content: PlainObject; readonly createdAt: Date } | undefined> =>
  maybeOne(
    tx,
    sql`
    select content, created_at as "createdAt"
    from metadata_package
    where id = ${id} and created_by_id is not distinct from ${userId}`,
  )
