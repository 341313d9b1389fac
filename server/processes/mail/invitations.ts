import { recordsById } from '../../ground/objects/list.ts'
import { orgOf } from '../../ground/orgs/orgs.ts'
import type { Actor } from '../../ground/users/actor.ts'
import { addressOfLink, inviteUsers, type LinkPurpose } from '../../ground/users/links.ts'
import { User } from '../../ground/users/user.ts'
import type { Tx } from '../../platform/tx.ts'
import { queueMail, wereWrittenSince } from './mail.ts'
import type { NewMail } from './message.ts'

/** `forgotten`: somebody at the sign-in said it was they who forgot their password. */
type Occasion = LinkPurpose | 'forgotten'

/**
 * Sends users a one-time link with which they choose a password; answers the ids of the letters, in order. The
 * link stands in the letter alone, and is taken out of the outbox once it went.
 */
export async function mailLinks(
  tx: Tx,
  actor: Actor,
  publicUrl: string,
  userIds: readonly number[],
  occasion: Occasion,
): Promise<number[]> {
  const purpose = occasion === 'forgotten' ? 'password' : occasion
  const links = await inviteUsers(tx, actor, userIds, purpose)
  const users = new Map((await recordsById(tx, actor, User, userIds, ['Name', 'Email'])).map((user) => [user.Id, user]))
  const { name: company } = await orgOf(tx)
  return queueMail(
    tx,
    actor,
    links.map((link): NewMail => {
      const user = users.get(link.userId)
      const until = link.expiresAt.toISOString().slice(0, 16).replace('T', ' ')
      return {
        kind: 'transactional',
        purpose,
        to: String(user?.Email ?? ''),
        toName: String(user?.Name ?? ''),
        carriesSecret: true,
        ...words[occasion](company, addressOfLink(publicUrl, link, purpose), until),
      }
    }),
  )
}

const words: Record<
  Occasion,
  (company: string, link: string, until: string) => { readonly subject: string; readonly text: string }
> = {
  invitation: (company, link, until) => ({
    subject: `Your invitation to Assay at ${company}`,
    text: `You are invited to work in Assay at ${company}. Choose your password here:\n\n${link}\n\nThe link opens once, until ${until} UTC. If you did not expect it, leave it alone: nothing happens.`,
  }),
  password: (company, link, until) => ({
    subject: newPasswordAt(company),
    text: `An administrator sent you this link to choose a new password:\n\n${link}\n\nIt opens once, until ${until} UTC. If you did not ask for it, leave it alone: your password stays as it is.`,
  }),
  forgotten: (company, link, until) => ({
    subject: newPasswordAt(company),
    text: `Somebody who signs in with your address says that they forgot their password. If it was you, choose a new one here:\n\n${link}\n\nThe link opens once, until ${until} UTC. If it was not you, leave it alone: your password stays as it is.`,
  }),
}

const newPasswordAt = (company: string): string => `Choose a new password for Assay at ${company}`

/** Whether the user was sent a link to choose a new password since a moment. */
export async function wereMailedALinkSince(tx: Tx, actor: Actor, userId: number, since: Date): Promise<boolean> {
  const [user] = await recordsById(tx, actor, User, [userId], ['Email'])
  const { name: company } = await orgOf(tx)
  const to = String(user?.Email ?? '')
  return (await wereWrittenSince(tx, 'password', [to], since)).has(`${to.toLowerCase()} ${newPasswordAt(company)}`)
}
