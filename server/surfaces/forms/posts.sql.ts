import { many, maybeOne, run, sql } from '../../platform/sql.ts'
import { networkOf } from '../../platform/networks.ts'
import type { Tx } from '../../platform/tx.ts'
import type { ArrivingPost, Mended, PostState, StoredPost, Verdict } from './post.ts'

const MINUTE_MS = 60_000
/** How long whoever stored a post has to work it before the job takes it up. */
const WORKED_WITHIN_MS = 30_000

/**
 * Stores posts as they came. What one address, or another of its network, sends beyond its posts a minute is stored as well, and waits
 * for somebody to look at it.
 */
export const insertPosts = (
  tx: Tx,
  posts: readonly (ArrivingPost & { readonly id: number })[],
): Promise<{ id: number; state: PostState }[]> =>
  many(
    tx,
    sql`
    with arriving as (
      select *, row_number() over (partition by network order by place) as place_of_network
      from unnest(
        ${posts.map(({ id }) => id)}::bigint[], ${posts.map(({ address }) => address)}::text[], ${posts.map(({ userAgent }) => userAgent)}::text[],
        ${posts.map(({ contentType }) => contentType)}::text[], ${posts.map(({ query }) => query)}::text[], ${posts.map(({ body }) => body)}::bytea[],
        ${posts.map(({ address }) => networkOf(address))}::text[]
      ) with ordinality as a (id, address, user_agent, content_type, query, body, network, place)
    ), recent as (
      select network, count(*) as posts
      from form_post
      where network in (select network from arriving) and received_at > ${new Date(tx.now.getTime() - MINUTE_MS)}
      group by network
    ), judged as (
      select arriving.*, coalesce(recent.posts, 0) + place_of_network > (select posts_per_minute from form_setting) as is_too_many
      from arriving
      left join recent using (network)
    )
    insert into form_post (id, received_at, address, network, user_agent, content_type, query, body, state, reason_code, reason, next_try_at)
    select id, ${tx.now}, address, network, user_agent, content_type, query, body,
      case when is_too_many then 'waiting' else 'received' end,
      case when is_too_many then 'too_many_from_one_address' end,
      case when is_too_many then 'Too many posts came from one address within a minute. If they are genuine, replay them.' end,
      ${new Date(tx.now.getTime() + WORKED_WITHIN_MS)}
    from judged
    returning id, state`,
  )

/** Locks posts that still have to be worked; somebody else's are left to them. */
export const lockReceived = (tx: Tx, ids: readonly number[]): Promise<StoredPost[]> =>
  many<StoredPost>(
    tx,
    sql`
    select id, received_at as "receivedAt", address, user_agent as "userAgent", content_type as "contentType", query, body, mended,
      vouched_by_id as "vouchedById"
    from form_post
    where id = any(${ids}::bigint[]) and state = 'received'
    order by received_at, id
    for no key update skip locked`,
  )

/** Posts nobody worked in time, oldest first: what was stored when the program died, and what is to be tried again. */
export const overduePosts = async (tx: Tx, most: number, after: number): Promise<number[]> => {
  const rows = await many<{ id: number }>(
    tx,
    sql`
    select id
    from form_post
    where state = 'received' and next_try_at <= ${tx.now} and id > ${after}
    order by id
    limit ${most}`,
  )
  return rows.map(({ id }) => id)
}

export const settlePosts = (tx: Tx, verdicts: readonly (Verdict & { readonly id: number })[]): Promise<number> =>
  run(
    tx,
    sql`
    update form_post p
    set state = v.state, reason_code = v.code, reason = v.reason, notes = coalesce(v.notes, '{}'), record_id = v."recordId",
      inquiry_id = v."inquiryId", web_form_id = v."formId", worked_at = ${tx.now}, attempts = p.attempts + 1
    from jsonb_to_recordset(${JSON.stringify(verdicts)}::jsonb)
      as v (id bigint, state text, code text, reason text, notes text[], "recordId" bigint, "inquiryId" bigint, "formId" bigint)
    where p.id = v.id`,
  )

/** A post that could not be worked for no fault of its own: it is tried again at a time. */
export const postponePost = (tx: Tx, id: number, minutes: number): Promise<number> =>
  run(
    tx,
    sql`
    update form_post
    set attempts = attempts + 1, next_try_at = ${new Date(tx.now.getTime() + minutes * MINUTE_MS)}
    where id = ${id} and state = 'received'`,
  )

export const attemptsOf = async (tx: Tx, id: number): Promise<number> =>
  (
    await maybeOne<{ attempts: number }>(
      tx,
      sql`
    select attempts
    from form_post
    where id = ${id}`,
    )
  )?.attempts ?? 0

export type ListedPost = {
  readonly id: number
  readonly receivedAt: Date
  readonly address: string
  readonly userAgent: string | null
  readonly contentType: string | null
  readonly query: string
  readonly body: Buffer
  readonly mended: Mended
  readonly state: PostState
  readonly reasonCode: string | null
  readonly reason: string | null
  readonly notes: readonly string[]
  readonly recordId: number | null
  readonly webFormId: number | null
  readonly formName: string | null
  readonly workedAt: Date | null
}

