import { z } from 'zod'
import { decodeId, encodeId, objectOfId } from '../../../shared/ids.ts'
import { readingAs, writing, type App } from '../../ground/http/edge.ts'
import { definitionOf } from '../../ground/objects/catalogue.ts'
import { decodeCursor, encodeCursor } from '../../ground/objects/cursor.ts'
import { namesOf } from '../../ground/objects/present.ts'
import { errorSchema, idIn, idParams } from '../../ground/objects/schemas.ts'
import { searchQuery } from '../../ground/objects/words.ts'
import { refuseUnlessMay, type Actor } from '../../ground/users/actor.ts'
import { notFound, Refusal } from '../../platform/errors.ts'
import type { Tx } from '../../platform/tx.ts'
import { eventStatuses, getPlan, statusLabels } from '../../records/sessions/plans.ts'
import { listSessions } from '../../records/sessions/sessions.ts'
import { presentPlan, planShape } from '../../records/sessions/shapes.ts'
import type { Tap, TapResult } from './checkIn.ts'
import { carryOutTaps } from './checkIns.ts'
import { countDoor, peopleAtDoor, type Expected } from './checkIns.sql.ts'
import { countSession, hereInSessions } from './sessionCheckIns.sql.ts'

const tags = ['Events']
const line = (longest: number) =>
  z
    .string()
    .trim()
    .max(longest)
    .nullish()
    .transform((text) => text?.toWellFormed() || null)

const key = z
  .string()
  .min(8)
  .max(80)
  .meta({ description: 'Made by the sender, once a tap, such as a UUID: sent again, it changes nothing twice.' })
const id = z.string().min(15).max(18)
const sessionId = id
  .optional()
  .meta({ description: 'At the door of this session of the event; left out: at the door of the event.' })

const tapShape = z.discriminatedUnion('act', [
  z.strictObject({
    act: z.literal('check_in'),
    key,
    sessionId,
    memberId: id.optional(),
    code: z.string().max(40).optional(),
    anyway: z.boolean().optional(),
  }),
  z.strictObject({ act: z.literal('undo'), key, sessionId, memberId: id }),
  z.strictObject({
    act: z.literal('capture'),
    key,
    sessionId,
    firstName: line(40),
    lastName: z
      .string()
      .trim()
      .min(1)
      .max(80)
      .transform((text) => text.toWellFormed()),
    company: line(255),
    email: line(254),
    phone: line(40),
    note: line(4000),
    interest: line(255),
    status: line(40),
  }),
])

const countsShape = z.object({ expected: z.number(), waiting: z.number(), here: z.number(), walkIns: z.number() })

const personShape = z
  .object({
    MemberId: z.string(),
    Who: z.object({ Id: z.string(), Name: z.string() }),
    Company: z.string().nullable(),
    Email: z.string().nullable(),
    Status: z.string(),
    State: z.enum(['registered', 'waiting', 'cancelled']).nullable(),
    CheckedInAt: z.date().nullable(),
    CheckedInBy: z.string().nullable(),
    IsWalkIn: z.boolean(),
  })
  .meta({ id: 'PersonAtDoor' })

const sessionAtDoor = z
  .object({
    Id: z.string(),
    Name: z.string(),
    StartsAt: z.date(),
    EndsAt: z.date(),
    TimeZone: z.string(),
    Room: z.string().nullable(),
    Here: z.number(),
  })
  .meta({ id: 'SessionAtDoor' })

const resultShape = z
  .object({
    key: z.string(),
    ok: z.boolean(),
    memberId: z.string().optional(),
    name: z.string().optional(),
    checkedInAt: z.string().optional(),
    isNew: z.boolean().optional(),
    code: z.string().optional(),
    message: z.string().optional(),
    facts: z.record(z.string(), z.unknown()).optional(),
  })
  .meta({ id: 'TapResult' })

/** The page at the door: who is expected, who is here, and the taps of the stewards. */
export function checkInRoutes(app: App): void {
  const { publicUrl } = app.surroundings.config
  app.get(
    '/api/campaigns/:id/check-in',
    {
      schema: {
        tags,
        summary: 'Who is expected and who is here, by last name',
        params: idParams,
        querystring: z.object({
          session: sessionId,
          q: z.string().max(200).optional(),
          after: z.string().max(400).optional(),
          limit: z.coerce.number().int().min(1).max(200).default(60),
        }),
        response: {
          200: z.object({
            plan: planShape,
            name: z.string(),
            counts: countsShape,
            statuses: z.array(z.string()),
            attended: z.string().nullable(),
            sessions: z.array(sessionAtDoor),
            people: z.array(personShape),
            next: z.string().nullable(),
          }),
          404: errorSchema,
        },
      },
    },
    (request) =>
      readingAs(request, async (tx, actor) =>
        doorOf(tx, actor, {
          ...request.query,
          publicUrl,
          campaignId: idIn(request.params.id, await definitionOf(tx, 'Campaign')),
        }),
      ),
  )
  app.post(
    '/api/campaigns/:id/check-in',
    {
      schema: {
        tags,
        summary: 'Carry out taps of a steward: check in, undo, capture somebody; each key once',
        params: idParams,
        body: z.strictObject({ taps: z.array(tapShape).min(1).max(100) }),
        response: { 200: z.object({ results: z.array(resultShape), counts: countsShape }), 422: errorSchema },
      },
    },
    (request) =>
      writing(request, async (tx, actor) => {
        refuseUnlessMay(actor, 'edit', 'CampaignMember')
        const campaignId = idIn(request.params.id, await definitionOf(tx, 'Campaign'))
        const results = await carryOutTaps(tx, actor, campaignId, request.body.taps.map(tapOf))
        return { results: results.map(presentResult), counts: await countDoor(tx, campaignId) }
      }),
  )
}

