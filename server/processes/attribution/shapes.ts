import { z } from 'zod'
import { nextSchema, referenceSchema } from '../../ground/objects/schemas.ts'
import { measureNames, modelNames, origins, touchOrigins } from './model.ts'
import { touchModels } from './shares.sql.ts'

/** What the API answers about what brought a deal. Money is in the organization's currency. */

export const sharesSchema = z.record(z.enum(modelNames), z.number()).meta({
  id: 'AttributionShares',
  description:
    'What falls to it under each model, in the organization’s currency; the shares under a model add up to the total, to the cent.',
})

export const groupSchema = z
  .object({
    key: z.string().meta({ description: 'Goes into `key` of /api/attribution/deals.' }),
    label: z.string(),
    campaign: referenceSchema.nullable(),
    origin: z.enum(origins),
    deals: z.number().int().meta({ description: 'Deals with any part here, each once.' }),
    shares: sharesSchema,
  })
  .meta({ id: 'AttributionGroup' })

export const modelSchema = z
  .object({ name: z.enum(modelNames), label: z.string(), formula: z.string(), source: z.string() })
  .meta({ id: 'AttributionModel', description: 'How a model shares an amount, and where the formula comes from.' })

export const settingsSchema = z
  .strictObject({
    windowDays: z
      .number()
      .int()
      .meta({ description: 'Touches count from so many days before the opportunity was created; 0: all.' }),
    halfLifeDays: z.number().int().meta({ description: 'Of time decay.' }),
    counts: z.enum(['responses', 'memberships']),
    salesSources: z.array(z.string().max(255)).max(50).readonly(),
    salesCampaignTypes: z.array(z.string().max(255)).max(50).readonly(),
  })
  .meta({ id: 'AttributionSettings' })

export const figuresSchema = z.object({
  models: z.array(modelSchema).readonly(),
  settings: settingsSchema,
  measure: z.enum(measureNames),
  total: z.object({ deals: z.number().int(), amount: z.number(), collected: z.number() }),
  origins: z
    .array(z.object({ origin: z.enum(origins), shares: sharesSchema }))
    .meta({ description: 'The same by who brought it about: marketing, sales, or nobody known.' }),
  groups: z.array(groupSchema),
})

const dealSchema = z
  .object({
    Id: z.string(),
    Name: z.string(),
    Account: referenceSchema.nullable(),
    Owner: referenceSchema,
    StageName: z.string(),
    Amount: z.number().nullable(),
    Collected: z.number().meta({ description: 'What was paid of it so far, refunds taken off.' }),
    CloseDate: z.iso.date(),
    IsWon: z.boolean(),
    shares: sharesSchema,
  })
  .meta({ id: 'AttributedDeal' })

export const dealsSchema = z.object({ deals: z.array(dealSchema), next: nextSchema })

const touchSchema = z
  .object({
    at: z.date(),
    label: z.string(),
    type: z.string().nullable().meta({ description: 'The type of the campaign.' }),
    campaign: referenceSchema.nullable(),
    source: z.string().nullable().meta({ description: 'The lead source, where no campaign is known.' }),
    origin: z.enum(touchOrigins),
    person: z
      .object({ Id: z.string(), Name: z.string() })
      .nullable()
      .meta({ description: 'Null: you may not see them.' }),
    milestones: z
      .array(z.enum(['first', 'lead', 'opportunity', 'close', 'last']))
      .meta({ description: 'What the touch stands for: the first, the last before one became a lead, and so on.' }),
    shares: sharesSchema,
    collectedShares: sharesSchema.nullable().meta({ description: 'The same of what was paid so far.' }),
    weights: z
      .record(z.enum(touchModels), z.number())
      .meta({ description: 'The part of the whole under each model that looks at touches, 0 to 1.' }),
  })
  .meta({ id: 'Touch' })

export const pathSchema = z.object({
  opportunity: z.string(),
  amount: z.number(),
  collected: z.number(),
  models: z.array(modelSchema).readonly(),
  settings: settingsSchema,
  primary: z.object({
    label: z.string(),
    campaign: referenceSchema.nullable(),
    isKnown: z.boolean().meta({ description: 'The opportunity names a primary campaign or a lead source.' }),
  }),
  touches: z.array(touchSchema).meta({ description: 'In the order of time.' }),
})

export const influenceSchema = z.object({
  campaign: z.string(),
  models: z.array(modelSchema).readonly(),
  settings: settingsSchema,
  totals: z.array(
    z.object({
      which: z.enum(['won', 'open', 'lost']),
      deals: z.number(),
      amount: z.number(),
      collected: z.number(),
      shares: sharesSchema,
    }),
  ),
  deals: z.array(dealSchema),
  next: nextSchema,
})

export type AttributedDeal = z.infer<typeof dealSchema>
export type AttributionPath = z.infer<typeof pathSchema>
