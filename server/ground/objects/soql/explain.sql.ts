import { one, sql } from '../../../platform/sql.ts'
import type { Tx } from '../../../platform/tx.ts'
import type { ObjectDefinition } from '../definition.ts'

export type Size = { readonly rows: number; readonly pages: number }

/** How many records an object has, as far as the database reckons without counting. */
export const rowsInObject = (tx: Tx, { table }: ObjectDefinition): Promise<Size> =>
  one<Size>(
    tx,
    sql`
    select coalesce(max(greatest(reltuples, 0)), 0)::bigint as rows, coalesce(max(relpages), 0) as pages
    from pg_class
    where oid = to_regclass(${table})`,
  )