type Asked = {
  readonly campaignId: number
  readonly session?: string
  readonly q?: string
  readonly after?: string
  readonly limit: number
  readonly publicUrl: string
}

async function doorOf(tx: Tx, actor: Actor, { campaignId, session, q = '', after, limit, publicUrl }: Asked) {
  const plan = await getPlan(tx, actor, campaignId)
  const sessions = (await listSessions(tx, [campaignId])).filter(({ cancelledAt }) => cancelledAt === null)
  const at = session === undefined ? undefined : sessions.find(({ id: one }) => one === decodeId(session))
  if (session !== undefined && at === undefined) throw notFound('session of this event', session)
  const [name, memberId] = after === undefined ? ['', 0] : decodeCursor(after, 2)
  const asked = {
    campaignId,
    sessionId: at?.id,
    query: searchQuery(q),
    after: { name: String(name ?? ''), id: Number(memberId ?? 0) },
    limit: limit + 1,
  }
  const [rows, counts, statuses, labels, inside] = await Promise.all([
    peopleAtDoor(tx, actor, asked),
    at === undefined ? countDoor(tx, campaignId) : countSession(tx, at.id),
    eventStatuses(tx, [plan]),
    statusLabels(tx, campaignId),
    hereInSessions(
      tx,
      sessions.map((one) => one.id),
    ),
  ])
  const shown = rows.slice(0, limit)
  const last = rows.length > limit ? shown.at(-1) : undefined
  return {
    plan: presentPlan(plan, publicUrl),
    name: plan.campaignName,
    counts,
    statuses: labels,
    attended: statuses.get(campaignId)?.attended ?? null,
    sessions: sessions.map((one) => ({
      Id: encodeId(one.id),
      Name: one.name,
      StartsAt: one.startsAt,
      EndsAt: one.endsAt,
      TimeZone: one.timeZone,
      Room: one.room,
      Here: inside.find(({ sessionId: here }) => here === one.id)?.here ?? 0,
    })),
    people: await presentPeople(tx, shown),
    next: last === undefined ? null : encodeCursor([last.sortName, last.memberId]),
  }
}

function tapOf({ sessionId: door, ...tap }: z.infer<typeof tapShape>): Tap {
  const at = door === undefined ? {} : { sessionId: decodeId(door) ?? 0 }
  if (tap.act === 'capture') return { ...tap, ...at }
  if (tap.act === 'undo') return { ...tap, ...at, memberId: memberIn(tap.memberId) }
  if (tap.memberId === undefined && tap.code === undefined)
    throw new Refusal('required_field_missing', 'Say who is here: a member of the event, or the code on a ticket.', {
      field: 'memberId',
    })
  return { ...tap, ...at, memberId: tap.memberId === undefined ? undefined : memberIn(tap.memberId) }
}

function memberIn(text: string): number {
  const found = decodeId(text)
  if (found !== undefined && objectOfId(found) === 'CampaignMember') return found
  throw new Refusal('malformed_id', `'${text.slice(0, 18)}' is not the id of a campaign member.`, {
    kind: 'malformed',
    field: 'memberId',
    value: text,
  })
}

// What was kept says ids as numbers; the world reads them in their own form.
const presentResult = ({ memberId, ...result }: TapResult): z.infer<typeof resultShape> => ({
  ...result,
  ...(memberId === undefined ? {} : { memberId: encodeId(memberId) }),
})

async function presentPeople(tx: Tx, people: readonly Expected[]): Promise<z.infer<typeof personShape>[]> {
  const names = await namesOf(tx, new Set(people.flatMap(({ checkedInById }) => checkedInById ?? [])))
  return people.map((one) => ({
    MemberId: encodeId(one.memberId),
    Who: { Id: encodeId(one.recordId), Name: one.name },
    Company: one.company,
    Email: one.email,
    Status: one.status,
    State: one.state,
    CheckedInAt: one.checkedInAt,
    CheckedInBy: one.checkedInById === null ? null : (names.get(one.checkedInById) ?? null),
    IsWalkIn: one.isWalkIn,
  }))
}
