import { manyOnce, run, sql } from '../../server/platform/sql.ts'
import type { Tx } from '../../server/platform/tx.ts'

/** For tests: rows of tables whose rooms a merge does not need, with nothing but what they must have. */

const stamps = (tx: Tx) => sql`${tx.now}, ${tx.now}`

export const addCampaign = (tx: Tx, id: number, ownerId: number): Promise<number> =>
  run(
    tx,
    sql`insert into campaign (id, name, owner_id, created_at, last_modified_at) values (${id}, ${`Campaign ${id}`}, ${ownerId}, ${stamps(tx)})`,
  )

export interface NewMember {
  readonly id: number
  readonly campaignId: number
  readonly leadId?: number
  readonly contactId?: number
  readonly status: string
  readonly respondedAt?: Date
}

export const addMember = (
  tx: Tx,
  { id, campaignId, leadId, contactId, status, respondedAt }: NewMember,
): Promise<number> =>
  run(
    tx,
    sql`
    insert into campaign_member (id, campaign_id, person_id, lead_id, contact_id, status, has_responded, responded_at, created_at, last_modified_at)
    values (${id}, ${campaignId}, coalesce((select person_id from lead where id = ${leadId ?? null}), (select person_id from contact where id = ${contactId ?? null})),
      ${leadId ?? null}, ${contactId ?? null}, ${status}, ${respondedAt !== undefined}, ${respondedAt ?? null}, ${stamps(tx)})
    on conflict do nothing`,
  )

export const addTask = (
  tx: Tx,
  id: number,
  ownerId: number,
  whoId: number | null,
  whatId: number | null,
): Promise<number> =>
  run(
    tx,
    sql`
    insert into task (id, owner_id, who_id, what_id, person_id, subject, created_at, last_modified_at)
    values (${id}, ${ownerId}, ${whoId}, ${whatId},
      coalesce((select person_id from lead where id = ${whoId}), (select person_id from contact where id = ${whoId})), 'Call', ${stamps(tx)})`,
  )

export const addNote = (tx: Tx, id: number, ownerId: number, parentId: number): Promise<number> =>
  run(
    tx,
    sql`insert into note (id, parent_id, owner_id, title, created_at, last_modified_at) values (${id}, ${parentId}, ${ownerId}, 'Note', ${stamps(tx)})`,
  )

export const addEvidence = (tx: Tx, id: number, actorId: number, leadId: number): Promise<number> =>
  run(
    tx,
    sql`
    insert into evidence (id, lead_id, criterion, value, is_met, source, observed_on, recorded_at, recorded_by_id)
    values (${id}, ${leadId}, 'Budget', '50,000', true, 'call', ${tx.now}, ${tx.now}, ${actorId})`,
  )

export const addOpportunity = (tx: Tx, id: number, ownerId: number, accountId: number): Promise<number> =>
  run(
    tx,
    sql`
    insert into opportunity (id, account_id, owner_id, name, stage_name, probability, forecast_category, forecast_category_name, close_date, created_at, last_modified_at)
    values (${id}, ${accountId}, ${ownerId}, 'Deal', 'Prospecting', 10, 'Pipeline', 'Pipeline', ${tx.now}, ${stamps(tx)})`,
  )

export const addContactRole = (
  tx: Tx,
  id: number,
  opportunityId: number,
  contactId: number,
  isPrimary: boolean,
): Promise<number> =>
  run(
    tx,
    sql`
    insert into opportunity_contact_role (id, opportunity_id, contact_id, role, is_primary, created_at, last_modified_at)
    values (${id}, ${opportunityId}, ${contactId}, 'Decision Maker', ${isPrimary}, ${stamps(tx)})
    on conflict do nothing`,
  )

// What keeps the past: journal, events, histories and verdicts speak of a loser for ever.
const past = ['merge', 'event', 'event_inbox', 'field_history', 'duplicate_verdict']

/** Every column of the whole schema that still holds one of these ids, other than the row's own. */
export async function whereverFound(tx: Tx, ids: readonly number[]): Promise<string[]> {
  const columns = await manyOnce<{ tableName: string; columnName: string }>(
    tx,
    sql`
    select table_name as "tableName", column_name as "columnName"
    from information_schema.columns
    where table_schema = current_schema() and data_type = 'bigint' and column_name <> 'id' and table_name <> all(${past}::text[])`,
  )
  const looks = columns.map(
    ({ tableName, columnName }) => sql`
      select ${`${tableName}.${columnName}`} as place
      from ${sql.table(tableName)}
      where ${sql.ref(columnName)} = any(${ids}::bigint[])
      having count(*) > 0`,
  )
  const found = await manyOnce<{ place: string }>(tx, sql.join(looks, sql` union all `))
  return found.map(({ place }) => place)
}

// An undo is itself a change: these go on counting.
const counters = ['version', 'last_modified_at', 'last_modified_by_id']

/** Everything in the tables a merge may touch, to compare with later. */
export async function snapshot(tx: Tx): Promise<unknown> {
  const tables = [
    'lead',
    'contact',
    'account',
    'person',
    'campaign_member',
    'opportunity_contact_role',
    'opportunity',
    'task',
    'note',
    'evidence',
    'inquiry',
    'duplicate_verdict',
  ]
  const looks = tables.map(
    (table) =>
      sql`select ${table} as name, jsonb_agg(to_jsonb(t) - ${counters}::text[] order by to_jsonb(t)::text) as rows from ${sql.table(table)} t`,
  )
  const rows = await manyOnce<{ name: string; rows: Record<string, unknown>[] | null }>(
    tx,
    sql.join(looks, sql` union all `),
  )
  return Object.fromEntries(
    rows.map(({ name, rows: all }) => [
      name,
      (all ?? []).toSorted((a, b) => (JSON.stringify(a['id']) < JSON.stringify(b['id']) ? -1 : 1)),
    ]),
  )
}

/** The columns that refer to a table by foreign key, as `table.column`. */
export async function foreignKeysTo(tx: Tx, table: string): Promise<string[]> {
  const rows = await manyOnce<{ name: string }>(
    tx,
    sql`
    select conrelid::regclass::text || '.' || attname as name
    from pg_constraint
    join pg_attribute on attrelid = conrelid and attnum = conkey[1]
    where contype = 'f' and confrelid = ${table}::regclass`,
  )
  return rows.map(({ name }) => name.replace(/^\w+\.(?=\w+\.\w+$)/, ''))
}

export const membersOf = (tx: Tx, campaignId: number): Promise<unknown[]> =>
  manyOnce(
    tx,
    sql`
    select id, lead_id as "leadId", status, has_responded as "hasResponded", responded_at as "respondedAt"
    from campaign_member
    where campaign_id = ${campaignId}`,
  )

export const rolesOn = (tx: Tx, opportunityId: number): Promise<unknown[]> =>
  manyOnce(
    tx,
    sql`
    select contact_id as "contactId", is_primary as "isPrimary"
    from opportunity_contact_role
    where opportunity_id = ${opportunityId}`,
  )
