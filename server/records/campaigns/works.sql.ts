import { many, maybeOne, run, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import type { Actor } from '../../ground/users/actor.ts'
import type { NewStretch, Stretch, Work } from './stretch.ts'
import type { Place } from './chosen.ts'

/** Writes down a work, and the places its stretches lie between. */
export const insertWork = (
  tx: Tx,
  actor: Actor,
  { id, campaignId, what, of, status, total }: Pick<Work, 'id' | 'campaignId' | 'what' | 'of' | 'status' | 'total'>,
  stretches: readonly NewStretch[],
): Promise<number> =>
  run(
    tx,
    sql`
    with ordered as (
      insert into campaign_work (id, campaign_id, what, of, status, total, created_at, created_by_id)
      values (${id}, ${campaignId}, ${what}, ${JSON.stringify(of)}::jsonb, ${status}, ${total}, ${tx.now}, ${actor.userId})
    )
    insert into campaign_work_stretch (work_id, n, campaign_id, after, upto)
    select ${id}, n, within, nullif(after, 'null'), nullif(upto, 'null')
    from jsonb_to_recordset(${JSON.stringify(stretches)}::jsonb) as r (n integer, within bigint, after jsonb, upto jsonb)`,
  )

const columns =
  sql.raw(`w.id, w.campaign_id as "campaignId", w.what, w.of, w.status, w.total, w.seen, w.done, w.problem,
  w.created_at as "createdAt", w.created_by_id as "createdById", w.finished_at as "finishedAt"`)

export const worksOf = (tx: Tx, campaignId: number): Promise<Work[]> =>
  many<Work>(
    tx,
    sql`
    select ${columns}
    from campaign_work w
    where w.campaign_id = ${campaignId}
    order by w.created_at desc, w.id desc
    limit 20`,
  )

/** The stretches of a work that are not through, unless it is finished. */
export const openStretches = (tx: Tx, id: number): Promise<{ n: number }[]> =>
  many<{ n: number }>(
    tx,
    sql`
    select s.n
    from campaign_work_stretch s
    join campaign_work w on w.id = s.work_id
    where s.work_id = ${id} and s.ended_at is null and w.finished_at is null
    order by s.n`,
  )

/** Works that are not finished, and that nobody touched since a moment. */
export const worksLeftSince = (tx: Tx, since: Date): Promise<{ readonly id: number }[]> =>
  many(
    tx,
    sql`
    select id
    from campaign_work
    where finished_at is null and coalesce(worked_at, created_at) < ${since}
    order by id`,
  )

/** One of them, locked: whoever else works on it waits. */
export const lockStretch = (tx: Tx, id: number, n: number): Promise<Stretch | undefined> =>
  maybeOne<Stretch>(
    tx,
    sql`
    select ${columns}, s.n, s.campaign_id as within, s.after, s.upto
    from campaign_work_stretch s
    join campaign_work w on w.id = s.work_id
    where s.work_id = ${id} and s.n = ${n} and s.ended_at is null and w.finished_at is null
    for update of s`,
  )

/** Moves a stretch on to where a part of it ended. The work is locked last, for as long as it takes to commit. */
export const advance = (
  tx: Tx,
  { id, n }: Stretch,
  part: { readonly seen: number; readonly done: number; readonly after: Place | null; readonly isThrough: boolean },
): Promise<number> =>
  run(
    tx,
    sql`
    with moved as (
      update campaign_work_stretch
      set after = coalesce(${part.after === null ? null : JSON.stringify(part.after)}::jsonb, after),
        ended_at = ${part.isThrough ? tx.now : null}
      where work_id = ${id} and n = ${n}
    )
    update campaign_work
    set seen = seen + ${part.seen}, done = done + ${part.done}, worked_at = ${tx.now}
    where id = ${id}`,
  )

export const finishWork = (tx: Tx, id: number, problem: string | null): Promise<number> =>
  run(
    tx,
    sql`
    update campaign_work
    set finished_at = ${tx.now}, problem = ${problem}
    where id = ${id} and finished_at is null`,
  )
