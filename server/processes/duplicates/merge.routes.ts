import { z } from 'zod'
import { decodeId, encodeId } from '../../../shared/ids.ts'
import { writing, type App } from '../../ground/http/edge.ts'
import { definitionOf } from '../../ground/objects/catalogue.ts'
import { standardDefinition } from '../../ground/objects/definition.ts'
import { getRecord } from '../../ground/objects/objects.ts'
import { presentRecords } from '../../ground/objects/present.ts'
import { draftSchema, errorSchema, idIn, recordSchema } from '../../ground/objects/schemas.ts'
import { notFound } from '../../platform/errors.ts'
import { mergeRecords } from './merge.ts'
import { matchables, type Matchable } from './duplicate.ts'
import { unmerge } from './unmerge.ts'

/** Merging 2 to 10 records of one object, and undoing it. */
export function mergeRoutes(app: App): void {
  for (const objectName of matchables) mergeRoute(app, objectName)
  unmergeRoute(app)
}

function mergeRoute(app: App, objectName: Matchable): void {
  const standard = standardDefinition(objectName)
  if (!standard) throw new Error(`${objectName} is not declared. Its room must be imported at start.`)
  const { path, label, labelPlural } = standard
  const body = z.strictObject({
    master: z
      .string()
      .min(15)
      .max(18)
      .meta({ description: `The ${label.toLowerCase()} that stays.` }),
    losers: z
      .array(z.string().min(15).max(18))
      .min(1)
      .max(9)
      .meta({ description: 'Those that go to the recycle bin.' }),
    values: draftSchema(objectName)
      .optional()
      .meta({ description: 'Values chosen for the master; otherwise its own, blanks filled from the others.' }),
  })
  app.post(
    `/api/${path}/merge`,
    {
      schema: {
        tags: [labelPlural],
        summary: `Merge 2 to 10 ${labelPlural.toLowerCase()} into one`,
        body,
        response: { 200: recordSchema(objectName), 409: errorSchema, 422: errorSchema },
      },
    },
    (request) =>
      writing(request, async (tx, actor) => {
        const { master, losers, values } = request.body
        const masterId = idIn(master, standard)
        const mergeId = await mergeRecords(tx, actor, objectName, {
          master: masterId,
          losers: losers.map((id) => idIn(id, standard)),
          values,
        })
        const definition = await definitionOf(tx, objectName)
        const [record] = await presentRecords(tx, definition, [await getRecord(tx, actor, definition, masterId)])
        return { ...record, id: record?.Id, merge: encodeId(mergeId) }
      }),
  )
}

function unmergeRoute(app: App): void {
  const params = z.object({ id: z.string().min(15).max(18) })
  const response = z.object({ object: z.string(), master: z.string(), losers: z.array(z.string()) })
  app.delete(
    '/api/merges/:id',
    {
      schema: { tags: ['Duplicates'], summary: 'Undo a merge', params, response: { 200: response, 409: errorSchema } },
    },
    (request) =>
      writing(request, async (tx, actor) => {
        const mergeId = decodeId(request.params.id)
        if (mergeId === undefined) throw notFound('merge', request.params.id)
        const { object, master, losers } = await unmerge(tx, actor, mergeId)
        return { object, master: encodeId(master), losers: losers.map(encodeId) }
      }),
  )
}
