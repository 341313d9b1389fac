import { many, sql } from '../../../platform/sql.ts'
import type { Tx } from '../../../platform/tx.ts'

export type QueueRow = {
  readonly id: number
  readonly apiName: string
  readonly name: string
  readonly email: string | null
  /** User names. */
  readonly members: readonly string[]
}

/** The queues by name. One nobody gave an API name has its name, in letters an API takes. */
export const queueRows = (tx: Tx): Promise<QueueRow[]> =>
  many<QueueRow>(
    tx,
    sql`
    select g.id, coalesce(g.developer_name, trim(both '_' from regexp_replace(g.name, '[^A-Za-z0-9]+', '_', 'g'))) as "apiName",
      g.name, g.email,
      coalesce(
        (select array_agg(u.username order by u.username)
        from group_member m
        join app_user u on u.id = m.user_id
        where m.group_id = g.id and u.deactivated_at is null), '{}') as members
    from user_group g
    where g.type = 'Queue'
    order by lower(g.name)
    limit 2000`,
  )
