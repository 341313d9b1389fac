import { z } from 'zod'
import { decodeId } from '../../../../shared/ids.ts'
import { writing, type App } from '../../../ground/http/edge.ts'
import { refuseUnlessMay } from '../../../ground/users/actor.ts'
import { notFound, Refusal } from '../../../platform/errors.ts'
import { accessTokenIn, callerOfAccessToken } from '../dialect/asking.ts'
import { converse, type Bayeux } from './bayeux.ts'
import { messagesIn, MOST_BYTES, speakBayeux } from './bodies.routes.ts'
import type { Clients } from './clients.ts'
import { channelById } from './doors.ts'
import { StreamingChannel } from './fields.ts'
import { appendToStream } from './stream.ts'
import { tellListeners } from './waiting.ts'

const HOLD_MS = 40_000

/** Some clients say in the address what is in the request. */
const PATHS = ['/cometd/:version', '/cometd/:version/*', '/cometd/replay/:version', '/cometd/replay/:version/*']
/** CometD: `/cometd/64.0`, Bayeux 1.0 by long-polling. `holdMs`: how long a connect waits for news. */
export const cometdRoutes =
  (holdMs = HOLD_MS) =>
  (scope: App): void => {
    const clients: Clients = new Map()
    const closing = new AbortController()
    // Who waits is answered at once, so that the server ends without waiting for them.
    scope.addHook('preClose', async () => closing.abort())
    speakBayeux(scope)
    for (const path of PATHS)
      scope.post(
        path,
        { schema: { hide: true, params: z.object({ version: z.string().max(8) }) }, bodyLimit: MOST_BYTES },
        async (request, reply): Promise<Bayeux[]> => {
          // A browser's cookie could have been sent by another site's page.
          request.caller = undefined
          const { db } = scope.surroundings
          const token = accessTokenIn(request)
          const gone = new AbortController()
          reply.raw.on('close', () => gone.abort())
          const listening = {
            db,
            clients,
            version: request.params.version,
            holdMs,
            identify: async () => (token === undefined ? undefined : callerOfAccessToken(db, token)),
            endings: [gone.signal, closing.signal],
          }
          return converse(listening, messagesIn(request.body))
        },
      )
    scope.route({
      method: ['GET', 'PUT', 'PATCH', 'DELETE'],
      url: '/cometd/*',
      schema: { hide: true },
      handler: (_request, reply) => {
        reply.header('allow', 'POST')
        throw new Refusal('wrong_verb', 'Messages come by POST: only long-polling is spoken here.', {
          kind: 'wrong_verb',
        })
      },
    })
  }

const pushes = z.object({
  pushEvents: z
    .array(
      z.object({
        payload: z.union([z.string().max(3000), z.record(z.string().max(100), z.unknown())]),
        userIds: z.array(z.string().max(18)).max(1000).optional(),
      }),
    )
    .min(1)
    .max(100),
})

/** POST /sobjects/StreamingChannel/{id}/push: tells who listens to the channel. */
export function pushRoutes(scope: App): void {
  scope.post(
    '/services/data/:version/sobjects/StreamingChannel/:id/push',
    { schema: { hide: true, body: pushes, params: z.object({ version: z.string(), id: z.string().max(18) }) } },
    (request) =>
      writing(request, async (tx, actor) => {
        refuseUnlessMay(actor, 'create', StreamingChannel)
        const channel = await channelById(tx, actor, decodeId(request.params.id) ?? 0)
        if (channel === undefined) throw notFound('streaming channel', request.params.id)
        const { pushEvents } = request.body
        await appendToStream(
          tx,
          pushEvents.map(({ payload, userIds = [] }) => ({
            channel,
            type: 'pushed',
            recordIds: [],
            actorId: actor.userId,
            payload: { payload, userIds: userIds.map(userIdIn) },
            happenedAt: tx.now,
          })),
        )
        tx.afterCommit.push(() => tellListeners(tx.org.schema))
        // How many hear of it is not counted, as Salesforce says it with -1.
        return pushEvents.map(() => ({ fanoutCount: -1, userOnlineStatus: {} }))
      }),
  )
}

function userIdIn(text: string): number {
  const id = decodeId(text)
  if (id === undefined)
    throw new Refusal('malformed_id', `'${text}' is not an id.`, { kind: 'malformed', field: 'userIds' })
  return id
}
