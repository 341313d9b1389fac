import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import { decodeId, objectOfId } from '../../../shared/ids.ts'
import { writing, type App } from '../../ground/http/edge.ts'
import { definitionOf } from '../../ground/objects/catalogue.ts'
import { errorSchema, idIn, idParams } from '../../ground/objects/schemas.ts'
import { refuseUnlessMay, theProgram } from '../../ground/users/actor.ts'
import { now } from '../../platform/clock.ts'
import { Refusal } from '../../platform/errors.ts'
import { inTransaction, reading } from '../../platform/transactions.ts'
import type { OrgRef, Tx } from '../../platform/tx.ts'
import { calendarOf } from '../../processes/registrations/calendar.ts'
import { cancelRegistrations, changeSessionsOf, placesTaken } from '../../processes/registrations/registrations.ts'
import { findTicket, seatsOf } from '../../processes/registrations/tickets.ts'
import { takesRegistrations, type EventPlan } from '../../records/sessions/plan.ts'
import { getPlan, openRegistration, plansByCampaign } from '../../records/sessions/plans.ts'
import { planShape, presentPlan } from '../../records/sessions/shapes.ts'
import { listSessions } from '../../records/sessions/sessions.ts'
import { sorryPage } from '../forms/pages.ts'
import { createRegistrationForm, registrationForm } from '../forms/registrationForm.ts'
import { orgMeant, orgQuery } from '../forms/visitors.ts'
import { sendPage } from '../forms/visitors.routes.ts'
import { eventPage, receivedPage, sessionChoices, ticketPage } from './pages.ts'

const hide = { hide: true } as const
const BODY_MAX_BYTES = 64 * 1024
const eventParams = z.object({ id: z.string().max(18) })
const ofOrg = z.object({ oid: z.string().max(18).optional() })
const ticketParams = z.object({ token: z.string().max(200) })

/** Pages of events for people without a login: to register, to see a ticket, to change it, and calendars. */
export function ticketRoutes(app: App): void {
  publicationRoutes(app)
  eventPages(app)
  ticketPages(app)
}

function publicationRoutes(app: App): void {
  const { publicUrl } = app.surroundings.config
  app.post(
    '/api/campaigns/:id/event/registration-page',
    {
      schema: {
        tags: ['Events'],
        summary: 'Open the registration page of an event to everybody, or close it again',
        params: idParams,
        body: z.strictObject({ open: z.boolean() }),
        response: { 200: planShape, 404: errorSchema },
      },
    },
    (request) =>
      writing(request, async (tx, actor) => {
        const campaignId = idIn(request.params.id, await definitionOf(tx, 'Campaign'))
        refuseUnlessMay(actor, 'edit', 'Campaign')
        const plan = await getPlan(tx, actor, campaignId)
        const webFormId =
          request.body.open && plan.webFormId === null
            ? await createRegistrationForm(tx, actor, { campaignId, name: plan.campaignName })
            : null
        const opened = await openRegistration(tx, actor, campaignId, { open: request.body.open, webFormId })
        return presentPlan(opened, publicUrl)
      }),
  )
}

function eventPages(app: App): void {
  const { config } = app.surroundings
  app.get('/e/:id', { schema: { ...hide, params: eventParams, querystring: ofOrg } }, async (request, reply) => {
    const { db } = app.surroundings
    const org = await orgMeant(db, request.query.oid)
    if (org === undefined) return noEvent(reply)
    const query = await orgQuery(db, org)
    const shown = await reading(db, org, async (tx) => {
      const plan = await publicPlan(tx, request.params.id)
      if (plan === undefined) return undefined
      const [sessions, counts] = await Promise.all([
        listSessions(tx, [plan.campaignId]),
        placesTaken(tx, plan.campaignId),
      ])
      const isOpen = takesRegistrations(plan, tx.now) && plan.webFormId !== null
      const form = isOpen
        ? await registrationForm(tx, config.publicUrl, plan.webFormId ?? 0, {
            above: sessionChoices(sessions, counts, tx.now),
            submit: 'Register',
          })
        : undefined
      return eventPage({ plan, sessions, counts, form, query, now: tx.now })
    })
    return shown === undefined
      ? noEvent(reply)
      : sendPage(reply, shown, { formTargets: [new URL(config.publicUrl).origin] })
  })
  app.get(
    '/e/:id/received',
    { schema: { ...hide, params: eventParams, querystring: ofOrg } },
    async (request, reply) => {
      const { db } = app.surroundings
      const org = await orgMeant(db, request.query.oid)
      const plan = org === undefined ? undefined : await reading(db, org, (tx) => publicPlan(tx, request.params.id))
      return plan === undefined ? noEvent(reply) : sendPage(reply, receivedPage(plan))
    },
  )
  app.get(
    '/e/:id/calendar.ics',
    { schema: { ...hide, params: eventParams, querystring: ofOrg } },
    async (request, reply) => {
      const { db } = app.surroundings
      const org = await orgMeant(db, request.query.oid)
      const text =
        org === undefined
          ? undefined
          : await reading(db, org, async (tx) => {
              const plan = await publicPlan(tx, request.params.id)
              if (plan === undefined) return undefined
              return calendarOf(plan.campaignName, await listSessions(tx, [plan.campaignId]), settingOf(app, tx))
            })
      return text === undefined ? noEvent(reply) : sendCalendar(reply, text)
    },
  )
}

