import { run, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import type { Actor } from '../users/actor.ts'
import type { ValueSetRow } from './customRows.ts'

/** Makes a value set, or gives the one of this id its new labels and values. */
export const upsertValueSet = (
  tx: Tx,
  actor: Actor,
  { id, name, label, description, values }: ValueSetRow,
): Promise<number> =>
  run(
    tx,
    sql`
    insert into global_value_set (id, name, label, description, values, created_at, created_by_id, last_modified_at, last_modified_by_id)
    values (${id}, ${name}, ${label}, ${description}, ${JSON.stringify(values)}::jsonb, ${tx.now}, ${actor.userId}, ${tx.now}, ${actor.userId})
    on conflict (id) do update
    set label = excluded.label, description = excluded.description, values = excluded.values,
      last_modified_at = excluded.last_modified_at, last_modified_by_id = excluded.last_modified_by_id`,
  )

export const deleteValueSet = (tx: Tx, id: number): Promise<number> =>
  run(
    tx,
    sql`
    delete from global_value_set
    where id = ${id}`,
  )
