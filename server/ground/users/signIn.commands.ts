import { Refusal } from '../../platform/errors.ts'
import { inTransaction, reading } from '../../platform/transactions.ts'
import type { SecretKey } from '../../platform/secretKey.ts'
import type { Database, OrgRef, Tx } from '../../platform/tx.ts'
import { listOrgs, orgById, renameOrg, replaceFirstRun, takeFirstRun, thePlatform, type Org } from '../orgs/orgs.ts'
import { changeSettings } from '../orgs/settings.ts'
import { theProgram } from './actor.ts'
import { isWrongCode, proveSecondStep } from '../secondStep/secondStep.ts'
import { countAttempt, forgetAttempts } from './attempts.ts'
import { forgetCallers } from './callers.ts'
import { holderOfLink, linkIsOver, useUpLink } from './links.ts'
import { proveUser } from './credentials.ts'
import { hashPassword, isPassword, refuseWeakPassword } from './passwords.ts'
import { hashOfToken, newSecret, readToken } from './secrets.ts'
import { closeSession, closeSessionsOf, openSession, type Visitor } from './sessions.ts'
import type { SignIn } from './signIn.ts'
import { keepSignIn } from './signIns.ts'
import { credentialsOf, hasUsers, noteSignIn, storePassword, type Credentials } from './users.sql.ts'
import { createUsers } from './users.ts'

// The edge of this room: a password takes 30 ms to check, and no connection waits for that. Hence what stands
// here opens its own short transactions, before and after.

/** A session just opened; the token goes into the browser's cookie and nowhere else. */
export type OpenedSession = { readonly token: string; readonly org: Org }

type Login = Visitor & Code & { readonly username: string; readonly password: string; readonly currentToken?: string }

/** Of the authenticator app, or a recovery code, where the sign-in asks for one; and the key its secret is locked with. */
type Code = { readonly code?: string; readonly secretKey: SecretKey }

/**
 * Signs somebody in by user name (or e-mail address). Refusals: `wrong_password` 401, which does not say which of both was wrong;
 * those of the second step (`code_needed`, `wrong_code`: 401); `too_many_attempts` 429.
 */
export async function signIn(
  db: Database,
  { username, password, code, secretKey, address = '', userAgent, currentToken }: Login,
): Promise<OpenedSession> {
  const onRefusal = keepRefusals(db, { way: 'browser', address, userAgent })
  const { org, userId, rehashed } = await proveUser(db, { username, password, address, onRefusal })
  const token = await inTransaction(db, org, async (tx) => {
    await proveSecondStep(tx, secretKey, userId, code).catch((error: unknown) => {
      if (isWrongCode(error)) onRefusal(org, userId, 'wrong_code')
      throw error
    })
    await noteSignIn(tx, userId, rehashed)
    // The token of before ends, so that one planted into a browser never becomes a signed-in one.
    if (currentToken !== undefined && readToken(currentToken)?.orgId === org.id) await closeSession(tx, currentToken)
    return openSession(tx, userId, { address, userAgent })
  })
  return { token, org }
}

/** Keeps the tries that failed; one that cannot be kept fails nothing else. */
const keepRefusals =
  (db: Database, { way, address, userAgent }: Pick<SignIn, 'way' | 'address' | 'userAgent'>) =>
  (org: OrgRef, userId: number, refusedBecause: SignIn['refusedBecause']): void => {
    inTransaction(db, org, (tx) => keepSignIn(tx, { userId, way, address, userAgent, refusedBecause })).catch(
      () => undefined,
    )
  }

type PasswordChange = Visitor & { readonly userId: number; readonly current: string; readonly next: string }

/** Changes one's own password: needs the one of before, ends every session, and opens a new one here. */
export async function changePassword(
  db: Database,
  org: OrgRef,
  { userId, current, next, address = '', userAgent }: PasswordChange,
): Promise<string> {
  const { email } = await provePassword(db, org, { userId, current, address })
  refuseWeakPassword(next, email)
  const hash = await hashPassword(next)
  return inTransaction(db, org, (tx) => replacePassword(tx, userId, hash, { address, userAgent }))
}

/** Refuses who is signed in and does not know the password. Refusals: `wrong_password`, `too_many_attempts` 429. */
export async function provePassword(
  db: Database,
  org: OrgRef,
  { userId, current, address }: { readonly userId: number; readonly current: string; readonly address: string },
): Promise<Credentials> {
  const attempt = { account: `${org.schema} ${userId}`, address }
  countAttempt(attempt)
  const credentials = await reading(db, org, (tx) => credentialsOf(tx, userId))
  if (credentials === undefined || !(await isPassword(credentials.passwordHash, current))) {
    throw new Refusal('wrong_password', 'This is not your password of now. Type it once more.', {
      field: 'currentPassword',
    })
  }
  forgetAttempts(attempt)
  return credentials
}

