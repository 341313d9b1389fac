import { many, run, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'

export type ToFollowUp = {
  readonly personId: number
  readonly memberId: number
  readonly recordId: number
  readonly name: string
  readonly ownerId: number
  readonly status: string
}

const person = sql`
  m.person_id as "personId", m.id as "memberId", coalesce(m.contact_id, m.lead_id) as "recordId",
  coalesce(nullif(concat_ws(' ', c.first_name, c.last_name), ''), concat_ws(' ', l.first_name, l.last_name)) as name,
  coalesce(c.owner_id, l.owner_id) as "ownerId", m.status`

const joined = sql`
  left join contact c on c.id = m.contact_id
  left join lead l on l.id = m.lead_id and m.contact_id is null`

/** Who had a place, or stands at the registered status, and was not there; nobody twice. */
export const absent = (
  tx: Tx,
  campaignId: number,
  { registered, attended }: { readonly registered: string | undefined; readonly attended: string | undefined },
  limit: number,
): Promise<ToFollowUp[]> =>
  many<ToFollowUp>(
    tx,
    sql`
    select ${person}
    from campaign_member m
    ${joined}
    where m.campaign_id = ${campaignId} and coalesce(c.deleted_at, l.deleted_at) is null
      and m.status is distinct from ${attended ?? null}::text
      and (m.status = ${registered ?? null}::text or exists (
        select from event_registration r
        where r.campaign_id = m.campaign_id and r.person_id = m.person_id and r.state = 'registered' and r.followed_up_at is null))
      and not exists (
        select from event_check_in k
        where k.campaign_id = m.campaign_id and k.person_id = m.person_id and k.undone_at is null)
      and not exists (
        select from event_registration r
        where r.campaign_id = m.campaign_id and r.person_id = m.person_id and r.followed_up_at is not null)
    order by m.id
    limit ${limit}
    for no key update of m`,
  )

/** Who was there and has no follow-up yet. */
export const present = (tx: Tx, campaignId: number, limit: number): Promise<ToFollowUp[]> =>
  many<ToFollowUp>(
    tx,
    sql`
    select ${person}
    from campaign_member m
    ${joined}
    where m.campaign_id = ${campaignId} and coalesce(c.deleted_at, l.deleted_at) is null
      and exists (
        select from event_check_in k
        where k.campaign_id = m.campaign_id and k.person_id = m.person_id and k.undone_at is null and k.followed_up_at is null)
    order by m.id
    limit ${limit}
    for no key update of m`,
  )

export const markAbsentFollowed = (tx: Tx, campaignId: number, personIds: readonly number[]): Promise<number> =>
  run(
    tx,
    sql`
    update event_registration
    set followed_up_at = ${tx.now}
    where campaign_id = ${campaignId} and person_id = any(${personIds}::bigint[]) and followed_up_at is null`,
  )

export const markPresentFollowed = (tx: Tx, campaignId: number, personIds: readonly number[]): Promise<number> =>
  run(
    tx,
    sql`
    update event_check_in
    set followed_up_at = ${tx.now}
    where campaign_id = ${campaignId} and person_id = any(${personIds}::bigint[]) and followed_up_at is null`,
  )
