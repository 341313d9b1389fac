import { encodeId, type Id } from '../../../shared/ids.ts'
import { drawId, drawIds } from '../../ground/objects/ids.ts'
import { recordsById } from '../../ground/objects/list.ts'
import { settingsOf } from '../../ground/orgs/settings.ts'
import { theProgram, type Actor } from '../../ground/users/actor.ts'
import { roles } from '../../ground/users/roles.ts'
import { User } from '../../ground/users/user.ts'
import type { InboxEvent } from '../../platform/events.sql.ts'
import { enqueue } from '../../platform/jobs.ts'
import type { Tx } from '../../platform/tx.ts'
import { deliveryPage, insertDeliveries, tryAnew, type ListedDelivery, type NewDelivery } from './deliveries.sql.ts'
import type { Letter } from './posting.ts'
import { letterTo } from './letter.ts'
import { tell, type Told } from './telling.ts'
import type { DeliveryState, Webhook } from './webhook.ts'
import { getWebhook, refuseUnlessKeepsHooks } from './webhooks.ts'
import { addressOf, hooksFor } from './webhooks.sql.ts'

export type { ListedDelivery }

export const DELIVER = 'deliver-webhooks'

/** Puts down what every hook is to be told of these events, in the transaction that takes them from the inbox. */
export async function noteDeliveries(tx: Tx, events: readonly InboxEvent[]): Promise<void> {
  const hooks = await hooksFor(tx, [...new Set(events.map(({ type }) => type))])
  if (hooks.length === 0) return
  const actors = await actorsOf(tx, new Set(hooks.map(({ runsAsId }) => runsAsId)))
  const byUser = Map.groupBy(hooks, ({ runsAsId }) => runsAsId)
  const told = await Promise.all(
    [...byUser].map(async ([userId, theirs]) => {
      const actor = actors.get(userId)
      if (actor === undefined) return []
      const heard = events.filter(({ type }) => theirs.some((hook) => hook.events.includes(type)))
      const words = await tell(tx, actor, heard)
      return theirs.flatMap((hook) => lettersFor(hook, heard, words))
    }),
  )
  const letters = told.flat()
  if (letters.length === 0) return
  const ids = await drawIds(tx, 'WebhookDelivery', letters.length)
  await insertDeliveries(
    tx,
    letters.map((letter, at) => ({ ...letter, id: ids[at] ?? 0 })),
  )
  await enqueue(tx, DELIVER, {}, { jobKey: DELIVER })
}

function lettersFor(
  hook: Webhook,
  events: readonly InboxEvent[],
  words: ReadonlyMap<number, Told>,
): Omit<NewDelivery, 'id'>[] {
  return events
    .filter(({ type }) => hook.events.includes(type))
    .flatMap(({ id, type, happenedAt }) => {
      const told = words.get(id)
      const records = (told?.records ?? []).filter(
        ({ object }) => hook.objects.length === 0 || hook.objects.includes(object),
      )
      if (records.length === 0) return []
      const body = JSON.stringify({ ...told, records })
      return [{ webhookId: hook.id, eventId: id, eventType: type, happenedAt, body }]
    })
}

/** The users hooks read as, with the permissions they have now. Who has left reads nothing. */
async function actorsOf(tx: Tx, userIds: ReadonlySet<Id>): Promise<Map<Id, Actor>> {
  const { privateObjects } = await settingsOf(tx)
  const users = await recordsById(tx, theProgram, User, [...userIds])
  return new Map(
    users.flatMap((user): [Id, Actor][] => {
      const role = roles.find((one) => one === user.Role)
      if (user.IsActive !== true || role === undefined) return []
      return [[user.Id, { userId: user.Id, name: String(user.Name ?? ''), role, privateObjects }]]
    }),
  )
}

export type DeliveryPage = { readonly deliveries: readonly ListedDelivery[]; readonly next: number | null }

const PAGE = 60

/** What became of a hook's deliveries, the latest event first; `before` and `next` are numbers of events. */
export async function listDeliveries(
  tx: Tx,
  actor: Actor,
  webhookId: Id,
  { state, before }: { readonly state?: DeliveryState; readonly before?: number },
): Promise<DeliveryPage> {
  await getWebhook(tx, actor, webhookId)
  const rows = await deliveryPage(tx, webhookId, { state, before, limit: PAGE + 1 })
  const deliveries = rows.slice(0, PAGE)
  return { deliveries, next: rows.length > PAGE ? (deliveries.at(-1)?.eventId ?? null) : null }
}

/** Sends again what is named, or everything that was given up; answers how many. */
export async function replayDeliveries(
  tx: Tx,
  actor: Actor,
  webhookId: Id,
  ids: readonly Id[] | null,
): Promise<number> {
  await getWebhook(tx, actor, webhookId)
  const again = await tryAnew(tx, webhookId, ids)
  if (again > 0) await enqueue(tx, DELIVER, {}, { jobKey: DELIVER })
  return again
}

/** A letter that says it is only a test, signed as all are. */
export async function testLetter(tx: Tx, actor: Actor, webhookId: Id): Promise<Letter> {
  refuseUnlessKeepsHooks(actor)
  const hook = await getWebhook(tx, actor, webhookId)
  const { secret = '' } = (await addressOf(tx, webhookId)) ?? {}
  const id = encodeId(await drawId(tx, 'WebhookDelivery'))
  const body = JSON.stringify({
    id,
    type: 'webhook.test',
    org: encodeId(tx.org.id),
    happenedAt: tx.now.toISOString(),
    actorId: actor.userId === null ? null : encodeId(actor.userId),
    records: [],
  })
  return letterTo({ url: hook.url, secret, body, eventId: id, eventType: 'webhook.test', attempt: 1 }, tx.now)
}
