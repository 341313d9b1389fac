import { z } from 'zod'
import { decodeId, encodeId, objectOfId, type StandardObject } from '../../../shared/ids.ts'
import { nothing, readingAs, writing, type App } from '../../ground/http/edge.ts'
import { idParams } from '../../ground/objects/schemas.ts'
import { notFound } from '../../platform/errors.ts'
import { reachOf } from './addresses.ts'
import { listDeliveries, replayDeliveries, testLetter, type ListedDelivery } from './deliveries.ts'
import { post } from './posting.ts'
import {
  deliveriesSchema,
  newSecretSchema,
  newWebhookSchema,
  testedSchema,
  webhookSchema,
  webhooksSchema,
} from './shapes.ts'
import { eventIdOf, eventNumberIn } from './telling.ts'
import { deliveryStates, hookEvents, MOST_TRIES } from './webhook.ts'
import {
  changeWebhook,
  createWebhook,
  getWebhook,
  listWebhooks,
  removeWebhook,
  renewSecret,
  type ListedWebhook,
  type WebhookDraft,
} from './webhooks.ts'

const tags = ['Web hooks']
const one = { tags, params: idParams }

const draft = z.strictObject({
  name: z.string().max(80).optional(),
  url: z.string().max(2000).optional().meta({ description: 'Where events are posted to: https:// or http://.' }),
  secret: z
    .string()
    .min(16)
    .max(200)
    .optional()
    .meta({ description: 'What deliveries are signed with; made by Assay where it is left out.' }),
  events: z.array(z.enum(hookEvents)).max(hookEvents.length).optional(),
  objects: z
    .array(z.string().max(80))
    .max(200)
    .optional()
    .meta({ description: 'API names of the objects it hears of; empty: all.' }),
  runsAsId: z.string().max(18).optional().meta({
    description: 'The user as whom it reads: it is told of nothing they may not see. The maker, unless given.',
  }),
  enabled: z.boolean().optional(),
})

/** Web hooks as administrators keep them, what was delivered, and what was given up. */
export function webhookRoutes(app: App): void {
  keepRoutes(app)
  secretRoutes(app)
  deliveryRoutes(app)
}

function keepRoutes(app: App): void {
  app.get(
    '/api/webhooks',
    { schema: { tags, summary: 'Web hooks, and the events there are', response: { 200: webhooksSchema } } },
    (request) =>
      readingAs(request, async (tx, actor) => ({
        webhooks: (await listWebhooks(tx, actor)).map(presentHook),
        events: hookEvents,
      })),
  )
  app.post(
    '/api/webhooks',
    {
      schema: {
        tags,
        summary: 'Make a web hook; its secret is shown this once',
        response: { 201: newWebhookSchema },
        body: draft,
      },
    },
    async (request, reply) => {
      const made = await writing(request, (tx, actor) => createWebhook(tx, actor, draftIn(request.body)))
      return reply
        .code(201)
        .header('cache-control', 'no-store')
        .send({ Id: encodeId(made.id), secret: made.secret })
    },
  )
  const response = { 200: webhookSchema }
  app.get('/api/webhooks/:id', { schema: { ...one, summary: 'One web hook', response } }, (request) =>
    readingAs(request, async (tx, actor) => presentHook(await getWebhook(tx, actor, hookIdIn(request.params.id)))),
  )
  app.patch(
    '/api/webhooks/:id',
    { schema: { ...one, summary: 'Change a web hook', body: draft, response } },
    (request) =>
      writing(request, async (tx, actor) => {
        const id = hookIdIn(request.params.id)
        await changeWebhook(tx, actor, id, draftIn(request.body))
        return presentHook(await getWebhook(tx, actor, id))
      }),
  )
  app.delete(
    '/api/webhooks/:id',
    { schema: { ...one, summary: 'Remove a web hook, with all that waits for it', response: { 204: nothing } } },
    async (request, reply) => {
      await writing(request, (tx, actor) => removeWebhook(tx, actor, hookIdIn(request.params.id)))
      return reply.code(204).send()
    },
  )
}

