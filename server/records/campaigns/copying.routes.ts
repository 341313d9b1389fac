import { z } from 'zod'
import { encodeId } from '../../../shared/ids.ts'
import { idIn, idParams } from '../../ground/objects/schemas.ts'
import { writing, type App } from '../../ground/http/edge.ts'
import { copyCampaign } from './copying.ts'
import { Campaign } from './fields.ts'

const body = z.strictObject({
  name: z.string().min(1).max(80),
  withMembers: z.boolean().default(false).meta({ description: 'Its members come along, each at the default status.' }),
})

const copiedSchema = z.object({
  Id: z.string(),
  members: z.number().meta({ description: 'How many come along.' }),
  isGoingOn: z.boolean().meta({ description: 'Of more than 20,000: they are still being added; see works.' }),
})

/** Next year's edition. */
export function copyRoutes(app: App): void {
  app.post(
    '/api/campaigns/:id/copy',
    {
      schema: {
        tags: ['Campaigns'],
        summary: 'Plan a campaign like this one: its fields, its statuses, and, if wanted, its members',
        response: { 201: copiedSchema },
        params: idParams,
        body,
      },
    },
    (request, reply) =>
      writing(request, async (tx, actor) => {
        const { id, members } = await copyCampaign(tx, actor, idIn(request.params.id, Campaign), request.body)
        reply.code(201)
        return {
          Id: encodeId(id),
          members: members.reduce((sum, { total }) => sum + total, 0),
          isGoingOn: members.some(({ workId }) => workId !== null),
        }
      }),
  )
}
