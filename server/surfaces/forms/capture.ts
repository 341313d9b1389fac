import { drawIds } from '../../ground/objects/ids.ts'
import { refusalOfBreach } from '../../platform/breach.ts'
import { eachRefusal, Refusal } from '../../platform/errors.ts'
import type { Logger } from '../../platform/log.ts'
import { inTransaction, reading } from '../../platform/transactions.ts'
import type { Database, OrgRef, Tx } from '../../platform/tx.ts'
import type { LetterSetting } from '../../processes/registrations/letters.ts'
import { gather } from './gather.ts'
import type { ArrivingPost, PostState } from './post.ts'
import { attemptsOf, insertPosts, overduePosts, postponePost, settlePosts } from './posts.sql.ts'
import { workPosts, type Worked } from './working.ts'

const MOST_AT_ONCE = 100
const HEAVIEST_BATCH_BYTES = 4 * 1024 * 1024
const MOST_ATTEMPTS = 6

/** How posts get in: stored first, in a transaction of their own; understood in a second one. */
export type Capture = {
  /** Resolves once the post is stored for good; throws when it could not be. */
  readonly store: (org: OrgRef, post: ArrivingPost) => Promise<{ readonly id: number; readonly state: PostState }>
  /** Works a stored post; never throws: what goes wrong stays with the post. */
  readonly work: (org: OrgRef, id: number) => Promise<void>
  /** Takes up what was stored and never worked; answers how many posts it looked at. */
  readonly workOverdue: (org: OrgRef) => Promise<number>
}

export type CaptureOrder = {
  readonly db: Database
  readonly letters: LetterSetting
  readonly log: Pick<Logger, 'warn' | 'error'>
  /** Working posts, as tests make it fail. */
  readonly workWith?: typeof workPosts
}

export function openCapture(order: CaptureOrder): Capture {
  const byOrg = new Map<
    string,
    {
      readonly store: (post: ArrivingPost) => Promise<{ id: number; state: PostState }>
      readonly work: (id: number) => Promise<true>
    }
  >()
  const of = (org: OrgRef) => {
    const found = byOrg.get(org.schema) ?? {
      store: gather(
        { most: MOST_AT_ONCE, heaviest: HEAVIEST_BATCH_BYTES, weight: ({ body }) => body.length },
        (posts: readonly ArrivingPost[]) => storeAll(order.db, org, posts),
      ),
      work: gather({ most: MOST_AT_ONCE, heaviest: MOST_AT_ONCE, weight: () => 1 }, async (ids: readonly number[]) => {
        await workAll(order, org, ids)
        return ids.map((): true => true)
      }),
    }
    byOrg.set(org.schema, found)
    return found
  }
  return {
    store: (org, post) => of(org).store(post),
    work: async (org, id) => {
      await of(org).work(id)
    },
    workOverdue: (org) => workOverdue(order, org),
  }
}

const storeAll = (
  db: Database,
  org: OrgRef,
  posts: readonly ArrivingPost[],
): Promise<{ readonly id: number; readonly state: PostState }[]> =>
  inTransaction(db, org, (tx) => storePosts(tx, posts))

/** Stores posts as they came; one answer each, in order. */
export async function storePosts(
  tx: Tx,
  posts: readonly ArrivingPost[],
): Promise<{ readonly id: number; readonly state: PostState }[]> {
  const ids = await drawIds(tx, 'FormPost', posts.length)
  const stored = await insertPosts(
    tx,
    posts.map((post, at) => ({ ...post, id: ids[at] ?? 0 })),
  )
  const states = new Map(stored.map(({ id, state }) => [id, state]))
  return ids.map((id) => ({ id, state: states.get(id) ?? 'received' }))
}

async function workOverdue(order: CaptureOrder, org: OrgRef): Promise<number> {
  let looked = 0
  let last = 0
  for (;;) {
    const ids = await reading(order.db, org, (tx) => overduePosts(tx, MOST_AT_ONCE, last))
    if (ids.length === 0) return looked
    await workAll(order, org, ids)
    looked += ids.length
    // Past those another program holds at the moment: it works them, and the next look finds what it left.
    last = ids.at(-1) ?? last
  }
}

/** Works a set, and what of it had to wait for another post of the same stranger; a post that fails fails alone. */
async function workAll(order: CaptureOrder, org: OrgRef, ids: readonly number[]): Promise<void> {
  let left = ids
  while (left.length > 0) {
    const done = await workTogether(order, org, left)
    if (done === undefined) {
      for (const id of left) await workAlone(order, org, id)
      return
    }
    const settled = new Set(done.map(({ id }) => id))
    if (settled.size === 0) return
    left = left.filter((id) => !settled.has(id))
  }
}

/** Undefined when the set as a whole could not be worked. */
async function workTogether(
  order: CaptureOrder,
  org: OrgRef,
  ids: readonly number[],
): Promise<readonly Worked[] | undefined> {
  try {
    return await inTransaction(order.db, org, (tx) => (order.workWith ?? workPosts)(tx, order.letters, ids))
  } catch (error) {
    order.log.warn(
      { fault: String(error), posts: ids.length },
      'Form posts could not be worked together; each is worked alone.',
    )
    return undefined
  }
}

async function workAlone(order: CaptureOrder, org: OrgRef, id: number): Promise<void> {
  try {
    await inTransaction(order.db, org, (tx) => (order.workWith ?? workPosts)(tx, order.letters, [id]))
  } catch (error) {
    // When even this cannot be written, the post is still there as it came, and the job finds it.
    await noteTrouble(order, org, id, error).catch((lost: unknown) =>
      order.log.warn({ fault: String(lost) }, 'A form post waits for the job.'),
    )
  }
}

/** A rule says no: it waits with the reason. A fault: it is tried again, and waits when that does not help. */
async function noteTrouble({ db, log }: CaptureOrder, org: OrgRef, id: number, error: unknown): Promise<void> {
  const refusal = error instanceof Refusal ? error : refusalOfBreach(error)
  await inTransaction(db, org, async (tx) => {
    const attempts = await attemptsOf(tx, id)
    if (refusal !== undefined && refusal.kind !== 'unavailable') {
      await settlePosts(tx, [
        {
          id,
          state: 'waiting',
          code: refusal.code,
          reason: eachRefusal(refusal)
            .map(({ message }) => message)
            .join(' '),
          notes: [],
          formId: null,
        },
      ])
    } else if (attempts + 1 < MOST_ATTEMPTS) {
      await postponePost(tx, id, 2 ** attempts)
    } else {
      await settlePosts(tx, [
        {
          id,
          state: 'waiting',
          code: 'fault',
          reason: 'Assay ran into a fault of its own with this post. Replay it; if it stays, the log says more.',
          notes: [],
          formId: null,
        },
      ])
    }
  })
  log.error(
    { post: id, fault: error instanceof Error ? (error.stack ?? error.message) : String(error) },
    'A form post could not be worked.',
  )
}
