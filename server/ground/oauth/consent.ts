import type { Id } from '../../../shared/ids.ts'
import { Refusal } from '../../platform/errors.ts'
import type { Tx } from '../../platform/tx.ts'
import { unknownClient } from './answers.ts'
import { isDisabled, uses, type ConnectedApp } from './app.ts'
import { appOfClientId } from './apps.sql.ts'
import { isRegistered } from './callbackUrls.ts'
import { scopesFor, scopeWordsIn } from './clients.ts'
import { giveCode } from './engine.ts'
import type { AppScope } from './scopes.ts'

/** What an app writes into the address it sends a user to. */
export type AskedFor = {
  readonly response_type?: string
  readonly client_id?: string
  readonly redirect_uri?: string
  readonly scope?: string
  readonly state?: string
  readonly nonce?: string
  readonly code_challenge?: string
  readonly code_challenge_method?: string
}

export type Asking = {
  readonly app: ConnectedApp
  readonly scopes: readonly AppScope[]
  readonly redirectUri: string
}

/**
 * Who asks, and for what. What throws here is shown to the user and sent nowhere: an address nobody registered must
 * not be followed. What is wrong beyond that is for the app: `refusalFor` says it at its own address.
 */
export async function whoAsks(tx: Tx, asked: AskedFor): Promise<Pick<Asking, 'app' | 'redirectUri'>> {
  const app = await appOfClientId(tx, asked.client_id ?? '')
  if (app === undefined) throw unfit('This app is not known here, so nobody can be asked for it. Tell whoever runs it.')
  if (isDisabled(app)) throw unfit(`${app.name} was switched off by an administrator. Ask them if your work needs it.`)
  if (!uses(app, 'authorization_code'))
    throw unfit(`${app.name} is not set up to ask users in the browser. An administrator can allow it in Setup.`)
  const redirectUri = asked.redirect_uri ?? app.callbackUrls[0] ?? ''
  if (!isRegistered(app.callbackUrls, redirectUri))
    throw unfit(
      `${app.name} wants to be answered at an address that is not registered for it. An administrator can add the address in Setup, Connected apps.`,
      'A code goes only to an address that is registered.',
    )
  return { app, redirectUri }
}

/** What the app asks for; a refusal in OAuth's words for the app itself. */
export function whatIsAsked(app: ConnectedApp, asked: AskedFor): readonly AppScope[] {
  if (asked.response_type !== 'code')
    throw new Refusal('unsupported_response_type', 'response type not supported', { kind: 'malformed' })
  const { code_challenge: challenge, code_challenge_method: method } = asked
  if (method !== undefined && method !== 'S256')
    throw new Refusal('invalid_request', 'code challenge method must be S256', { kind: 'malformed' })
  if (challenge === undefined ? !app.needsSecret : !/^[\w.~-]{43,128}$/.test(challenge))
    throw new Refusal('invalid_request', 'missing required code challenge', { kind: 'malformed' })
  return scopesFor(app, scopeWordsIn(asked.scope))
}

/** Where the browser goes after the user's yes (with a code) or no. */
export async function answerAsking(
  tx: Tx,
  { asked, userId, allow }: { readonly asked: AskedFor; readonly userId: Id; readonly allow: boolean },
): Promise<string> {
  const { app, redirectUri } = await whoAsks(tx, asked)
  if (!allow) return refusedAt(redirectUri, asked.state, 'access_denied', 'end-user denied authorization')
  try {
    whatIsAsked(app, asked)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return refusedAt(redirectUri, asked.state, error.code, error.message)
  }
  const { client_id: clientId } = asked
  if (clientId === undefined) throw unknownClient()
  const { state, ...rest } = asked
  const parameters = Object.fromEntries(
    Object.entries({ ...rest, client_id: clientId, redirect_uri: redirectUri }).filter(
      ([, value]) => value !== undefined,
    ),
  ) as Record<string, string>
  return withState(await giveCode(tx, { userId, parameters }), state)
}

/** The app's own address with what went wrong. */
export function refusedAt(redirectUri: string, state: string | undefined, error: string, description: string): string {
  const url = new URL(redirectUri)
  url.searchParams.set('error', error)
  url.searchParams.set('error_description', description)
  return withState(url.href, state)
}

/** What the app wrote is its own matter, and goes back as it came. */
function withState(address: string, state: string | undefined): string {
  if (state === undefined) return address
  const url = new URL(address)
  url.searchParams.set('state', state)
  return url.href
}

const unfit = (sentence: string, rule = 'Only an app an administrator connected may ask.'): Refusal =>
  new Refusal('app_not_allowed', sentence, { rule })
