import { z } from 'zod'
import { encodeId } from '../../../shared/ids.ts'
import { nothing, readingAs, writing, type App } from '../http/edge.ts'
import { refuseUnlessHas } from '../users/actor.ts'
import { customFieldRows } from './catalogue.ts'
import { changeCustomField, removeCustomField, restoreCustomField } from './customFieldChanges.ts'
import { customFieldChange } from './customFieldDraft.ts'
import { addCustomField, customFieldDraft } from './customFields.ts'
import type { CustomFieldRow } from './customRows.ts'
import { customFieldSchema } from './describe.shapes.ts'

const tags = ['Objects']
const params = z.object({
  name: z.string().max(200).meta({ description: 'The object and the field: Lead.Machine_park__c' }),
})

/** The fields an org adds itself. */
export function customFieldRoutes(app: App): void {
  app.get(
    '/api/custom-fields',
    {
      schema: {
        tags,
        summary: 'The fields this organization added',
        response: { 200: z.object({ fields: z.array(customFieldSchema) }) },
      },
    },
    (request) =>
      readingAs(request, async (tx, actor) => {
        refuseUnlessHas(actor, 'set_up', 'see how fields are set up')
        return { fields: (await customFieldRows(tx)).filter(isOfObject).map(present) }
      }),
  )
  app.post(
    '/api/custom-fields',
    {
      schema: {
        tags,
        summary: 'Add a field to an object',
        response: { 201: customFieldSchema },
        body: customFieldDraft,
      },
    },
    (request, reply) =>
      writing(request, async (tx, actor) => {
        reply.code(201)
        return present(await addCustomField(tx, actor, request.body))
      }),
  )
  changeRoutes(app)
}

function changeRoutes(app: App): void {
  app.patch(
    '/api/custom-fields/:name',
    {
      schema: {
        tags,
        summary: 'Change what an added field is called, takes and demands',
        params,
        body: customFieldChange,
        response: { 200: customFieldSchema },
      },
    },
    (request) =>
      writing(request, async (tx, actor) =>
        present(await changeCustomField(tx, actor, ...parts(request.params.name), request.body)),
      ),
  )
  app.delete(
    '/api/custom-fields/:name',
    {
      schema: {
        tags,
        summary: 'Take an added field out of use; its values stay in the database',
        response: { 204: nothing },
        params,
      },
    },
    (request, reply) =>
      writing(request, async (tx, actor) => {
        await removeCustomField(tx, actor, ...parts(request.params.name))
        reply.code(204)
      }),
  )
  app.post(
    '/api/custom-fields/:name/restoration',
    {
      schema: {
        tags,
        summary: 'Bring back a field that was taken out of use, with its values',
        params,
        response: { 200: customFieldSchema },
      },
    },
    (request) =>
      writing(request, async (tx, actor) =>
        present(await restoreCustomField(tx, actor, ...parts(request.params.name))),
      ),
  )
}

const parts = (name: string): [objectName: string, name: string] => {
  const [objectName = '', fieldName = ''] = name.split('.')
  return [objectName, fieldName]
}

/** Fields of an object that was removed went with it. */
const isOfObject = ({ objectName }: CustomFieldRow): boolean => !objectName.includes('#')

const present = ({ id, ...field }: CustomFieldRow): z.infer<typeof customFieldSchema> => ({
  Id: encodeId(id),
  ...field,
})
