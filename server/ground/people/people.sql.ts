import { run, sql, type RawBuilder } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'

export const peopleInsert = (tx: Tx, ids: readonly number[]): RawBuilder<unknown> => sql`
    insert into person (id, created_at)
    select new.id, ${tx.now}
    from unnest(${ids}::bigint[]) as new (id)`

/** People as they are, locked in the order of their ids, so that nobody joins them meanwhile. */
export const lockRows = (tx: Tx, ids: readonly number[]): Promise<number> =>
  run(tx, sql`
    select
    from person
    where id = any(${ids}::bigint[])
    order by id
    for update`)

export const markJoined = (tx: Tx, ids: readonly number[], intoId: number): Promise<number> =>
  run(tx, sql`
    update person
    set merged_into_id = ${intoId}
    where id = any(${ids}::bigint[])`)
