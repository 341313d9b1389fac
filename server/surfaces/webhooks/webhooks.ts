import { encodeId, type Id } from '../../../shared/ids.ts'
import { definitionsOf } from '../../ground/objects/catalogue.ts'
import { drawId } from '../../ground/objects/ids.ts'
import { recordsById } from '../../ground/objects/list.ts'
import { refuseUnlessHas, theProgram, type Actor } from '../../ground/users/actor.ts'
import { newSecret } from '../../ground/users/secrets.ts'
import { User } from '../../ground/users/user.ts'
import { notFound, Refusal, refuseAny } from '../../platform/errors.ts'
import { announce } from '../../platform/events.ts'
import type { Tx } from '../../platform/tx.ts'
import { MOST_HOOKS } from './webhook.ts'
import {
  deleteWebhook,
  insertWebhook,
  lockedCount,
  replaceSecret,
  updateWebhook,
  webhookRows,
  type ListedWebhook,
  type WebhookFields,
} from './webhooks.sql.ts'

export type { ListedWebhook }

/** What an administrator decides of a web hook; what is left out stays as it is. */
export type WebhookDraft = Partial<Omit<WebhookFields, 'disabledAt'>> & {
  readonly enabled?: boolean
  /** 16 to 200 characters; made by us where it is left out. */
  readonly secret?: string
}

/** Makes a hook; its secret is shown this once. Needs `set_up`, as do all that follow. */
export async function createWebhook(
  tx: Tx,
  actor: Actor,
  { secret = `whsec_${newSecret()}`, ...draft }: WebhookDraft,
): Promise<{ readonly id: Id; readonly secret: string }> {
  refuseUnlessKeepsHooks(actor)
  const empty: WebhookFields = {
    name: '',
    url: '',
    events: [],
    objects: [],
    runsAsId: actor.userId ?? 0,
    disabledAt: null,
  }
  const hook = await fitted(tx, empty, draft)
  await refuseUnlessRoom(tx)
  const id = await drawId(tx, 'Webhook')
  await insertWebhook(tx, id, actor.userId, { ...hook, secret })
  told(tx, actor, 'created', { id, name: hook.name })
  return { id, secret }
}

export async function changeWebhook(tx: Tx, actor: Actor, id: Id, { secret, ...draft }: WebhookDraft): Promise<void> {
  const before = await getWebhook(tx, actor, id)
  const after = await fitted(tx, before, draft)
  if ((await updateWebhook(tx, id, before.version, actor.userId, after)) === 0) throw changedMeanwhile()
  if (secret !== undefined) await replaceSecret(tx, id, actor.userId, secret)
  told(tx, actor, 'changed', { id, name: after.name })
}

/** Makes a new secret; what is sent from now on is signed with it. */
export async function renewSecret(tx: Tx, actor: Actor, id: Id): Promise<string> {
  const { name } = await getWebhook(tx, actor, id)
  const secret = `whsec_${newSecret()}`
  await replaceSecret(tx, id, actor.userId, secret)
  told(tx, actor, 'given_a_new_secret', { id, name })
  return secret
}

/** Removes a hook with all it was to deliver. */
export async function removeWebhook(tx: Tx, actor: Actor, id: Id): Promise<void> {
  const { name } = await getWebhook(tx, actor, id)
  if ((await deleteWebhook(tx, id)) === 0) throw noHook(id)
  told(tx, actor, 'removed', { id, name })
}

const told = (tx: Tx, { userId }: Actor, act: string, { id, name }: Readonly<{ id: Id; name: string }>): void =>
  announce(tx, { type: `webhook.${act}`, recordIds: [id], actorId: userId, payload: { name } })

export async function listWebhooks(tx: Tx, actor: Actor): Promise<ListedWebhook[]> {
  refuseUnlessKeepsHooks(actor)
  return webhookRows(tx, null)
}

export async function getWebhook(tx: Tx, actor: Actor, id: Id): Promise<ListedWebhook> {
  refuseUnlessKeepsHooks(actor)
  const [found] = await webhookRows(tx, id)
  if (found === undefined) throw noHook(id)
  return found
}

export const refuseUnlessKeepsHooks = (actor: Actor): void => refuseUnlessHas(actor, 'set_up', 'keep web hooks')

/** What happens is told once for each hook: without an end to them, one change would be. */
async function refuseUnlessRoom(tx: Tx): Promise<void> {
  if ((await lockedCount(tx)) < MOST_HOOKS) return
  const rule = `An organization has at most ${MOST_HOOKS} web hooks.`
  throw new Refusal('too_many_webhooks', `${rule} Remove one that is not needed, or let one hear of more events.`, {
    kind: 'conflict',
    rule,
  })
}

async function fitted(
  tx: Tx,
  before: WebhookFields,
  { enabled, ...draft }: Omit<WebhookDraft, 'secret'>,
): Promise<WebhookFields> {
  const given = Object.fromEntries(Object.entries(draft).filter(([, value]) => value !== undefined))
  const after: WebhookFields = {
    ...before,
    ...given,
    ...(enabled === undefined ? {} : { disabledAt: enabled ? null : (before.disabledAt ?? tx.now) }),
  }
  refuseAny([
    ...(after.name.trim() === '' ? [wrong('name', 'Give the web hook a name.')] : []),
    ...refusalsOfUrl(after.url),
    ...(after.events.length === 0 ? [wrong('events', 'Choose at least one event.')] : []),
    ...(await objectRefusals(tx, after)),
    ...(await userRefusals(tx, after)),
  ])
  return { ...after, name: after.name.trim() }
}

function refusalsOfUrl(text: string): Refusal[] {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !['http:', 'https:'].includes(url.protocol))
    return [wrong('url', 'Give a whole address that begins with https:// or http://.')]
  if (url.username !== '' || url.password !== '')
    return [wrong('url', 'Leave user name and password out of the address. The receiver knows us by the signature.')]
  return []
}

async function objectRefusals(tx: Tx, { objects }: WebhookFields): Promise<Refusal[]> {
  const known = new Set((await definitionsOf(tx)).map(({ name }) => name))
  return objects
    .filter((name) => !known.has(name))
    .map((name) => wrong('objects', `There is no object called '${name.slice(0, 80)}' here.`))
}

async function userRefusals(tx: Tx, { runsAsId }: WebhookFields): Promise<Refusal[]> {
  const [user] = await recordsById(tx, theProgram, User, [runsAsId])
  return user?.IsActive === true ? [] : [wrong('runsAsId', 'This user is not active. Choose one who is.')]
}

const wrong = (field: string, sentence: string): Refusal =>
  new Refusal('invalid_value', sentence, { field, rule: sentence })

const noHook = (id: Id): Refusal => notFound('web hook', encodeId(id))

const changedMeanwhile = (): Refusal =>
  new Refusal('changed_meanwhile', 'Somebody else changed this web hook meanwhile. Read it again and decide.', {
    kind: 'conflict',
  })
