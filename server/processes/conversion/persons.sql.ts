import { many, run, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import type { MemberRow } from '../../records/campaigns/joinedMembers.ts'
import type { Pointer } from '../duplicates/pointers.ts'

/** The lead's person, who turns out to be the existing contact's. */
export type Join = { readonly from: number; readonly to: number }

/** Locked in the order of their ids, so that two joins never wait for each other in a ring. */
export const lockPersons = (tx: Tx, ids: readonly number[]): Promise<{ id: number }[]> =>
  many(
    tx,
    sql`
    select id
    from person
    where id = any(${ids}::bigint[])
    order by id
    for update`,
  )

export type MemberOfPerson = { readonly campaignId: number; readonly personId: number; readonly row: MemberRow }

export const membersOfPersons = (tx: Tx, ids: readonly number[]): Promise<MemberOfPerson[]> =>
  many(
    tx,
    sql`
    select m.campaign_id as "campaignId", m.person_id as "personId", to_jsonb(m) as row
    from campaign_member m
    where m.person_id = any(${ids}::bigint[])
    order by m.id
    for update of m`,
  )

/** Points a column from each person to the one they are joined with; answers which rows, and whom they pointed to. */
export const movePointers = (
  tx: Tx,
  { table, column, textKey = 'id' }: Pointer,
  joins: readonly Join[],
): Promise<{ id: number | string; from: number }[]> =>
  many(
    tx,
    sql`
    update ${sql.table(table)} t
    set ${sql.ref(column)} = j."to"
    from json_to_recordset(${JSON.stringify(joins)}::json) as j ("from" bigint, "to" bigint)
    where t.${sql.ref(column)} = j."from"
    returning t.${sql.ref(textKey)} as id, j."from"`,
  )

export const movePointersBack = (
  tx: Tx,
  { table, column, textKey }: Pointer,
  ids: readonly (number | string)[],
  { from, to }: Join,
): Promise<number> =>
  run(
    tx,
    sql`
    update ${sql.table(table)} t
    set ${sql.ref(column)} = ${from}
    where ${textKey === undefined ? sql`t.id = any(${ids}::bigint[])` : sql`t.${sql.ref(textKey)} = any(${ids}::text[])`} and t.${sql.ref(column)} = ${to}`,
  )

const members = sql.table('campaign_member')

export const removeMembers = (tx: Tx, ids: readonly number[]): Promise<number> =>
  run(tx, sql`delete from ${members} where id = any(${ids}::bigint[])`)

/** Writes these columns of memberships as they are to be; also how they are put back. A column that a row does not name stays. */
export const writeMembers = (tx: Tx, columns: readonly string[], rows: readonly MemberRow[]): Promise<number> =>
  run(
    tx,
    sql`
    update ${members} m
    set ${sql.join(columns.map((column) => sql`${sql.ref(column)} = case when each.row ? ${sql.lit(column)} then r.${sql.ref(column)} else m.${sql.ref(column)} end`))},
      version = m.version + 1, last_modified_at = ${tx.now}
    from jsonb_array_elements(${JSON.stringify(rows)}::jsonb) as each (row)
    cross join lateral jsonb_populate_record(null::${members}, each.row) r
    where m.id = r.id`,
  )

export const restoreMembers = (tx: Tx, rows: readonly MemberRow[]): Promise<number> =>
  run(
    tx,
    sql`
    insert into ${members}
    select r.*
    from jsonb_populate_recordset(null::${members}, ${JSON.stringify(rows)}::jsonb) r
    where exists (select from campaign c where c.id = r.campaign_id)
    on conflict do nothing`,
  )

/** Remembers that one person is known under another now, or with null that they are themselves again. */
export const markJoined = (
  tx: Tx,
  joins: readonly { readonly from: number; readonly to: number | null }[],
): Promise<number> =>
  run(
    tx,
    sql`
    update ${sql.table('person')} p
    set merged_into_id = j."to"
    from json_to_recordset(${JSON.stringify(joins)}::json) as j ("from" bigint, "to" bigint)
    where p.id = j."from"`,
  )
