import type { Caller } from '../../../ground/http/edge.ts'
import { findDefinition } from '../../../ground/objects/catalogue.ts'
import { prepareSoql } from '../../../ground/objects/soql/soql.ts'
import { may, type Actor } from '../../../ground/users/actor.ts'
import { elapsedMs } from '../../../platform/clock.ts'
import { Refusal } from '../../../platform/errors.ts'
import { reading } from '../../../platform/transactions.ts'
import type { Database, Tx } from '../../../platform/tx.ts'
import { clientNamed, dismiss, greet, MOST_SUBSCRIPTIONS, type Client, type Clients } from './clients.ts'
import { StreamingChannel } from './fields.ts'
import { EVERY_CHANGE, hear, type Message } from './messages.ts'
import { readableChannels } from './platformEvents.ts'
import { afterEvent, eventOf } from './stream.ts'
import { activeTopics, channelNamed, firstOfStream, lastOfStream } from './stream.sql.ts'
import { untilNews } from './waiting.ts'

/** A message as Bayeux 1.0 has it, both ways. */
export type Bayeux = Readonly<Record<string, unknown>>

/** One request of a client, and how to find out again who it is while it waits. */
export type Listening = {
  readonly db: Database
  readonly clients: Clients
  readonly version: string
  readonly holdMs: number
  readonly identify: () => Promise<Caller | undefined>
  /** The client hung up, or the server ends. */
  readonly endings: readonly AbortSignal[]
}

/** Answers the messages of one request, in order. */
export async function converse(listening: Listening, messages: readonly Bayeux[]): Promise<Bayeux[]> {
  const answers: Bayeux[] = []
  let { holdMs } = listening
  for (const message of messages) {
    answers.push(...(await answerTo({ ...listening, holdMs }, message)))
    // A request waits once, however many connects are in it.
    if (message.channel === '/meta/connect') holdMs = 0
  }
  return answers
}

async function answerTo(listening: Listening, message: Bayeux): Promise<Bayeux[]> {
  const caller = await listening.identify()
  if (caller === undefined) return [denied(message)]
  const { org, actor } = caller
  if (message.channel === '/meta/handshake') return [handshake(listening, caller, message)]
  const client = clientNamed(listening.clients, message.clientId, org.id, actor.userId)
  if (client === undefined) return [no(message, '403::Unknown client', { reconnect: 'handshake', interval: 0 })]
  switch (message.channel) {
    case '/meta/connect':
      return connect(listening, client, message)
    case '/meta/subscribe':
      return [await subscribe(listening, caller, client, message)]
    case '/meta/unsubscribe':
      for (const channel of channelsIn(message)) client.positions.delete(channel)
      return [yes(message, { subscription: message.subscription })]
    case '/meta/disconnect':
      dismiss(listening.clients, client)
      return [yes(message)]
    default:
      return [no(message, '403::Programs publish by the REST API: POST /sobjects/StreamingChannel/{id}/push')]
  }
}

const yes = ({ channel, id, clientId }: Bayeux, more: Bayeux = {}): Bayeux => ({
  channel,
  ...(id === undefined ? {} : { id }),
  ...(clientId === undefined ? {} : { clientId }),
  successful: true,
  ...more,
})

const no = (message: Bayeux, error: string, advice?: Bayeux): Bayeux => ({
  ...yes(message),
  successful: false,
  error,
  ...(message.subscription === undefined ? {} : { subscription: message.subscription }),
  ...(advice === undefined ? {} : { advice }),
})

const denied = (message: Bayeux): Bayeux => ({
  ...no(message, message.channel === '/meta/handshake' ? '403::Handshake denied' : '401::Authentication invalid', {
    reconnect: 'none',
  }),
  ext: { replay: true, sfdc: { failureReason: '401::Authentication invalid' } },
})

function handshake({ clients, holdMs }: Listening, { org, actor }: Caller, message: Bayeux): Bayeux {
  const types = message.supportedConnectionTypes
  if (Array.isArray(types) && !types.includes('long-polling'))
    return no(message, '412::Only long-polling is spoken here', { reconnect: 'none' })
  const client = greet(clients, org.id, actor.userId, 3 * holdMs + 10_000)
  if (client === undefined)
    return no(message, '403::Too many clients of this user listen already. Disconnect those that are not needed.', {
      reconnect: 'none',
    })
  return yes(message, {
    clientId: client.id,
    version: '1.0',
    minimumVersion: '1.0',
    supportedConnectionTypes: ['long-polling'],
    advice: { reconnect: 'retry', interval: 0, timeout: holdMs },
    ext: { replay: true },
  })
}

/** Waits until there is something to tell, or the time is over. A newer connect of the same client ends an older one. */
async function connect(listening: Listening, client: Client, message: Bayeux): Promise<Bayeux[]> {
  const { db, holdMs, version, endings } = listening
  const turn = ++client.turn
  client.stir()
  const endsAt = elapsedMs() + waitAsked(message, holdMs)
  for (;;) {
    const caller = await listening.identify()
    if (caller === undefined) return [denied(message)]
    const stirred = new AbortController()
    client.stir = () => stirred.abort()
    // What nobody takes is left for the client's next connect.
    if (client.turn !== turn || endings.some(({ aborted }) => aborted)) return [yes(message)]
    const news = await newsOf(db, caller, client, version)
    const left = endsAt - elapsedMs()
    if (news.messages.length > 0 || left <= 0)
      return [...news.messages.map(({ channel, data }) => ({ channel, data })), yes(message)]
    if (news.isAll)
      await untilNews(db, caller.org, { ms: left, signals: [stirred.signal, ...endings], known: news.last })
    client.touchedAt = elapsedMs()
  }
}

