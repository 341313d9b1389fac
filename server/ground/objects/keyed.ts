import { run, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import type { ObjectDefinition } from './definition.ts'

/**
 * Writes the match keys of stored records anew where they differ. What people know of a record stays as it was, and so do
 * its version and the moment it was last changed: nobody's edit goes stale because the keys became better.
 */
export const writeKeys = (
  tx: Tx,
  definition: ObjectDefinition,
  keyed: readonly { readonly id: number; readonly keys: readonly number[] }[],
): Promise<number> =>
  run(
    tx,
    sql`
    update ${sql.table(definition.table)} t
    set match_keys = r.keys
    from json_to_recordset(${JSON.stringify(keyed)}::json) as r (id bigint, keys integer[])
    where t.id = r.id and t.match_keys <> r.keys`,
  )
