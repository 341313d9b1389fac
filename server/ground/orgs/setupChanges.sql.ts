import { many, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import type { TimePlace } from '../objects/cursor.ts'
import { eventsOfArea, SETUP_EVENTS, type SetupArea, type SetupValue } from './setupArea.ts'

/** A change in Setup as it was kept. */
export type KeptSetupChange = {
  readonly id: number
  readonly at: Date
  readonly byId: number | null
  readonly byName: string | null
  /** `user.invited`: what was changed, and what was done to it. */
  readonly type: string
  readonly name: string | null
  /** How many were changed at once. */
  readonly count: number
  readonly values: readonly SetupValue[]
}

export type SetupChangeWish = {
  readonly userId?: number | undefined
  readonly area?: SetupArea | undefined
  readonly before: TimePlace
  readonly limit: number
}

/** Changes in Setup, the latest first. */
export const setupChangePage = (tx: Tx, { userId, area, before, limit }: SetupChangeWish): Promise<KeptSetupChange[]> =>
  many<KeptSetupChange>(
    tx,
    sql`
    select e.id, e.happened_at as at, e.actor_id as "byId",
      nullif(concat_ws(' ', who.first_name, who.last_name), '') as "byName", e.type,
      coalesce(e.payload ->> 'name', nullif(concat_ws(' ', u.first_name, u.last_name), ''), a.name) as name,
      cardinality(e.record_ids) as count, coalesce(e.payload -> 'values', '[]') as values
    from event e
    left join app_user who on who.id = e.actor_id
    left join app_user u on u.id = e.record_ids[1]
    left join connected_app a on a.id = e.record_ids[1]
    where e.type ~ ${sql.lit(SETUP_EVENTS)}
      and (e.happened_at, e.id) < (${before.at}, ${before.id})
      and ${userId === undefined ? sql`true` : sql`e.actor_id = ${userId}`}
      and ${area === undefined ? sql`true` : sql`e.type ~ ${eventsOfArea(area)}`}
    order by e.happened_at desc, e.id desc
    limit ${limit}`,
  )