const columns = sql`
  p.id, p.received_at as "receivedAt", p.address, p.user_agent as "userAgent", p.content_type as "contentType", p.query, p.body, p.mended,
  p.state, p.reason_code as "reasonCode", p.reason, p.notes, p.record_id as "recordId", p.web_form_id as "webFormId", f.name as "formName",
  p.worked_at as "workedAt"`

export type PostPage = {
  readonly state?: PostState
  readonly formId?: number
  readonly before: { readonly at: Date; readonly id: number }
  readonly limit: number
}

export const postPage = (tx: Tx, { state, formId, before, limit }: PostPage): Promise<ListedPost[]> =>
  many<ListedPost>(
    tx,
    sql`
    select ${columns}
    from form_post p
    left join web_form f on f.id = p.web_form_id
    where (p.received_at, p.id) < (${before.at}, ${before.id})
      and (${state ?? null}::text is null or p.state = ${state ?? null})
      and (${formId ?? null}::bigint is null or p.web_form_id = ${formId ?? null})
    order by p.received_at desc, p.id desc
    limit ${limit}`,
  )

export const postsById = (tx: Tx, ids: readonly number[]): Promise<ListedPost[]> =>
  many<ListedPost>(
    tx,
    sql`
    select ${columns}
    from form_post p
    left join web_form f on f.id = p.web_form_id
    where p.id = any(${ids}::bigint[])`,
  )

export const countPosts = (tx: Tx): Promise<{ state: PostState; count: number }[]> =>
  many(
    tx,
    sql`
    select s.state, (select count(*) from (select from form_post p where p.state = s.state limit 10001) counted) as count
    from unnest(array['received', 'lead', 'inquiry', 'waiting', 'spam', 'discarded']) as s (state)`,
  )

/** Locks posts for somebody's decision, in the order of their ids. */
export const lockPosts = (tx: Tx, ids: readonly number[]): Promise<{ id: number; state: PostState }[]> =>
  many(
    tx,
    sql`
    select id, state
    from form_post
    where id = any(${ids}::bigint[])
    order by id
    for no key update`,
  )

export const mendFields = (tx: Tx, id: number, userId: number | null, fields: Mended): Promise<number> =>
  run(
    tx,
    sql`
    update form_post
    set mended = mended || ${JSON.stringify(fields)}::jsonb, last_changed_by_id = ${userId}
    where id = ${id}`,
  )

/** Back to the start, vouched for by somebody: neither trap nor rate applies any more. */
export const putBack = (tx: Tx, ids: readonly number[], userId: number | null): Promise<number> =>
  run(
    tx,
    sql`
    update form_post
    set state = 'received', reason_code = null, reason = null, vouched_by_id = ${userId}, last_changed_by_id = ${userId},
      next_try_at = ${new Date(tx.now.getTime() + WORKED_WITHIN_MS)}
    where id = any(${ids}::bigint[])`,
  )

export const putAway = (
  tx: Tx,
  ids: readonly number[],
  userId: number | null,
  reason: string | null,
): Promise<number> =>
  run(
    tx,
    sql`
    update form_post
    set state = 'discarded', reason_code = coalesce(reason_code, 'discarded'), reason = coalesce(${reason}, reason), worked_at = ${tx.now}, last_changed_by_id = ${userId}
    where id = any(${ids}::bigint[])`,
  )

export const stampSecret = async (tx: Tx): Promise<string> =>
  (
    await maybeOne<{ secret: string }>(
      tx,
      sql`
    select stamp_secret as secret
    from form_setting`,
    )
  )?.secret ?? ''

/** How many days the bytes of a worked post are kept. */
export const postsKeptDays = async (tx: Tx): Promise<number> =>
  (
    await maybeOne<{ days: number }>(
      tx,
      sql`
    select posts_kept_days as days
    from form_setting`,
    )
  )?.days ?? 400

export const setPostsKeptDays = (tx: Tx, days: number): Promise<number> =>
  run(
    tx,
    sql`
    update form_setting
    set posts_kept_days = ${days}`,
  )

/** Forgets what was sent in posts that are worked or put away: that there was one stays, with what became of it. */
export const forgetPosts = (tx: Tx, before: Date, limit: number): Promise<number> =>
  run(
    tx,
    sql`
    update form_post
    set body = '', query = '', mended = '{}', user_agent = null, address = '', network = '', notes = array['What was sent is no longer kept: the time for it is over.']
    where id in (
      select id from form_post
      where received_at < ${before} and state in ('lead', 'inquiry', 'spam', 'discarded') and (body <> '' or query <> '' or address <> '')
      order by received_at, id
      limit ${limit})`,
  )

export const postsPerMinute = async (tx: Tx): Promise<number> =>
  (
    await maybeOne<{ posts: number }>(
      tx,
      sql`
    select posts_per_minute as posts
    from form_setting`,
    )
  )?.posts ?? 0

export const setPostsPerMinute = (tx: Tx, posts: number): Promise<number> =>
  run(
    tx,
    sql`
    update form_setting
    set posts_per_minute = ${posts}`,
  )
