import type { Actor } from '../../ground/users/actor.ts'
import type { Role } from '../../../shared/roles.ts'
import { many, run, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import type { NominationNeed, NominationPlan } from './nomination.ts'

const label = (column: 'proposed_status_id' | 'approved_status_id' | 'rejected_status_id' | 'sent_status_id') =>
  sql`(select s.label from campaign_member_status s where s.id = ${sql.ref(`p.${column}`)})`

export const plansOf = (tx: Tx, campaignIds: readonly number[]): Promise<NominationPlan[]> =>
  many<NominationPlan>(
    tx,
    sql`
    select p.campaign_id as "campaignId", c.name as "campaignName", c.owner_id as "campaignOwnerId", p.quota, p.closes_on::text as "closesOn",
      p.needs, p.version,
      coalesce(p.previous_campaign_id, (
        select o.id from campaign o
        where o.type = c.type and o.id <> c.id and o.deleted_at is null
          and coalesce(o.start_date, o.created_at::date) < coalesce(c.start_date, c.created_at::date)
        order by coalesce(o.start_date, o.created_at::date) desc, o.id desc
        limit 1)) as "previousCampaignId",
      ${label('proposed_status_id')} as proposed, ${label('approved_status_id')} as approved,
      ${label('rejected_status_id')} as rejected, ${label('sent_status_id')} as sent,
      (select coalesce(array_agg(a.user_id order by a.user_id), '{}') from nomination_approver a where a.campaign_id = p.campaign_id) as "approverIds"
    from nomination_plan p
    join campaign c on c.id = p.campaign_id
    where p.campaign_id = any(${campaignIds}::bigint[]) and c.deleted_at is null`,
  )

/** Until the transaction ends nobody else proposes for these campaigns, so that nobody gets past a quota. */
export const lockPlanRows = (tx: Tx, campaignIds: readonly number[]): Promise<{ id: number }[]> =>
  many(
    tx,
    sql`
    select campaign_id as id
    from nomination_plan
    where campaign_id = any(${campaignIds}::bigint[])
    order by campaign_id
    for no key update`,
  )

export const insertPlan = (tx: Tx, actor: Actor, campaignId: number, needs: NominationNeed): Promise<number> =>
  run(
    tx,
    sql`
    insert into nomination_plan (campaign_id, needs, created_at, created_by_id, last_modified_at, last_modified_by_id)
    values (${campaignId}, ${needs}, ${tx.now}, ${actor.userId}, ${tx.now}, ${actor.userId})
    on conflict (campaign_id) do nothing`,
  )

export type PlanColumns = {
  readonly campaignId: number
  readonly quota: number | null
  readonly closesOn: string | null
  readonly needs: NominationNeed
  /** Undefined: as it was. */
  readonly previousCampaignId: number | null | undefined
}

export const updatePlan = (tx: Tx, actor: Actor, plan: PlanColumns): Promise<number> =>
  run(
    tx,
    sql`
    update nomination_plan
    set quota = ${plan.quota}, closes_on = ${plan.closesOn}::date, needs = ${plan.needs},
      previous_campaign_id = case when ${plan.previousCampaignId === undefined}::boolean then previous_campaign_id else ${plan.previousCampaignId ?? null}::bigint end,
      version = version + 1, last_modified_at = ${tx.now}, last_modified_by_id = ${actor.userId}
    where campaign_id = ${plan.campaignId}`,
  )

/** Points at the statuses of the campaign's list by their usual names, where nothing is pointed at yet. */
export const pointAtStatuses = (tx: Tx, campaignId: number): Promise<number> =>
  run(
    tx,
    sql`
    update nomination_plan p
    set proposed_status_id = coalesce(p.proposed_status_id, found.proposed), approved_status_id = coalesce(p.approved_status_id, found.approved),
      rejected_status_id = coalesce(p.rejected_status_id, found.rejected), sent_status_id = coalesce(p.sent_status_id, found.sent)
    from (
      select max(id) filter (where lower(label) = 'proposed') as proposed, max(id) filter (where lower(label) = 'approved') as approved,
        max(id) filter (where lower(label) = 'rejected') as rejected, max(id) filter (where lower(label) = 'sent') as sent
      from campaign_member_status
      where campaign_id = ${campaignId}
    ) as found
    where p.campaign_id = ${campaignId}`,
  )

export const replaceApprovers = async (tx: Tx, campaignId: number, userIds: readonly number[]): Promise<void> => {
  await run(
    tx,
    sql`
    delete from nomination_approver
    where campaign_id = ${campaignId} and not user_id = any(${userIds}::bigint[])`,
  )
  await run(
    tx,
    sql`
    insert into nomination_approver (campaign_id, user_id)
    select ${campaignId}, u.id
    from app_user u
    where u.id = any(${userIds}::bigint[]) and u.deactivated_at is null
    on conflict do nothing`,
  )
}

export type Colleague = { readonly userId: number; readonly name: string; readonly email: string; readonly role: Role }

export const activeUsers = (tx: Tx, ids: readonly number[]): Promise<Colleague[]> =>
  many<Colleague>(
    tx,
    sql`
    select id as "userId", concat_ws(' ', first_name, last_name) as name, email, role
    from app_user
    where id = any(${ids}::bigint[]) and deactivated_at is null`,
  )
