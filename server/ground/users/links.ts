import { Refusal } from '../../platform/errors.ts'
import { announce } from '../../platform/events.ts'
import type { Tx } from '../../platform/tx.ts'
import { recordsById } from '../objects/list.ts'
import { refuseUnlessHas, type Actor } from './actor.ts'
import { hashOfToken, newToken } from './secrets.ts'
import { User } from './user.ts'
import { insertLinks, openLink, useLink, type Credentials } from './users.sql.ts'
import { noSuchUser } from './users.ts'

const HOURS_MS = 3_600_000
const goodForHours = { invitation: 7 * 24, password: 24 } as const

/** `invitation`: a new user chooses a first password. `password`: somebody forgot theirs. */
export type LinkPurpose = keyof typeof goodForHours

export type Link = { readonly userId: number; readonly token: string; readonly expiresAt: Date }

/**
 * One-time links with which users choose a password; one each, in order. Only the hashes are kept, so who wants to
 * send a link again makes a new one; the first that is used ends the others of the same user.
 */
export async function inviteUsers(
  tx: Tx,
  actor: Actor,
  userIds: readonly number[],
  purpose: LinkPurpose = 'invitation',
): Promise<Link[]> {
  refuseUnlessHas(actor, 'keep_users', 'invite users')
  const there = new Set(
    (await recordsById(tx, actor, User, userIds, ['IsActive']))
      .filter(({ IsActive }) => IsActive === true)
      .map(({ Id }) => Id),
  )
  for (const id of userIds) if (!there.has(id)) throw noSuchUser(id)
  const expiresAt = new Date(tx.now.getTime() + goodForHours[purpose] * HOURS_MS)
  const links = userIds.map((userId) => ({ userId, token: newToken(tx.org.id, 'link'), expiresAt }))
  await insertLinks(
    tx,
    links.map(({ userId, token }) => ({ userId, tokenHash: hashOfToken(token) })),
    purpose,
    expiresAt,
  )
  announce(tx, { type: 'user.invited', recordIds: userIds, actorId: actor.userId, payload: { purpose } })
  return links
}

/** The page a link opens: it says what it is for. */
export const addressOfLink = (publicUrl: string, { token }: Link, purpose: LinkPurpose): string =>
  `${publicUrl}/${purpose === 'password' ? 'new-password' : 'invitation'}?token=${encodeURIComponent(token)}`

/** Whose link it is. */
export async function holderOfLink(tx: Tx, token: string): Promise<Credentials> {
  const holder = await openLink(tx, hashOfToken(token))
  if (holder === undefined) throw linkIsOver()
  return holder
}

/** Uses a link up; of two who use it at once one is refused. */
export async function useUpLink(tx: Tx, token: string, userId: number): Promise<void> {
  if (!(await useLink(tx, hashOfToken(token), userId))) throw linkIsOver()
}

export const linkIsOver = (): Refusal =>
  new Refusal(
    'link_is_over',
    'This link was used already, or is too old. Ask for a new one under ‘Forgot your password?’, or ask an administrator.',
    {
      kind: 'not_found',
      rule: 'A link opens once, within its time.',
      way: { label: 'Sign in', href: '/sign-in' },
    },
  )
