import '@fastify/cookie'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { encodeId } from '../../../shared/ids.ts'
import { forbidden } from '../../platform/errors.ts'
import { secretKeyOf } from '../../platform/secretKey.ts'
import { reading } from '../../platform/transactions.ts'
import type { Tx } from '../../platform/tx.ts'
import { nothing, callerOf, readingAs, writing, type App, type Caller } from '../http/edge.ts'
import { standardDefinitions, type FieldValue } from '../objects/definition.ts'
import { getRecord } from '../objects/objects.ts'
import { orgOf } from '../orgs/orgs.ts'
import { settingsOf } from '../orgs/settings.ts'
import { may, refuseUnlessInPerson, type Actor } from './actor.ts'
import { sessionCookie, sessionCookieOptions } from './cookie.ts'
import { grantsOf } from './roles.ts'
import { meSchema, sessionsSchema } from './session.shapes.ts'
import { callerOfToken, closeNamedSession, closeSession, listSessions } from './sessions.ts'
import {
  acceptLink,
  awaitsFirstRun,
  changePassword,
  setUpFirstOrg,
  signIn,
  type OpenedSession,
} from './signIn.commands.ts'
import { roleLabels, User } from './user.ts'

const tags = ['Session']
const password = z.string().min(1).max(1000)
const code = z
  .string()
  .max(40)
  .optional()
  .meta({ description: 'Of the authenticator app, or a recovery code, where the sign-in asks for one.' })
const signInBody = z.strictObject({
  email: z.string().min(1).max(200).optional(),
  username: z.string().min(1).max(200).optional(),
  password,
  code,
})

/** Sign-in, who am I, sign-out, one's own sessions and password, invitations, and the first run. */
export function sessionRoutes(app: App): void {
  signInRoutes(app)
  ownSessionRoutes(app)
  linkRoutes(app)
}

function signInRoutes(app: App): void {
  app.post(
    '/api/session',
    { schema: { tags, security: [], summary: 'Sign in', body: signInBody, response: { 200: meSchema } } },
    async (request, reply) => {
      const { email, username = email ?? '', ...given } = request.body
      const opened = await signIn(app.surroundings.db, {
        username,
        ...given,
        secretKey: await secretKeyOf(app.surroundings.config),
        currentToken: tokenIn(request),
        ...visitorOf(request),
      })
      return welcome(request, reply, opened)
    },
  )
  app.get(
    '/api/session',
    { schema: { tags, summary: 'Who am I, and what may I do', response: { 200: meSchema } } },
    (request, reply) => {
      reply.header('cache-control', 'no-store')
      return readingAs(request, (tx) => presentMe(tx, callerOf(request)))
    },
  )
  app.delete(
    '/api/session',
    { schema: { tags, summary: 'Sign out', response: { 204: nothing } } },
    async (request, reply) => {
      const token = tokenIn(request)
      if (request.caller !== undefined && token !== undefined) await writing(request, (tx) => closeSession(tx, token))
      return reply
        .clearCookie(sessionCookie(app.surroundings.config), sessionCookieOptions(app.surroundings.config))
        .code(204)
        .send()
    },
  )
}

function ownSessionRoutes(app: App): void {
  app.get(
    '/api/session/list',
    { schema: { tags, summary: 'Where I am signed in', response: { 200: sessionsSchema } } },
    (request) =>
      readingAs(request, async (tx, actor) => {
        refuseUnlessInPerson(actor)
        return { sessions: await listSessions(tx, actor.userId ?? 0, tokenIn(request)) }
      }),
  )
  app.delete(
    '/api/session/list/:id',
    {
      schema: {
        tags,
        summary: 'End one of my sessions',
        response: { 204: nothing },
        params: z.object({ id: z.string().max(64) }),
      },
    },
    async (request, reply) => {
      await writing(request, (tx, actor) => {
        refuseUnlessInPerson(actor)
        return closeNamedSession(tx, actor.userId ?? 0, request.params.id)
      })
      return reply.code(204).send()
    },
  )
  const body = z.strictObject({ currentPassword: password, newPassword: password })
  app.post(
    '/api/session/password',
    { schema: { tags, summary: 'Change my password; my other sessions end', response: { 204: nothing }, body } },
    async (request, reply) => {
      const { org, actor, by } = callerOf(request)
      // A program's token must not be enough to take the user over.
      if (by === 'token')
        throw forbidden('A password is changed by who signed in with the one of before, not with a token.')
      const change = {
        userId: actor.userId ?? 0,
        current: request.body.currentPassword,
        next: request.body.newPassword,
        ...visitorOf(request),
      }
      giveCookie(app, reply, await changePassword(app.surroundings.db, org, change))
      return reply.code(204).send()
    },
  )
}

