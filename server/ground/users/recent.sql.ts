import { many, run, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'

export type RecentItem = { readonly id: number; readonly viewedAt: Date }

const MOST_KEPT = sql.lit(200)

/** Notes the records, and forgets what the user has not looked at for longest. */
export const saveRecentItems = (tx: Tx, userId: number, ids: readonly number[]): Promise<number> =>
  run(
    tx,
    sql`
    with oldest as (
      select viewed_at from recent_item where user_id = ${userId} order by viewed_at desc offset ${MOST_KEPT} limit 1
    ), forgotten as (
      delete from recent_item where user_id = ${userId} and viewed_at <= (select viewed_at from oldest) and record_id <> all(${ids}::bigint[])
    )
    insert into recent_item (user_id, record_id, viewed_at)
    select ${userId}, id, ${tx.now} from unnest(${ids}::bigint[]) as viewed (id)
    on conflict (user_id, record_id) do update
    set viewed_at = excluded.viewed_at`,
  )

/** What a user looked at lately, newest first; of one object only when its first and last id are given. */
export const recentItems = (
  tx: Tx,
  userId: number,
  { from, to }: { readonly from: number; readonly to: number },
  limit: number,
): Promise<RecentItem[]> =>
  many<RecentItem>(
    tx,
    sql`
    select record_id as id, viewed_at as "viewedAt"
    from recent_item
    where user_id = ${userId} and record_id between ${from} and ${to}
    order by viewed_at desc, record_id desc
    limit ${limit}`,
  )
