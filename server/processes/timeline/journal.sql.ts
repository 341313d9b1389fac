import type { ObjectDefinition } from '../../ground/objects/definition.ts'
import { visibleOrDeleted } from '../../ground/objects/visibility.ts'
import type { Actor } from '../../ground/users/actor.ts'
import { many, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'

/** Something that joined or turned records into others, and can perhaps be taken back. */
export type JournalRow = {
  readonly kind: 'merge' | 'conversion'
  readonly id: number
  readonly at: Date
  readonly byId: number | null
  readonly objectName: string
  /** The master of a merge; the lead of a conversion. */
  readonly recordId: number
  /** Those merged into it; what the lead became. */
  readonly otherIds: readonly number[]
  readonly undoneAt: Date | null
  readonly undoneById: number | null
  readonly undoneReason: string | null
  /** Of a conversion before the agreement’s criteria were met: the reason somebody gave, empty where none was. */
  readonly uncheckedBecause: string | null
  /** What became of a merge's master since. */
  readonly fate: 'there' | 'merged' | 'deleted' | 'converted' | null
  /** How many of those merged can come back. */
  readonly comeBack: number
}

/** What of the journal is wanted; `unqualified`: what was converted before the agreement’s criteria were met. */
export type JournalKind = JournalRow['kind'] | 'unqualified'

export type JournalDefinitions = Readonly<Record<'lead' | 'contact' | 'account', ObjectDefinition>>

type Place = { readonly at: Date; readonly id: number }

type Wanted = {
  readonly recordId: number | null
  /** Both kinds when null. */
  readonly kind: JournalKind | null
  readonly before: Place
  readonly limit: number
}

/** Merges and conversions, of one record or of all within the actor's reach, the newest first. */
export const journalRows = (
  tx: Tx,
  actor: Actor,
  { lead, contact, account }: JournalDefinitions,
  { recordId, kind, before, limit }: Wanted,
): Promise<JournalRow[]> =>
  many<JournalRow>(
    tx,
    sql`
    select kind, id, at, by_id as "byId", object_name as "objectName", record_id as "recordId", other_ids as "otherIds",
      undone_at as "undoneAt", undone_by_id as "undoneById", undone_reason as "undoneReason", unchecked_because as "uncheckedBecause", fate, come_back as "comeBack"
    from (
      select * from (
        select 'merge' as kind, m.id, m.merged_at as at, m.merged_by_id as by_id, m.object_name, m.master_id as record_id, m.loser_ids as other_ids,
          m.undone_at, m.undone_by_id, null::text as undone_reason, null::text as unchecked_because, master.fate,
          (select count(*) from (
            select 1 from lead where id = any(m.loser_ids) and master_record_id = m.master_id and deleted_at is not null
            union all select 1 from contact where id = any(m.loser_ids) and master_record_id = m.master_id and deleted_at is not null
            union all select 1 from account where id = any(m.loser_ids) and master_record_id = m.master_id and deleted_at is not null
          ) back) as come_back
        from merge m
        cross join lateral (
          select case when t.master_record_id is not null then 'merged' when t.deleted_at is not null then 'deleted'
            when t.converted_at is not null then 'converted' else 'there' end as fate
          from lead t where t.id = m.master_id and ${visibleOrDeleted(actor, lead, 't')}
          union all
          select case when t.master_record_id is not null then 'merged' when t.deleted_at is not null then 'deleted' else 'there' end
          from contact t where t.id = m.master_id and ${visibleOrDeleted(actor, contact, 't')}
          union all
          select case when t.master_record_id is not null then 'merged' when t.deleted_at is not null then 'deleted' else 'there' end
          from account t where t.id = m.master_id and ${visibleOrDeleted(actor, account, 't')}
        ) master
        where (m.merged_at, m.id) < (${before.at}, ${before.id}) and ${kind === null || kind === 'merge'}
          and (${recordId}::bigint is null or m.master_id = ${recordId} or m.loser_ids @> array[${recordId}::bigint])
        order by m.merged_at desc, m.id desc
        limit ${limit}) merges
      union all
      select * from (
        select 'conversion', c.id, c.converted_at, c.converted_by_id, 'Lead', c.lead_id,
          array_remove(array[c.account_id, c.contact_id, c.opportunity_id], null), c.undone_at, c.undone_by_id, c.undone_reason,
          case when not c.criteria_met then coalesce(c.override_reason, '') end, null::text, 0
        from conversion c
        join lead t on t.id = c.lead_id
        where (c.converted_at, c.id) < (${before.at}, ${before.id}) and ${kind !== 'merge'} and (${kind !== 'unqualified'} or not c.criteria_met)
          and ${visibleOrDeleted(actor, lead, 't')}
          and (${recordId}::bigint is null or c.lead_id = ${recordId} or c.account_id = ${recordId} or c.contact_id = ${recordId} or c.opportunity_id = ${recordId})
        order by c.converted_at desc, c.id desc
        limit ${limit}) conversions
    ) journal
    order by at desc, id desc
    limit ${limit}`,
  )
