import { z } from 'zod'
import { encodeId, prefixOfNumber } from '../../../shared/ids.ts'
import type { Tx } from '../../platform/tx.ts'
import { nothing, readingAs, writing, type App } from '../http/edge.ts'
import { refuseUnlessHas } from '../users/actor.ts'
import { catalogueOf } from './catalogue.ts'
import {
  addCustomObject,
  changeCustomObject,
  customObjectChange,
  customObjectDraft,
  permissionsOf,
  removeCustomObject,
  renameCustomObject,
  restoreCustomObject,
} from './customObjects.ts'
import { isEventName } from './customNames.ts'
import { countRows } from './customObjects.sql.ts'
import type { CustomObjectRow } from './customRows.ts'
import { customObjectSchema, customObjectSummary } from './describe.shapes.ts'

const tags = ['Objects']
const params = z.object({ name: z.string().max(80) })

const objectsSchema = z.object({
  objects: z.array(customObjectSchema.extend({ records: z.number() })),
  removed: z.array(customObjectSummary).meta({ description: 'Those that can be brought back, with their records.' }),
})
const oneSchema = { 200: customObjectSchema }

/** The objects an org makes itself. */
export function customObjectRoutes(app: App): void {
  app.get(
    '/api/custom-objects',
    {
      schema: {
        tags,
        summary: 'The objects this organization made, with who may do what to their records',
        response: { 200: objectsSchema },
      },
    },
    (request) =>
      readingAs(request, async (tx, actor) => {
        refuseUnlessHas(actor, 'set_up', 'see how objects are set up')
        const { objects } = await catalogueOf(tx)
        const live = objects.filter(({ removedAt }) => removedAt === null)
        const counts = await countRows(
          tx,
          live.map(({ tableName }) => tableName),
        )
        return {
          objects: await Promise.all(
            live.map(async (row) => ({ ...(await presented(tx, row)), records: counts.get(row.tableName) ?? 0 })),
          ),
          removed: objects.filter(({ removedAt }) => removedAt !== null).map(summary),
        }
      }),
  )
  app.post(
    '/api/custom-objects',
    {
      schema: {
        tags,
        summary: 'Make an object of your own',
        response: { 201: customObjectSchema },
        body: customObjectDraft,
      },
    },
    (request, reply) =>
      writing(request, async (tx, actor) => {
        reply.code(201)
        return presented(tx, await addCustomObject(tx, actor, request.body))
      }),
  )
  changeRoutes(app)
}

function changeRoutes(app: App): void {
  app.patch(
    '/api/custom-objects/:name',
    {
      schema: {
        tags,
        summary: 'Change its labels, and who may do what to its records',
        params,
        body: customObjectChange,
        response: oneSchema,
      },
    },
    (request) =>
      writing(request, async (tx, actor) =>
        presented(tx, await changeCustomObject(tx, actor, request.params.name, request.body)),
      ),
  )
  furtherRoutes(app)
}

function furtherRoutes(app: App): void {
  app.delete(
    '/api/custom-objects/:name',
    {
      schema: {
        tags,
        summary: 'Remove an object; its records stay in the database',
        response: { 204: nothing },
        params,
      },
    },
    (request, reply) =>
      writing(request, async (tx, actor) => {
        await removeCustomObject(tx, actor, request.params.name)
        reply.code(204)
      }),
  )
  app.post(
    '/api/custom-objects/:name/restoration',
    {
      schema: { tags, summary: 'Bring back an object that was removed, with its records', params, response: oneSchema },
    },
    (request) =>
      writing(request, async (tx, actor) => presented(tx, await restoreCustomObject(tx, actor, request.params.name))),
  )
  app.post(
    '/api/custom-objects/:name/name',
    {
      schema: {
        tags,
        summary: 'Give an object another API name',
        params,
        body: z.strictObject({ to: z.string().max(80) }),
        response: oneSchema,
      },
    },
    (request) =>
      writing(request, async (tx, actor) =>
        presented(tx, await renameCustomObject(tx, actor, request.params.name, request.body.to)),
      ),
  )
}

const presented = async (tx: Tx, row: CustomObjectRow): Promise<z.infer<typeof customObjectSchema>> => ({
  ...summary(row),
  permissions: await permissionsOf(tx, row.name),
})

const summary = (row: CustomObjectRow): z.infer<typeof customObjectSummary> => ({
  Id: encodeId(row.id),
  name: row.name,
  label: row.label,
  labelPlural: row.labelPlural,
  description: row.description,
  isEvent: isEventName(row.name),
  nameLabel: row.nameLabel,
  nameFormat: row.nameFormat,
  sharing: row.sharing,
  removedAt: row.removedAt,
  keyPrefix: prefixOfNumber(row.number) ?? null,
})
