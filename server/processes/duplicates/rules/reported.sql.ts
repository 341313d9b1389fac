import { visible } from '../../../ground/objects/visibility.ts'
import { may, theProgram, type Actor } from '../../../ground/users/actor.ts'
import { many, run, sql, type RawBuilder } from '../../../platform/sql.ts'
import type { Tx } from '../../../platform/tx.ts'
import { definitionNamed } from '../definitionNamed.ts'
import { matchables, type Matchable } from '../duplicate.ts'

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
  readonly object: Matchable
  readonly reportedAt: Date
  readonly itemId: number | null
  /** Null where the set holds nothing the actor may see. */
  readonly recordId: number | null
  readonly probability: number | null
  readonly reasons: readonly string[]
}

/**
 * Sets, the newest first, each with the first `most` of its records that the actor may see; `before` is the id the last
 * page ended with.
 */
export const reportedBefore = (
  tx: Tx,
  actor: Actor,
  before: number,
  limit: number,
  most: number,
): Promise<ReportedRow[]> =>
  many<ReportedRow>(
    tx,
    sql`
    select s.id as "setId", s.rule_id as "ruleId", r.label as "ruleLabel", s.object_name as object, s.created_at as "reportedAt",
      i.id as "itemId", i.record_id as "recordId", i.probability::float8 as probability, i.reasons
    from (
      select id, rule_id, object_name, created_at
      from duplicate_record_set
      where id < ${before}
      order by id desc
      limit ${limit}) s
    join duplicate_rule r on r.id = s.rule_id
    left join lateral (
      select i.id, i.record_id, i.probability, i.reasons
      from duplicate_record_item i
      where i.set_id = s.id and ${isSeen(actor)}
      order by i.id
      limit ${most}) i on true
    order by s.id desc, i.id`,
  )

/** The next records of one set that the actor may see, those behind an item, if the actor sees two of its records at all. */
export const reportedAfter = (
  tx: Tx,
  actor: Actor,
  setId: number,
  after: number,
  most: number,
): Promise<ReportedRow[]> =>
  many<ReportedRow>(
    tx,
    sql`
    select s.id as "setId", s.rule_id as "ruleId", r.label as "ruleLabel", s.object_name as object, s.created_at as "reportedAt",
      i.id as "itemId", i.record_id as "recordId", i.probability::float8 as probability, i.reasons
    from duplicate_record_set s
    join duplicate_rule r on r.id = s.rule_id
    join duplicate_record_item i on i.set_id = s.id
    where s.id = ${setId} and i.id > ${after} and ${isSeen(actor)} and ${twoAreSeen(actor)}
    order by i.id
    limit ${most}`,
  )

/**
 * Takes sets off the list of who sees them, that is two of their records: somebody looked at them. A set of which fewer than two
 * records are left, whoever may see them, is anybody's to take off. Answers which.
 */
export const removeSets = (tx: Tx, actor: Actor, ids: readonly number[]): Promise<{ id: number }[]> =>
  many(
    tx,
    sql`
    delete from duplicate_record_set s
    where s.id = any(${ids}::bigint[]) and (${twoAreSeen(actor)} or not ${twoAreSeen(theProgram)})
    returning s.id`,
  )

/** Whether two records of the set `s` are there for the actor. */
const twoAreSeen = (actor: Actor): RawBuilder<unknown> => sql`(2 = (
      select count(*)
      from (
        select
        from duplicate_record_item i
        where i.set_id = s.id and ${isSeen(actor)}
        limit 2) seen))`

/** Whether the record an item `i` names is there for the actor. */
function isSeen(actor: Actor): RawBuilder<unknown> {
  const among = matchables.map(definitionNamed).filter((definition) => may(actor, 'read', definition))
  if (among.length === 0) return sql`false`
  return sql`(${sql.join(
    among.map(
      (definition) =>
        sql`exists (select from ${sql.table(definition.table)} t where t.id = i.record_id and ${visible(actor, definition, 't')})`,
    ),
    sql` or `,
  )})`
}
