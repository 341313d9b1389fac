import { many, run, sql, type RawBuilder } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'

/** Where a member stands, and what of it is counted. */
export type Standing = {
  readonly id: number
  readonly campaignId: number
  readonly personId: number
  readonly status: string
  readonly hasResponded: boolean
  readonly respondedAt: Date | null
  readonly leadId: number | null
  readonly contactId: number | null
  /** To the microsecond, as PostgreSQL writes it; null in rows that were put back from before it was kept. */
  readonly since: string | null
  readonly byId: number | null
  readonly source: string | null
}

const standing = sql.raw(`m.id, m.campaign_id as "campaignId", m.person_id as "personId", m.status,
  m.has_responded as "hasResponded", m.responded_at as "respondedAt", m.lead_id as "leadId", m.contact_id as "contactId",
  to_jsonb(coalesce(m.status_since, m.created_at)) #>> '{}' as since, m.status_by_id as "byId", m.status_source as source`)

/** Where these members stand, locked in the order of their ids. */
export const standingsOf = (tx: Tx, ids: readonly number[]): Promise<Standing[]> =>
  many<Standing>(
    tx,
    sql`
    select ${standing}
    from campaign_member m
    where m.id = any(${ids}::bigint[])
    order by m.id
    for no key update of m`,
  )

/** The memberships of these people, locked; while the people are locked too, nobody adds another. */
export const standingsOfPeople = (tx: Tx, personIds: readonly number[]): Promise<Standing[]> =>
  many<Standing>(
    tx,
    sql`
    select ${standing}
    from campaign_member m
    where m.person_id = any(${personIds}::bigint[])
    order by m.id
    for no key update of m`,
  )

export type Period = {
  readonly id: number
  readonly campaignId: number
  readonly personId: number
  readonly memberId: number
  readonly status: string
  readonly hasResponded: boolean
  readonly since: string | null
  readonly byId: number | null
  readonly source: string | null
}

/** Who stood at a status until now, and who or what ended it. */
export const insertPeriods = async (
  tx: Tx,
  rows: readonly Period[],
  until: { readonly byId: number | null; readonly source: string | null },
): Promise<number> =>
  rows.length === 0
    ? 0
    : run(
        tx,
        sql`
    insert into member_status_period
      (id, campaign_id, person_id, member_id, status, has_responded, since, until, by_id, source, until_by_id, until_source)
    select id, "campaignId", "personId", "memberId", status, "hasResponded", least(since, ${tx.now}), ${tx.now}, "byId", source,
      ${until.byId}, ${until.source}
    from json_to_recordset(${JSON.stringify(rows)}::json) as r (
      id bigint, "campaignId" bigint, "personId" bigint, "memberId" bigint, status text, "hasResponded" boolean, since timestamptz,
      "byId" bigint, source text)`,
      )

/** Who these people are known as: themselves, or whom they were merged into. */
export const knownAs = async (tx: Tx, personIds: readonly number[]): Promise<Map<number, number>> => {
  const rows = await many<{ id: number; known: number }>(
    tx,
    sql`
    select id, coalesce(merged_into_id, id) as known
    from person
    where id = any(${personIds}::bigint[])`,
  )
  return new Map(rows.map(({ id, known }) => [id, known]))
}

/** What a merge or a conversion ended, and its undoing took up again, is not past. */
export const reopenPeriods = async (
  tx: Tx,
  personIds: readonly number[],
  standings: readonly Standing[],
): Promise<number> =>
  standings.length === 0
    ? 0
    : run(
        tx,
        sql`
    delete from member_status_period p
    using json_to_recordset(${JSON.stringify(standings)}::json) as r ("campaignId" bigint, status text, since timestamptz)
    where p.campaign_id = r."campaignId" and p.status = r.status and p.since = r.since
      and p.until_source in ('Merge', 'Conversion') and p.person_id = any(${personIds}::bigint[])`,
      )

export const renamePeriods = async (
  tx: Tx,
  renamed: readonly { campaignId: number; from: string; to: string }[],
): Promise<number> =>
  renamed.length === 0
    ? 0
    : run(
        tx,
        sql`
    update member_status_period p
    set status = r.to
    from json_to_recordset(${JSON.stringify(renamed)}::json) as r ("campaignId" bigint, "from" text, "to" text)
    where p.campaign_id = r."campaignId" and p.status = r.from`,
      )

/** Where people stood in campaigns that go for good. */
export const removePeriods = (tx: Tx, going: RawBuilder<unknown>): Promise<number> =>
  run(
    tx,
    sql`
    delete from member_status_period
    where campaign_id in (select t.id from campaign t where ${going})`,
  )