const waitAsked = ({ advice }: Bayeux, holdMs: number): number => {
  const asked = typeof advice === 'object' && advice !== null && 'timeout' in advice ? Number(advice.timeout) : holdMs
  return asked >= 0 ? Math.min(asked, holdMs) : holdMs
}

type News = { readonly messages: readonly Message[]; readonly isAll: boolean; readonly last: number }

async function newsOf(db: Database, { org, actor }: Caller, client: Client, version: string): Promise<News> {
  return reading(db, org, async (tx) => {
    const last = await lastOfStream(tx)
    if (client.positions.size === 0) return { messages: [], isAll: true, last }
    const heardOf = new Map(client.positions)
    const heard = await hear(tx, actor, heardOf, version)
    // The numbers appear in order: up to the last one there was, nothing is to come any more.
    const heardTo = heard.isAll ? Math.max(heard.heardTo, afterEvent(last)) : heard.heardTo
    // What was subscribed to meanwhile was not looked at.
    for (const [channel, position] of heardOf)
      if (client.positions.get(channel) === position) client.positions.set(channel, Math.max(position, heardTo))
    return { ...heard, last }
  })
}

const channelsIn = ({ subscription }: Bayeux): string[] =>
  (Array.isArray(subscription) ? subscription : [subscription]).filter((one) => typeof one === 'string').slice(0, 100)

async function subscribe(
  listening: Listening,
  { org, actor }: Caller,
  client: Client,
  message: Bayeux,
): Promise<Bayeux> {
  const channels = channelsIn(message)
  if (channels.length === 0) return no(message, '400::Name the channel to subscribe to')
  if (client.positions.size + channels.length > MOST_SUBSCRIPTIONS)
    return no(message, `403::A client subscribes to at most ${MOST_SUBSCRIPTIONS} channels`)
  return reading(listening.db, org, async (tx) => {
    for (const channel of channels) {
      const problem = await problemWith(tx, actor, channel)
      if (problem !== undefined) return no(message, problem)
      const position = await positionFor(tx, replayIn(message, channel))
      if (position === undefined)
        return no(
          message,
          `400::The replayId {${replayIn(message, channel)}} you provided was invalid. It is older than 72 hours, or not yet given out. Subscribe with -2 for all that is kept, or -1 for what comes.`,
        )
      client.positions.set(channel, position)
    }
    client.stir()
    return yes(message, { subscription: message.subscription })
  })
}

/** Why a channel cannot be listened to; undefined when it can. */
async function problemWith(tx: Tx, actor: Actor, channel: string): Promise<string | undefined> {
  const [, kind, name = ''] = /^\/(topic|u|data|event)\/(.{1,100})$/.exec(channel) ?? []
  if (kind === 'topic') return topicProblem(tx, actor, channel, name)
  if (kind === 'u')
    return may(actor, 'read', StreamingChannel) && (await channelNamed(tx, channel))
      ? undefined
      : `404:${channel}:There is no such streaming channel`
  if (kind === 'event')
    return (await readableChannels(tx, actor, [channel])).length > 0
      ? undefined
      : `404:${channel}:There is no such platform event, or you may not listen to it`
  if (channel === EVERY_CHANGE) return undefined
  const object = /^(.+?)(__)?ChangeEvent$/i.exec(name)
  const definition =
    kind === 'data' && object !== null
      ? await findDefinition(tx, `${object[1] ?? ''}${object[2] === undefined ? '' : '__c'}`)
      : undefined
  return definition !== undefined && may(actor, 'read', definition)
    ? undefined
    : `404:${channel}:There is no such channel, or you may not read its object`
}

async function topicProblem(tx: Tx, actor: Actor, channel: string, name: string): Promise<string | undefined> {
  const [topic] = await activeTopics(tx, [name])
  if (topic === undefined) return `400:${channel}:Unknown topic`
  try {
    await prepareSoql(tx, actor, topic.query)
    return undefined
  } catch (error) {
    if (error instanceof Refusal && error.kind !== 'unavailable') return `403:${channel}:${error.message}`
    throw error
  }
}

/** `ext: { replay: { '/topic/X': -1 } }`; -1 unless said: what comes from now on. */
function replayIn({ ext }: Bayeux, channel: string): number {
  const replay = typeof ext === 'object' && ext !== null && 'replay' in ext ? ext.replay : undefined
  if (typeof replay === 'number') return replay
  const asked =
    typeof replay === 'object' && replay !== null
      ? Object.entries(replay).find(([name]) => name === channel)?.[1]
      : undefined
  return typeof asked === 'number' ? asked : -1
}

/** Where a replay id leads; undefined when what came after it is no longer kept, or it was never given out. */
async function positionFor(tx: Tx, replay: number): Promise<number | undefined> {
  if (replay === -2) return 0
  const last = await lastOfStream(tx)
  if (replay === -1) return afterEvent(last)
  if (!Number.isSafeInteger(replay) || replay < 0 || replay > afterEvent(last)) return undefined
  const first = await firstOfStream(tx)
  return eventOf(replay) >= (first ?? last + 1) - 1 ? replay : undefined
}
