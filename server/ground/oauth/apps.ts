import { encodeId, type Id } from '../../../shared/ids.ts'
import { notFound, Refusal, refuseAny } from '../../platform/errors.ts'
import { announce } from '../../platform/events.ts'
import type { Tx } from '../../platform/tx.ts'
import { drawId } from '../objects/ids.ts'
import { refuseUnlessHas, refuseUnlessInPerson, type Actor } from '../users/actor.ts'
import { forgetCallers } from '../users/callers.ts'
import { hashOfToken, newSecret } from '../users/secrets.ts'
import type { ConnectedApp } from './app.ts'
import {
  appById,
  appRows,
  deleteApp,
  insertApp,
  isActiveUser,
  replaceSecret,
  updateApp,
  type AppFields,
  type ListedApp,
} from './apps.sql.ts'
import { refusalOfCallback } from './callbackUrls.ts'
import { readCertificate } from './certificates.ts'
import { closeDoors } from './frontDoors.ts'
import { newOrgSecret } from './orgSecrets.ts'

export type { ListedApp }

/** What an administrator decides of an app; what is left out stays as it is. */
export type AppDraft = Partial<Omit<AppFields, 'disabledAt'> & { readonly enabled: boolean }>

/** The app with its secret, which is shown this once. */
export type NewApp = { readonly id: Id; readonly clientId: string; readonly clientSecret: string }

const empty: AppFields = {
  name: '',
  description: null,
  needsSecret: true,
  rotatesRefreshTokens: false,
  certificate: null,
  callbackUrls: [],
  scopes: ['api', 'refresh_token', 'id', 'web'],
  flows: ['authorization_code'],
  runAsId: null,
  approvedRoles: [],
  disabledAt: null,
}

/** Connects a new app. Needs `set_up`, in person; so do all that follow. */
export async function createApp(tx: Tx, actor: Actor, draft: AppDraft): Promise<NewApp> {
  refuseUnlessKeepsApps(actor)
  const app = await fitted(tx, empty, draft)
  const [id, clientId, clientSecret] = [await drawId(tx, 'ConnectedApp'), newClientId(tx), newSecret()]
  await insertApp(tx, id, actor.userId, { ...app, clientId, secretHash: hashOfToken(clientSecret) })
  told(tx, actor, 'created', { id, name: app.name })
  return { id, clientId, clientSecret }
}

export async function updateAppBy(tx: Tx, actor: Actor, id: Id, draft: AppDraft): Promise<void> {
  refuseUnlessKeepsApps(actor)
  const before = await getApp(tx, id)
  if (before.builtIn) refuseChangeOfBuiltIn(draft)
  if ((await updateApp(tx, id, before.version, actor.userId, await fitted(tx, before, draft))) === 0)
    throw new Refusal('changed_meanwhile', 'Somebody else saved this app at the same moment. Open it again.', {
      kind: 'conflict',
    })
  if (draft.enabled === false) await closeDoors(tx, { appId: id })
  told(tx, actor, 'changed', { id, name: draft.name ?? before.name })
  tx.afterCommit.push(forgetCallers)
}

/** A new secret; the one of before opens nothing from now on. What users allowed stays. */
export async function rotateSecret(tx: Tx, actor: Actor, id: Id): Promise<string> {
  refuseUnlessKeepsApps(actor)
  const { builtIn, name } = await getApp(tx, id)
  if (builtIn) throw builtInHas('no secret: it runs on its users’ own machines, where none could be kept')
  const secret = newSecret()
  await replaceSecret(tx, id, actor.userId, hashOfToken(secret))
  told(tx, actor, 'given_a_new_secret', { id, name })
  return secret
}

/** Removes an app with everything users allowed it. */
export async function removeApp(tx: Tx, actor: Actor, id: Id): Promise<void> {
  refuseUnlessKeepsApps(actor)
  const { builtIn, name } = await getApp(tx, id)
  if (builtIn) throw builtInHas('to stay. Disable it instead, and it opens nothing')
  await closeDoors(tx, { appId: id })
  await deleteApp(tx, id)
  told(tx, actor, 'removed', { id, name })
  tx.afterCommit.push(forgetCallers)
}

