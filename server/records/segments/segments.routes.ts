import { z } from 'zod'
import { encodeId } from '../../../shared/ids.ts'
import { nothing, readingAs, writing, type App } from '../../ground/http/edge.ts'
import { decodeCursor, encodeCursor } from '../../ground/objects/cursor.ts'
import { namesOf } from '../../ground/objects/present.ts'
import { errorSchema, idParams, versionIn } from '../../ground/objects/schemas.ts'
import { may, type Actor } from '../../ground/users/actor.ts'
import type { Tx } from '../../platform/tx.ts'
import { conditionSchema } from './condition.ts'
import type { Segment } from './segment.ts'
import { segmentPeopleRoutes } from './people.routes.ts'
import { segmentId, wholeNumber } from './addresses.ts'
import {
  askedForBy,
  changeSegment,
  createSegment,
  deleteSegment,
  getSegment,
  listSegments,
  namesInCondition,
  summariesOf,
} from './segments.ts'

const tags = ['Segments']
const MOST_SEGMENTS = 200

const said = {
  Name: z.string().max(400).meta({ description: 'Up to 80 characters; no two segments have the same.' }),
  Description: z.string().max(2000).nullable(),
  Condition: conditionSchema,
}
const changeBody = z.strictObject(said).partial()
const createBody = changeBody.extend({ Name: said.Name, Condition: said.Condition })

const segmentSchema = z
  .object({
    Id: z.string(),
    Name: z.string(),
    Description: z.string().nullable(),
    Condition: conditionSchema,
    Summary: z.string().meta({ description: 'The condition in one line, in words.' }),
    Owner: z.object({ Id: z.string(), Name: z.string().nullable() }),
    MayChange: z.boolean(),
    Version: z.number().meta({ description: 'For If-Match.' }),
    LastModifiedDate: z.date(),
  })
  .meta({ id: 'Segment' })

/** Segments: kept, asked for their people, counted, and explained. */
export function segmentRoutes(app: App): void {
  listRoute(app)
  readRoute(app)
  keepRoutes(app)
  deleteRoute(app)
  segmentPeopleRoutes(app)
}

function listRoute(app: App): void {
  app.get(
    '/api/segments',
    {
      schema: {
        tags,
        summary: 'List segments by name',
        querystring: z.object({
          limit: z.coerce.number().int().min(1).max(MOST_SEGMENTS).optional(),
          after: z.string().max(2000).optional().meta({ description: "What the page before gave as 'next'." }),
        }),
        response: {
          200: z.object({
            segments: z.array(segmentSchema),
            next: z.string().nullable(),
            mayCreate: z.boolean().meta({ description: 'Whether you may keep segments.' }),
          }),
        },
      },
    },
    (request) =>
      readingAs(request, async (tx, actor) => {
        const { limit = MOST_SEGMENTS, after } = request.query
        const found = await listSegments(tx, actor, after === undefined ? undefined : nameAfter(after), limit + 1)
        const shown = found.slice(0, limit)
        const last = found.length > limit ? shown.at(-1) : undefined
        return {
          segments: await present(tx, actor, shown),
          next: last === undefined ? null : encodeCursor([last.name, last.id]),
          mayCreate: may(actor, 'create', 'Segment'),
        }
      }),
  )
}

function readRoute(app: App): void {
  app.get(
    '/api/segments/:id',
    {
      schema: {
        tags,
        summary: 'Read one segment',
        params: idParams,
        response: {
          200: segmentSchema.extend({
            AskedForBy: z.array(z.string()).readonly(),
            Names: z.record(z.string(), z.string()).meta({ description: 'Of what the condition refers to, by id.' }),
          }),
          404: errorSchema,
        },
      },
    },
    (request, reply) =>
      readingAs(request, async (tx, actor) => {
        const segment = await getSegment(tx, actor, segmentId(request.params.id))
        const [shown, AskedForBy, Names] = await Promise.all([
          presentOne(tx, actor, reply, segment),
          askedForBy(tx, segment.id),
          namesInCondition(tx, actor, segment.condition),
        ])
        return { ...shown, AskedForBy, Names }
      }),
  )
}

function keepRoutes(app: App): void {
  app.post(
    '/api/segments',
    {
      schema: { tags, summary: 'Keep a segment', body: createBody, response: { 201: segmentSchema, 422: errorSchema } },
    },
    (request, reply) =>
      writing(request, async (tx, actor) => {
        const { Name: name, Condition: condition, Description: description } = request.body
        const segment = await createSegment(tx, actor, {
          name,
          condition,
          ...(description === undefined ? {} : { description }),
        })
        reply.code(201).header('location', `/api/segments/${encodeId(segment.id)}`)
        return presentOne(tx, actor, reply, segment)
      }),
  )
  app.patch(
    '/api/segments/:id',
    {
      schema: {
        tags,
        summary: 'Change a segment',
        params: idParams,
        body: changeBody,
        response: { 200: segmentSchema, 412: errorSchema, 422: errorSchema },
      },
    },
    (request, reply) =>
      writing(request, async (tx, actor) => {
        const version = versionIn(request.headers['if-match'])
        const { Name: name, Condition: condition, Description: description } = request.body
        const draft = {
          ...(name === undefined ? {} : { name }),
          ...(condition === undefined ? {} : { condition }),
          ...(description === undefined ? {} : { description }),
        }
        const segment = await changeSegment(tx, actor, segmentId(request.params.id), draft, version)
        return presentOne(tx, actor, reply, segment)
      }),
  )
}

function deleteRoute(app: App): void {
  app.delete(
    '/api/segments/:id',
    {
      schema: {
        tags,
        summary: 'Delete a segment that no other one asks for; its people stay as they are',
        params: idParams,
        response: { 204: nothing, 409: errorSchema },
      },
    },
    (request, reply) =>
      writing(request, async (tx, actor) => {
        await deleteSegment(tx, actor, segmentId(request.params.id))
        reply.code(204)
      }),
  )
}

function nameAfter(cursor: string): { name: string; id: number } {
  const [name, id] = decodeCursor(cursor, 2)
  return { name: String(name), id: wholeNumber(id) }
}

async function presentOne(
  tx: Tx,
  actor: Actor,
  reply: { header: (name: string, value: string) => unknown },
  segment: Segment,
) {
  const [shown] = await present(tx, actor, [segment])
  if (shown === undefined) throw new Error('The segment just read cannot be presented.')
  reply.header('etag', `"${segment.version}"`)
  return shown
}

async function present(tx: Tx, actor: Actor, segments: readonly Segment[]) {
  const names = await namesOf(tx, new Set(segments.map(({ ownerId }) => ownerId)))
  const summaries = await summariesOf(
    tx,
    actor,
    segments.map(({ condition }) => condition),
  )
  return segments.map((segment, n) => ({
    Id: encodeId(segment.id),
    Name: segment.name,
    Description: segment.description,
    Condition: segment.condition,
    Summary: summaries[n] ?? '',
    Owner: { Id: encodeId(segment.ownerId), Name: names.get(segment.ownerId) ?? null },
    MayChange: may(actor, 'edit', 'Segment'),
    Version: segment.version,
    LastModifiedDate: segment.lastModifiedAt,
  }))
}
