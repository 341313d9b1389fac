import type { ObjectDefinition } from '../../ground/objects/definition.ts'
import { visible } from '../../ground/objects/visibility.ts'
import type { Actor } from '../../ground/users/actor.ts'
import { many, run, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import type { Inquiry, NewInquiry } from './inquiry.ts'

export const insertInquiries = (
  tx: Tx,
  actor: Actor,
  inquiries: readonly (NewInquiry & { readonly id: number })[],
): Promise<number> =>
  run(
    tx,
    sql`
    insert into inquiry (id, person_id, campaign_id, source, subject, details, form_post_id, import_id, responded_at, created_at, created_by_id)
    select id, "personId", "campaignId", source, subject, coalesce(details, '{}'), "formPostId", "importId", "respondedAt", ${tx.now}, ${actor.userId}
    from jsonb_to_recordset(${JSON.stringify(inquiries)}::jsonb)
      as r (id bigint, "personId" bigint, "campaignId" bigint, source text, subject text, details jsonb, "formPostId" bigint, "importId" bigint, "respondedAt" timestamptz)`,
  )

/** Takes back what an import recorded. */
export const deleteInquiriesOfImport = (tx: Tx, importId: number): Promise<number> =>
  run(
    tx,
    sql`
    delete from inquiry
    where import_id = ${importId}`,
  )

/** A person's inquiries, newest first; the record behind was read, with its permissions, by the caller. */
export const inquiriesOfPerson = (
  tx: Tx,
  personId: number,
  before: { readonly at: Date; readonly id: number },
  limit: number,
): Promise<Inquiry[]> =>
  many<Inquiry>(
    tx,
    sql`
    select id, person_id as "personId", source, subject, details, campaign_id as "campaignId", form_post_id as "formPostId",
      responded_at as "respondedAt", created_at as "createdAt"
    from inquiry
    where person_id = ${personId} and (responded_at, id) < (${before.at}, ${before.id})
    order by responded_at desc, id desc
    limit ${limit}`,
  )

export type KnownRow = {
  readonly at: number
  readonly object: 'Lead' | 'Contact'
  readonly id: number
  readonly personId: number
  readonly name: string
  readonly lastName: string
  /** The address the person was found by: perhaps of a lead merged or converted since. */
  readonly foundBy: string
  readonly email: string | null
  readonly ownerId: number
  readonly status: string | null
  readonly isClosed: boolean
  readonly hasOptedOutOfEmail: boolean
  readonly hasOptedOutOfFax: boolean
  readonly doNotCall: boolean
}

/**
 * Contacts and open leads of the people who once gave an address under this key. A person is found by any
 * lead or contact they ever were, and answered by what they are now.
 */
export const knownByKey = (
  tx: Tx,
  actor: Actor,
  { lead, contact }: { readonly lead: ObjectDefinition; readonly contact: ObjectDefinition },
  asked: readonly { readonly at: number; readonly key: number }[],
): Promise<KnownRow[]> =>
  many<KnownRow>(
    tx,
    sql`
    with asked as (
      select at, key
      from json_to_recordset(${JSON.stringify(asked)}::json) as r (at integer, key integer)
    ), found as (
      select asked.at, l.person_id, l.email
      from asked
      cross join lateral (select person_id, email from lead where match_keys && array[asked.key] and email is not null) l
      union
      select asked.at, c.person_id, c.email
      from asked
      cross join lateral (select person_id, email from contact where match_keys && array[asked.key] and email is not null) c
    )
    select found.at, 'Contact' as object, c.id, c.person_id as "personId", concat_ws(' ', c.first_name, c.last_name) as name,
      c.last_name as "lastName", found.email as "foundBy", c.email, c.owner_id as "ownerId", null as status, false as "isClosed",
      c.has_opted_out_of_email as "hasOptedOutOfEmail", c.has_opted_out_of_fax as "hasOptedOutOfFax", c.do_not_call as "doNotCall"
    from found
    join contact c on c.person_id = found.person_id
    where ${visible(actor, contact, 'c')}
    union all
    select found.at, 'Lead', l.id, l.person_id, concat_ws(' ', l.first_name, l.last_name),
      l.last_name, found.email, l.email, l.owner_id, l.status, l.closed_at is not null,
      l.has_opted_out_of_email, l.has_opted_out_of_fax, l.do_not_call
    from found
    join lead l on l.person_id = found.person_id
    where l.converted_at is null and ${visible(actor, lead, 'l')}`,
  )

/** Held until the transaction ends: two posts of one stranger, at once, make one lead. Keys come in order. */
export const lockAddressKeys = (tx: Tx, keys: readonly number[]): Promise<number> =>
  run(
    tx,
    sql`
    select pg_advisory_xact_lock(4153901, key)
    from unnest(${keys}::integer[]) with ordinality as k (key, place)
    order by place`,
  )

export type MembershipRow = {
  readonly id: number
  readonly campaignId: number
  readonly personId: number
  readonly status: string
  readonly hasResponded: boolean
}

/** Which of these people are in which of these campaigns, locked. */
export const membershipsOf = (
  tx: Tx,
  campaignIds: readonly number[],
  personIds: readonly number[],
): Promise<MembershipRow[]> =>
  many<MembershipRow>(
    tx,
    sql`
    select id, campaign_id as "campaignId", person_id as "personId", status, has_responded as "hasResponded"
    from campaign_member
    where campaign_id = any(${campaignIds}::bigint[]) and person_id = any(${personIds}::bigint[])
    order by id
    for no key update`,
  )

export type StatusRow = {
  readonly campaignId: number
  readonly label: string
  readonly isDefault: boolean
  readonly hasResponded: boolean
}

export const memberStatusesOf = (tx: Tx, campaignIds: readonly number[]): Promise<StatusRow[]> =>
  many<StatusRow>(
    tx,
    sql`
    select campaign_id as "campaignId", label, is_default as "isDefault", has_responded as "hasResponded"
    from campaign_member_status
    where campaign_id = any(${campaignIds}::bigint[])
    order by campaign_id, sort_order, id`,
  )
