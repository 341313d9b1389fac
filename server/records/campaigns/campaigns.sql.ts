import { many, run, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import type { Actor } from '../../ground/users/actor.ts'

/** What would lose its campaign if this one were deleted. */
export type Belongings = { readonly opportunities: number; readonly members: number; readonly children: number }

export const belongingsOf = async (tx: Tx, ids: readonly number[]): Promise<Map<number, Belongings>> => {
  const rows = await many<Belongings & { id: number }>(
    tx,
    sql`
    select c.id,
      (select count(*) from opportunity o where o.campaign_id = c.id and o.deleted_at is null) as opportunities,
      (select coalesce(sum(n.members), 0)::bigint from campaign_count n where n.campaign_id = c.id) as members,
      (select count(*) from campaign child where child.parent_id = c.id and child.deleted_at is null and child.id <> all(${ids}::bigint[])) as children
    from campaign c
    where c.id = any(${ids}::bigint[])`,
  )
  return new Map(rows.map((row) => [row.id, row]))
}

export type NewStatus = {
  readonly id: number
  readonly campaignId: number
  readonly label: string
  readonly sortOrder: number
  readonly isDefault: boolean
  readonly hasResponded: boolean
}

export const insertStartingStatuses = async (tx: Tx, actor: Actor, statuses: readonly NewStatus[]): Promise<number> =>
  statuses.length === 0
    ? 0
    : run(
        tx,
        sql`
    insert into campaign_member_status (id, campaign_id, label, sort_order, is_default, has_responded, created_at, created_by_id, last_modified_at, last_modified_by_id)
    select id, "campaignId", label, "sortOrder", "isDefault", "hasResponded", ${tx.now}, ${actor.userId}, ${tx.now}, ${actor.userId}
    from json_to_recordset(${JSON.stringify(statuses)}::json)
      as r (id bigint, "campaignId" bigint, label text, "sortOrder" integer, "isDefault" boolean, "hasResponded" boolean)`,
      )

/** The statuses a new campaign of the type got make room for those of the one it was copied from. */
export const copyStatuses = async (
  tx: Tx,
  actor: Actor,
  { from, to, ids }: { readonly from: number; readonly to: number; readonly ids: readonly number[] },
): Promise<void> => {
  await run(tx, sql`delete from campaign_member_status where campaign_id = ${to}`)
  await run(
    tx,
    sql`
    insert into campaign_member_status (id, campaign_id, label, sort_order, is_default, has_responded, created_at, created_by_id, last_modified_at, last_modified_by_id)
    select (${ids}::bigint[])[row_number() over (order by sort_order, id)], ${to}, label, sort_order, is_default, has_responded,
      ${tx.now}, ${actor.userId}, ${tx.now}, ${actor.userId}
    from campaign_member_status
    where campaign_id = ${from}`,
  )
}