const settingOf = (app: App, tx: Tx) => {
  const { publicUrl, mailFrom } = app.surroundings.config
  return { publicUrl, organizer: mailFrom, stamp: tx.now }
}

/** An event strangers were ever let in to; the others are nobody's business. */
async function publicPlan(tx: Tx, text: string): Promise<EventPlan | undefined> {
  const id = decodeId(text)
  if (id === undefined || objectOfId(id) !== 'Campaign') return undefined
  const plan = (await plansByCampaign(tx, [id])).get(id)
  return plan?.webFormId === null ? undefined : plan
}

function ticketPages(app: App): void {
  const { config } = app.surroundings
  const setting = { publicUrl: config.publicUrl, mailFrom: config.mailFrom }
  app.get('/e/t/:token', { schema: { ...hide, params: ticketParams } }, (request, reply) =>
    withTicket(app, request.params.token, reply, (org) =>
      reading(app.surroundings.db, org, (tx) => shown(tx, request.params.token)),
    ),
  )
  app.get('/e/t/:token/calendar.ics', { schema: { ...hide, params: ticketParams } }, async (request, reply) => {
    const org = await orgOf(app, request.params.token)
    const text =
      org === undefined
        ? undefined
        : await reading(app.surroundings.db, org, (tx) => ownCalendar(app, tx, request.params.token))
    return text === undefined ? noTicket(reply) : sendCalendar(reply, text)
  })
  void app.register(async (inside) => {
    inside.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: BODY_MAX_BYTES },
      (_request, body, done) => done(null, new URLSearchParams(String(body)).getAll('assay_session')),
    )
    inside.post(
      '/e/t/:token/sessions',
      { schema: { ...hide, params: ticketParams }, bodyLimit: BODY_MAX_BYTES },
      (request, reply) => {
        const { token } = ticketParams.parse(request.params)
        const chosen = sessionsIn(request.body)
        return withTicket(app, token, reply, (org) =>
          inTransaction(app.surroundings.db, org, async (tx) => {
            const ticket = await findTicket(tx, token)
            if (ticket === undefined) return undefined
            await changeSessionsOf(tx, theProgram, setting, { registrationId: ticket.holder.id, sessionIds: chosen })
            return shown(tx, token, 'Your sessions are saved.')
          }),
        )
      },
    )
    inside.post(
      '/e/t/:token/cancellation',
      { schema: { ...hide, params: ticketParams }, bodyLimit: 1024 },
      (request, reply) => {
        const { token } = ticketParams.parse(request.params)
        return withTicket(app, token, reply, (org) =>
          inTransaction(app.surroundings.db, org, async (tx) => {
            const ticket = await findTicket(tx, token)
            if (ticket === undefined) return undefined
            await cancelRegistrations(tx, theProgram, setting, [ticket.holder.id])
            return shown(tx, token)
          }),
        )
      },
    )
  })
}

async function shown(tx: Tx, token: string, done?: string): Promise<string | undefined> {
  const ticket = await findTicket(tx, token)
  if (ticket === undefined) return undefined
  const counts = await placesTaken(tx, ticket.plan.campaignId)
  return ticketPage({ ticket, showsName: ticket.cameByLetter, token, counts, query: '', now: now(), done })
}

async function ownCalendar(app: App, tx: Tx, token: string): Promise<string | undefined> {
  const ticket = await findTicket(tx, token)
  if (ticket === undefined) return undefined
  return calendarOf(ticket.plan.campaignName, seatsOf(ticket), {
    ...settingOf(app, tx),
    revision: ticket.holder.revision,
    withLinks: true,
  })
}

/** A token names its org before the first dot. */
const orgOf = (app: App, token: string): Promise<OrgRef | undefined> =>
  orgMeant(app.surroundings.db, token.split('.')[0])

async function withTicket(
  app: App,
  token: string,
  reply: FastifyReply,
  work: (org: OrgRef) => Promise<string | undefined>,
): Promise<FastifyReply> {
  const org = await orgOf(app, token)
  try {
    const text = org === undefined ? undefined : await work(org)
    return text === undefined ? noTicket(reply) : sendPage(reply, text)
  } catch (error) {
    if (!(error instanceof Refusal) || error.kind === 'unavailable') throw error
    return sendPage(reply, sorryPage('This could not be done', error.message), {
      status: error.kind === 'conflict' ? 409 : 422,
    })
  }
}

const sessionsIn = (body: unknown): number[] =>
  (Array.isArray(body) ? body : []).slice(0, 500).flatMap((text) => {
    const id = decodeId(String(text))
    return id !== undefined && objectOfId(id) === 'EventSession' ? [id] : []
  })

const sendCalendar = (reply: FastifyReply, text: string): FastifyReply =>
  reply
    .header('content-disposition', 'attachment; filename="event.ics"')
    .header('cache-control', 'no-cache')
    .header('referrer-policy', 'no-referrer')
    .type('text/calendar; charset=utf-8; method=PUBLISH')
    .send(text)

const noEvent = (reply: FastifyReply): FastifyReply =>
  sendPage(reply, sorryPage('This event is not here', 'It was taken away, or its address is not complete.'), {
    status: 404,
  })

const noTicket = (reply: FastifyReply): FastifyReply =>
  sendPage(
    reply,
    sorryPage(
      'This ticket is not here',
      'Its address is not complete, or its hour is over. Open the link in your e-mail once more, as a whole.',
    ),
    { status: 404 },
  )
