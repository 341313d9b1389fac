import { z } from 'zod'
import { nextSchema } from '../../ground/objects/schemas.ts'
import { deliveryStates, hookEvents } from './webhook.ts'

/** What the API answers about web hooks. */

export const webhookSchema = z
  .object({
    Id: z.string(),
    name: z.string(),
    url: z.string(),
    events: z.array(z.string()).readonly(),
    objects: z.array(z.string()).readonly().meta({ description: 'Of which objects it hears; empty: all.' }),
    runsAsId: z.string().meta({ description: 'The user as whom it reads.' }),
    runsAsName: z.string(),
    runsAsActive: z
      .boolean()
      .meta({ description: 'False: that user may not sign in any more, and the hook hears nothing.' }),
    enabled: z.boolean(),
    failingSince: z.date().nullable(),
    waiting: z.number().meta({ description: 'Deliveries that are still tried.' }),
    dead: z.number().meta({ description: 'Deliveries that were given up.' }),
    lastDeliveredAt: z.date().nullable(),
    createdAt: z.date(),
  })
  .meta({ id: 'Webhook' })

export const webhooksSchema = z.object({
  webhooks: z.array(webhookSchema),
  events: z.array(z.enum(hookEvents)).readonly().meta({ description: 'Every event there is.' }),
})

const secret = z.string().meta({ description: 'What deliveries are signed with. Nobody can read it again.' })

export const newWebhookSchema = z.object({ Id: z.string(), secret })

export const newSecretSchema = z.object({ secret })

const status = z.number().nullable().meta({ description: 'The HTTP status of the receiver; null: it said nothing.' })
const answer = z.string().nullable().meta({ description: 'The beginning of what the receiver said.' })
const problem = z.string().nullable().meta({ description: 'Why it was not delivered, as a sentence.' })

export const testedSchema = z.object({
  taken: z.boolean().meta({ description: 'The receiver said a status of 200 to 299.' }),
  status,
  answer,
  problem,
  tookMs: z.number(),
})

const deliverySchema = z
  .object({
    Id: z.string(),
    eventId: z.string().meta({ description: 'The same for every hook that heard of it.' }),
    eventType: z.string(),
    happenedAt: z.date(),
    state: z.enum(deliveryStates),
    attempts: z.number(),
    nextTryAt: z.date().nullable(),
    triedAt: z.date().nullable(),
    endedAt: z.date().nullable(),
    status,
    answer,
    problem,
    tookMs: z.number().nullable(),
    body: z.string().meta({ description: 'What was posted, as text.' }),
  })
  .meta({ id: 'WebhookDelivery' })

export const deliveriesSchema = z.object({
  deliveries: z.array(deliverySchema),
  next: nextSchema,
  mostTries: z.number().meta({ description: 'After so many attempts a delivery is given up.' }),
})
