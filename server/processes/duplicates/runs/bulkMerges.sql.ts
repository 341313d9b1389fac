import type { ObjectDefinition } from '../../../ground/objects/definition.ts'
import { visible } from '../../../ground/objects/visibility.ts'
import type { Actor } from '../../../ground/users/actor.ts'
import { many, maybeOne, run, sql, type RawBuilder } from '../../../platform/sql.ts'
import type { Tx } from '../../../platform/tx.ts'
import type { BulkMerge, BulkMergeState, MasterRule } from './bulkMerge.ts'

const columns = sql`
  b.id, b.run_id as "runId", b.certainty, b.master_rule as "masterRule", b.state, b.created_at as "createdAt", b.created_by_id as "createdById",
  b.finished_at as "finishedAt", b.problem, b.expected, b.merged, b.refused, b.undone, b.next_n as "nextN"`

export const insertBulkMerge = (
  tx: Tx,
  actorId: number,
  {
    id,
    runId,
    certainty,
    masterRule,
    expected,
  }: Pick<BulkMerge, 'id' | 'runId' | 'certainty' | 'masterRule' | 'expected'>,
): Promise<number> =>
  run(
    tx,
    sql`
    insert into bulk_merge (id, run_id, certainty, master_rule, state, created_at, created_by_id, touched_at, expected)
    values (${id}, ${runId}, ${certainty}, ${masterRule}, 'running', ${tx.now}, ${actorId}, ${tx.now}, ${expected})`,
  )

export const bulkMergeById = (tx: Tx, id: number): Promise<BulkMerge | undefined> =>
  maybeOne(tx, sql`select ${columns} from bulk_merge b where b.id = ${id}`)

export const lockedBulkMerge = (tx: Tx, id: number): Promise<BulkMerge | undefined> =>
  maybeOne(tx, sql`select ${columns} from bulk_merge b where b.id = ${id} for update`)

export const bulkMergesOf = (tx: Tx, runId: number): Promise<BulkMerge[]> =>
  many(tx, sql`select ${columns} from bulk_merge b where b.run_id = ${runId} order by b.id desc`)

export const bulkMergesLeftSince = (tx: Tx, since: Date): Promise<{ readonly id: number }[]> =>
  many(tx, sql`select id from bulk_merge where state in ('running', 'undoing') and touched_at < ${since}`)

export const setBulkMergeState = (
  tx: Tx,
  id: number,
  state: BulkMergeState,
  problem: string | null = null,
): Promise<number> =>
  run(
    tx,
    sql`
    update bulk_merge
    set state = ${state}, problem = ${problem}, touched_at = ${tx.now},
      finished_at = case when ${state} in ('done', 'undone') then ${tx.now}::timestamptz end
    where id = ${id}`,
  )

export interface OpenGroup {
  readonly n: number
  readonly recordIds: readonly number[]
}

/** The next groups to merge, in the order of their numbers. */
export const groupsToMerge = (tx: Tx, { runId, certainty, nextN }: BulkMerge, limit: number): Promise<OpenGroup[]> =>
  many(
    tx,
    sql`
    select n, record_ids as "recordIds"
    from duplicate_group
    where run_id = ${runId} and n > ${nextN} and certainty >= ${certainty}::real and merge_id is null
    order by n
    limit ${limit}`,
  )

export interface GroupOutcome {
  readonly n: number
  readonly mergeId: number | null
  readonly refusal: string | null
}

/** Keeps what became of groups. */
export const keepOutcomes = (tx: Tx, { id, runId }: BulkMerge, outcomes: readonly GroupOutcome[]): Promise<number> =>
  run(
    tx,
    sql`
    update duplicate_group g
    set bulk_merge_id = ${id}, merge_id = o."mergeId", refusal = o.refusal
    from json_to_recordset(${JSON.stringify(outcomes)}::json) as o (n integer, "mergeId" bigint, refusal text)
    where g.run_id = ${runId} and g.n = o.n`,
  )

