import { many, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'

/** Open tasks with these people under these subjects, as `who owner subject`. */
export const openTasksCalled = async (
  tx: Tx,
  whoIds: readonly number[],
  subjects: readonly string[],
): Promise<Set<string>> => {
  const rows = await many<{ key: string }>(
    tx,
    sql`
    select who_id || ' ' || owner_id || ' ' || subject as key
    from task
    where who_id = any(${whoIds}::bigint[]) and subject = any(${subjects}::text[]) and completed_at is null and deleted_at is null`,
  )
  return new Set(rows.map(({ key }) => key))
}
