import { recordsById } from '../../ground/objects/list.ts'
import { orgOf } from '../../ground/orgs/orgs.ts'
import type { Actor } from '../../ground/users/actor.ts'
import { inviteUsers, type LinkPurpose } from '../../ground/users/links.ts'
import { User } from '../../ground/users/user.ts'
import type { Tx } from '../../platform/tx.ts'
import { queueMail } from './mail.ts'
import type { NewMail } from './message.ts'

/**
 * Sends users a one-time link with which they choose a password; answers the ids of the letters, in order. The
 * link stands in the letter alone, and is taken out of the outbox once it went.
 */
export async function mailLinks(
  tx: Tx,
  actor: Actor,
  publicUrl: string,
  userIds: readonly number[],
  purpose: LinkPurpose,
): Promise<number[]> {
  const links = await inviteUsers(tx, actor, userIds, purpose)
  const users = new Map((await recordsById(tx, actor, User, userIds, ['Name', 'Email'])).map((user) => [user.Id, user]))
  const { name: company } = await orgOf(tx)
  return queueMail(
    tx,
    actor,
    links.map(({ userId, token, expiresAt }): NewMail => {
      const user = users.get(userId)
      const until = expiresAt.toISOString().slice(0, 16).replace('T', ' ')
      return {
        kind: 'transactional',
        purpose,
        to: String(user?.Email ?? ''),
        toName: String(user?.Name ?? ''),
        carriesSecret: true,
        ...words[purpose](company, `${publicUrl}/invitation?token=${encodeURIComponent(token)}`, until),
      }
    }),
  )
}

const words: Record<
  LinkPurpose,
  (company: string, link: string, until: string) => { readonly subject: string; readonly text: string }
> = {
  invitation: (company, link, until) => ({
    subject: `Your invitation to Assay at ${company}`,
    text: `You are invited to work in Assay at ${company}. Choose your password here:\n\n${link}\n\nThe link opens once, until ${until} UTC. If you did not expect it, leave it alone: nothing happens.`,
  }),
  password: (company, link, until) => ({
    subject: `Choose a new password for Assay at ${company}`,
    text: `An administrator sent you this link to choose a new password:\n\n${link}\n\nIt opens once, until ${until} UTC. If you did not ask for it, leave it alone: your password stays as it is.`,
  }),
}