export const advanceBulkMerge = (
  tx: Tx,
  id: number,
  {
    merged = 0,
    refused = 0,
    undone = 0,
    nextN,
  }: { readonly merged?: number; readonly refused?: number; readonly undone?: number; readonly nextN?: number },
): Promise<number> =>
  run(
    tx,
    sql`
    update bulk_merge
    set merged = merged + ${merged}, refused = refused + ${refused}, undone = undone + ${undone},
      next_n = coalesce(${nextN ?? null}::integer, next_n), touched_at = ${tx.now}
    where id = ${id}`,
  )

/** The latest merges of a bulk merge that are not undone, the newest first. */
export const groupsToUndo = (
  tx: Tx,
  id: number,
  limit: number,
): Promise<{ readonly n: number; readonly mergeId: number }[]> =>
  many(
    tx,
    sql`
    select n, merge_id as "mergeId"
    from duplicate_group
    where bulk_merge_id = ${id} and merge_id is not null and refusal is null
    order by n desc
    limit ${limit}`,
  )

/** Groups whose merge was undone stand open again; of others it is kept why it could not be. */
export const keepUndone = (tx: Tx, id: number, outcomes: readonly GroupOutcome[]): Promise<number> =>
  run(
    tx,
    sql`
    update duplicate_group g
    set merge_id = o."mergeId", refusal = o.refusal, bulk_merge_id = case when o."mergeId" is not null then ${id}::bigint end
    from json_to_recordset(${JSON.stringify(outcomes)}::json) as o (n integer, "mergeId" bigint, refusal text)
    where g.bulk_merge_id = ${id} and g.n = o.n`,
  )

/** Pairs among these records of which somebody said that they are the same. */
export const saidSame = (
  tx: Tx,
  ids: readonly number[],
): Promise<{ readonly left: number; readonly right: number }[]> =>
  many(
    tx,
    sql`
    select left_id as left, right_id as right
    from duplicate_verdict
    where verdict = 'same' and left_id = any(${ids}::bigint[]) and right_id = any(${ids}::bigint[])`,
  )

/** By what a rule chooses the record that stays: the first of each group in this order does. */
const orders: Readonly<Record<MasterRule, (definition: ObjectDefinition) => RawBuilder<unknown>>> = {
  most_complete: (definition) =>
    sql`num_nonnulls(${sql.join(storedColumns(definition))}) desc, t.last_modified_at desc`,
  most_recent: () => sql`t.last_modified_at desc`,
  oldest: () => sql`t.created_at`,
  most_active: (definition) => sql`${activity(definition)} desc, t.last_modified_at desc`,
}

const storedColumns = (definition: ObjectDefinition): RawBuilder<unknown>[] =>
  definition.fields
    .filter(({ expression, type }) => expression === undefined && type !== 'boolean')
    .map(({ column }) => sql.ref(`t.${column}`))

const activity = ({ name }: ObjectDefinition): RawBuilder<unknown> => {
  const about = name === 'Account' ? sql.ref('what_id') : sql.ref('who_id')
  const person = name === 'Account' ? sql`0` : sql`(select count(*) from inquiry i where i.person_id = t.person_id)`
  return sql`((select count(*) from task a where a.${about} = t.id) + (select count(*) from calendar_event e where e.${about} = t.id)
    + (select count(*) from note n where n.parent_id = t.id) + ${person})`
}

/** Records in the order in which a rule would have them stay, and whether they were changed since a moment. */
export const byRule = (
  tx: Tx,
  actor: Actor,
  definition: ObjectDefinition,
  { rule, since }: { readonly rule: MasterRule; readonly since: Date },
  ids: readonly number[],
): Promise<{ readonly id: number; readonly isChanged: boolean }[]> =>
  many(
    tx,
    sql`
    select t.id, t.last_modified_at > ${since} as "isChanged"
    from ${sql.table(definition.table)} t
    where t.id = any(${ids}::bigint[]) and ${visible(actor, definition, 't')}
    order by ${orders[rule](definition)}, t.id`,
  )
