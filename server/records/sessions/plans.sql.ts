import type { Actor } from '../../ground/users/actor.ts'
import { many, run, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import type { EventPlan } from './plan.ts'

const columns = sql`
  p.campaign_id as "campaignId", c.name as "campaignName", p.time_zone as "timeZone", p.place, p.description, p.capacity,
  p.web_form_id as "webFormId", p.opened_at as "openedAt", p.registered_status_id as "registeredStatusId",
  p.waiting_status_id as "waitingStatusId", p.attended_status_id as "attendedStatusId", p.no_show_status_id as "noShowStatusId",
  p.cancelled_status_id as "cancelledStatusId", p.grace_minutes as "graceMinutes", p.follows_up_attended as "followsUpAttended",
  p.wrapped_up_at as "wrappedUpAt", p.version,
  coalesce(
    (select max(s.ends_at) from event_session s where s.campaign_id = p.campaign_id and s.cancelled_at is null),
    (c.end_date + 1)::timestamp at time zone p.time_zone) as "endsAt"`

export const plansOf = (tx: Tx, campaignIds: readonly number[]): Promise<EventPlan[]> =>
  many<EventPlan>(
    tx,
    sql`
    select ${columns}
    from event_plan p
    join campaign c on c.id = p.campaign_id
    where p.campaign_id = any(${campaignIds}::bigint[]) and c.deleted_at is null`,
  )

/** Until the transaction ends nobody else gives out places of these events. In one order, so that two wait and none for ever. */
export const lockPlanRows = (tx: Tx, campaignIds: readonly number[]): Promise<{ campaignId: number }[]> =>
  many(
    tx,
    sql`
    select campaign_id as "campaignId"
    from event_plan
    where campaign_id = any(${campaignIds}::bigint[])
    order by campaign_id
    for no key update`,
  )

export const plansOfForms = (tx: Tx, formIds: readonly number[]): Promise<EventPlan[]> =>
  many<EventPlan>(
    tx,
    sql`
    select ${columns}
    from event_plan p
    join campaign c on c.id = p.campaign_id
    where p.web_form_id = any(${formIds}::bigint[]) and c.deleted_at is null`,
  )

export const statusRows = (
  tx: Tx,
  campaignIds: readonly number[],
): Promise<{ id: number; campaignId: number; label: string; isDefault: boolean }[]> =>
  many(
    tx,
    sql`
    select id, campaign_id as "campaignId", label, is_default as "isDefault"
    from campaign_member_status
    where campaign_id = any(${campaignIds}::bigint[])
    order by campaign_id, sort_order, id`,
  )

export const insertPlan = (tx: Tx, actor: Actor, campaignId: number, timeZone: string): Promise<number> =>
  run(
    tx,
    sql`
    insert into event_plan (campaign_id, time_zone, created_at, created_by_id, last_modified_at, last_modified_by_id)
    values (${campaignId}, ${timeZone}, ${tx.now}, ${actor.userId}, ${tx.now}, ${actor.userId})
    on conflict (campaign_id) do nothing`,
  )

/** Writes all that people set of a plan. */
export const updatePlan = (tx: Tx, actor: Actor, plan: EventPlan): Promise<number> =>
  run(
    tx,
    sql`
    update event_plan
    set time_zone = ${plan.timeZone}, place = ${plan.place}, description = ${plan.description}, capacity = ${plan.capacity},
      registered_status_id = ${plan.registeredStatusId}, waiting_status_id = ${plan.waitingStatusId},
      attended_status_id = ${plan.attendedStatusId}, no_show_status_id = ${plan.noShowStatusId},
      cancelled_status_id = ${plan.cancelledStatusId}, grace_minutes = ${plan.graceMinutes},
      follows_up_attended = ${plan.followsUpAttended}, version = version + 1, last_modified_at = ${tx.now},
      last_modified_by_id = ${actor.userId}
    where campaign_id = ${plan.campaignId}`,
  )

export const setOpen = (
  tx: Tx,
  actor: Actor,
  campaignId: number,
  { openedAt, webFormId }: { readonly openedAt: Date | null; readonly webFormId: number | null },
): Promise<number> =>
  run(
    tx,
    sql`
    update event_plan
    set opened_at = ${openedAt}, web_form_id = coalesce(${webFormId}, web_form_id), version = version + 1,
      last_modified_at = ${tx.now}, last_modified_by_id = ${actor.userId}
    where campaign_id = ${campaignId}`,
  )

/** Events whose end and grace are past and whom nobody wrapped up yet. */
export const plansToWrapUp = async (tx: Tx): Promise<number[]> => {
  const rows = await many<{ campaignId: number }>(
    tx,
    sql`
    select p.campaign_id as "campaignId"
    from event_plan p
    join campaign c on c.id = p.campaign_id and c.deleted_at is null
    where p.wrapped_up_at is null
      and coalesce(
        (select max(s.ends_at) from event_session s where s.campaign_id = p.campaign_id and s.cancelled_at is null),
        (c.end_date + 1)::timestamp at time zone p.time_zone) + make_interval(mins => p.grace_minutes) <= ${tx.now}
    order by p.campaign_id`,
  )
  return rows.map(({ campaignId }) => campaignId)
}

export const markWrappedUp = (tx: Tx, campaignId: number): Promise<number> =>
  run(
    tx,
    sql`
    update event_plan
    set wrapped_up_at = ${tx.now}
    where campaign_id = ${campaignId} and wrapped_up_at is null`,
  )

/** An event that ends later than it did is not over yet. */
export const reopenUnended = (tx: Tx, campaignId: number): Promise<number> =>
  run(
    tx,
    sql`
    update event_plan
    set wrapped_up_at = null
    where campaign_id = ${campaignId} and wrapped_up_at is not null
      and exists (select from event_session s where s.campaign_id = ${campaignId} and s.cancelled_at is null and s.ends_at > ${tx.now})`,
  )