type Acceptance = Visitor & Code & { readonly token: string; readonly password: string }

/** Chooses a password by a one-time link, and is signed in with it. Whoever signs in with a second step needs its code here, too. */
export async function acceptLink(
  db: Database,
  { token, password, code, secretKey, address = '', userAgent }: Acceptance,
): Promise<OpenedSession> {
  const claimed = readToken(token)
  const org = claimed?.kind === 'link' ? await orgById(db, claimed.orgId) : undefined
  if (org === undefined) throw linkIsOver()
  const holder = await reading(db, org, (tx) => holderOfLink(tx, token))
  refuseWeakPassword(password, holder.email)
  const hash = await hashPassword(password)
  const session = await inTransaction(db, org, async (tx) => {
    await useUpLink(tx, token, holder.userId)
    await proveSecondStep(tx, secretKey, holder.userId, code)
    return replacePassword(tx, holder.userId, hash, { address, userAgent })
  })
  return { token: session, org }
}

async function replacePassword(tx: Tx, userId: number, hash: string, visitor: Visitor): Promise<string> {
  await storePassword(tx, userId, hash)
  await closeSessionsOf(tx, [userId])
  await noteSignIn(tx, userId, undefined)
  return openSession(tx, userId, visitor)
}

export type Administrator = { readonly email: string; readonly password: string; readonly name: string }

/** Makes the first administrator of an org, with a password. */
export async function createAdministrator(
  db: Database,
  org: OrgRef,
  { email, password, name }: Administrator,
): Promise<number> {
  const hash = await hashPasswordOf(email, password)
  return inTransaction(db, org, (tx) => insertAdministrator(tx, { email, name }, hash))
}

async function hashPasswordOf(email: string, password: string): Promise<string> {
  refuseWeakPassword(password, email)
  return hashPassword(password)
}

async function insertAdministrator(
  tx: Tx,
  { email, name }: Omit<Administrator, 'password'>,
  hash: string,
): Promise<number> {
  const words = name.trim().split(/\s+/)
  const [saved] = await createUsers(tx, theProgram, [
    { Email: email, LastName: words.at(-1), FirstName: words.slice(0, -1).join(' '), Role: 'administrator' },
  ])
  if (saved?.id === undefined) throw saved?.refusal ?? new Error('The administrator was not made.')
  await storePassword(tx, saved.id, hash)
  return saved.id
}

/** The secret of the one-time link with which the first administrator is made; the one printed before no longer opens anything. */
export async function newFirstRun(db: Database): Promise<string> {
  const secret = newSecret()
  await inTransaction(db, thePlatform, (tx) => replaceFirstRun(tx, hashOfToken(secret)))
  return secret
}

/** Whether nobody has begun here yet: the link printed at the start makes the first administrator. */
export async function awaitsFirstRun(db: Database): Promise<boolean> {
  const [org] = await listOrgs(db)
  return org !== undefined && !(await reading(db, org, hasUsers))
}

type FirstRun = Administrator &
  Visitor & { readonly token: string; readonly orgName?: string; readonly country?: string; readonly currency?: string }

/**
 * The first administrator, by the link that was printed where Assay runs, and what the org is called and counts in.
 * Works once, and only while the org has no user.
 */
export async function setUpFirstOrg(
  db: Database,
  { token, orgName, country, currency, address, userAgent, ...administrator }: FirstRun,
): Promise<OpenedSession> {
  // Before the costly hash, so that nobody keeps the machine busy with made-up links.
  countAttempt({ account: 'the first run', address: address ?? '' })
  const [org] = await listOrgs(db)
  if (org === undefined || !(await awaitsFirstRun(db))) throw linkIsOver()
  const hash = await hashPasswordOf(administrator.email, administrator.password)
  const session = await inTransaction(db, org, async (tx) => {
    if (!(await takeFirstRun(tx, hashOfToken(token))) || (await hasUsers(tx))) throw linkIsOver()
    if (orgName !== undefined && orgName.trim() !== '') await renameOrg(tx, orgName.trim())
    const userId = await insertAdministrator(tx, administrator, hash)
    if (country !== undefined || currency !== undefined)
      await changeSettings(tx, { ...theProgram, userId }, { country, currency })
    tx.afterCommit.push(forgetCallers)
    await noteSignIn(tx, userId, undefined)
    return openSession(tx, userId, { address, userAgent })
  })
  return { token: session, org }
}
