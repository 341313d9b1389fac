import { firstId } from '../../../shared/ids.ts'
import { isAmong, many, run, sql, type RawBuilder } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import { visible, visibleOrDeleted } from '../../ground/objects/visibility.ts'
import type { Actor } from '../../ground/users/actor.ts'
import { leadDoor } from '../../records/leads/leads.ts'
import type { Conversion, Converted } from './converted.ts'

export type SettingRow = { readonly name: string; readonly value: unknown }

const settingNames = ['conversion_mapping', 'fiscal_year_starts_in']

export const conversionSettings = (tx: Tx): Promise<SettingRow[]> =>
  many(
    tx,
    sql`
    select name, value
    from setting
    where name = any(${settingNames}::text[])`,
  )

export type Belonging = {
  readonly leadId: number
  readonly object: 'Task' | 'Event' | 'Note' | 'Attachment' | 'ContentDocumentLink' | 'CampaignMember' | 'Campaign'
  readonly id: number
}

export type Surrounding =
  | (Belonging & { readonly kind: 'belonging' })
  | { readonly kind: 'owner'; readonly id: number }
  | ({ readonly kind: 'setting' } & SettingRow)

/** A lead and the contact who is the same person. */
export type Meeting = { readonly leadId: number; readonly contactId: number }

/**
 * What stands around leads: what comes along with them (open activities, memberships, and the campaign their person responded to
 * last, as the lead or as the contact they are), who of the users named and of those who own them works here, and how the org
 * converts. One statement, since each costs more to ask than to answer.
 */
export const surroundingsOf = (
  tx: Tx,
  leadIds: readonly number[],
  meetings: readonly Meeting[],
  userIds: readonly number[],
): Promise<Surrounding[]> =>
  many(
    tx,
    sql`
    select 'belonging' as kind, "leadId", object, id, null::text as name, null::jsonb as value
    from (${belongings(tx, leadIds, meetings)}) b ("leadId", object, id)
    union all
    select 'owner', null::bigint, null, id, null, null
    from app_user
    where deactivated_at is null
      and (${isAmong(sql`id`, userIds)} or id in (select owner_id from lead where ${isAmong(sql`id`, leadIds)}))
    union all
    select 'setting', null::bigint, null, null, name, value
    from setting
    where name = any(${settingNames}::text[])`,
  )

function belongings(tx: Tx, leadIds: readonly number[], meetings: readonly Meeting[]): RawBuilder<unknown> {
  const of = (column: string): RawBuilder<boolean> => isAmong(sql.ref(column), leadIds)
  return sql`
    select who_id, 'Task', id from task where ${of('who_id')} and completed_at is null and deleted_at is null
    union all
    select who_id, 'Event', id from calendar_event where ${of('who_id')} and ends_at >= ${tx.now} and deleted_at is null
    union all
    select parent_id, 'Note', id from note where ${of('parent_id')} and deleted_at is null
    union all
    select parent_id, 'Attachment', id from attachment where ${of('parent_id')} and deleted_at is null
    union all
    -- A file is kept with a record once: one a contact has already stays with the lead, and is seen from there.
    select l.linked_entity_id, 'ContentDocumentLink', l.id from content_document_link l
    where ${of('l.linked_entity_id')} and not exists (
      select from content_document_link other
      where other.content_document_id = l.content_document_id
        and (other.linked_entity_id between ${firstId('Contact')} and ${firstId('Opportunity') - 1}
          or (${of('other.linked_entity_id')} and other.id < l.id)))
    union all
    select lead_id, 'CampaignMember', id from campaign_member where ${of('lead_id')}
    union all
    select l.id, 'Campaign', latest.campaign_id
    from lead l
    cross join lateral (
      select m.campaign_id
      from campaign_member m
      join campaign c on c.id = m.campaign_id and c.deleted_at is null
      where ${isOfPerson(meetings)} and m.has_responded
      order by m.responded_at desc nulls last, m.id desc
      limit 1) latest
    where ${of('l.id')}`
}

const isOfPerson = (meetings: readonly Meeting[]): RawBuilder<boolean> =>
  meetings.length === 0
    ? sql`m.person_id = l.person_id`
    : sql`m.person_id = any(l.person_id || array(
        select k.person_id
        from json_to_recordset(${JSON.stringify(meetings)}::json) as met ("leadId" bigint, "contactId" bigint)
        join contact k on k.id = met."contactId"
        where met."leadId" = l.id))`

export const personsOfLeads = async (tx: Tx, leadIds: readonly number[]): Promise<number[]> => {
  const rows = await many<{ personId: number }>(
    tx,
    sql`
    select person_id as "personId"
    from lead
    where id = any(${leadIds}::bigint[])`,
  )
  return rows.map(({ personId }) => personId)
}

export type RoleInOpportunity = {
  readonly id: number
  readonly opportunityId: number
  readonly contactId: number
  readonly isPrimary: boolean
}

export const rolesInOpportunities = (tx: Tx, opportunityIds: readonly number[]): Promise<RoleInOpportunity[]> =>
  many(
    tx,
    sql`
    select id, opportunity_id as "opportunityId", contact_id as "contactId", is_primary as "isPrimary"
    from opportunity_contact_role
    where opportunity_id = any(${opportunityIds}::bigint[])`,
  )

export type NewConversion = Omit<Conversion, 'convertedAt' | 'convertedById'> & {
  readonly evidenceIds: readonly number[]
}

