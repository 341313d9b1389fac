import { many, run, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'

export type Pending = { readonly campaignId: number; readonly userId: number; readonly count: number }

/** Approvers for whom somebody waits and who were not written to since a moment. */
export const approversToRemind = (tx: Tx, since: Date): Promise<Pending[]> =>
  many<Pending>(
    tx,
    sql`
    with pending as (
      select n.campaign_id, c.owner_id, count(*) as count
      from nomination n
      join campaign c on c.id = n.campaign_id and c.deleted_at is null
      where n.state = 'proposed'
      group by n.campaign_id, c.owner_id
    ), approver as (
      select p.campaign_id, a.user_id, p.count
      from pending p
      join nomination_approver a on a.campaign_id = p.campaign_id
      union
      select p.campaign_id, p.owner_id, p.count
      from pending p
      where not exists (select from nomination_approver a where a.campaign_id = p.campaign_id)
    )
    select a.campaign_id as "campaignId", a.user_id as "userId", a.count
    from approver a
    join app_user u on u.id = a.user_id and u.deactivated_at is null
    where not exists (
      select from nomination_reminder r
      where r.campaign_id = a.campaign_id and r.user_id = a.user_id and r.about = 'approving' and r.sent_at > ${since})
    order by a.campaign_id, a.user_id
    limit 500`,
  )

/** Salespeople who proposed nobody for a campaign that closes soon, and were not reminded since a moment. */
export const proposersToRemind = (
  tx: Tx,
  { since, today, until }: { readonly since: Date; readonly today: string; readonly until: string },
): Promise<Omit<Pending, 'count'>[]> =>
  many(
    tx,
    sql`
    select p.campaign_id as "campaignId", u.id as "userId"
    from nomination_plan p
    join campaign c on c.id = p.campaign_id and c.deleted_at is null and c.is_active
    join app_user u on u.role = 'sales' and u.deactivated_at is null
    where p.closes_on between ${today}::date and ${until}::date
      and not exists (select from nomination n where n.campaign_id = p.campaign_id and n.proposed_by_id = u.id and n.state <> 'withdrawn')
      and not exists (
        select from nomination_reminder r
        where r.campaign_id = p.campaign_id and r.user_id = u.id and r.about = 'proposing' and r.sent_at > ${since})
    order by p.campaign_id, u.id
    limit 500`,
  )

export const markReminded = (
  tx: Tx,
  about: 'approving' | 'proposing',
  reminded: readonly Omit<Pending, 'count'>[],
): Promise<number> =>
  run(
    tx,
    sql`
    insert into nomination_reminder (campaign_id, user_id, about, sent_at)
    select "campaignId", "userId", ${about}, ${tx.now}
    from jsonb_to_recordset(${JSON.stringify(reminded)}::jsonb) as r ("campaignId" bigint, "userId" bigint)
    on conflict (campaign_id, user_id, about) do update set sent_at = excluded.sent_at`,
  )

/** Reminders go out one job after the other, however many programs run. */
export const lockReminders = (tx: Tx): Promise<number> =>
  run(tx, sql`select pg_advisory_xact_lock(4153933, hashtext(${tx.org.schema}))`)
