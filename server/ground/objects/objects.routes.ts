import { z } from 'zod'
import { encodeId } from '../../../shared/ids.ts'
import { refuseUnlessHas } from '../users/actor.ts'
import { readingAs, writing, type App } from '../http/edge.ts'
import { customFieldRows, type CustomFieldRow } from './catalogue.ts'
import { addCustomField, customFieldDraft, removeCustomField } from './custom-fields.ts'
import { describeObject, describeObjects } from './describe.ts'

/** Describe, and the fields an org adds itself. */
export function objectRoutes(app: App): void {
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
  app.get(
    '/api/custom-fields',
    { schema: { tags: ['Objects'], summary: 'The fields this organization added' } },
    (request) =>
      readingAs(request, async (tx, actor) => {
        refuseUnlessHas(actor, 'set_up', 'see how fields are set up')
        return { fields: (await customFieldRows(tx)).map(present) }
      }),
  )
  app.post(
    '/api/custom-fields',
    { schema: { tags: ['Objects'], summary: 'Add a field to an object', body: customFieldDraft } },
    (request, reply) =>
      writing(request, async (tx, actor) => {
        reply.code(201)
        return present(await addCustomField(tx, actor, request.body))
      }),
  )
  app.delete(
    '/api/custom-fields/:name',
    {
      schema: {
        tags: ['Objects'],
        summary: 'Take an added field out of use; its values stay in the database',
        params: z.object({ name: z.string().max(200) }),
      },
    },
    (request, reply) =>
      writing(request, async (tx, actor) => {
        const [objectName = '', name = ''] = request.params.name.split('.')
        await removeCustomField(tx, actor, objectName, name)
        reply.code(204)
      }),
  )
}

const present = ({ id, ...field }: CustomFieldRow) => ({ Id: encodeId(id), ...field })
