import { z } from 'zod'
import { encodeId } from '../../../shared/ids.ts'
import { readingAs, type App } from '../../ground/http/edge.ts'
import { definitionOf } from '../../ground/objects/catalogue.ts'
import { idIn } from '../../ground/objects/schemas.ts'
import { compareCampaigns, outcomes, tails, type Compared } from './campaignComparison.ts'

const rate = z
  .object({
    count: z.number().int(),
    of: z.number().int(),
    rate: z.number().nullable().meta({ description: '0 to 1; null of nothing.' }),
    low: z.number().nullable(),
    high: z.number().nullable(),
  })
  .meta({ id: 'Rate', description: 'A share with its 95 % interval after Wilson.' })

const tailRates = z.record(
  z.enum(outcomes),
  z.array(z.object({ months: z.number().int(), reached: rate.nullable() })).readonly(),
)

const comparedSchema = z
  .object({
    campaign: z.object({
      Id: z.string(),
      Name: z.string(),
      Type: z.string().nullable(),
      StartDate: z.string().nullable(),
      EndDate: z.string().nullable(),
    }),
    campaigns: z.number().int().meta({ description: 'How many are counted together, itself included.' }),
    cost: z.number().nullable(),
    members: z.number().int(),
    responded: z.number().int(),
    people: z
      .record(z.enum(outcomes), z.number().int())
      .meta({ description: 'People, each once, after they came in.' }),
    opportunities: z
      .number()
      .int()
      .meta({ description: 'Deals opened by or with these people after they came in, each once.' }),
    won: z.number().int(),
    amount: z.number(),
    wonAmount: z.number(),
    collected: z.number().meta({ description: 'What was paid for these deals, refunds taken off.' }),
    steps: z
      .array(z.object({ step: z.enum(['responded', ...outcomes]), ofMembers: rate, ofStepBefore: rate }))
      .readonly(),
    costPer: z.record(z.enum(['member', 'response', 'qualified', 'opportunity', 'won']), z.number().nullable()),
    cohorts: z
      .array(z.object({ quarter: z.string(), members: z.number().int(), tails: tailRates }))
      .readonly()
      .meta({ description: 'By the quarter people came in; `reached` is null while a cohort is too young.' }),
    tails: tailRates,
  })
  .meta({ id: 'ComparedCampaign' })

/** Campaigns side by side. */
export function campaignComparisonRoutes(app: App): void {
  app.get(
    '/api/campaign-comparison',
    {
      schema: {
        tags: ['Campaign planning'],
        summary: 'Compare 2 to 10 campaigns: cost per step, conversion, and cohorts',
        querystring: z.object({
          ids: z.string().max(400).meta({ description: 'Ids of campaigns, separated by commas.' }),
          tree: z
            .stringbool()
            .default(false)
            .meta({ description: 'Whether what stands below a campaign counts with it.' }),
        }),
        response: {
          200: z.object({ months: z.array(z.number().int()).readonly(), campaigns: z.array(comparedSchema) }),
        },
      },
    },
    (request) =>
      readingAs(request, async (tx, actor) => {
        const definition = await definitionOf(tx, 'Campaign')
        const texts = request.query.ids
          .split(',')
          .map((id) => id.trim())
          .filter((id) => id !== '')
        const found = await compareCampaigns(tx, actor, {
          campaignIds: texts.map((id) => idIn(id, definition)),
          withTree: request.query.tree,
        })
        return { months: [...tails], campaigns: found.map(present) }
      }),
  )
}

const present = ({ id, name, type, startDate, endDate, ...rest }: Compared) => ({
  campaign: { Id: encodeId(id), Name: name, Type: type, StartDate: startDate, EndDate: endDate },
  ...rest,
})
