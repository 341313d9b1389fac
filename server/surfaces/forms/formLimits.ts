import { valuesChanged } from '../../ground/orgs/setupArea.ts'
import { refuseUnlessHas, type Actor } from '../../ground/users/actor.ts'
import { announce } from '../../platform/events.ts'
import type { Tx } from '../../platform/tx.ts'
import { postsKeptDays, postsPerMinute, setPostsKeptDays, setPostsPerMinute } from './posts.sql.ts'

export type FormLimits = {
  /** Posts that one address may send in a minute. */
  readonly PostsPerMinute: number
  /** Days after which what was sent in a worked post is forgotten. */
  readonly PostsKeptDays: number
}

/** How much strangers may send through forms, and how long it is kept; needs `set_up`. */
export async function formLimits(tx: Tx, actor: Actor): Promise<FormLimits> {
  refuseUnlessHas(actor, 'set_up', 'see or change how many posts an address may send')
  return { PostsPerMinute: await postsPerMinute(tx), PostsKeptDays: await postsKeptDays(tx) }
}

/** Changes the limits that are named; needs `set_up`. */
export async function changeFormLimits(
  tx: Tx,
  actor: Actor,
  { PostsPerMinute, PostsKeptDays }: { [Name in keyof FormLimits]?: FormLimits[Name] | undefined },
): Promise<FormLimits> {
  const before = await formLimits(tx, actor)
  if (PostsPerMinute !== undefined) await setPostsPerMinute(tx, PostsPerMinute)
  if (PostsKeptDays !== undefined) await setPostsKeptDays(tx, PostsKeptDays)
  const after = await formLimits(tx, actor)
  const values = valuesChanged(before, after)
  if (values.length > 0)
    announce(tx, { type: 'form_limit.changed', recordIds: [tx.org.id], actorId: actor.userId, payload: { values } })
  return after
}
