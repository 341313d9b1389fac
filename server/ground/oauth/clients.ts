import { timingSafeEqual } from 'node:crypto'
import type { Tx } from '../../platform/tx.ts'
import { hashOfToken } from '../users/secrets.ts'
import { disabledApp, flowNotEnabled, scopeNotAllowed, unknownClient, wrongSecret } from './answers.ts'
import { isDisabled, uses, type ConnectedApp, type Flow } from './app.ts'
import { appOfClientId } from './apps.sql.ts'
import { mayAskFor, scopesIn, type AppScope } from './scopes.ts'

/** The app behind a client id; refuses one that is unknown or disabled. */
export async function clientNamed(tx: Tx, clientId: string): Promise<ConnectedApp> {
  const app = await appOfClientId(tx, clientId)
  if (app === undefined) throw unknownClient()
  if (isDisabled(app)) throw disabledApp()
  return app
}

/** Whether a secret is the app's; one that is shown must be right even where none is asked for. */
export function isRightSecret(app: ConnectedApp, secret: string | undefined, isNeeded: boolean): boolean {
  if (secret === undefined || secret === '') return !isNeeded
  return app.secretHash !== null && isSame(hashOfToken(secret), app.secretHash)
}

export function refuseWrongSecret(app: ConnectedApp, secret: string | undefined, isNeeded: boolean): void {
  if (!isRightSecret(app, secret, isNeeded)) throw wrongSecret()
}

export function refuseUnlessUses(app: ConnectedApp, flow: Flow): void {
  if (!uses(app, flow)) throw flowNotEnabled()
}

/** The scopes an app gets: those it asks for, or all it has. Refuses what it may not have. */
export function scopesFor(app: ConnectedApp, asked: readonly string[] | undefined): readonly AppScope[] {
  if (asked === undefined) return scopesIn(app.scopes)
  const wanted = scopesIn(asked)
  if (wanted.length === 0 || !mayAskFor(app.scopes, wanted)) throw scopeNotAllowed()
  return wanted
}

/** The words of a scope parameter; undefined when there is none. */
export const scopeWordsIn = (text: string | undefined): readonly string[] | undefined => {
  const words = text?.split(/\s+/).filter(Boolean) ?? []
  return words.length === 0 ? undefined : words
}

const isSame = (one: string, other: string): boolean =>
  one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other))
