import { z } from 'zod'
import { encodeId } from '../../../shared/ids.ts'
import { notFound, Refusal } from '../../platform/errors.ts'
import type { Tx } from '../../platform/tx.ts'
import { readingAs, written, type App } from '../http/edge.ts'
import { definitionOf, picklistOf } from './catalogue.ts'
import { decodeCursor, encodeCursor } from './cursor.ts'
import { type Field, type ObjectDefinition } from './definition.ts'
import type { Place } from './place.ts'
import { historyPage } from './history.sql.ts'
import { referenceIn } from './history.ts'
import { countByValue, countRecords, listRows, rowsById } from './list.ts'
import { getRecord } from './objects.ts'
import { namesOf } from './present.ts'
import { errorSchema, idIn, listQuery, listRequestOf, recordSchema, referenceSchema } from './schemas.ts'
import { VERSION_AT, writtenRecords } from './written.ts'

const MOST_COUNTED = 200

// Of answers that are written already the shape is known to the document alone.
const oneSchema = (shape: string): z.ZodType => recordSchema(shape)
const pageSchema = (shape: string): z.ZodType =>
  z.object({ records: z.array(recordSchema(shape)), next: z.string().nullable() })

const countSchema = z.object({
  count: z.number(),
  atLeast: z.boolean().meta({ description: 'There are more; nobody counts further.' }),
})
const countsSchema = z.object({
  counts: z.array(
    z.object({
      value: z.union([z.string(), z.number(), z.boolean()]).nullable(),
      count: z.number(),
      atLeast: z.boolean(),
    }),
  ),
})
const historySchema = z.object({
  entries: z.array(
    z.object({
      field: z.string(),
      oldValue: z.string().nullable(),
      newValue: z.string().nullable(),
      at: z.date(),
      by: referenceSchema.nullable(),
    }),
  ),
  next: z.string().nullable(),
})

/** List and counts of an object. */
export function listRoutes(app: App, { path, labelPlural, shape, listParams, door }: Place): void {
  app.get(
    `/api/${path}`,
    {
      schema: {
        tags: [labelPlural],
        summary: `List ${labelPlural.toLowerCase()}`,
        params: listParams,
        querystring: listQuery,
        response: { 200: pageSchema(shape) },
      },
    },
    (request) =>
      readingAs(request, async (tx, actor) => {
        const definition = await definitionBehind(tx, door, request.params)
        const { next, ...sent } = await listRows(tx, actor, definition, listRequestOf(request.query))
        const records = await writtenRecords(tx, definition, sent)
        return written(`{"records":[${records.join()}],"next":${JSON.stringify(next)}}`)
      }),
  )
  app.get(
    `/api/${path}/count`,
    {
      schema: {
        tags: [labelPlural],
        summary: `Count ${labelPlural.toLowerCase()}, up to 10,000`,
        params: listParams,
        querystring: listQuery,
        response: { 200: countSchema },
      },
    },
    (request) =>
      readingAs(request, async (tx, actor) =>
        countRecords(tx, actor, await definitionBehind(tx, door, request.params), listRequestOf(request.query)),
      ),
  )
  countsRoute(app, { path, labelPlural, listParams, door })
}

function countsRoute(
  app: App,
  { path, labelPlural, listParams, door }: Pick<Place, 'path' | 'labelPlural' | 'listParams' | 'door'>,
): void {
  const countsQuery = listQuery.extend({ field: z.string().max(200), values: z.string().max(8000).optional() })
  app.get(
    `/api/${path}/counts`,
    {
      schema: {
        tags: [labelPlural],
        summary: 'Count by the values of a picklist field',
        params: listParams,
        querystring: countsQuery,
        response: { 200: countsSchema },
      },
    },
    (request) =>
      readingAs(request, async (tx, actor) => {
        const definition = await definitionBehind(tx, door, request.params)
        const values =
          request.query.values?.split('|') ??
          (await listedValues(tx, definition.field.get(request.query.field.toLowerCase())))
        if (values.length > MOST_COUNTED)
          throw new Refusal('too_many_values', `At most ${MOST_COUNTED} values are counted at once. Name fewer.`, {
            kind: 'malformed',
            field: 'values',
          })
        return {
          counts: await countByValue(tx, actor, definition, request.query.field, values, listRequestOf(request.query)),
        }
      }),
  )
}

const definitionBehind = async (tx: Tx, door: Place['door'], params: unknown): Promise<ObjectDefinition> =>
  definitionOf(tx, (await door(tx, params)).definition.name)

/** One record, and what changed in it. */
export function readRoutes(app: App, { path, label, labelPlural, shape, idParams, door }: Place): void {
  const query = z.object({ fields: z.string().optional() })
  app.get(
    `/api/${path}/:id`,
    {
      schema: {
        tags: [labelPlural],
        summary: `Read one ${label.toLowerCase()}`,
        params: idParams,
        querystring: query,
        response: { 200: oneSchema(shape), 404: errorSchema },
      },
    },
    (request, reply) =>
      readingAs(request, async (tx, actor) => {
        const definition = await definitionBehind(tx, door, request.params)
        const id = idIn(request.params.id, definition)
        const sent = await rowsById(tx, actor, definition, [id], request.query.fields?.split(','))
        const [shown] = await writtenRecords(tx, definition, sent)
        if (shown === undefined) throw notFound(definition.label.toLowerCase(), encodeId(id))
        reply.header('etag', `"${sent.rows[0]?.[VERSION_AT]}"`)
        return written(shown)
      }),
  )
  const page = z.object({
    after: z.string().max(100).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(60),
  })
  app.get(
    `/api/${path}/:id/history`,
    {
      schema: {
        tags: [labelPlural],
        summary: 'What changed, newest first',
        params: idParams,
        querystring: page,
        response: { 200: historySchema },
      },
    },
    (request) =>
      readingAs(request, async (tx, actor) => {
        const definition = await definitionBehind(tx, door, request.params)
        const id = idIn(request.params.id, definition)
        await getRecord(tx, actor, definition, id, ['Id'])
        return presentHistory(tx, definition, id, request.query.after, request.query.limit)
      }),
  )
}

async function presentHistory(
  tx: Tx,
  definition: ObjectDefinition,
  id: number,
  after: string | undefined,
  limit: number,
) {
  const [before] = after === undefined ? [undefined] : decodeCursor(after, 1)
  const entries = await historyPage(
    tx,
    id,
    typeof before === 'number' && Number.isSafeInteger(before) ? before : undefined,
    limit + 1,
  )
  const shown = entries.slice(0, limit)
  const names = await namesOf(
    tx,
    shown.flatMap((entry) =>
      [
        entry.changedById,
        referenceIn(definition, entry.field, entry.oldValue),
        referenceIn(definition, entry.field, entry.newValue),
      ].filter((one) => typeof one === 'number'),
    ),
  )
  const value = (field: string, text: string | null) => {
    const reference = referenceIn(definition, field, text)
    return reference === undefined ? text : (names.get(reference) ?? encodeId(reference))
  }
  return {
    entries: shown.map((entry) => ({
      field: entry.field,
      oldValue: value(entry.field, entry.oldValue),
      newValue: value(entry.field, entry.newValue),
      at: entry.changedAt,
      by:
        entry.changedById === null
          ? null
          : { Id: encodeId(entry.changedById), Name: names.get(entry.changedById) ?? null },
    })),
    next: entries.length > limit ? encodeCursor([shown.at(-1)?.id ?? null]) : null,
  }
}

const listedValues = async (tx: Tx, field: Field | undefined): Promise<string[]> =>
  field === undefined ? [] : (await picklistOf(tx, field)).map(({ value }) => value)
