import { many, maybeOne, one, run, sql } from '../../../platform/sql.ts'
import type { Tx } from '../../../platform/tx.ts'
import type { ScoredPart } from '../pairing/scoring.ts'
import type { RecordGroup } from '../pairing/grouping.ts'
import type { Bar, DuplicateRun, FoundGroup, RunScope, RunStage, RunState } from './run.ts'

const runColumns = sql`
  r.id, r.scope, r.state, r.stage, r.created_at as "createdAt", r.created_by_id as "createdById", r.finished_at as "finishedAt",
  r.problem, r.share, r.expected, r.records, r.candidates, r.compared, r.pairs, r.groups, r.skipped_keys as "skippedKeys",
  r.skipped_records as "skippedRecords", r.compared_up_to as "comparedUpTo", r.histogram`

export const insertRun = (tx: Tx, actorId: number, id: number, scope: RunScope): Promise<number> =>
  run(
    tx,
    sql`
    insert into duplicate_run (id, scope, state, stage, created_at, created_by_id, touched_at)
    values (${id}, ${scope}, 'running', 'reading', ${tx.now}, ${actorId}, ${tx.now})`,
  )

export const runById = (tx: Tx, id: number): Promise<DuplicateRun | undefined> =>
  maybeOne(tx, sql`select ${runColumns} from duplicate_run r where r.id = ${id}`)

export const lockedRun = (tx: Tx, id: number): Promise<DuplicateRun | undefined> =>
  maybeOne(tx, sql`select ${runColumns} from duplicate_run r where r.id = ${id} for update`)

/** The run of a scope that is at work or paused. */
export const runAtWork = (tx: Tx, scope: RunScope): Promise<DuplicateRun | undefined> =>
  maybeOne(
    tx,
    sql`select ${runColumns} from duplicate_run r where r.scope = ${scope} and r.state in ('running', 'paused')`,
  )

/** Runs, the newest first: those of one person, or everybody's. */
export const runsBefore = (
  tx: Tx,
  userId: number | null,
  before: number | undefined,
  limit: number,
): Promise<DuplicateRun[]> =>
  many(
    tx,
    sql`
    select ${runColumns}
    from duplicate_run r
    where (${userId}::bigint is null or r.created_by_id = ${userId}) and (${before ?? null}::bigint is null or r.id < ${before ?? null})
    order by r.id desc
    limit ${limit}`,
  )

/** Says where a run stands; one that somebody cancelled or paused meanwhile has not failed. */
export const setRunState = (tx: Tx, id: number, state: RunState, problem: string | null = null): Promise<number> =>
  run(
    tx,
    sql`
    update duplicate_run
    set state = ${state}, problem = ${problem}, touched_at = ${tx.now},
      finished_at = case when ${state} in ('done', 'cancelled') then ${tx.now}::timestamptz end
    where id = ${id} and (${state} <> 'failed' or state = 'running')`,
  )

/** Runs whose worker has not been heard of since. */
export const runsLeftSince = (tx: Tx, since: Date): Promise<{ readonly id: number }[]> =>
  many(tx, sql`select id from duplicate_run where state = 'running' and touched_at < ${since}`)

export interface RunProgress {
  readonly stage: RunStage
  readonly share: number
  readonly expected?: number
  readonly records?: number
  readonly candidates?: number
  readonly compared?: number
  readonly pairs?: number
  readonly groups?: number
  readonly skippedKeys?: number
  readonly skippedRecords?: number
  readonly comparedUpTo?: number
}

/** Says how far a run is, if it is still to go on; `compared` and `pairs` are added to what was there. */
export const advanceRun = async (tx: Tx, id: number, progress: RunProgress): Promise<boolean> => {
  const known = (value: number | undefined): number | null => value ?? null
  const touched = await run(
    tx,
    sql`
    update duplicate_run
    set stage = ${progress.stage}, share = ${progress.share}, touched_at = ${tx.now},
      expected = coalesce(${known(progress.expected)}::bigint, expected),
      records = coalesce(${known(progress.records)}::bigint, records),
      candidates = coalesce(${known(progress.candidates)}::bigint, candidates),
      compared = compared + ${progress.compared ?? 0},
      pairs = pairs + ${progress.pairs ?? 0},
      groups = coalesce(${known(progress.groups)}::bigint, groups),
      skipped_keys = coalesce(${known(progress.skippedKeys)}::bigint, skipped_keys),
      skipped_records = coalesce(${known(progress.skippedRecords)}::bigint, skipped_records),
      compared_up_to = coalesce(${known(progress.comparedUpTo)}::bigint, compared_up_to)
    where id = ${id} and state = 'running'`,
  )
  return touched > 0
}

/** Keeps pairs found, but for those somebody said are not the same; answers how many. */
export const insertPairs = (
  tx: Tx,
  runId: number,
  { left, right, probability }: Pick<ScoredPart, 'left' | 'right' | 'probability'>,
): Promise<number> =>
  run(
    tx,
    sql`
    insert into duplicate_pair (run_id, left_id, right_id, probability)
    select ${runId}, p.left_id, p.right_id, p.probability
    from unnest(${[...left]}::bigint[], ${[...right]}::bigint[], ${[...probability]}::real[]) as p (left_id, right_id, probability)
    where not exists (
      select from duplicate_verdict v
      where v.left_id = p.left_id and v.right_id = p.right_id and v.verdict = 'not_same')
    on conflict do nothing`,
  )