export const insertConversions = (tx: Tx, userId: number, conversions: readonly NewConversion[]): Promise<number> =>
  run(
    tx,
    sql`
    insert into conversion (id, lead_id, account_id, contact_id, opportunity_id, created_account, created_contact, created_opportunity,
      agreement_version, criteria_met, override_reason, evidence_ids, before, after_versions, converted_at, converted_by_id)
    select "conversionId", "leadId", "accountId", "contactId", "opportunityId", "createdAccount", "createdContact", "createdOpportunity",
      "agreementVersion", "criteriaMet", "overrideReason", "evidenceIds", journal, versions, ${tx.now}, ${userId}
    from jsonb_to_recordset(${JSON.stringify(conversions)}::jsonb)
      as r ("conversionId" bigint, "leadId" bigint, "accountId" bigint, "contactId" bigint, "opportunityId" bigint,
        "createdAccount" boolean, "createdContact" boolean, "createdOpportunity" boolean, "agreementVersion" integer,
        "criteriaMet" boolean, "overrideReason" text, "evidenceIds" bigint[], journal jsonb, versions jsonb)`,
  )

const columns = sql`
  c.id as "conversionId", c.lead_id as "leadId", c.account_id as "accountId", c.contact_id as "contactId", c.opportunity_id as "opportunityId",
  c.created_account as "createdAccount", c.created_contact as "createdContact", c.created_opportunity as "createdOpportunity",
  c.agreement_version as "agreementVersion", c.criteria_met as "criteriaMet", c.override_reason as "overrideReason",
  c.before as journal, c.after_versions as versions, c.converted_at as "convertedAt", c.converted_by_id as "convertedById"`

/** The conversions of leads that were not undone. */
export const conversionsOfLeads = (tx: Tx, actor: Actor, leadIds: readonly number[]): Promise<Conversion[]> =>
  many<Conversion>(
    tx,
    sql`
    select ${columns}
    from conversion c
    join lead t on t.id = c.lead_id
    where c.lead_id = any(${leadIds}::bigint[]) and c.undone_at is null and ${visible(actor, leadDoor.definition, 't')}`,
  )

/** The conversion of a lead that was not undone. */
export const conversionOfLead = async (tx: Tx, actor: Actor, leadId: number): Promise<Conversion | undefined> =>
  (await conversionsOfLeads(tx, actor, [leadId]))[0]

/** Leads converted into these opportunities, by the opportunity; conversions that were undone are not among them. */
export const leadsConvertedInto = (
  tx: Tx,
  opportunityIds: readonly number[],
): Promise<{ readonly leadId: number; readonly opportunityId: number }[]> =>
  many(
    tx,
    sql`
    select lead_id as "leadId", opportunity_id as "opportunityId"
    from conversion
    where opportunity_id = any(${opportunityIds}::bigint[]) and undone_at is null`,
  )

/**
 * Whoever was spoken with as a lead was spoken with: the last activity of a lead becomes that of the contact and the account it
 * made. Records that were there keep their own, so that undoing a conversion finds them as they were.
 */
export const carryLastActivity = (
  tx: Tx,
  converted: readonly Pick<Converted, 'leadId' | 'contactId' | 'createdContact' | 'accountId' | 'createdAccount'>[],
): Promise<number> =>
  run(
    tx,
    sql`
    with met as (
      select one.*, l.last_activity_date as day
      from json_to_recordset(${JSON.stringify(converted)}::json)
        as one ("leadId" bigint, "contactId" bigint, "createdContact" boolean, "accountId" bigint, "createdAccount" boolean)
      join lead l on l.id = one."leadId"
    ), contacts as (
      update contact c
      set last_activity_date = met.day
      from met
      where c.id = met."contactId" and met."createdContact"
    )
    update account a
    set last_activity_date = met.day
    from met
    where a.id = met."accountId" and met."createdAccount"`,
  )

export type Winner = { readonly leadId: number; readonly userId: number; readonly name: string; readonly at: Date }

/** Who converted these leads, and when. */
export const winnersOf = (tx: Tx, leadIds: readonly number[]): Promise<Winner[]> =>
  many(
    tx,
    sql`
    select c.lead_id as "leadId", u.id as "userId", concat_ws(' ', u.first_name, u.last_name) as name, c.converted_at as at
    from conversion c
    join app_user u on u.id = c.converted_by_id
    where c.lead_id = any(${leadIds}::bigint[]) and c.undone_at is null`,
  )

export const markUndone = (
  tx: Tx,
  userId: number | null,
  ids: readonly number[],
  reason: string | null,
): Promise<number> =>
  run(
    tx,
    sql`
    update conversion
    set undone_at = ${tx.now}, undone_by_id = ${userId}, undone_reason = ${reason}
    where id = any(${ids}::bigint[]) and undone_at is null`,
  )

/** Leads that are gone because they became part of another one. */
export const mergedAwayLeads = (
  tx: Tx,
  actor: Actor,
  leadIds: readonly number[],
): Promise<{ id: number; masterId: number }[]> =>
  many(
    tx,
    sql`
    select lead.id, lead.master_record_id as "masterId"
    from lead
    where ${isAmong(sql`lead.id`, leadIds)} and lead.master_record_id is not null
      and ${visibleOrDeleted(actor, leadDoor.definition, 'lead')}`,
  )
