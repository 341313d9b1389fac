import { many, sql, type RawBuilder } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import type { Conversion } from './converted.ts'

export const obstacleKinds = [
  'changed',
  'deleted',
  'activity',
  'activity_done',
  'contact_role',
  'opportunity',
  'contact',
  'child_account',
  'lead',
  'membership',
  'payment',
] as const
export type ObstacleKind = (typeof obstacleKinds)[number]

/** Something built on what a conversion made. */
export type Obstacle = { readonly kind: ObstacleKind; readonly recordId: number; readonly since: Date }

/** Selects of what was built on the conversion `c`, one for each kind. */
const found: readonly RawBuilder<unknown>[] = [
  ...(['account', 'contact', 'opportunity'] as const).map(
    (table) => sql`
    select case when t.deleted_at is null then 'changed' else 'deleted' end as kind, t.id as "recordId", t.last_modified_at as since
    from ${sql.table(table)} t
    join json_to_recordset(c.versions) as v (id bigint, version integer) on v.id = t.id
    where t.version > v.version or t.deleted_at is not null`,
  ),
  sql`
    select 'activity', id, created_at from task
    where (who_id = c.contact or what_id = any(c.made)) and id <> all(c.attached) and deleted_at is null`,
  sql`
    select 'activity_done', id, completed_at from task
    where id = any(c.attached) and completed_at is not null`,
  sql`
    select 'activity', id, created_at from calendar_event
    where (who_id = c.contact or what_id = any(c.made)) and id <> all(c.attached) and deleted_at is null`,
  sql`
    select 'activity', id, created_at from note
    where parent_id = any(c.made) and id <> all(c.attached) and deleted_at is null`,
  sql`
    select 'activity', id, created_at from attachment
    where parent_id = any(c.made) and id <> all(c.attached) and deleted_at is null`,
  sql`
    select 'activity', l.id, l.created_at from content_document_link l
    join content_document d on d.id = l.content_document_id and d.deleted_at is null
    where l.linked_entity_id = any(c.made) and l.id <> all(c.attached)`,
  sql`
    select 'contact_role', opportunity_id, created_at from opportunity_contact_role
    where (contact_id = c.contact and opportunity_id is distinct from c."opportunityId")
      or (opportunity_id = c.opportunity and contact_id <> c."contactId")`,
  sql`
    select 'opportunity', id, created_at from opportunity
    where account_id = c.account and id is distinct from c.opportunity and deleted_at is null`,
  sql`
    select 'contact', id, created_at from contact
    where account_id = c.account and id is distinct from c.contact and deleted_at is null`,
  sql`select 'child_account', id, last_modified_at from account where parent_id = c.account and deleted_at is null`,
  sql`
    select 'lead', id, converted_at from lead
    where id <> c."leadId"
      and (converted_account_id = c.account or converted_contact_id = c.contact or converted_opportunity_id = c.opportunity)`,
  sql`
    select 'membership', campaign_id, created_at from campaign_member
    where contact_id = c.contact and id <> all(c.attached)`,
  sql`select 'payment', id, created_at from payment where opportunity_id = c."opportunityId" and deleted_at is null`,
]

/** What keeps conversions from being undone: of each the first of each kind, and since when. */
export const obstaclesTo = (
  tx: Tx,
  conversions: readonly Conversion[],
): Promise<(Obstacle & { readonly conversionId: number })[]> =>
  many(
    tx,
    sql`
    select distinct on (c."conversionId", obstacle.kind) c."conversionId", obstacle.kind, obstacle."recordId", obstacle.since
    from json_to_recordset(${JSON.stringify(conversions.map(asked))}::json)
      as c ("conversionId" bigint, "leadId" bigint, "contactId" bigint, "opportunityId" bigint,
        account bigint, contact bigint, opportunity bigint, made bigint[], attached bigint[], versions json)
    cross join lateral (${sql.join(found, sql` union all `)}) obstacle
    order by c."conversionId", obstacle.kind, obstacle.since`,
  )

function asked(conversion: Conversion) {
  const account = conversion.createdAccount ? conversion.accountId : null
  const contact = conversion.createdContact ? conversion.contactId : null
  const opportunity = conversion.createdOpportunity ? conversion.opportunityId : null
  return {
    conversionId: conversion.conversionId,
    leadId: conversion.leadId,
    contactId: conversion.contactId,
    opportunityId: conversion.opportunityId,
    account,
    contact,
    opportunity,
    made: [account, contact, opportunity].filter((id) => id !== null),
    attached: [...new Set(conversion.journal.attached.map(({ id }) => id))],
    versions: Object.entries(conversion.versions).map(([id, version]) => ({ id: Number(id), version })),
  }
}
