import { many, one, run, sql } from '../../../platform/sql.ts'
import type { Tx } from '../../../platform/tx.ts'
import type { Verdict } from '../duplicates.sql.ts'

/** A pair drawn at random to be looked at, on one side of a certainty. */
export interface SampledPair {
  readonly isAbove: boolean
  readonly place: number
  readonly leftId: number
  readonly rightId: number
  readonly probability: number
  readonly answer: Verdict['verdict'] | null
}

export const sampleOf = (tx: Tx, runId: number, certainty: number): Promise<SampledPair[]> =>
  many(
    tx,
    sql`
    select is_above as "isAbove", place, left_id as "leftId", right_id as "rightId", probability, answer
    from duplicate_sample
    where run_id = ${runId} and certainty = ${certainty}::real
    order by is_above desc, place`,
  )

/** Draws groups at random, each by its weakest pair: where that is right, the whole group is. */
export const drawAbove = (tx: Tx, runId: number, certainty: number, howMany: number): Promise<number> =>
  run(
    tx,
    sql`
    insert into duplicate_sample (run_id, certainty, is_above, place, left_id, right_id, probability)
    select ${runId}, ${certainty}, true, row_number() over (), weakest_left_id, weakest_right_id, weakest_probability
    from (
      select weakest_left_id, weakest_right_id, weakest_probability
      from duplicate_group
      where run_id = ${runId} and certainty >= ${certainty}::real
      order by random()
      limit ${howMany}) drawn
    on conflict do nothing`,
  )

/** Pairs that a merge from a certainty on would leave two: what was kept, and is in no group of it. */
const leftApart = (runId: number, certainty: number) => sql`
  from duplicate_pair p
  where p.run_id = ${runId} and p.probability < ${certainty}::real
    and not exists (
      select from together one
      join together two on two.n = one.n
      where one.id = p.left_id and two.id = p.right_id)`

const together = (runId: number, certainty: number) => sql`
  together as materialized (
    select g.n, member as id
    from duplicate_group g, unnest(g.record_ids) member
    where g.run_id = ${runId} and g.certainty >= ${certainty}::real)`

export const drawBelow = (tx: Tx, runId: number, certainty: number, howMany: number): Promise<number> =>
  run(
    tx,
    sql`
    with ${together(runId, certainty)}
    insert into duplicate_sample (run_id, certainty, is_above, place, left_id, right_id, probability)
    select ${runId}, ${certainty}, false, row_number() over (), left_id, right_id, probability
    from (select p.left_id, p.right_id, p.probability ${leftApart(runId, certainty)} order by random() limit ${howMany}) drawn
    on conflict do nothing`,
  )

export const countBelow = async (tx: Tx, runId: number, certainty: number): Promise<number> => {
  const { count } = await one<{ count: number }>(
    tx,
    sql`
    with ${together(runId, certainty)}
    select count(*) as count ${leftApart(runId, certainty)}`,
  )
  return count
}

/** Keeps what somebody said of a pair, in every sample of the run it was drawn into. */
export const keepAnswer = (
  tx: Tx,
  actorId: number | null,
  runId: number,
  { leftId, rightId, verdict }: Verdict,
): Promise<number> =>
  run(
    tx,
    sql`
    update duplicate_sample
    set answer = ${verdict}, answered_at = ${tx.now}, answered_by_id = ${actorId}
    where run_id = ${runId} and left_id = least(${leftId}::bigint, ${rightId}::bigint) and right_id = greatest(${leftId}::bigint, ${rightId}::bigint)`,
  )
