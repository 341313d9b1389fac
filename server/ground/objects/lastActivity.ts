import { run, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import type { ObjectDefinition } from './definition.ts'

/** Something happened with these records on a day (`YYYY-MM-DD`): their last activity moves forward, never back. */
export const moveLastActivity = async (
  tx: Tx,
  { table }: ObjectDefinition,
  ids: readonly number[],
  day: string,
): Promise<number> =>
  ids.length === 0
    ? 0
    : run(
        tx,
        sql`
    update ${sql.table(table)}
    set last_activity_date = greatest(last_activity_date, ${day}::date)
    where id = any(${ids}::bigint[]) and (last_activity_date is null or last_activity_date < ${day}::date)`,
      )
