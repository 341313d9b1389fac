import { many, run, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'

/** Words people keep as records of their own, by which other records say where they stand: lead statuses, opportunity stages. */
export type ValueList = {
  readonly table: string
  /** The table and column of those who bear the words. */
  readonly bornBy: { readonly table: string; readonly column: string }
}

/** Which of these words somebody bears. */
export async function valuesInUse(tx: Tx, { table, bornBy }: ValueList, ids: readonly number[]): Promise<Set<number>> {
  const rows = await many<{ id: number }>(
    tx,
    sql`
    select w.id
    from ${sql.table(table)} w
    where w.id = any(${ids}::bigint[])
      and exists (select from ${sql.table(bornBy.table)} b where b.${sql.ref(bornBy.column)} = w.api_name)`,
  )
  return new Set(rows.map(({ id }) => id))
}

export type Renamed = { readonly from: string; readonly to: string }

/** Whoever bore a word bears its new name; nothing else of them changes. */
export const renameValues = async (tx: Tx, { bornBy }: ValueList, renamed: readonly Renamed[]): Promise<number> =>
  renamed.length === 0
    ? 0
    : run(
        tx,
        sql`
    update ${sql.table(bornBy.table)} b
    set ${sql.ref(bornBy.column)} = r.to
    from json_to_recordset(${JSON.stringify(renamed)}::json) as r ("from" text, "to" text)
    where b.${sql.ref(bornBy.column)} = r.from`,
      )
