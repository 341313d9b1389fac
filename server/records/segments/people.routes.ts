import { z } from 'zod'
import { encodeId, objectOfId } from '../../../shared/ids.ts'
import type { SegmentCondition } from '../../../shared/segmentCondition.ts'
import { readingAs, type App } from '../../ground/http/edge.ts'
import { decodeCursor, encodeCursor } from '../../ground/objects/cursor.ts'
import { namesOf } from '../../ground/objects/present.ts'
import { errorSchema, idParams } from '../../ground/objects/schemas.ts'
import type { Actor } from '../../ground/users/actor.ts'
import type { Tx } from '../../platform/tx.ts'
import { idOf, segmentId, wholeNumber } from './addresses.ts'
import { conditionSchema } from './condition.ts'
import { countIn, peopleIn, readyFor, readySegment, whyIn, type Ready, type SegmentPerson } from './segments.ts'
import type { Reason } from './why.ts'

const tags = ['Segments']
const FIRST_PEOPLE = 8

const personSchema = z
  .object({
    Id: z.string(),
    Type: z.enum(['Lead', 'Contact']),
    Name: z.string(),
    Title: z.string().nullable(),
    Company: z.string().nullable(),
    Email: z.string().nullable(),
    Owner: z.object({ Id: z.string(), Name: z.string().nullable() }),
    CreatedDate: z.date(),
  })
  .meta({ id: 'SegmentPerson' })

const countSchema = z.object({
  leads: z.number(),
  contacts: z.number(),
  already: z.number().optional().meta({ description: 'How many of them are in the campaign asked for.' }),
})

const reasonSchema: z.ZodType<Reason> = z
  .lazy(() =>
    z.object({
      holds: z.boolean(),
      sentence: z.string(),
      found: z.string().nullable().meta({ description: 'What is known of the person that bears on it.' }),
      parts: z.array(reasonSchema).readonly(),
    }),
  )
  .meta({ id: 'SegmentReason' })

/** Who is in a segment: before it is kept, page by page, counted, and explained. */
export function segmentPeopleRoutes(app: App): void {
  previewRoute(app)
  pageRoute(app)
  countRoute(app)
  whyRoute(app)
}

function previewRoute(app: App): void {
  app.post(
    '/api/segments/preview',
    {
      schema: {
        tags,
        summary: 'Who fits a condition that is not kept yet: how many, and the newest of them',
        body: z.strictObject({
          Condition: conditionSchema,
          SegmentId: z.string().max(18).optional().meta({ description: 'The segment it is being written for.' }),
        }),
        response: { 200: countSchema.extend({ people: z.array(personSchema) }), 422: errorSchema },
      },
    },
    (request) =>
      readingAs(request, async (tx, actor) => {
        const { Condition, SegmentId } = request.body
        const itself = SegmentId === undefined ? undefined : segmentId(SegmentId)
        const ready = await readyFor(tx, actor, Condition, itself)
        const [counted, people] = await Promise.all([
          countIn(tx, actor, ready),
          peopleIn(tx, actor, ready, { limit: FIRST_PEOPLE }),
        ])
        return { ...counted, people: await presentPeople(tx, people) }
      }),
  )
}

function pageRoute(app: App): void {
  app.get(
    '/api/segments/:id/people',
    {
      schema: {
        tags,
        summary: 'Who is in a segment now, the newest first',
        params: idParams,
        querystring: z.object({
          limit: z.coerce.number().int().min(1).max(200).optional(),
          after: z.string().max(200).optional().meta({ description: "What the page before gave as 'next'." }),
        }),
        response: { 200: z.object({ people: z.array(personSchema), next: z.string().nullable() }), 404: errorSchema },
      },
    },
    (request) =>
      readingAs(request, async (tx, actor) => {
        const { limit = 50, after } = request.query
        const ready = await readySegment(tx, actor, segmentId(request.params.id))
        const place = after === undefined ? {} : { after: placeAfter(after) }
        const found = await peopleIn(tx, actor, ready, { ...place, limit: limit + 1 })
        const shown = found.slice(0, limit)
        const last = found.length > limit ? shown.at(-1) : undefined
        return {
          people: await presentPeople(tx, shown),
          next: last === undefined ? null : encodeCursor([last.createdAt, last.id]),
        }
      }),
  )
}

function countRoute(app: App): void {
  app.get(
    '/api/segments/:id/count',
    {
      schema: {
        tags,
        summary: 'How many are in a segment now',
        params: idParams,
        querystring: z.object({ campaign: z.string().min(15).max(18).optional() }),
        response: { 200: countSchema, 404: errorSchema },
      },
    },
    (request) =>
      readingAs(request, async (tx, actor) => {
        const id = segmentId(request.params.id)
        const ready = await readySegment(tx, actor, id)
        const { campaign } = request.query
        if (campaign === undefined) return countIn(tx, actor, ready)
        const inside = await countIn(tx, actor, await alsoIn(tx, actor, ready, campaign))
        return { ...(await countIn(tx, actor, ready)), already: inside.leads + inside.contacts }
      }),
  )
}

function whyRoute(app: App): void {
  app.get(
    '/api/segments/:id/why',
    {
      schema: {
        tags,
        summary: 'Why a lead or contact is in a segment, or is not: every condition answered for them',
        params: idParams,
        querystring: z.object({ person: z.string().min(15).max(18).meta({ description: 'A lead or a contact.' }) }),
        response: { 200: z.object({ Id: z.string(), isIn: z.boolean(), why: reasonSchema }), 404: errorSchema },
      },
    },
    (request) =>
      readingAs(request, async (tx, actor) => {
        const ready = await readySegment(tx, actor, segmentId(request.params.id))
        const person = request.query.person
        const { id, ...why } = await whyIn(tx, actor, ready, idOf(person))
        return { Id: encodeId(id), isIn: why.holds, why }
      }),
  )
}

const alsoIn = async (tx: Tx, actor: Actor, ready: Ready, campaign: string): Promise<Ready> => {
  const inCampaign: SegmentCondition = { campaign: { id: campaign } }
  return { and: [ready, await readyFor(tx, actor, inCampaign)] }
}

function placeAfter(cursor: string): { createdAt: Date; id: number } {
  const [createdAt, id] = decodeCursor(cursor, 2)
  return { createdAt: createdAt instanceof Date ? createdAt : new Date(0), id: wholeNumber(id) }
}

async function presentPeople(tx: Tx, people: readonly SegmentPerson[]) {
  const names = await namesOf(tx, new Set(people.map(({ ownerId }) => ownerId)))
  return people.map(({ id, name, title, company, email, ownerId, createdAt }) => ({
    Id: encodeId(id),
    Type: objectOfId(id) === 'Lead' ? ('Lead' as const) : ('Contact' as const),
    Name: name,
    Title: title,
    Company: company,
    Email: email,
    Owner: { Id: encodeId(ownerId), Name: names.get(ownerId) ?? null },
    CreatedDate: createdAt,
  }))
}
