import { announce } from '../../platform/events.ts'
import { Refusal } from '../../platform/errors.ts'
import type { SecretKey } from '../../platform/secretKey.ts'
import type { Tx } from '../../platform/tx.ts'
import { needsSecondStep, settingsOf } from '../orgs/settings.ts'
import { refuseUnlessHas, type Actor } from '../users/actor.ts'
import { countAttempt, forgetAttempts } from '../users/attempts.ts'
import { forgetCallers } from '../users/callers.ts'
import { wrongPassword, type ProvenUser } from '../users/credentials.ts'
import { closeOtherSessionsOf } from '../users/sessions.ts'
import {
  addressForApp,
  codeAsTyped,
  hashOfRecoveryCode,
  isAppCode,
  newAuthenticatorSecret,
  newRecoveryCodes,
  periodOfCode,
} from './codes.ts'
import {
  authenticatorOf,
  confirmAuthenticator,
  confirmedAmong,
  deleteAuthenticators,
  keepUnconfirmed,
  replaceRecoveryCodes,
  takePeriod,
  takeRecoveryCode,
  type Authenticator,
} from './secondStep.sql.ts'

/** What stands behind a user's password. */
export type SecondStep = {
  /** Since when codes are asked for; null: they are not. */
  readonly since: Date | null
  readonly recoveryCodesLeft: number
  /** Whether the organization wants one of everybody in this role. */
  readonly isNeeded: boolean
}

/** Somebody who sets up their own: never the program itself. */
export type Person = Actor & { readonly userId: number }

export async function secondStepOf(tx: Tx, { userId, role }: Person): Promise<SecondStep> {
  const found = await authenticatorOf(tx, userId)
  const isOn = isConfirmed(found)
  return {
    since: found?.confirmedAt ?? null,
    recoveryCodesLeft: isOn ? found.recoveryCodes : 0,
    isNeeded: needsSecondStep(await settingsOf(tx), role),
  }
}

/** What an authenticator app is told, once; nothing is asked for until a code of it came back. */
export async function beginSecondStep(
  tx: Tx,
  secretKey: SecretKey,
  { userId }: Person,
  shown: { readonly issuer: string; readonly account: string },
): Promise<{ readonly secret: string; readonly address: string }> {
  const secret = newAuthenticatorSecret()
  const kept = await keepUnconfirmed(tx, userId, secretKey.lock(secret, purposeOf(userId)), secretKey.name)
  if (kept === 0) throw isOnAlready()
  return { secret, address: addressForApp(secret, shown.issuer, shown.account) }
}

/**
 * Turns the second step on with a first code of the app; answers the recovery codes, which are shown this once. Whoever signed
 * in elsewhere with the password alone is signed out there. `sessionToken`: of the session that stays.
 */
export async function confirmSecondStep(
  tx: Tx,
  secretKey: SecretKey,
  actor: Person,
  { code, sessionToken }: { readonly code: string; readonly sessionToken: string | undefined },
): Promise<readonly string[]> {
  const found = await authenticatorOf(tx, actor.userId)
  if (found === undefined) throw notBegun()
  if (isConfirmed(found)) throw isOnAlready()
  if (!isAppCode(codeAsTyped(code))) throw wrongCode()
  await refuseWrongCode(tx, secretKey, actor.userId, found, code)
  await confirmAuthenticator(tx, actor.userId)
  await closeOtherSessionsOf(tx, actor.userId, sessionToken)
  announceChange(tx, actor, [actor.userId], 'on')
  return giveRecoveryCodes(tx, actor.userId)
}

/** New recovery codes in place of those of before; needs a code of now. */
export async function renewRecoveryCodes(
  tx: Tx,
  secretKey: SecretKey,
  { userId }: Person,
  code: string,
): Promise<readonly string[]> {
  await refuseWrongCode(tx, secretKey, userId, confirmedOne(await authenticatorOf(tx, userId)), code)
  return giveRecoveryCodes(tx, userId)
}

/** Turns one's own second step off; needs a code of now, and the organization not to want one. */
export async function endSecondStep(tx: Tx, secretKey: SecretKey, actor: Person, code: string): Promise<void> {
  const found = confirmedOne(await authenticatorOf(tx, actor.userId))
  if (needsSecondStep(await settingsOf(tx), actor.role)) throw neededHere()
  await refuseWrongCode(tx, secretKey, actor.userId, found, code)
  await deleteAuthenticators(tx, [actor.userId])
  announceChange(tx, actor, [actor.userId], 'off')
}

/** Takes the second step of users away who lost their app and their recovery codes; for who keeps users. */
export async function removeSecondSteps(tx: Tx, actor: Actor, userIds: readonly number[]): Promise<void> {
  refuseUnlessHas(actor, 'keep_users', 'remove the second step of a user')
  if (actor.userId !== null && userIds.includes(actor.userId)) throw ownSecondStep()
  announceChange(tx, actor, await deleteAuthenticators(tx, userIds), 'removed')
}

/** Which of these users sign in with a second step; for who keeps users. */
export function withSecondStep(tx: Tx, actor: Actor, userIds: readonly number[]): Promise<number[]> {
  refuseUnlessHas(actor, 'keep_users', 'see who signs in with a second step')
  return confirmedAmong(tx, userIds)
}

/** Whoever wants a second step of others has one: so nobody shuts themselves out, and it is known to work here. */
export async function refuseWithoutSecondStep(tx: Tx, { userId }: Actor): Promise<void> {
  if (userId === null || (await confirmedAmong(tx, [userId])).length > 0) return
  throw new Refusal('second_step_first', 'Set up your own second step under My account first; then ask it of others.', {
    field: 'SecondStepFor',
    rule: 'Who asks a second step of others has one.',
    way: { label: 'My account', href: '/setup/account' },
  })
}

