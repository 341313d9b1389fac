import { z } from 'zod'
import { readingAs, type App } from '../http/edge.ts'
import { customFieldRoutes } from './custom-fields.routes.ts'
import { customObjectRoutes } from './custom-objects.routes.ts'
import { customRecordRoutes } from './custom-records.routes.ts'
import { describeObject, describeObjects } from './describe.ts'

/** Describe, the fields and objects an org adds itself, and the records of those. */
export function objectRoutes(app: App): void {
  customFieldRoutes(app)
  customObjectRoutes(app)
  customRecordRoutes(app)
  app.get('/api/objects', { schema: { tags: ['Objects'], summary: 'Every object you may read' } }, (request) =>
    readingAs(request, async (tx, actor) => ({ objects: await describeObjects(tx, actor) })),
  )
  app.get(
    '/api/objects/:name',
    {
      schema: {
        tags: ['Objects'],
        summary: 'An object with its fields',
        params: z.object({ name: z.string().max(80) }),
      },
    },
    (request) => readingAs(request, (tx, actor) => describeObject(tx, actor, request.params.name)),
  )
}
