import type { RowsAlong } from '../objects/along.ts'
import { run, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'

export const peopleRows = (tx: Tx, ids: readonly number[]): RowsAlong => ({
  table: 'person',
  rows: ids.map((id) => ({ id })),
  common: { created_at: tx.now },
  types: { id: 'bigint', created_at: 'timestamptz' },
})

/** People as they are, locked in the order of their ids, so that nobody joins them meanwhile. */
export const lockRows = (tx: Tx, ids: readonly number[]): Promise<number> =>
  run(
    tx,
    sql`
    select
    from person
    where id = any(${ids}::bigint[])
    order by id
    for update`,
  )

export const markJoined = (tx: Tx, heirs: readonly { readonly from: number; readonly to: number }[]): Promise<number> =>
  run(
    tx,
    sql`
    update person
    set merged_into_id = heir."to"
    from unnest(${heirs.map(({ from }) => from)}::bigint[], ${heirs.map(({ to }) => to)}::bigint[]) as heir ("from", "to")
    where id = heir."from"`,
  )
