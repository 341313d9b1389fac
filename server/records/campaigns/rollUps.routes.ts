import { z } from 'zod'
import { encodeId } from '../../../shared/ids.ts'
import { idIn, idParams } from '../../ground/objects/schemas.ts'
import { readingAs, type App } from '../../ground/http/edge.ts'
import { Campaign } from './fields.ts'
import { rollUpsOf, rollUpsOfEach, treeOf } from './rollUps.ts'

const numbers = {
  members: z.number().meta({ description: 'People in the campaign.' }),
  leads: z.number().meta({ description: 'Members who came as leads, those converted since among them.' }),
  contacts: z.number(),
  converted: z.number().meta({ description: 'Members who came as leads and are contacts now.' }),
  responses: z.number().meta({ description: 'Members who ever stood at a status that counts as a response.' }),
  opportunities: z.number().meta({ description: 'Those whose primary campaign source it is.' }),
  won: z.number(),
  amountAll: z.number(),
  amountWon: z.number(),
  collected: z.number().meta({ description: 'What was paid for the opportunities, refunds taken off.' }),
  cost: z.number().nullable().meta({
    description: 'The actual cost, or else the cost per name times the members; null where neither is entered.',
  }),
  budget: z.number().nullable(),
  expectedRevenue: z.number().nullable(),
  sent: z.number().nullable().meta({ description: 'How many were sent, as somebody entered it.' }),
}

const rollUpsSchema = z
  .object({
    own: z.object(numbers),
    tree: z.object({
      ...numbers,
      campaigns: z.number().meta({ description: 'How many campaigns it is, itself included.' }),
    }),
  })
  .meta({ id: 'CampaignRollUps' })

const eachSchema = z.object({ rollUps: z.array(z.object({ Id: z.string(), ...rollUpsSchema.shape })) })

const treeSchema = z.object({
  campaigns: z.array(
    z.object({
      Id: z.string(),
      ParentId: z.string().nullable(),
      name: z.string(),
      type: z.string().nullable(),
      status: z.string().nullable(),
      startDate: z.iso.date().nullable(),
      endDate: z.iso.date().nullable(),
      level: z.number().meta({ description: '1 at the root.' }),
      ...numbers,
    }),
  ),
})

const tags = ['Campaigns']

/** What a campaign and its tree came to. */
export function rollUpRoutes(app: App): void {
  app.get(
    '/api/campaigns/:id/roll-ups',
    {
      schema: {
        tags,
        summary: 'What a campaign came to: alone, and with everything below it',
        description:
          'Exact at this moment. Members, leads, contacts, converted leads and responses are people, each counted once a campaign; a response is a member who ever stood at a status that counts as one. Opportunities are those whose primary campaign source it is. `collected` is what was paid for them, refunds taken off. Money is in the currency of the organization; `cost` is the actual cost or else the cost per name times the members.',
        params: idParams,
        response: { 200: rollUpsSchema },
      },
    },
    (request) => readingAs(request, (tx, actor) => rollUpsOf(tx, actor, idIn(request.params.id, Campaign))),
  )
  app.get(
    '/api/campaigns/roll-ups',
    {
      schema: {
        tags,
        summary: 'The same of several campaigns, in their order; those you may not see are left out',
        querystring: z.object({
          ids: z
            .string()
            .max(200 * 19)
            .describe('Up to 200 ids with commas between them'),
        }),
        response: { 200: eachSchema },
      },
    },
    (request) =>
      readingAs(request, async (tx, actor) => {
        const ids = request.query.ids.split(',').map((id) => idIn(id, Campaign))
        const found = await rollUpsOfEach(tx, actor, [...new Set(ids)])
        return { rollUps: found.map(({ id, ...rollUp }) => ({ Id: encodeId(id), ...rollUp })) }
      }),
  )
  app.get(
    '/api/campaigns/:id/tree',
    {
      schema: {
        tags,
        summary: 'The whole tree a campaign stands in, each campaign with its own numbers',
        params: idParams,
        response: { 200: treeSchema },
      },
    },
    (request) =>
      readingAs(request, async (tx, actor) => ({
        campaigns: (await treeOf(tx, actor, idIn(request.params.id, Campaign))).map(({ id, parentId, ...row }) => ({
          Id: encodeId(id),
          ParentId: parentId === null ? null : encodeId(parentId),
          ...row,
        })),
      })),
  )
}
