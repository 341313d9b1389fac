import type { Id } from '../../../shared/ids.ts'
import type { Tx } from '../../platform/tx.ts'
import { hashOfToken } from '../users/secrets.ts'
import { closeHashedSessions, LONGEST_SESSION_MS, openSession, type Visitor } from '../users/sessions.ts'
import { insertDoor, takeDoorsOf, useDoor, type DoorsOf } from './frontDoors.sql.ts'
import { newOrgSecret } from './orgSecrets.ts'

const GOOD_FOR_MS = 60_000

/** A link that opens the web once, within a minute, for who holds a token. */
export async function openDoor(
  tx: Tx,
  { grantId, leadsTo = '/' }: { readonly grantId: Id; readonly leadsTo?: string },
): Promise<string> {
  const secret = newOrgSecret('door', tx.org.id)
  await insertDoor(tx, {
    doorHash: hashOfToken(secret),
    grantId,
    leadsTo: insideAddress(leadsTo),
    expiresAt: new Date(tx.now.getTime() + GOOD_FOR_MS),
  })
  return secret
}

/** Signs a browser in by such a link; undefined when it was used, is too old, or what stood behind it has ended. Taking that back ends the session. */
export async function openSessionByDoor(
  tx: Tx,
  secret: string,
  visitor: Visitor,
): Promise<{ readonly token: string; readonly leadsTo: string } | undefined> {
  const door = await useDoor(tx, hashOfToken(secret))
  if (door === undefined) return undefined
  const { userId, grantId, leadsTo } = door
  const token = await openSession(tx, userId, visitor)
  // The session stands in the door's place, so that it ends with what was allowed.
  const expiresAt = new Date(tx.now.getTime() + LONGEST_SESSION_MS)
  await insertDoor(tx, { doorHash: hashOfToken(token), grantId, leadsTo, expiresAt })
  return { token, leadsTo }
}

/** Ends the sessions these grants opened, and the links nobody used yet. */
export const closeDoors = async (tx: Tx, doors: DoorsOf): Promise<void> =>
  closeHashedSessions(tx, await takeDoorsOf(tx, doors))

/** Only addresses of our own: a link must not lead a person out after it signed them in. */
function insideAddress(text: string): string {
  const whole = `/${text.replace(/^\/+/, '')}`
  return /^\/(?![/\\])[^\\\s]*$/.test(whole) && whole.length <= 500 ? whole : '/'
}
