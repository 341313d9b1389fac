import { z } from 'zod'
import { decodeId, encodeId } from '../../../shared/ids.ts'
import { readingAs, writing, type App } from '../../ground/http/edge.ts'
import { answerList } from '../../ground/objects/answers.ts'
import { namesOf } from '../../ground/objects/present.ts'
import { nextSchema, savedSchema } from '../../ground/objects/schemas.ts'
import { Refusal } from '../../platform/errors.ts'
import { readBin, removeFromBin, restoreFromBin, type BinRooms } from './recycleBin.ts'

const TAG = ['Recycle bin']

const query = z.object({
  object: z.string().max(80).optional().meta({ description: 'Only records of this object: Lead.' }),
  q: z.string().trim().min(1).max(200).optional().meta({ description: 'What stands somewhere in the name.' }),
  after: z.string().max(300).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(60),
})

const binned = z
  .object({
    Id: z.string(),
    object: z.string(),
    label: z.string().meta({ description: 'What one of the object is called.' }),
    Name: z.string().nullable(),
    deletedAt: z.date(),
    deletedBy: z.object({ Id: z.string(), Name: z.string().nullable() }).nullable(),
  })
  .meta({ id: 'BinnedRecord' })

const some = z.strictObject({ ids: z.array(z.string().min(15).max(18)).min(1).max(2000) })

/** What was deleted, and the two ways out of the recycle bin. */
export const recycleBinRoutes =
  (rooms: BinRooms) =>
  (app: App): void => {
    app.get(
      '/api/recycle-bin',
      {
        schema: {
          tags: TAG,
          summary: 'What was deleted of the objects whose records you may delete, the latest first',
          querystring: query,
          response: { 200: z.object({ records: z.array(binned), next: nextSchema }) },
        },
      },
      (request) =>
        readingAs(request, async (tx, actor) => {
          const { q: named, ...page } = request.query
          const { records, next } = await readBin(tx, actor, rooms, { ...page, named })
          const names = await namesOf(tx, new Set(records.flatMap(({ deletedById }) => deletedById ?? [])))
          return {
            records: records.map(({ id, object, label, name, deletedAt, deletedById }) => ({
              Id: encodeId(id),
              object,
              label,
              Name: name,
              deletedAt,
              deletedBy:
                deletedById === null ? null : { Id: encodeId(deletedById), Name: names.get(deletedById) ?? null },
            })),
            next,
          }
        }),
    )
    wayOutRoutes(app, rooms)
  }

function wayOutRoutes(app: App, rooms: BinRooms): void {
  app.post(
    '/api/recycle-bin/restoration',
    {
      schema: {
        tags: TAG,
        summary: 'Take up to 2,000 records of any objects out of the recycle bin',
        body: some,
        response: { 200: savedSchema },
      },
    },
    (request) =>
      writing(request, async (tx, actor) =>
        answerList(false, await restoreFromBin(tx, actor, rooms, request.body.ids.map(idIn))),
      ),
  )
  app.post(
    '/api/recycle-bin/removal',
    {
      schema: {
        tags: TAG,
        summary: 'Remove up to 2,000 records of any objects from the recycle bin, for good',
        body: some,
        response: { 200: savedSchema },
      },
    },
    (request) =>
      writing(request, async (tx, actor) =>
        answerList(false, await removeFromBin(tx, actor, request.body.ids.map(idIn))),
      ),
  )
}

function idIn(text: string): number {
  const id = decodeId(text)
  if (id !== undefined) return id
  throw new Refusal('malformed_id', `'${text}' is not an id. An id has 15 or 18 letters and digits.`, {
    kind: 'malformed',
    field: 'ids',
  })
}
