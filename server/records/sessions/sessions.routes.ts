import { z } from 'zod'
import { decodeId, objectOfId } from '../../../shared/ids.ts'
import { writing, type App } from '../../ground/http/edge.ts'
import { definitionOf } from '../../ground/objects/catalogue.ts'
import { errorSchema, idIn, idParams } from '../../ground/objects/schemas.ts'
import { notFound, Refusal } from '../../platform/errors.ts'
import type { Saved } from '../../ground/objects/save.ts'
import type { Tx } from '../../platform/tx.ts'
import type { PlanDraft } from './plan.ts'
import { planEvent } from './plans.ts'
import type { SessionDraft } from './session.ts'
import { cancelSessions, changeSessions, getSession, planSessions } from './sessions.ts'
import { presentPlan, presentSession, planShape, sessionShape } from './shapes.ts'

const tags = ['Events']
const line = (longest: number) => z.string().trim().max(longest).nullable()
const seats = z.number().int().min(1).max(1_000_000).nullable()
const statusId = z.string().min(15).max(18).nullable()

const planBody = z
  .strictObject({
    TimeZone: z.string().max(60),
    Place: line(255),
    Description: line(8000),
    Capacity: seats,
    GraceMinutes: z.number().int().min(0).max(10_080),
    FollowUpAttended: z.boolean(),
    RegisteredStatusId: statusId,
    WaitingStatusId: statusId,
    AttendedStatusId: statusId,
    NoShowStatusId: statusId,
    CancelledStatusId: statusId,
  })
  .partial()
  .meta({ id: 'EventPlanDraft' })

const sessionBody = z
  .strictObject({
    Name: z.string().trim().max(120),
    StartsAt: z.iso.datetime({ offset: true }),
    EndsAt: z.iso.datetime({ offset: true }),
    TimeZone: z.string().max(60),
    Place: line(255),
    Room: line(120),
    Link: line(2000),
    Speaker: line(200),
    Capacity: seats,
  })
  .partial()
  .meta({ id: 'EventSessionDraft' })

/** What an event is, and what people register for. */
export function sessionRoutes(app: App): void {
  const { publicUrl } = app.surroundings.config
  app.patch(
    '/api/campaigns/:id/event',
    {
      schema: {
        tags,
        summary: 'Set a campaign up as an event, or change what holds for all of its sessions',
        params: idParams,
        body: planBody,
        response: { 200: planShape, 422: errorSchema },
      },
    },
    (request) =>
      writing(request, async (tx, actor) =>
        presentPlan(
          await planEvent(tx, actor, await campaignIn(tx, request.params.id), planDraft(request.body)),
          publicUrl,
        ),
      ),
  )
  programmeRoutes(app)
}

function programmeRoutes(app: App): void {
  app.post(
    '/api/campaigns/:id/sessions',
    {
      schema: {
        tags,
        summary: 'Plan a session of an event',
        params: idParams,
        body: sessionBody,
        response: { 201: sessionShape, 422: errorSchema },
      },
    },
    (request, reply) =>
      writing(request, async (tx, actor) => {
        const campaignId = await campaignIn(tx, request.params.id)
        const id = theOne(await planSessions(tx, actor, campaignId, [sessionDraft(request.body)]))
        reply.code(201)
        return presentSession(await getSession(tx, actor, id))
      }),
  )
  app.patch(
    '/api/event-sessions/:id',
    {
      schema: {
        tags,
        summary: 'Change a session; whoever has a seat is told of a new time or place',
        params: idParams,
        body: sessionBody,
        response: { 200: sessionShape, 422: errorSchema },
      },
    },
    (request) =>
      writing(request, async (tx, actor) => {
        const id = theOne(
          await changeSessions(tx, actor, [{ id: sessionIn(request.params.id), draft: sessionDraft(request.body) }]),
        )
        return presentSession(await getSession(tx, actor, id))
      }),
  )
  app.delete(
    '/api/event-sessions/:id',
    {
      schema: {
        tags,
        summary: 'Call a session off; whoever has a seat is told',
        params: idParams,
        response: { 200: sessionShape, 409: errorSchema },
      },
    },
    (request) =>
      writing(request, async (tx, actor) => {
        const id = theOne(await cancelSessions(tx, actor, [sessionIn(request.params.id)]))
        return presentSession(await getSession(tx, actor, id))
      }),
  )
}

const campaignIn = async (tx: Tx, text: string): Promise<number> => idIn(text, await definitionOf(tx, 'Campaign'))

function sessionIn(text: string): number {
  const id = decodeId(text)
  if (id !== undefined && objectOfId(id) === 'EventSession') return id
  throw notFound('session', text.slice(0, 18))
}

function theOne([saved]: readonly Saved[]): number {
  if (saved?.refusal !== undefined) throw saved.refusal
  return saved?.id ?? 0
}

const planNames = {
  TimeZone: 'timeZone',
  Place: 'place',
  Description: 'description',
  Capacity: 'capacity',
  GraceMinutes: 'graceMinutes',
  FollowUpAttended: 'followsUpAttended',
} as const

const statusNames = {
  RegisteredStatusId: 'registeredStatusId',
  WaitingStatusId: 'waitingStatusId',
  AttendedStatusId: 'attendedStatusId',
  NoShowStatusId: 'noShowStatusId',
  CancelledStatusId: 'cancelledStatusId',
} as const

function planDraft(body: z.infer<typeof planBody>): PlanDraft {
  const draft: Record<string, unknown> = renamed(body, planNames)
  for (const [from, to] of Object.entries(statusNames)) {
    const text = body[from as keyof typeof statusNames]
    if (text === undefined) continue
    const id = text === null ? null : decodeId(text)
    if (id === undefined || (id !== null && objectOfId(id) !== 'CampaignMemberStatus'))
      throw new Refusal('malformed_id', `${from} must be the id of a member status.`, {
        kind: 'malformed',
        field: from,
        value: text,
      })
    draft[to] = id
  }
  return draft
}

const sessionNames = {
  Name: 'name',
  TimeZone: 'timeZone',
  Place: 'place',
  Room: 'room',
  Link: 'link',
  Speaker: 'speaker',
  Capacity: 'capacity',
} as const

const sessionDraft = (body: z.infer<typeof sessionBody>): SessionDraft => ({
  ...renamed(body, sessionNames),
  ...(body.StartsAt === undefined ? {} : { startsAt: new Date(body.StartsAt) }),
  ...(body.EndsAt === undefined ? {} : { endsAt: new Date(body.EndsAt) }),
})

/** What was said, by the room's own names; blank text is no value. */
const renamed = (
  body: Readonly<Record<string, unknown>>,
  names: Readonly<Record<string, string>>,
): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(names).flatMap(([from, to]) =>
      body[from] === undefined ? [] : [[to, body[from] === '' ? null : body[from]]],
    ),
  )