function linkRoutes(app: App): void {
  const body = z.strictObject({ token: z.string().max(300), password, code })
  app.post(
    '/api/invitations/accept',
    {
      schema: {
        tags,
        security: [],
        summary: 'Choose a password by a one-time link, and sign in',
        body,
        response: { 200: meSchema },
      },
    },
    async (request, reply) => {
      const secretKey = await secretKeyOf(app.surroundings.config)
      const opened = await acceptLink(app.surroundings.db, { ...request.body, secretKey, ...visitorOf(request) })
      return welcome(request, reply, opened)
    },
  )
  const first = z.strictObject({
    token: z.string().max(300),
    email: z.string().max(80),
    password,
    name: z.string().min(1).max(120),
    orgName: z.string().max(80).optional(),
    country: z.string().max(2).optional().meta({ description: 'ISO 3166: how phone numbers without one are read.' }),
    currency: z.string().max(3).optional().meta({ description: 'ISO 4217: what every amount is in.' }),
  })
  app.get(
    '/api/setup/administrator',
    {
      schema: {
        tags,
        security: [],
        summary: 'Whether the first administrator is still to be made',
        response: { 200: z.object({ isAwaited: z.boolean() }) },
      },
    },
    async (_request, reply) => {
      reply.header('cache-control', 'no-store')
      return { isAwaited: await awaitsFirstRun(app.surroundings.db) }
    },
  )
  app.post(
    '/api/setup/administrator',
    {
      schema: {
        tags,
        security: [],
        summary: 'Make the first administrator by the link printed at the start',
        body: first,
        response: { 200: meSchema },
      },
    },
    async (request, reply) => {
      const opened = await setUpFirstOrg(app.surroundings.db, { ...request.body, ...visitorOf(request) })
      return welcome(request, reply, opened)
    },
  )
}

/** Gives the browser its cookie, and says who has signed in. */
async function welcome(request: FastifyRequest, reply: FastifyReply, { token, org }: OpenedSession) {
  const { db } = request.server.surroundings
  const caller = await callerOfToken(db, token)
  if (caller === undefined) throw new Error('A session just opened opens nothing.')
  request.caller = caller
  giveCookie(request.server, reply, token)
  reply.header('cache-control', 'no-store')
  return reading(db, org, (tx) => presentMe(tx, caller))
}

function giveCookie(app: FastifyRequest['server'], reply: FastifyReply, token: string): void {
  const { config } = app.surroundings
  reply.setCookie(sessionCookie(config), token, sessionCookieOptions(config))
}

const tokenIn = (request: FastifyRequest): string | undefined =>
  request.cookies[sessionCookie(request.server.surroundings.config)]

const visitorOf = (request: FastifyRequest) => ({ address: request.ip, userAgent: request.headers['user-agent'] })

/** The signed-in user with what they may do, and the org's first facts. */
async function presentMe(tx: Tx, { actor, isLackingSecondStep = false }: Caller): Promise<z.infer<typeof meSchema>> {
  const user = await getRecord(tx, { ...actor, role: 'administrator', scopes: undefined }, User, actor.userId ?? 0)
  const [org, settings] = [await orgOf(tx), await settingsOf(tx)]
  return {
    user: {
      Id: encodeId(user.Id),
      Name: text(user.Name),
      FirstName: text(user.FirstName),
      LastName: text(user.LastName),
      Email: text(user.Email),
      Username: text(user.Username),
      Title: text(user.Title),
      Phone: text(user.Phone),
      Role: actor.role,
      RoleLabel: roleLabels[actor.role],
      TimeZoneSidKey: text(user.TimeZoneSidKey),
      LocaleSidKey: text(user.LocaleSidKey),
    },
    permissions: grantsOf(actor.role).capabilities,
    scopes: actor.scopes ?? null,
    may: Object.fromEntries(standardDefinitions().map(({ name }) => [name, actsOn(actor, name)])),
    isLackingSecondStep,
    org: {
      Id: encodeId(org.id),
      name: org.name,
      currency: settings.currency,
      country: settings.country,
      fiscalYearStartsIn: settings.fiscalYearStartsIn,
    },
  }
}

const text = (value: FieldValue | undefined): string | null => (typeof value === 'string' ? value : null)

const actsOn = (actor: Actor, name: string) => ({
  read: may(actor, 'read', name),
  create: may(actor, 'create', name),
  edit: may(actor, 'edit', name),
  delete: may(actor, 'delete', name),
})
