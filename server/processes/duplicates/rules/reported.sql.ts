import { many, run, sql } from '../../../platform/sql.ts'
import type { Tx } from '../../../platform/tx.ts'

/** Nobody else reports by these rules until this transaction ends, so that a record is not put into two sets. */
export const lockReporting = (tx: Tx, ruleIds: readonly number[]): Promise<number> =>
  run(
    tx,
    sql`
    select
    from duplicate_rule
    where id = any(${ruleIds}::bigint[])
    order by id
    for no key update`,
  )

export type Membership = { readonly setId: number; readonly ruleId: number; readonly recordId: number }

/** The sets these records are in. */
export const membershipsOf = (
  tx: Tx,
  ruleIds: readonly number[],
  recordIds: readonly number[],
): Promise<Membership[]> =>
  many<Membership>(
    tx,
    sql`
    select set_id as "setId", rule_id as "ruleId", record_id as "recordId"
    from duplicate_record_item
    where rule_id = any(${ruleIds}::bigint[]) and record_id = any(${recordIds}::bigint[])`,
  )

export type NewSet = { readonly id: number; readonly ruleId: number; readonly object: string }

export const insertSets = (tx: Tx, actorId: number | null, sets: readonly NewSet[]): Promise<number> =>
  run(
    tx,
    sql`
    insert into duplicate_record_set (id, rule_id, object_name, created_at, created_by_id, last_modified_at, last_modified_by_id)
    select s.id, s."ruleId", s.object, ${tx.now}, ${actorId}::bigint, ${tx.now}, ${actorId}::bigint
    from json_to_recordset(${JSON.stringify(sets)}::json) as s (id bigint, "ruleId" bigint, object text)`,
  )

export type NewItem = {
  readonly id: number
  readonly setId: number
  readonly ruleId: number
  readonly recordId: number
  readonly probability: number | null
  readonly reasons: readonly string[]
}

export const insertItems = (tx: Tx, actorId: number | null, items: readonly NewItem[]): Promise<number> =>
  run(
    tx,
    sql`
    insert into duplicate_record_item (id, set_id, rule_id, record_id, probability, reasons, created_at, created_by_id,
      last_modified_at, last_modified_by_id)
    select i.id, i."setId", i."ruleId", i."recordId", i.probability, i.reasons, ${tx.now}, ${actorId}::bigint, ${tx.now}, ${actorId}::bigint
    from json_to_recordset(${JSON.stringify(items)}::json)
      as i (id bigint, "setId" bigint, "ruleId" bigint, "recordId" bigint, probability numeric, reasons text[])
    on conflict (rule_id, record_id) do nothing`,
  )

export type ReportedRow = {
  readonly setId: number
  readonly ruleId: number
  readonly ruleLabel: string
  readonly object: string
  readonly reportedAt: Date
  readonly recordId: number
  readonly probability: number | null
  readonly reasons: readonly string[]
}

/** Sets, the newest first, each with all it holds; `before` is the id the last page ended with. */
export const reportedBefore = (tx: Tx, before: number, limit: number): Promise<ReportedRow[]> =>
  many<ReportedRow>(
    tx,
    sql`
    select s.id as "setId", s.rule_id as "ruleId", r.label as "ruleLabel", s.object_name as object, s.created_at as "reportedAt",
      i.record_id as "recordId", i.probability::float8 as probability, i.reasons
    from (
      select id, rule_id, object_name, created_at
      from duplicate_record_set
      where id < ${before}
      order by id desc
      limit ${limit}) s
    join duplicate_rule r on r.id = s.rule_id
    join duplicate_record_item i on i.set_id = s.id
    order by s.id desc, i.id`,
  )

/** Takes sets off the list: somebody looked at them. */
export const removeSets = (tx: Tx, ids: readonly number[]): Promise<number> =>
  run(
    tx,
    sql`
    delete from duplicate_record_set
    where id = any(${ids}::bigint[])`,
  )