/**
 * Lets somebody in who proved their password: with a code where their sign-in asks for one. Refusals, all 401: `code_needed`,
 * `wrong_code`, `other_secret_key`; and `too_many_attempts` 429.
 */
export async function proveSecondStep(tx: Tx, secretKey: SecretKey, userId: number, code = ''): Promise<void> {
  const found = await authenticatorOf(tx, userId)
  if (!isConfirmed(found)) return
  if (codeAsTyped(code) === '') throw codeNeeded()
  await refuseWrongCode(tx, secretKey, userId, found, code)
}

/**
 * The same for a program that has a user's password: the code stood behind it. Where the org wants a second step of a user who
 * has none yet, a program does not get past that either (`second_step_needed`, 403).
 */
export async function proveSecondStepOfProgram(
  tx: Tx,
  secretKey: SecretKey,
  { userId, role, code }: ProvenUser,
): Promise<void> {
  const found = await authenticatorOf(tx, userId)
  if (isConfirmed(found)) {
    if (code === undefined) throw codeNeeded()
    await refuseWrongCode(tx, secretKey, userId, found, code)
    return
  }
  // Digits nobody asked for make it another password.
  if (code !== undefined) throw wrongPassword()
  if (needsSecondStep(await settingsOf(tx), role)) throw neededOfPrograms()
}

/** Whether somebody with the right password typed a wrong code: that is kept among the sign-ins. */
export const isWrongCode = (error: unknown): boolean => error instanceof Refusal && error.code === 'wrong_code'

async function refuseWrongCode(
  tx: Tx,
  secretKey: SecretKey,
  userId: number,
  { lockedSecret, lockedBy }: Authenticator,
  code: string,
): Promise<void> {
  // One count for all places: a code has but six digits, and who tries them may have many addresses.
  const everywhere = `code-of-${tx.org.schema}-${userId}`
  const attempt = { account: everywhere, address: everywhere }
  countAttempt(attempt)
  const typed = codeAsTyped(code)
  if (isAppCode(typed)) {
    if (lockedBy !== secretKey.name) throw otherSecretKey()
    const period = periodOfCode(secretKey.unlock(lockedSecret, purposeOf(userId)), typed, tx.now)
    if (period === undefined || (await takePeriod(tx, userId, period)) === 0) throw wrongCode()
  } else if ((await takeRecoveryCode(tx, userId, hashOfRecoveryCode(typed))) === 0) throw wrongCode()
  forgetAttempts(attempt)
}

async function giveRecoveryCodes(tx: Tx, userId: number): Promise<readonly string[]> {
  const codes = newRecoveryCodes()
  await replaceRecoveryCodes(tx, userId, codes.map(hashOfRecoveryCode))
  return codes
}

function announceChange(tx: Tx, { userId }: Actor, recordIds: readonly number[], to: 'on' | 'off' | 'removed'): void {
  if (recordIds.length === 0) return
  announce(tx, { type: `user.second_step_${to}`, recordIds, actorId: userId })
  tx.afterCommit.push(forgetCallers)
}

const purposeOf = (userId: number): string => `authenticator ${userId}`

type Confirmed = Authenticator & { readonly confirmedAt: Date }

const isConfirmed = (found: Authenticator | undefined): found is Confirmed =>
  found !== undefined && found.confirmedAt !== null

function confirmedOne(found: Authenticator | undefined): Confirmed {
  if (isConfirmed(found)) return found
  throw new Refusal('not_on', 'Your sign-in asks for no second step. Turn it on first.')
}

const codeNeeded = (): Refusal =>
  new Refusal('code_needed', 'Type the six digits that your authenticator app shows, or one of your recovery codes.', {
    kind: 'unauthenticated',
    field: 'code',
    rule: 'Behind the password this sign-in asks for a code.',
  })

const wrongCode = (): Refusal =>
  new Refusal(
    'wrong_code',
    'This is not a code of now. Wait for the next one and type it; a code opens once, and so does a recovery code. Where none is taken, look whether the clock of your phone is right.',
    { kind: 'unauthenticated', field: 'code', rule: 'A code is that of this moment, and opens once.' },
  )

const otherSecretKey = (): Refusal =>
  new Refusal(
    'other_secret_key',
    'Codes of apps cannot be checked here: Assay runs with another secret key than when this app was set up, as after a restore. Use a recovery code, or ask an administrator to remove the second step.',
    { kind: 'unauthenticated', field: 'code' },
  )

const isOnAlready = (): Refusal =>
  new Refusal('already_on', 'Your sign-in asks for a second step already. Turn it off first to set up another app.', {
    kind: 'conflict',
  })

const notBegun = (): Refusal =>
  new Refusal('not_begun', 'Begin with the picture for your authenticator app; then type the code it shows.')

const neededHere = (): Refusal =>
  new Refusal(
    'second_step_needed',
    'Your organization wants a second step of you, so it stays on. For another phone, ask an administrator to remove this one.',
    { rule: 'The organization decides who needs a second step.' },
  )

const neededOfPrograms = (): Refusal =>
  new Refusal(
    'second_step_needed',
    'Your organization wants a second step of sign-in of you. Sign in with a browser and set it up; then write its code behind the password, or let the program sign in by a connected app.',
    { kind: 'forbidden', rule: 'The organization decides who needs a second step.' },
  )

const ownSecondStep = (): Refusal =>
  new Refusal('own_user', 'Turn your own second step off under My account, with a code of it.')
