import { encodeId, type Id } from '../../../shared/ids.ts'
import { drawId, drawIds } from '../../ground/objects/ids.ts'
import { recordsById } from '../../ground/objects/list.ts'
import { settingsOf } from '../../ground/orgs/settings.ts'
import { theProgram, type Actor } from '../../ground/users/actor.ts'
import { roles } from '../../../shared/roles.ts'
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

/**
 * Puts down what every hook is to be told of these events, in the transaction that takes them from the inbox. What is told
 * of a mass change is large: it is in memory for one user's hooks at a time, and written a few megabytes at a time.
 */
export async function noteDeliveries(tx: Tx, events: readonly InboxEvent[]): Promise<void> {
  const hooks = await hooksFor(tx, [...new Set(events.map(({ type }) => type))])
  if (hooks.length === 0) return
  const actors = await actorsOf(tx, new Set(hooks.map(({ runsAsId }) => runsAsId)))
  let noted = 0
  for (const [userId, theirs] of Map.groupBy(hooks, ({ runsAsId }) => runsAsId)) {
    const actor = actors.get(userId)
    if (actor === undefined) continue
    const heard = events.filter(({ type }) => theirs.some((hook) => hook.events.includes(type)))
    const words = await tell(tx, actor, heard)
    noted += await putDown(
      tx,
      theirs.flatMap((hook) => lettersFor(hook, heard, words)),
    )
  }
  if (noted > 0) await enqueue(tx, DELIVER, {}, { jobKey: DELIVER })
}

/** A letter whose body is written when it is put down. */
type Unwritten = Omit<NewDelivery, 'id' | 'body'> & { readonly told: Told }

function lettersFor(hook: Webhook, events: readonly InboxEvent[], words: ReadonlyMap<number, Told>): Unwritten[] {
  return events
    .filter(({ type }) => hook.events.includes(type))
    .flatMap(({ id, type, happenedAt }) => {
      const told = words.get(id)
      const records = (told?.records ?? []).filter(
        ({ object }) => hook.objects.length === 0 || hook.objects.includes(object),
      )
      if (told === undefined || records.length === 0) return []
      return [{ webhookId: hook.id, eventId: id, eventType: type, happenedAt, told: { ...told, records } }]
    })
}

const WRITTEN_AT_ONCE_LETTERS = 4_000_000

async function putDown(tx: Tx, letters: readonly Unwritten[]): Promise<number> {
  if (letters.length === 0) return 0
  const ids = await drawIds(tx, 'WebhookDelivery', letters.length)
  let written: NewDelivery[] = []
  let size = 0
  for (const [at, { told, ...letter }] of letters.entries()) {
    const body = JSON.stringify(told)
    written.push({ ...letter, body, id: ids[at] ?? 0 })
    size += body.length
    if (size < WRITTEN_AT_ONCE_LETTERS && at < letters.length - 1) continue
    await insertDeliveries(tx, written)
    written = []
    size = 0
  }
  return letters.length
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

/** No try takes as long. */
const LONGEST_TRY_MS = 15_000

/** Sends again what is named, what waits for its next try too, or else everything that was given up; answers how many. */
export async function replayDeliveries(
  tx: Tx,
  actor: Actor,
  webhookId: Id,
  ids: readonly Id[] | null,
): Promise<number> {
  await getWebhook(tx, actor, webhookId)
  const again = await tryAnew(tx, webhookId, ids, new Date(tx.now.getTime() - LONGEST_TRY_MS))
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
