import { maybeOne, sql } from '../../../../platform/sql.ts'
import type { Tx } from '../../../../platform/tx.ts'
import { rowsOf, type ObjectDefinition } from '../../../../ground/objects/definition.ts'
import type { PreparedSoql } from '../../../../ground/objects/soql/soql.ts'
import { visibleOrDeleted } from '../../../../ground/objects/visibility.ts'
import type { Actor } from '../../../../ground/users/actor.ts'

export type IdRange = { readonly fromId: number; readonly untilId: number }

/** The first and the last id of an object's records the actor may see; undefined when there are none. */
export const idsOfObject = async (tx: Tx, actor: Actor, definition: ObjectDefinition): Promise<IdRange | undefined> => {
  const found = await maybeOne<{ fromId: number | null; lastId: number | null }>(
    tx,
    sql`
    select min(t.id) as "fromId", max(t.id) as "lastId"
    from ${rowsOf(definition)} t
    where ${visibleOrDeleted(actor, definition, 't')}`,
  )
  return found === undefined || found.fromId === null || found.lastId === null
    ? undefined
    : { fromId: found.fromId, untilId: found.lastId + 1 }
}

/** The same query, of records with ids within a range only. */
export function withinIds(prepared: PreparedSoql, { fromId, untilId }: IdRange): PreparedSoql {
  const { plan } = prepared
  if (plan === undefined) return prepared
  const id = sql.ref(`${plan.alias}.id`)
  return {
    ...prepared,
    plan: { ...plan, conditions: [...plan.conditions, sql`${id} >= ${fromId}`, sql`${id} < ${untilId}`] },
  }
}