export interface PairRow {
  readonly left: number
  readonly right: number
  readonly probability: number
}

/** A stretch of the pairs of a run, in their order. */
export const pairsAfter = (tx: Tx, runId: number, left: number, right: number, limit: number): Promise<PairRow[]> =>
  many(
    tx,
    sql`
    select left_id as left, right_id as right, probability
    from duplicate_pair
    where run_id = ${runId} and (left_id, right_id) > (${left}, ${right})
    order by left_id, right_id
    limit ${limit}`,
  )

/** The pairs a run kept among some records. */
export const pairsAmong = (tx: Tx, runId: number, ids: readonly number[]): Promise<PairRow[]> =>
  many(
    tx,
    sql`
    select left_id as left, right_id as right, probability
    from duplicate_pair
    where run_id = ${runId} and left_id = any(${ids}::bigint[]) and right_id = any(${ids}::bigint[])`,
  )

/** A stretch of what people decided about pairs, in their order: 1 for the same, 0 for not the same. */
export const decisionsAfter = (
  tx: Tx,
  left: number,
  right: number,
  limit: number,
): Promise<{ readonly left: number; readonly right: number; readonly isSame: boolean }[]> =>
  many(
    tx,
    sql`
    select left_id as left, right_id as right, verdict = 'same' as "isSame"
    from duplicate_verdict
    where verdict in ('same', 'not_same') and (left_id, right_id) > (${left}, ${right})
    order by left_id, right_id
    limit ${limit}`,
  )

/** Takes away some pairs of earlier runs of a scope: a new run knows better. Answers how many went. */
export const forgetEarlierPairs = (tx: Tx, { id, scope }: DuplicateRun, most: number): Promise<number> =>
  run(
    tx,
    sql`
    delete from duplicate_pair
    where ctid = any(array(
      select p.ctid
      from duplicate_run r
      join duplicate_pair p on p.run_id = r.id
      where r.scope = ${scope} and r.id < ${id}
      limit ${most}))`,
  )

export const removeGroups = (tx: Tx, runId: number): Promise<number> =>
  run(tx, sql`delete from duplicate_group where run_id = ${runId}`)

export const insertGroups = (tx: Tx, runId: number, first: number, groups: readonly RecordGroup[]): Promise<number> => {
  const rows = groups.map(({ ids, certainty, weakest }, at) => ({
    n: first + at,
    certainty,
    ids,
    left: weakest.left,
    right: weakest.right,
    probability: weakest.probability,
  }))
  return run(
    tx,
    sql`
    insert into duplicate_group (run_id, n, certainty, record_ids, weakest_left_id, weakest_right_id, weakest_probability)
    select ${runId}, n, certainty, ids, "left", "right", probability
    from json_to_recordset(${JSON.stringify(rows)}::json)
      as g (n integer, certainty real, ids bigint[], "left" bigint, "right" bigint, probability real)`,
  )
}

/** How the pairs of a run lie between least and 1, in as many bars. */
export const histogramOf = (tx: Tx, runId: number, least: number, bars: number): Promise<Bar[]> =>
  many(
    tx,
    sql`
    select ${least}::float8 + (least(width_bucket(probability::float8, ${least}::float8, 1.0000001, ${bars}), ${bars}) - 1) * (1 - ${least}::float8) / ${bars} as "from",
      count(*) as pairs
    from duplicate_pair
    where run_id = ${runId}
    group by 1
    order by 1`,
  )

export const keepHistogram = (tx: Tx, runId: number, bars: readonly Bar[]): Promise<number> =>
  run(tx, sql`update duplicate_run set histogram = ${JSON.stringify(bars)}::jsonb where id = ${runId}`)

export interface Reckoning {
  /** Groups at or above the certainty that are not merged yet. */
  readonly groups: number
  /** Records in them. */
  readonly records: number
  readonly merged: number
}

/** How many groups a merge from this certainty on would make one each. */
export const reckonGroups = (tx: Tx, runId: number, certainty: number): Promise<Reckoning> =>
  one(
    tx,
    sql`
    select count(*) filter (where bulk_merge_id is null) as groups,
      coalesce(sum(cardinality(record_ids)) filter (where bulk_merge_id is null), 0) as records,
      count(*) filter (where merge_id is not null) as merged
    from duplicate_group
    where run_id = ${runId} and certainty >= ${certainty}::real`,
  )

const groupColumns = sql`
  n, certainty, record_ids as "recordIds", weakest_left_id as "weakestLeftId", weakest_right_id as "weakestRightId",
  weakest_probability as "weakestProbability", merge_id as "mergeId", refusal`

/** Groups of a run from the least certain above `atLeast` upwards: those a person has to look at come first. */
export const groupsFrom = (
  tx: Tx,
  runId: number,
  {
    atLeast,
    certainty,
    n,
    limit,
  }: { readonly atLeast: number; readonly certainty: number; readonly n: number; readonly limit: number },
): Promise<FoundGroup[]> =>
  many(
    tx,
    sql`
    select ${groupColumns}
    from duplicate_group
    where run_id = ${runId} and certainty >= ${atLeast}::real and (certainty, n) > (${certainty}::real, ${n}::integer)
    order by certainty, n
    limit ${limit}`,
  )

export const groupByNumber = (tx: Tx, runId: number, n: number): Promise<FoundGroup | undefined> =>
  maybeOne(tx, sql`select ${groupColumns} from duplicate_group where run_id = ${runId} and n = ${n}`)
