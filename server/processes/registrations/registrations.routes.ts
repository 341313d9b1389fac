import { z } from 'zod'
import { decodeId, encodeId, objectOfId } from '../../../shared/ids.ts'
import { readingAs, writing, type App } from '../../ground/http/edge.ts'
import { definitionOf } from '../../ground/objects/catalogue.ts'
import { decodeCursor, encodeCursor } from '../../ground/objects/cursor.ts'
import { recordsById } from '../../ground/objects/list.ts'
import { errorSchema, idIn, idParams, problemSchema } from '../../ground/objects/schemas.ts'
import { refuseUnlessMay, type Actor } from '../../ground/users/actor.ts'
import { notFound, Refusal } from '../../platform/errors.ts'
import type { Tx } from '../../platform/tx.ts'
import { findPlan, getPlan } from '../../records/sessions/plans.ts'
import { listSessions } from '../../records/sessions/sessions.ts'
import { planShape, presentPlan, presentSession, sessionShape } from '../../records/sessions/shapes.ts'
import { attendanceRoutes } from './attendance.routes.ts'
import { checkInRoutes } from './checkIns.routes.ts'
import type { LetterSetting } from './letters.ts'
import { listedShape, presentAll, presentListed, presentOne, registrationShape } from './presenting.ts'
import type { Attendee } from './registration.ts'
import { cancelRegistrations, changeSessionsOf, registerPeople } from './registrations.ts'
import { countPlaces, reachable, registrationPage, type Counts } from './registrations.sql.ts'

const tags = ['Events']

const places = z.object({ Taken: z.number(), Waiting: z.number() })
const overviewShape = z
  .object({
    plan: planShape.nullable(),
    places,
    sessions: z.array(sessionShape.extend({ Taken: z.number(), Waiting: z.number() })),
  })
  .meta({ id: 'EventOverview' })

const sessionIds = z.array(z.string().min(15).max(18)).max(500)

/** Who registered for an event, and who waits. */
export function registrationRoutes(app: App): void {
  const { publicUrl } = app.surroundings.config
  app.get(
    '/api/campaigns/:id/event',
    {
      schema: {
        tags,
        summary: 'The event of a campaign, with its sessions and what is taken; plan is null while it is none',
        params: idParams,
        response: { 200: overviewShape, 404: errorSchema },
      },
    },
    (request) =>
      readingAs(request, async (tx, actor) => {
        const campaignId = await campaignIn(tx, request.params.id)
        const plan = await findPlan(tx, actor, campaignId)
        if (plan === undefined) return { plan: null, places: { Taken: 0, Waiting: 0 }, sessions: [] }
        const [sessions, counts] = await Promise.all([listSessions(tx, [campaignId]), countPlaces(tx, [campaignId])])
        return {
          plan: presentPlan(plan, publicUrl),
          places: countedIn(counts, null),
          sessions: sessions.map((session) => ({ ...presentSession(session), ...countedIn(counts, session.id) })),
        }
      }),
  )
  listRoutes(app)
  placeRoutes(app)
  ownRoutes(app)
  checkInRoutes(app)
  attendanceRoutes(app)
}

function listRoutes(app: App): void {
  app.get(
    '/api/campaigns/:id/registrations',
    {
      schema: {
        tags,
        summary: 'Who registered, in the order in which they came',
        params: idParams,
        querystring: z.object({
          state: z.enum(['registered', 'waiting', 'cancelled']).optional(),
          session: z.string().min(15).max(18).optional(),
          after: z.string().max(200).optional(),
          limit: z.coerce.number().int().min(1).max(200).default(60),
        }),
        response: { 200: z.object({ records: z.array(listedShape), next: z.string().nullable() }), 404: errorSchema },
      },
    },
    (request) =>
      readingAs(request, async (tx, actor) => {
        const campaignId = await campaignIn(tx, request.params.id)
        await getPlan(tx, actor, campaignId)
        const { state, session, after, limit } = request.query
        const rows = await registrationPage(tx, actor, {
          campaignId,
          state,
          sessionId: session === undefined ? undefined : sessionIn(session),
          after: startOf(after),
          limit: limit + 1,
        })
        const shown = rows.slice(0, limit)
        const last = rows.length > limit ? shown.at(-1) : undefined
        return {
          records: await presentListed(tx, shown),
          next: last === undefined ? null : encodeCursor([last.waitingFrom, last.id]),
        }
      }),
  )
}

