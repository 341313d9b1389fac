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
] as const
export type ObstacleKind = (typeof obstacleKinds)[number]

/** Something built on what a conversion made. */
export type Obstacle = { readonly kind: ObstacleKind; readonly recordId: number; readonly since: Date }

/** What keeps a conversion from being undone: the first of each kind, and since when. */
export const obstaclesTo = (tx: Tx, conversion: Conversion): Promise<Obstacle[]> => {
  const { leadId } = conversion
  const account = conversion.createdAccount ? conversion.accountId : null
  const contact = conversion.createdContact ? conversion.contactId : null
  const opportunity = conversion.createdOpportunity ? conversion.opportunityId : null
  const attached = [...new Set(conversion.journal.attached.map(({ id }) => id))]
  const made = [account, contact, opportunity].filter((id) => id !== null)
  const versions = JSON.stringify(
    Object.entries(conversion.versions).map(([id, version]) => ({ id: Number(id), version })),
  )
  const found: RawBuilder<unknown>[] = [
    ...(['account', 'contact', 'opportunity'] as const).map(
      (table) => sql`
      select case when t.deleted_at is null then 'changed' else 'deleted' end as kind, t.id as "recordId", t.last_modified_at as since
      from ${sql.table(table)} t
      join json_to_recordset(${versions}::json) as v (id bigint, version integer) on v.id = t.id
      where t.version > v.version or t.deleted_at is not null`,
    ),
    sql`
      select 'activity', id, created_at from task
      where (who_id = ${contact}::bigint or what_id = any(${made}::bigint[])) and id <> all(${attached}::bigint[]) and deleted_at is null`,
    sql`
      select 'activity_done', id, completed_at from task
      where id = any(${attached}::bigint[]) and completed_at is not null`,
    sql`
      select 'activity', id, created_at from calendar_event
      where (who_id = ${contact}::bigint or what_id = any(${made}::bigint[])) and id <> all(${attached}::bigint[]) and deleted_at is null`,
    sql`
      select 'activity', id, created_at from note
      where parent_id = any(${made}::bigint[]) and id <> all(${attached}::bigint[]) and deleted_at is null`,
    sql`
      select 'activity', id, created_at from attachment
      where parent_id = any(${made}::bigint[]) and id <> all(${attached}::bigint[]) and deleted_at is null`,
    sql`
      select 'activity', l.id, l.created_at from content_document_link l
      join content_document d on d.id = l.content_document_id and d.deleted_at is null
      where l.linked_entity_id = any(${made}::bigint[]) and l.id <> all(${attached}::bigint[])`,
    sql`
      select 'contact_role', opportunity_id, created_at from opportunity_contact_role
      where (contact_id = ${contact}::bigint and opportunity_id is distinct from ${conversion.opportunityId}::bigint)
        or (opportunity_id = ${opportunity}::bigint and contact_id <> ${conversion.contactId})`,
    sql`
      select 'opportunity', id, created_at from opportunity
      where account_id = ${account}::bigint and id is distinct from ${opportunity}::bigint and deleted_at is null`,
    sql`
      select 'contact', id, created_at from contact
      where account_id = ${account}::bigint and id is distinct from ${contact}::bigint and deleted_at is null`,
    sql`select 'child_account', id, last_modified_at from account where parent_id = ${account}::bigint and deleted_at is null`,
    sql`
      select 'lead', id, converted_at from lead
      where id <> ${leadId}
        and (converted_account_id = ${account}::bigint or converted_contact_id = ${contact}::bigint or converted_opportunity_id = ${opportunity}::bigint)`,
    sql`
      select 'membership', campaign_id, created_at from campaign_member
      where contact_id = ${contact}::bigint and id <> all(${attached}::bigint[])`,
  ]
  return many<Obstacle>(
    tx,
    sql`
    select distinct on (kind) kind, "recordId", since
    from (${sql.join(found, sql` union all `)}) obstacle
    order by kind, since`,
  )
}
