import { run, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'

export const insertPeople = (tx: Tx, ids: readonly number[]): Promise<number> =>
  run(tx, sql`
    insert into person (id, created_at)
    select new.id, ${tx.now}
    from unnest(${ids}::bigint[]) as new (id)`)
