import { manyOnce, run, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import type { Actor } from '../users/actor.ts'
import { rowsOf, type ObjectDefinition, type StoredRecord } from './definition.ts'
import { chosenFields, conditionsOf, selectList, type ListRequest } from './list.ts'
import { orderBy, readSort } from './sort.ts'

const AT_ONCE = sql.lit(1000)

/**
 * Every record of a list, however many, a thousand at a time; by id unless sorted otherwise. Needs a transaction
 * (`streaming`), and inside it one list at a time.
 */
export async function* streamRecords(
  tx: Tx,
  actor: Actor,
  definition: ObjectDefinition,
  request: Omit<ListRequest, 'limit' | 'after'>,
): AsyncGenerator<StoredRecord[], void> {
  const sort = readSort(definition, request.sort || 'Id')
  await manyOnce(
    tx,
    sql`
    declare records no scroll cursor for
    select ${selectList(chosenFields(definition, request.fields), 't')}
    from ${rowsOf(definition)} t
    where ${sql.join(conditionsOf(actor, definition, request), sql` and `)}
    order by ${orderBy(sort, 't')}`,
  )
  for (;;) {
    const records = await manyOnce<StoredRecord>(tx, sql`fetch ${AT_ONCE} from records`)
    if (records.length === 0) break
    yield records
  }
  await run(tx, sql`close records`)
}
