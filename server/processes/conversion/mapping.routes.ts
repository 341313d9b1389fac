import { z } from 'zod'
import { readingAs, writing, type App } from '../../ground/http/edge.ts'
import { errorSchema } from '../../ground/objects/schemas.ts'
import { changeMapping, readMapping } from './mappingSettings.ts'

const fields = z.record(z.string().max(100), z.string().max(100).nullable())
const ofTargets = z.object({ Account: fields, Contact: fields, Opportunity: fields })
const answer = z
  .object({
    mapping: ofTargets.meta({ description: 'Field of the target → field of the lead.' }),
    standard: ofTargets.meta({ description: 'The same as it came.' }),
  })
  .meta({ id: 'ConversionMapping' })

/** Where a lead's fields go when it is converted. */
export function mappingRoutes(app: App): void {
  app.get(
    '/api/conversion-mapping',
    { schema: { tags: ['Conversion'], summary: 'Where fields of a lead go', response: { 200: answer } } },
    (request) => readingAs(request, (tx) => readMapping(tx)),
  )
  app.patch(
    '/api/conversion-mapping',
    {
      schema: {
        tags: ['Conversion'],
        summary: 'Say where fields of a lead go; null for a field that stays empty',
        body: ofTargets.partial().strict(),
        response: { 200: answer, 422: errorSchema },
      },
    },
    (request) => writing(request, (tx, actor) => changeMapping(tx, actor, request.body)),
  )
}
