import { visible } from '../../ground/objects/visibility.ts'
import { cellsOnce, sql, type RawBuilder } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import { isDone, wasHeld, type Asking } from './fits.sql.ts'
import type { ReadyLeaf } from './ready.ts'
import type { Role } from './segment.ts'

/** What is known of a person that bears on each of these conditions, in words; null where nothing is. */
export const factsOf = async (
  tx: Tx,
  asking: Asking,
  role: Role,
  id: number,
  leaves: readonly ReadyLeaf[],
): Promise<readonly (string | null)[]> => {
  const [row] = await cellsOnce<string | null>(
    tx,
    sql`
    select ${sql.join([sql`null`, ...leaves.map((leaf) => factOf(asking, leaf))])}
    from ${sql.table(asking.definitions[role].table)} t
    where t.id = ${id}`,
  )
  return row?.slice(1) ?? []
}

const DAY = sql.raw(`'FMDD Mon YYYY'`)

function factOf(asking: Asking, leaf: ReadyLeaf): RawBuilder<unknown> {
  if ('campaign' in leaf) return membershipsIn(asking, leaf.ids)
  if ('inquiry' in leaf) return latestInquiry(leaf.ids)
  if ('activity' in leaf) return latestActivity(asking, leaf.activity.kind)
  if ('converted' in leaf)
    return sql`(select 'Converted on ' || to_char(v.converted_at, ${DAY}) from conversion v where v.contact_id = t.id and v.undone_at is null order by v.converted_at desc limit 1)`
  return sql`null`
}

const among = (column: RawBuilder<unknown>, ids: readonly number[] | null): RawBuilder<unknown> =>
  ids === null ? sql`true` : sql`${column} = any(${ids}::bigint[])`

const membershipsIn = ({ actor, definitions }: Asking, ids: readonly number[] | null): RawBuilder<unknown> => sql`
    (select string_agg(told, '; ') from (
      select k.name || ': ' || m.status || ' since ' || to_char(coalesce(m.status_since, m.created_at), ${DAY}) as told
      from campaign_member m
      join campaign k on k.id = m.campaign_id
      where m.person_id = t.person_id and ${among(sql`m.campaign_id`, ids)} and ${visible(actor, definitions.Campaign, 'k')}
      order by coalesce(m.status_since, m.created_at) desc, m.id
      limit 3) latest)`

const latestInquiry = (ids: readonly number[] | null): RawBuilder<unknown> => sql`
    (select i.source || ', ' || i.subject || ' on ' || to_char(i.responded_at, ${DAY})
      from inquiry i
      where i.person_id = t.person_id and ${among(sql`i.campaign_id`, ids)}
      order by i.responded_at desc, i.id desc
      limit 1)`

const latestActivity = (asking: Asking, kind: 'any' | 'call' | 'email' | 'meeting'): RawBuilder<unknown> => sql`
    (select told || ' on ' || to_char(at, ${DAY}) from (
      select k.subject || coalesce(': ' || k.call_disposition, '') as told, k.completed_at as at
      from task k
      where ${kind === 'meeting' ? sql`false` : sql`k.person_id = t.person_id and ${isDone(asking, kind)}`}
      union all
      select e.subject, e.starts_at
      from calendar_event e
      where ${kind === 'meeting' || kind === 'any' ? sql`e.person_id = t.person_id and ${wasHeld(asking)}` : sql`false`}
      order by at desc
      limit 1) latest)`
