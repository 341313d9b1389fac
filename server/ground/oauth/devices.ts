import { randomInt } from 'node:crypto'
import type { Id } from '../../../shared/ids.ts'
import { Refusal } from '../../platform/errors.ts'
import type { Tx } from '../../platform/tx.ts'
import { hashOfToken } from '../users/secrets.ts'
import { inactiveUser, oauthRefusal } from './answers.ts'
import { uses, type ConnectedApp } from './app.ts'
import { getApp } from './apps.ts'
import { clientNamed, refuseUnlessUses, refuseWrongSecret, scopesFor } from './clients.ts'
import { answerDevice, askDevice, deleteDevice, insertDevice, waitingDevice } from './devices.sql.ts'
import { openGrant, type Granted } from './grants.ts'
import { newOrgSecret } from './orgSecrets.ts'
import { scopesIn, type AppScope } from './scopes.ts'

const GOOD_FOR_MS = 10 * 60_000
const INTERVAL_SECONDS = 5
// No vowels, so that no words come about, and nothing that looks like a digit (RFC 8628 6.1).
const LETTERS = 'BCDFGHJKLMNPQRSTVWXZ'
const CODE_LETTERS = 8

export type NewDevice = {
  readonly deviceCode: string
  /** What the user types; `BCDF-GHJK`. */
  readonly userCode: string
  readonly intervalSeconds: number
  readonly expiresInSeconds: number
}

type DeviceAsked = {
  readonly clientId: string
  readonly secret: string | undefined
  readonly scope: readonly string[] | undefined
}

/** A device without a browser begins to sign in. */
export async function beginDevice(tx: Tx, { clientId, secret, scope }: DeviceAsked): Promise<NewDevice> {
  const app = await clientNamed(tx, clientId)
  refuseWrongSecret(app, secret, false)
  refuseUnlessUses(app, 'device')
  const [deviceCode, userCode] = [newOrgSecret('device', tx.org.id), newUserCode()]
  await insertDevice(tx, {
    deviceHash: hashOfToken(deviceCode),
    userCode,
    appId: app.id,
    scopes: scopesFor(app, scope),
    expiresAt: new Date(tx.now.getTime() + GOOD_FOR_MS),
  })
  return {
    deviceCode,
    userCode: `${userCode.slice(0, 4)}-${userCode.slice(4)}`,
    intervalSeconds: INTERVAL_SECONDS,
    expiresInSeconds: GOOD_FOR_MS / 1000,
  }
}

type DevicePoll = {
  readonly clientId: string
  readonly secret: string | undefined
  readonly deviceCode: string
  readonly address?: string
}

/** The device asks whether somebody said yes. A no is returned, not thrown: that it asked must be kept. */
export async function exchangeDevice(
  tx: Tx,
  { clientId, secret, deviceCode, address }: DevicePoll,
): Promise<(Granted & { readonly app: ConnectedApp }) | Refusal> {
  const app = await clientNamed(tx, clientId)
  refuseWrongSecret(app, secret, false)
  refuseUnlessUses(app, 'device')
  const hash = hashOfToken(deviceCode)
  const device = await askDevice(tx, hash)
  if (device === undefined || device.clientId !== clientId || device.expiresAt <= tx.now)
    return oauthRefusal('invalid_grant', 'invalid device code')
  if (device.answer === null || device.userId === null)
    return isTooSoon(tx, device.askedAt)
      ? oauthRefusal('slow_down', 'polling too frequently')
      : oauthRefusal('authorization_pending', 'user has not approved the request yet')
  await deleteDevice(tx, hash)
  if (device.answer === 'denied') return oauthRefusal('access_denied', 'end-user denied authorization')
  if (device.isActive !== true) return inactiveUser()
  const given = {
    appId: app.id,
    userId: device.userId,
    flow: 'device',
    scopes: scopesIn(device.scopes),
    address,
  } as const
  return { ...(await openGrant(tx, given)), app }
}

/** What the device asks for whose code somebody typed. */
export async function deviceNamed(
  tx: Tx,
  typed: string,
): Promise<{ readonly app: ConnectedApp; readonly scopes: readonly AppScope[] }> {
  const device = await waitingDevice(tx, userCodeIn(typed))
  if (device === undefined) throw noSuchCode()
  const app = await getApp(tx, device.appId)
  if (app.disabledAt !== null || !uses(app, 'device')) throw noSuchCode()
  return { app, scopes: scopesIn(device.scopes) }
}

/** Somebody's yes or no to the device. */
export async function answerTo(
  tx: Tx,
  { code, userId, allow }: { readonly code: string; readonly userId: Id; readonly allow: boolean },
): Promise<void> {
  await deviceNamed(tx, code)
  if ((await answerDevice(tx, userCodeIn(code), userId, allow ? 'allowed' : 'denied')) === 0) throw noSuchCode()
}

const isTooSoon = (tx: Tx, askedAt: Date | null): boolean =>
  // A second less, because the way to us is not always equally long.
  askedAt !== null && tx.now.getTime() - askedAt.getTime() < (INTERVAL_SECONDS - 1) * 1000

const newUserCode = (): string =>
  Array.from({ length: CODE_LETTERS }, () => LETTERS.charAt(randomInt(LETTERS.length))).join('')

const userCodeIn = (typed: string): string => typed.toUpperCase().replaceAll(/[^A-Z]/g, '')

const noSuchCode = (): Refusal =>
  new Refusal(
    'no_such_code',
    'No device waits with this code. Look at it once more: it has eight letters, is good for ten minutes, and opens once.',
    { kind: 'not_found', field: 'code' },
  )
