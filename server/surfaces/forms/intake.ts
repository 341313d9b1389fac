import { encodeId } from '../../../shared/ids.ts'
import { decodeCursor, encodeCursor } from '../../ground/objects/cursor.ts'
import type { Actor } from '../../ground/users/actor.ts'
import { notFound, Refusal } from '../../platform/errors.ts'
import type { Tx } from '../../platform/tx.ts'
import { mayBeDiscarded, mayBeReplayed, type Mended, type PostState } from './post.ts'
import {
  countPosts,
  lockPosts,
  mendFields,
  postsById,
  postPage,
  putAway,
  putBack,
  type ListedPost,
} from './posts.sql.ts'
import { refuseUnlessKeepsForms } from './webForms.ts'

export type IntakeRequest = {
  readonly state?: PostState
  readonly formId?: number
  readonly after?: string
  readonly limit: number
}

export type IntakePage = { readonly posts: readonly ListedPost[]; readonly next: string | null }

/** What came in through forms, newest first, whatever became of it. */
export async function listPosts(tx: Tx, actor: Actor, { after, ...request }: IntakeRequest): Promise<IntakePage> {
  refuseUnlessKeepsForms(actor)
  const [at, id] = after === undefined ? [] : decodeCursor(after, 2)
  const before = {
    at: at instanceof Date ? at : new Date('9999-12-31T00:00:00Z'),
    id: typeof id === 'number' ? id : Number.MAX_SAFE_INTEGER,
  }
  const rows = await postPage(tx, { ...request, before, limit: request.limit + 1 })
  const posts = rows.slice(0, request.limit)
  const last = rows.length > request.limit ? posts.at(-1) : undefined
  return { posts, next: last === undefined ? null : encodeCursor([last.receivedAt, last.id]) }
}

/** How many posts stand where, counted up to 10,000 each. */
export async function countIntake(
  tx: Tx,
  actor: Actor,
): Promise<{ state: PostState; count: number; atLeast: boolean }[]> {
  refuseUnlessKeepsForms(actor)
  return (await countPosts(tx)).map(({ state, count }) => ({
    state,
    count: Math.min(count, 10_000),
    atLeast: count > 10_000,
  }))
}

export async function getPost(tx: Tx, actor: Actor, id: number): Promise<ListedPost> {
  const [post] = await getPosts(tx, actor, [id])
  if (post === undefined) throw notFound('form post', encodeId(id))
  return post
}

/** Posts by id, in the order asked for; those that are not there are left out. */
export async function getPosts(tx: Tx, actor: Actor, ids: readonly number[]): Promise<ListedPost[]> {
  refuseUnlessKeepsForms(actor)
  const posts = new Map((await postsById(tx, ids)).map((post) => [post.id, post]))
  return ids.flatMap((id) => posts.get(id) ?? [])
}

/** Mends fields of a post that waits; the bytes that came stay as they are. */
export async function mendPost(tx: Tx, actor: Actor, id: number, fields: Mended): Promise<void> {
  refuseUnlessKeepsForms(actor)
  await lockFor(tx, [id], (state) => mayBeReplayed[state], 'mended')
  await mendFields(tx, id, actor.userId, fields)
}

/** Puts posts back to be worked again, as genuine. The caller has them worked once this is committed. */
export async function replayPosts(tx: Tx, actor: Actor, ids: readonly number[]): Promise<void> {
  refuseUnlessKeepsForms(actor)
  await lockFor(tx, ids, (state) => mayBeReplayed[state], 'replayed')
  await putBack(tx, ids, actor.userId)
}

/** Puts posts away: nothing becomes of them, and they can be replayed if that was wrong. */
export async function discardPosts(tx: Tx, actor: Actor, ids: readonly number[], reason: string | null): Promise<void> {
  refuseUnlessKeepsForms(actor)
  await lockFor(tx, ids, (state) => mayBeDiscarded[state], 'discarded')
  await putAway(tx, ids, actor.userId, reason)
}

async function lockFor(
  tx: Tx,
  ids: readonly number[],
  allows: (state: PostState) => boolean,
  what: string,
): Promise<void> {
  const states = new Map((await lockPosts(tx, ids)).map(({ id, state }) => [id, state]))
  for (const id of ids) {
    const state = states.get(id)
    if (state === undefined) throw notFound('form post', encodeId(id))
    if (allows(state)) continue
    const done = state === 'lead' || state === 'inquiry'
    throw new Refusal(
      done ? 'form_post_accepted' : 'form_post_state',
      done
        ? `This post became ${state === 'lead' ? 'a lead' : 'an inquiry'} already, so it cannot be ${what}. Change the record itself.`
        : `A post that is '${state}' cannot be ${what}.`,
      {
        kind: 'conflict',
        facts: { id },
      },
    )
  }
}
