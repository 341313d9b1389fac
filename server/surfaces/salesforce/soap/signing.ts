import { encodeId } from '../../../../shared/ids.ts'
import { reading } from '../../../platform/transactions.ts'
import { callerOfAccessToken } from '../dialect/asking.ts'
import { dialectRefusal, refusalOf } from '../dialect/errors.ts'
import type { Answer, Of } from './answers.ts'
import type { Arguments } from './arguments.ts'
import { refuseTooMany, type Call, type Surroundings, type Verb } from './call.ts'
import type { Flavour } from './envelope.ts'
import { userInfoOf } from './people.ts'

const letterOf: Record<Flavour, string> = { partner: 'u', enterprise: 'c' }

/** Opens a session by user name and password; a security token may follow the password. */
export async function login(
  around: Surroundings,
  { username, password }: Arguments<'login'>,
): Promise<Answer<'login'>> {
  const { accessToken, org } = await opened(around, username.trim(), password)
  const caller = await callerOfAccessToken(around.db, accessToken)
  if (caller === undefined) throw new Error('A session just opened opens nothing.')
  const userInfo = await reading(around.db, org, (tx) => userInfoOf(tx, caller.actor))
  const address = (letter: string): string =>
    `${around.publicUrl}/services/Soap/${letter}/${around.version}/${encodeId(org.id).slice(0, 15)}`
  return {
    metadataServerUrl: address('m'),
    passwordExpired: false,
    sandbox: false,
    serverUrl: address(letterOf[around.flavour]),
    sessionId: accessToken,
    userId: userInfo.userId,
    userInfo,
  }
}

async function opened({ sessions, headers, address }: Surroundings, username: string, password: string) {
  try {
    const session = await sessions.open({ username, password, address })
    const wanted = headers.LoginScopeHeader?.organizationId
    if (wanted === undefined || wanted === '' || isSameId(wanted, encodeId(session.org.id))) return session
    await sessions.end(session.accessToken)
    throw invalidLogin()
  } catch (error) {
    const refusal = refusalOf(error)
    if (refusal?.kind === 'unauthenticated') throw invalidLogin()
    if (refusal?.kind === 'too_many') throw dialectRefusal('LOGIN_RATE_EXCEEDED', refusal.message)
    if (refusal?.kind === 'forbidden') throw dialectRefusal('INVALID_OPERATION', refusal.message)
    throw error
  }
}

const isSameId = (given: string, id: string): boolean => given.slice(0, 15) === id.slice(0, 15)

const invalidLogin = () =>
  dialectRefusal('INVALID_LOGIN', 'Invalid username, password, security token; or user locked out.')

export const logout: Verb<'logout'> = async ({ sessions, sessionId }) => {
  await sessions.end(sessionId)
  return undefined
}

const MOST_ENDED = 200

/** Ends sessions of one's own, each answered for. */
export const invalidateSessions: Verb<'invalidateSessions'> = async (call, { sessionIds }) => {
  refuseTooMany(sessionIds, MOST_ENDED)
  const results: Of<'InvalidateSessionsResult'>[] = []
  for (const sessionId of sessionIds) results.push(await invalidated(call, sessionId.trim()))
  return results
}

async function invalidated(
  { db, caller: own, sessions }: Call,
  sessionId: string,
): Promise<Of<'InvalidateSessionsResult'>> {
  const caller = await callerOfAccessToken(db, sessionId)
  // A session of somebody else is not said to be there.
  const isOwn = caller?.org.id === own.org.id && caller.actor.userId === own.actor.userId
  if (isOwn && (await sessions.end(sessionId))) return { errors: [], success: true }
  return {
    errors: [
      { fields: [], message: 'This is no session of yours, or it has ended.', statusCode: 'INVALID_SESSION_ID' },
    ],
    success: false,
  }
}
