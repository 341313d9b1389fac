import { countAttempt } from '../../ground/users/attempts.ts'
import { theProgram } from '../../ground/users/actor.ts'
import { findUserAnywhere } from '../../ground/users/credentials.ts'
import { inTransaction } from '../../platform/transactions.ts'
import type { Database, OrgRef, Tx } from '../../platform/tx.ts'
import { mailLinks, wereMailedALinkSince } from './invitations.ts'

/** Whoever types an address again and again fills no mailbox. */
const ONE_LETTER_IN_MS = 10 * 60_000

type Asking = { readonly username: string; readonly address: string; readonly publicUrl: string }

/**
 * Somebody says that they forgot their password. Whose active user name or e-mail address it is gets a one-time link by mail;
 * of anybody else nothing is told: `onFailure` hears of what went wrong, and nobody waits, for how long the answer takes would
 * tell that there is such a user. Refusal: `too_many_attempts` 429.
 */
export function mailWhoForgot(
  db: Database,
  { username, address, publicUrl }: Asking,
  onFailure: (error: unknown) => void,
): void {
  // Counted apart from passwords that were tried: whoever failed with those comes here.
  countAttempt({ account: `forgotten ${username}`, address: `forgotten ${address}` })
  findUserAnywhere(db, username)
    .then(async (found) => {
      if (found !== undefined) await inTransaction(db, found.org, (tx) => mailOnce(tx, found, publicUrl))
    })
    .catch(onFailure)
}

async function mailOnce(tx: Tx, { userId }: { readonly org: OrgRef; readonly userId: number }, publicUrl: string) {
  const since = new Date(tx.now.getTime() - ONE_LETTER_IN_MS)
  if (await wereMailedALinkSince(tx, theProgram, userId, since)) return
  await mailLinks(tx, theProgram, publicUrl, [userId], 'forgotten')
}