function placeRoutes(app: App): void {
  const setting = settingOf(app)
  app.post(
    '/api/campaigns/:id/registrations',
    {
      schema: {
        tags,
        summary: 'Register leads and contacts, in this order; who finds no place stands on the waiting list',
        params: idParams,
        body: z.strictObject({
          people: z
            .array(z.strictObject({ WhoId: z.string().min(15).max(18), SessionIds: sessionIds.default([]) }))
            .min(1)
            .max(2000),
        }),
        response: {
          200: z.object({ results: z.array(registrationShape.nullable()), errors: z.array(problemSchema) }),
          422: errorSchema,
        },
      },
    },
    (request) =>
      writing(request, async (tx, actor) => {
        refuseUnlessMay(actor, 'create', 'CampaignMember')
        const campaignId = await campaignIn(tx, request.params.id)
        await getPlan(tx, actor, campaignId)
        const who = await attendeesOf(
          tx,
          actor,
          request.body.people.map(({ WhoId }) => WhoId),
        )
        const saved = await registerPeople(
          tx,
          actor,
          setting,
          request.body.people.map(({ SessionIds }, at) => ({
            campaignId,
            who: who[at] ?? { object: 'Lead', id: 0, personId: 0 },
            sessionIds: SessionIds.map(sessionIn),
          })),
        )
        const refusal = saved.find((one) => one.refusal !== undefined)?.refusal
        if (refusal !== undefined) throw refusal
        const presented = await presentAll(
          tx,
          saved.flatMap(({ registration }) => registration ?? []),
        )
        return { results: saved.map(({ registration }) => presented.get(registration?.id ?? 0) ?? null), errors: [] }
      }),
  )
}

function ownRoutes(app: App): void {
  const setting = settingOf(app)
  app.patch(
    '/api/event-registrations/:id',
    {
      schema: {
        tags,
        summary: 'Choose other sessions for a registration',
        params: idParams,
        body: z.strictObject({ SessionIds: sessionIds }),
        response: { 200: registrationShape, 404: errorSchema, 409: errorSchema },
      },
    },
    (request) =>
      writing(request, async (tx, actor) => {
        const registrationId = await within(tx, actor, request.params.id)
        const changed = await changeSessionsOf(tx, actor, setting, {
          registrationId,
          sessionIds: request.body.SessionIds.map(sessionIn),
        })
        return presentOne(tx, changed)
      }),
  )
  app.delete(
    '/api/event-registrations/:id',
    {
      schema: {
        tags,
        summary: 'Cancel a registration; its place goes to who waits longest',
        params: idParams,
        response: { 200: registrationShape, 404: errorSchema },
      },
    },
    (request) =>
      writing(request, async (tx, actor) => {
        const id = await within(tx, actor, request.params.id)
        const [cancelled] = await cancelRegistrations(tx, actor, setting, [id])
        if (cancelled === undefined) throw notFound('registration', request.params.id)
        return presentOne(tx, cancelled)
      }),
  )
}

const settingOf = ({ surroundings: { config } }: App): LetterSetting => ({
  publicUrl: config.publicUrl,
  mailFrom: config.mailFrom,
})

const campaignIn = async (tx: Tx, text: string): Promise<number> => idIn(text, await definitionOf(tx, 'Campaign'))

function sessionIn(text: string): number {
  const id = decodeId(text)
  if (id !== undefined && objectOfId(id) === 'EventSession') return id
  throw notFound('session', text.slice(0, 18))
}

/** The registration in an address, of somebody the actor may see and change. */
async function within(tx: Tx, actor: Actor, text: string): Promise<number> {
  refuseUnlessMay(actor, 'edit', 'CampaignMember')
  const id = decodeId(text)
  if (id === undefined || objectOfId(id) !== 'EventRegistration' || !(await reachable(tx, actor, [id])).has(id))
    throw notFound('registration', text.slice(0, 18))
  return id
}

/** The people behind leads and contacts the actor may see. */
async function attendeesOf(tx: Tx, actor: Actor, ids: readonly string[]): Promise<Attendee[]> {
  const wanted = ids.map((text) => {
    const id = decodeId(text) ?? 0
    const object = objectOfId(id)
    if (object === 'Lead' || object === 'Contact') return { object, id } as const
    throw new Refusal('malformed_id', `'${text}' is the id of neither a lead nor a contact.`, {
      field: 'WhoId',
      value: text,
    })
  })
  const found = new Map<number, number>()
  for (const object of ['Lead', 'Contact'] as const) {
    const mine = wanted.filter((one) => one.object === object).map(({ id }) => id)
    if (mine.length === 0) continue
    const rows = await recordsById(tx, actor, await definitionOf(tx, object), mine, ['PersonId'])
    for (const { Id, PersonId } of rows) found.set(Id, Number(PersonId))
  }
  return wanted.map(({ object, id }) => {
    const personId = found.get(id)
    if (personId === undefined) throw notFound(object.toLowerCase(), encodeId(id))
    return { object, id, personId }
  })
}

const countedIn = (counts: readonly Counts[], sessionId: number | null): z.infer<typeof places> => {
  const found = counts.find((one) => one.sessionId === sessionId)
  return { Taken: found?.taken ?? 0, Waiting: found?.waiting ?? 0 }
}

function startOf(after: string | undefined): { readonly at: Date; readonly id: number } {
  const [at, id] = after === undefined ? [] : decodeCursor(after, 2)
  return { at: at instanceof Date ? at : new Date(0), id: typeof id === 'number' ? id : 0 }
}
