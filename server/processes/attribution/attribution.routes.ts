import { z } from 'zod'
import { encodeId } from '../../../shared/ids.ts'
import { readingAs, writing, type App } from '../../ground/http/edge.ts'
import { definitionOf } from '../../ground/objects/catalogue.ts'
import { namesOf } from '../../ground/objects/present.ts'
import { idIn, idParams } from '../../ground/objects/schemas.ts'
import {
  attribute,
  attributionSettings,
  changeAttributionSettings,
  dealsBehind,
  influenceOfCampaign,
  pathOfDeal,
} from './attribution.ts'
import { dimensionNames, measureNames, modelNames, models } from './model.ts'
import { presentCredit, presentDeal, presentGroup, presentOrigins, presentPath } from './present.ts'
import { dealsSchema, figuresSchema, influenceSchema, pathSchema, settingsSchema } from './shapes.ts'

const tags = ['Attribution']

const day = z.iso.date()

const measure = z.enum(measureNames).default('amount').meta({
  description:
    '`amount`: what was agreed is shared. `collected`: what was paid of it so far, refunds taken off; the shares then add up to the collected cash.',
})

const question = z.object({
  by: z.enum(dimensionNames).default('campaign'),
  which: z.enum(['won', 'open', 'all']).default('won').meta({
    description: '`won`: by the day of the win. `open` and `all`: by the day the opportunity was created.',
  }),
  from: day,
  to: day.meta({ description: 'This day included.' }),
  measure,
})

/** What campaigns and salespeople brought: shares of deals under eight models side by side. */
export function attributionRoutes(app: App): void {
  settingsRoutes(app)
  figuresRoute(app)
  dealsRoute(app)
  recordRoutes(app)
}

function figuresRoute(app: App): void {
  app.get(
    '/api/attribution',
    {
      schema: {
        tags,
        summary: 'Share the amounts of deals among what brought them, under all models side by side',
        querystring: question,
        response: { 200: figuresSchema },
      },
    },
    (request) =>
      readingAs(request, async (tx, actor) => {
        const { by, ...range } = request.query
        const found = await attribute(tx, actor, { dimension: by, ...range })
        return {
          models: [...models],
          settings: await attributionSettings(tx),
          measure: range.measure,
          total: {
            deals: found.total.deals,
            amount: found.total.cents / 100,
            collected: found.total.collectedCents / 100,
          },
          origins: presentOrigins(found),
          groups: found.groups.map((one) => presentGroup(by, one)),
        }
      }),
  )
}

const dealQuestion = question.extend({
  key: z.string().max(300),
  model: z.enum(modelNames).default('even'),
  after: z.string().max(300).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(60),
})

function dealsRoute(app: App): void {
  app.get(
    '/api/attribution/deals',
    {
      schema: {
        tags,
        summary: 'The deals behind one figure, the largest share first',
        querystring: dealQuestion,
        response: { 200: dealsSchema },
      },
    },
    (request) =>
      readingAs(request, async (tx, actor) => {
        const { by, ...rest } = request.query
        const { deals, next } = await dealsBehind(tx, actor, { dimension: by, ...rest })
        const names = await namesOf(
          tx,
          new Set(deals.flatMap(({ accountId, ownerId }) => [accountId ?? [], ownerId].flat())),
        )
        return { deals: deals.map((one) => presentDeal(one, names)), next }
      }),
  )
}

function recordRoutes(app: App): void {
  app.get(
    '/api/opportunities/:id/attribution',
    {
      schema: {
        tags,
        summary: 'What brought this deal: its touches in order, with the share of each',
        params: idParams,
        response: { 200: pathSchema },
      },
    },
    (request) =>
      readingAs(request, async (tx, actor) =>
        presentPath(await pathOfDeal(tx, actor, idIn(request.params.id, await definitionOf(tx, 'Opportunity')))),
      ),
  )
  app.get(
    '/api/campaigns/:id/attribution',
    {
      schema: {
        tags,
        summary: 'The deals a campaign had any part in, and its share of them under each model',
        params: idParams,
        querystring: z.object({
          model: z.enum(modelNames).default('even'),
          after: z.string().max(300).optional(),
          limit: z.coerce.number().int().min(1).max(200).default(60),
          measure,
        }),
        response: { 200: influenceSchema },
      },
    },
    (request) =>
      readingAs(request, async (tx, actor) => {
        const id = idIn(request.params.id, await definitionOf(tx, 'Campaign'))
        const { totals, deals, next } = await influenceOfCampaign(tx, actor, id, request.query)
        const names = await namesOf(
          tx,
          new Set(deals.flatMap(({ accountId, ownerId }) => [accountId ?? [], ownerId].flat())),
        )
        return {
          campaign: encodeId(id),
          models,
          settings: await attributionSettings(tx),
          totals: totals.map((one) => ({
            which: one.which,
            deals: one.deals,
            amount: one.cents / 100,
            collected: one.collectedCents / 100,
            shares: presentCredit(one),
          })),
          deals: deals.map((one) => presentDeal(one, names)),
          next,
        }
      }),
  )
}

function settingsRoutes(app: App): void {
  app.get(
    '/api/attribution/settings',
    { schema: { tags, summary: 'What attribution counts', response: { 200: settingsSchema } } },
    (request) => readingAs(request, (tx) => attributionSettings(tx)),
  )
  app.patch(
    '/api/attribution/settings',
    {
      schema: {
        tags,
        summary: 'Change what attribution counts',
        body: settingsSchema.partial(),
        response: { 200: settingsSchema },
      },
    },
    (request) => writing(request, (tx, actor) => changeAttributionSettings(tx, actor, request.body)),
  )
}
