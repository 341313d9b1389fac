import { z } from 'zod'
import { decodeId, encodeId, objectOfId } from '../../../shared/ids.ts'
import { Refusal } from '../../platform/errors.ts'
import { idParams } from '../../ground/objects/schemas.ts'
import { nothing, readingAs, writing, type App } from '../../ground/http/edge.ts'
import {
  campaignTypes,
  changeCampaignType,
  createCampaignType,
  orderTypes,
  removeCampaignType,
} from './campaignTypes.ts'

const status = z.strictObject({
  label: z.string().max(40),
  hasResponded: z.boolean().meta({ description: 'Whether standing there counts as a response.' }),
  isDefault: z.boolean().meta({ description: 'Whether new members start there; exactly one of the list does.' }),
})

const draft = z.strictObject({
  name: z.string().min(1).max(80),
  costsPerName: z.boolean().optional().meta({ description: 'A bought list: each name has its price.' }),
  statuses: z.array(status).max(100),
})

const typeSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    costsPerName: z.boolean().meta({ description: 'A bought list: each name has its price.' }),
    statuses: z
      .array(status)
      .readonly()
      .meta({ description: 'What a new campaign of the type starts with, in order.' }),
  })
  .meta({ id: 'CampaignType' })

const tags = ['Campaign types']

const typeId = (text: string): number => {
  const id = decodeId(text)
  if (id !== undefined && objectOfId(id) === 'CampaignType') return id
  throw new Refusal('malformed_id', `'${text.slice(0, 40)}' is not the id of a campaign type.`, {
    kind: 'malformed',
    field: 'id',
  })
}

/** The kinds of campaigns of an org, each with the member statuses a new campaign of it starts with. */
export function campaignTypeRoutes(app: App): void {
  app.get(
    '/api/campaign-types',
    {
      schema: {
        tags,
        summary: 'Types of campaigns with their member statuses',
        response: { 200: z.object({ types: z.array(typeSchema) }) },
      },
    },
    (request) =>
      readingAs(request, async (tx) => ({
        types: (await campaignTypes(tx)).map(({ id, ...type }) => ({ id: encodeId(id), ...type })),
      })),
  )
  app.post(
    '/api/campaign-types',
    {
      schema: { tags, summary: 'Add a type of campaign', response: { 201: z.object({ id: z.string() }) }, body: draft },
    },
    (request, reply) =>
      writing(request, async (tx, actor) => {
        const id = await createCampaignType(tx, actor, request.body)
        reply.code(201)
        return { id: encodeId(id) }
      }),
  )
  changeRoutes(app)
}

function changeRoutes(app: App): void {
  app.patch(
    '/api/campaign-types/:id',
    {
      schema: {
        tags,
        summary: 'Change a type of campaign',
        response: { 204: nothing },
        params: idParams,
        body: draft.partial(),
      },
    },
    (request, reply) =>
      writing(request, async (tx, actor) => {
        await changeCampaignType(tx, actor, typeId(request.params.id), request.body)
        reply.code(204)
      }),
  )
  app.post(
    '/api/campaign-types/order',
    {
      schema: {
        tags,
        summary: 'Put the types into an order',
        response: { 204: nothing },
        body: z.strictObject({ ids: z.array(z.string()).max(500) }),
      },
    },
    (request, reply) =>
      writing(request, async (tx, actor) => {
        if (new Set(request.body.ids).size !== request.body.ids.length)
          throw new Refusal('duplicate_id_specified', 'A type stands twice in this order. Name each once.', {
            kind: 'malformed',
            field: 'ids',
          })
        await orderTypes(tx, actor, request.body.ids.map(typeId))
        reply.code(204)
      }),
  )
  app.delete(
    '/api/campaign-types/:id',
    {
      schema: {
        tags,
        summary: 'Delete a type of campaign; campaigns of it keep their lists',
        response: { 204: nothing },
        params: idParams,
      },
    },
    (request, reply) =>
      writing(request, async (tx, actor) => {
        await removeCampaignType(tx, actor, typeId(request.params.id))
        reply.code(204)
      }),
  )
}
