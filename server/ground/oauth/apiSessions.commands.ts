import { Refusal } from '../../platform/errors.ts'
import { inTransaction } from '../../platform/transactions.ts'
import type { SecretKey } from '../../platform/secretKey.ts'
import type { Database } from '../../platform/tx.ts'
import { orgById, type Org } from '../orgs/orgs.ts'
import { settingsOf } from '../orgs/settings.ts'
import { isWrongCode, proveSecondStepOfProgram } from '../secondStep/secondStep.ts'
import { proveUser, type ProvenUser } from '../users/credentials.ts'
import type { SignIn } from '../users/signIn.ts'
import { keepSignIn } from '../users/signIns.ts'
import { readToken } from '../users/secrets.ts'
import { noteSignInOf } from '../users/users.ts'
import type { Id } from '../../../shared/ids.ts'
import { endAccessToken, idleSeconds } from './accessTokens.ts'
import { clientNamed, refuseUnlessUses } from './clients.ts'
import { endGrants, openGrant } from './grants.ts'

// The edge of this room for protocols that sign in by user name and password: the check of a password takes longer than a
// transaction should, so what stands here opens its own.

export type ApiSignIn = {
  readonly username: string
  /** May be followed by a security token, as the field's tools write it, or by the code of an authenticator app. */
  readonly password: string
  /** A connected app for which the flow `password` is enabled; without one it is a plain sign-in. */
  readonly clientId?: string
  readonly address?: string
}

export type ApiSession = {
  readonly accessToken: string
  readonly userId: Id
  readonly org: Org
  readonly expiresInSeconds: number
  readonly sessionSecondsValid: number
}

/**
 * Signs in by user name and password for the API. Refusals: `wrong_password` 401, `too_many_attempts` 429,
 * `password_sign_in_off` 403 (an administrator switched it off), and OAuth's own for an app.
 */
export async function signInForApi(
  db: Database,
  secretKey: SecretKey,
  { username, password, clientId, address }: ApiSignIn,
): Promise<ApiSession> {
  const proven = await proveUserForApi(db, secretKey, { username, password, address })
  const { accessToken, userId } = await inTransaction(db, proven.org, async (tx) => {
    const app = clientId === undefined ? undefined : await clientNamed(tx, clientId)
    if (app !== undefined) refuseUnlessUses(app, 'password')
    await noteSignInOf(tx, proven.userId, proven.rehashed)
    return openGrant(tx, {
      appId: app?.id ?? null,
      userId: proven.userId,
      flow: 'password',
      scopes: ['api', 'web'],
      address,
    })
  })
  return { accessToken, userId, org: proven.org, expiresInSeconds: idleSeconds, sessionSecondsValid: idleSeconds }
}

/** As a browser's are kept: one that cannot be kept fails nothing else. */
const keepRefusals =
  (db: Database, address: string | undefined) =>
  (org: Org, userId: number, refusedBecause: SignIn['refusedBecause']): void => {
    inTransaction(db, org, (tx) => keepSignIn(tx, { userId, way: 'password', address, refusedBecause })).catch(
      () => undefined,
    )
  }

/**
 * Whose password it is, where the org lets passwords be used for the API. Who signs in with a second step writes the code behind
 * the password. Refusals: those of a browser's sign-in, `password_sign_in_off` and `second_step_needed`, both 403.
 */
export async function proveUserForApi(
  db: Database,
  secretKey: SecretKey,
  proof: { readonly username: string; readonly password: string; readonly address?: string },
): Promise<ProvenUser> {
  const onRefusal = keepRefusals(db, proof.address)
  const proven = await proveUser(db, { ...proof, mayBearMore: true, onRefusal })
  await inTransaction(db, proven.org, async (tx) => {
    const { passwordSignInForApi } = await settingsOf(tx)
    if (!passwordSignInForApi) throw passwordSignInIsOff()
    await proveSecondStepOfProgram(tx, secretKey, proven)
  }).catch((error: unknown) => {
    if (isWrongCode(error)) onRefusal(proven.org, proven.userId, 'wrong_code')
    throw error
  })
  return proven
}

/** Ends a session of the API, with everything that hangs on it; whether there was one. */
export async function endApiSession(db: Database, accessToken: string): Promise<boolean> {
  const claimed = readToken(accessToken)
  const org = claimed?.kind === 'access' ? await orgById(db, claimed.orgId) : undefined
  if (org === undefined) return false
  return inTransaction(db, org, async (tx) => {
    const grantId = await endAccessToken(tx, accessToken)
    if (grantId === undefined) return false
    await endGrants(tx, [grantId])
    return true
  })
}

const passwordSignInIsOff = (): Refusal =>
  new Refusal(
    'password_sign_in_off',
    'This organization does not let programs sign in by user name and password. Use a connected app, or ask an administrator to switch it on in Setup, Connected apps.',
    { kind: 'forbidden', rule: 'Programs sign in by a connected app.' },
  )