const told = (tx: Tx, { userId }: Actor, act: string, { id, name }: Readonly<{ id: Id; name: string }>): void =>
  announce(tx, { type: `connected_app.${act}`, recordIds: [id], actorId: userId, payload: { name } })

export async function listApps(tx: Tx, actor: Actor): Promise<ListedApp[]> {
  refuseUnlessKeepsApps(actor)
  return appRows(tx)
}

export async function getApp(tx: Tx, id: Id): Promise<ConnectedApp> {
  const app = await appById(tx, id)
  if (app === undefined) throw notFound('connected app', encodeId(id))
  return app
}

/** In person: an app must not widen what it, or another, may. */
export function refuseUnlessKeepsApps(actor: Actor): void {
  refuseUnlessHas(actor, 'set_up', 'keep connected apps')
  refuseUnlessInPerson(actor)
}

const newClientId = (tx: Tx): string => newOrgSecret('client', tx.org.id)

async function fitted(tx: Tx, before: AppFields, { enabled, ...draft }: AppDraft): Promise<AppFields> {
  const disabledAt = enabled === undefined ? before.disabledAt : enabled ? null : (before.disabledAt ?? tx.now)
  const app: AppFields = { ...before, ...defined(draft), disabledAt }
  const certificate =
    typeof draft.certificate === 'string' ? readCertificate(draft.certificate, tx.now) : app.certificate
  const whole = { ...app, name: app.name.trim(), certificate }
  refuseAny([...refusalsOf(whole), ...(await runAsRefusals(tx, whole))])
  return whole
}

const defined = <T extends object>(draft: T): Partial<T> =>
  // Only what is undefined is left out; the rest keeps its type.
  Object.fromEntries(Object.entries(draft).filter(([, value]) => value !== undefined)) as Partial<T>

function refusalsOf({ name, flows, scopes, callbackUrls, certificate, needsSecret }: AppFields): Refusal[] {
  const refusals: Refusal[] = []
  if (name === '') refusals.push(missing('name', 'Give the app a name, so that users know what they allow.'))
  if (scopes.length === 0) refusals.push(missing('scopes', 'Choose at least one thing the app may ask for.'))
  for (const url of callbackUrls) {
    const refusal = refusalOfCallback(url)
    if (refusal !== undefined) refusals.push(refusal)
  }
  if (flows.includes('authorization_code') && callbackUrls.length === 0)
    refusals.push(missing('callbackUrls', 'Name the address to which users come back after they allowed the app.'))
  if (flows.includes('jwt_bearer') && certificate === null)
    refusals.push(missing('certificate', 'To sign in with a certificate, the app needs one here.'))
  if (flows.includes('client_credentials') && !needsSecret)
    refusals.push(
      missing('needsSecret', 'An app that signs in by itself has nothing but its secret, so it must show it.'),
    )
  return refusals
}

async function runAsRefusals(tx: Tx, { flows, runAsId }: AppFields): Promise<Refusal[]> {
  if (runAsId === null)
    return flows.includes('client_credentials')
      ? [missing('runAsId', 'Choose the user as whom the app signs in by itself.')]
      : []
  return (await isActiveUser(tx, runAsId))
    ? []
    : [missing('runAsId', 'This user is not active. Choose one who is, best one made for the app.')]
}

const missing = (field: string, sentence: string): Refusal =>
  new Refusal('invalid_value', sentence, { field, rule: sentence })

function refuseChangeOfBuiltIn(draft: AppDraft): void {
  const changed = (Object.keys(draft) as (keyof AppDraft)[]).filter(
    (key) => draft[key] !== undefined && !['enabled', 'scopes', 'flows'].includes(key),
  )
  if (changed.length > 0 || draft.flows?.some((flow) => flow !== 'authorization_code' && flow !== 'device') === true)
    throw builtInHas('a shape its tools rely on. Enable or disable it, or choose its scopes')
}

const builtInHas = (what: string): Refusal =>
  new Refusal('built_in_app', `This app comes with Assay and has ${what}.`, {
    rule: 'What comes with Assay stays as its tools know it.',
  })
