import type { Field, ObjectDefinition, StoredRecord } from '../../ground/objects/definition.ts'
import { compileFilter, type Filter } from '../../ground/objects/filter.ts'
import { selectList } from '../../ground/objects/list.ts'
import { visible } from '../../ground/objects/visibility.ts'
import { searchQuery } from '../../ground/objects/words.ts'
import type { Actor } from '../../ground/users/actor.ts'
import { manyOnce, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'

export type Stretch = { readonly fields: readonly Field[]; readonly filter?: Filter; readonly q?: string; readonly after: number; readonly limit: number }

/** The next records after an id that the actor may see and that match, in the order of their ids. */
export const recordsAfter = (tx: Tx, actor: Actor, definition: ObjectDefinition, { fields, filter, q, after, limit }: Stretch): Promise<StoredRecord[]> => {
  const conditions = [visible(actor, definition, 't'), sql`t.id > ${after}`]
  if (filter !== undefined) conditions.push(compileFilter(definition, filter, 't'))
  const words = q === undefined || q.trim() === '' ? undefined : (searchQuery(q) ?? "''")
  if (words !== undefined) conditions.push(sql`t.search @@ ${words}::tsquery`)
  return manyOnce<StoredRecord>(tx, sql`
    select ${selectList(fields, 't')}
    from ${sql.table(definition.table)} t
    where ${sql.join(conditions, sql` and `)}
    order by t.id
    limit ${limit}`)
}
