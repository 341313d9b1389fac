import { idIn, idParams } from '../../ground/objects/schemas.ts'
import { recordRoutes } from '../../ground/objects/records.routes.ts'
import { nothing, writing, type App } from '../../ground/http/edge.ts'
import { Lead } from './fields.ts'
import { leadDoor, viewLeads } from './leads.ts'

export function leadRoutes(app: App): void {
  recordRoutes(app, leadDoor)
  app.post(
    '/api/leads/:id/view',
    {
      schema: {
        tags: ['Leads'],
        summary: 'Say that you looked at a lead',
        response: { 204: nothing },
        params: idParams,
      },
    },
    (request, reply) =>
      writing(request, async (tx, actor) => {
        await viewLeads(tx, actor, [idIn(request.params.id, Lead)])
        reply.code(204)
      }),
  )
}
