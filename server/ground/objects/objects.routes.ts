import { z } from 'zod'
import { readingAs, type App } from '../http/edge.ts'
import { customFieldRoutes } from './customFields.routes.ts'
import { customObjectRoutes } from './customObjects.routes.ts'
import { customRecordRoutes } from './customRecords.routes.ts'
import { errorSchema } from './schemas.ts'
import { describedSchema, objectSchema } from './describe.shapes.ts'
import { describeObject, describeObjects } from './describe.ts'

/** Describe, the fields and objects an org adds itself, and the records of those. */
export function objectRoutes(app: App): void {
  customFieldRoutes(app)
  customObjectRoutes(app)
  customRecordRoutes(app)
  app.get(
    '/api/objects',
    {
      schema: {
        tags: ['Objects'],
        summary: 'Every object you may read',
        response: { 200: z.object({ objects: z.array(objectSchema) }) },
      },
    },
    (request) => readingAs(request, async (tx, actor) => ({ objects: await describeObjects(tx, actor) })),
  )
  app.get(
    '/api/objects/:name',
    {
      schema: {
        tags: ['Objects'],
        summary: 'An object with its fields',
        params: z.object({ name: z.string().max(80) }),
        response: { 200: describedSchema, 404: errorSchema },
      },
    },
    (request) => readingAs(request, (tx, actor) => describeObject(tx, actor, request.params.name)),
  )
}