function secretRoutes(app: App): void {
  app.post(
    '/api/webhooks/:id/secret',
    {
      schema: {
        ...one,
        summary: 'Make a new secret; it is shown this once, and the old one ends',
        response: { 201: newSecretSchema },
      },
    },
    async (request, reply) => {
      const secret = await writing(request, (tx, actor) => renewSecret(tx, actor, hookIdIn(request.params.id)))
      return reply.code(201).header('cache-control', 'no-store').send({ secret })
    },
  )
  const reach = reachOf(app.surroundings.config.webhookNetworks)
  app.post(
    '/api/webhooks/:id/test',
    {
      schema: { ...one, summary: 'Send a test now, and tell what the receiver said', response: { 200: testedSchema } },
    },
    (request) =>
      writing(request, (tx, actor) => testLetter(tx, actor, hookIdIn(request.params.id))).then((letter) =>
        post(letter, { reach }),
      ),
  )
}

function deliveryRoutes(app: App): void {
  const querystring = z.object({ state: z.enum(deliveryStates).optional(), after: z.string().max(18).optional() })
  app.get(
    '/api/webhooks/:id/deliveries',
    {
      schema: {
        ...one,
        summary: 'What a hook was told and what became of it, newest first',
        querystring,
        response: { 200: deliveriesSchema },
      },
    },
    (request) =>
      readingAs(request, async (tx, actor) => {
        const { state, after } = request.query
        const before = after === undefined ? undefined : eventNumberIn(after)
        const { deliveries, next } = await listDeliveries(tx, actor, hookIdIn(request.params.id), { state, before })
        return {
          deliveries: deliveries.map(presentDelivery),
          next: next === null ? null : eventIdOf(next),
          mostTries: MOST_TRIES,
        }
      }),
  )
  const body = z.strictObject({ deliveries: z.array(z.string().max(18)).max(1000).optional() }).nullish()
  app.post(
    '/api/webhooks/:id/replay',
    {
      schema: {
        ...one,
        summary: 'Send again what is named, or else all that was given up',
        body,
        response: { 200: z.object({ replayed: z.number() }) },
      },
    },
    (request) =>
      writing(request, async (tx, actor) => {
        const named = request.body?.deliveries?.map((text) => idOfObject(text, 'WebhookDelivery', 'delivery'))
        return { replayed: await replayDeliveries(tx, actor, hookIdIn(request.params.id), named ?? null) }
      }),
  )
}

const draftIn = ({ runsAsId, ...rest }: z.infer<typeof draft>): WebhookDraft => ({
  ...rest,
  ...(runsAsId === undefined ? {} : { runsAsId: idOfObject(runsAsId, 'User', 'user') }),
})

const presentHook = ({ id, runsAsId, disabledAt, ...hook }: ListedWebhook): z.infer<typeof webhookSchema> => ({
  Id: encodeId(id),
  name: hook.name,
  url: hook.url,
  events: hook.events,
  objects: hook.objects,
  runsAsId: encodeId(runsAsId),
  runsAsName: hook.runsAsName,
  runsAsActive: hook.runsAsActive,
  enabled: disabledAt === null,
  failingSince: hook.failingSince,
  waiting: hook.waiting,
  dead: hook.dead,
  lastDeliveredAt: hook.lastDeliveredAt,
  createdAt: hook.createdAt,
})

const presentDelivery = ({ id, eventId, ...delivery }: ListedDelivery) => ({
  Id: encodeId(id),
  eventId: eventIdOf(eventId),
  ...delivery,
})

const hookIdIn = (text: string): number => idOfObject(text, 'Webhook', 'web hook')

function idOfObject(text: string, object: StandardObject, word: string): number {
  const id = decodeId(text)
  if (id === undefined || objectOfId(id) !== object) throw notFound(word, text.slice(0, 18))
  return id
}
