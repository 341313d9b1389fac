import type { Id } from '../../../shared/ids.ts'
import type { Tx } from '../../platform/tx.ts'
import { findActiveUser } from '../users/credentials.ts'
import { hashOfToken } from '../users/secrets.ts'
import type { SignIn } from '../users/signIn.ts'
import { keepSignIn } from '../users/signIns.ts'
import type { ConnectedApp } from './app.ts'
import { lockCode } from './codes.sql.ts'
import { refreshHolder } from './grants.sql.ts'
import { wrongSecretsSince } from './wrongSecrets.sql.ts'

type Tried = {
  readonly parameters: Readonly<Record<string, string>>
  readonly address?: string
}

type Meant = { readonly way: SignIn['way']; readonly userId: Id | null | undefined }

const HOUR_MS = 3_600_000
/** Anybody may know a client id; nobody fills a history by it. */
const MOST_AN_HOUR = 60

/** Whoever a program speaks for finds in their sign-ins that it came with a wrong secret, where it is known for whom. */
export async function keepWrongSecret(tx: Tx, app: ConnectedApp, { parameters, address }: Tried): Promise<void> {
  const { way, userId } = await meant(tx, app, parameters)
  if (userId === null || userId === undefined) return
  const kept = await wrongSecretsSince(tx, app.id, new Date(tx.now.getTime() - HOUR_MS))
  if (kept < MOST_AN_HOUR) await keepSignIn(tx, { userId, way, appId: app.id, address, refusedBecause: 'wrong_secret' })
}

async function meant(tx: Tx, app: ConnectedApp, parameters: Tried['parameters']): Promise<Meant> {
  const { grant_type: grantType, code = '', refresh_token: refreshToken = '', username = '' } = parameters
  switch (grantType) {
    case 'refresh_token':
      return { way: 'refresh_token', userId: (await refreshHolder(tx, hashOfToken(refreshToken)))?.userId }
    case 'authorization_code':
      return { way: 'authorization_code', userId: (await lockCode(tx, hashOfToken(code)))?.userId }
    case 'password':
      return { way: 'password', userId: await findActiveUser(tx, username) }
    default:
      return { way: 'client_credentials', userId: app.runAsId }
  }
}
