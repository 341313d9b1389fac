import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { forbidden, Refusal } from '../../platform/errors.ts'
import type { Tx } from '../../platform/tx.ts'
import { nothing, callerOf, readingAs, writing, type App } from '../http/edge.ts'
import { orgOf } from '../orgs/orgs.ts'
import { refuseUnlessInPerson, type Actor } from '../users/actor.ts'
import { countAttempt, forgetAttempts, type Attempt } from '../users/attempts.ts'
import type { ConnectedApp } from './app.ts'
import { answerAsking, whatIsAsked, whoAsks, type AskedFor } from './consent.ts'
import { answerTo, deviceNamed } from './devices.ts'
import { hidden, parametersIn } from './requests.routes.ts'
import { appScopes, scopeWords, type AppScope } from './scopes.ts'

const tags = ['Connected apps']
const text = z.string().max(4000).optional()
const asked = z.object({
  response_type: text,
  client_id: text,
  redirect_uri: text,
  scope: text,
  state: text,
  nonce: text,
  code_challenge: text,
  code_challenge_method: text,
})

const askingSchema = z.object({
  app: z.object({
    name: z.string(),
    description: z.string().nullable(),
    builtIn: z.boolean().meta({ description: 'It came with Assay.' }),
  }),
  scopes: z.array(
    z.object({ scope: z.enum(appScopes), words: z.string().meta({ description: 'What it allows, for a person.' }) }),
  ),
  user: z.object({ Name: z.string() }),
  org: z.object({ name: z.string() }),
})

const authorizationSchema = askingSchema.extend({
  problem: z
    .string()
    .nullable()
    .meta({ description: 'What is wrong with the request; the app is told when the user goes back to it.' }),
  sendsTo: z
    .string()
    .meta({ description: 'The host the browser goes back to, or the scheme of a program’s own address.' }),
})

const answeredSchema = z.object({ redirectTo: z.string().meta({ description: 'Where the browser goes now.' }) })

/** Where an app sends a user's browser; the page behind it asks whether the app may. Registered where OAuth is spoken. */
export function authorizeRoute(app: App): void {
  const { publicUrl } = app.surroundings.config
  app.get('/services/oauth2/authorize', hidden, (request, reply) => {
    // The page reads it anew and shows what is wrong with it: nobody is sent anywhere from here. In one word, so that it is
    // the same when the page comes back from the sign-in; the letter in front keeps it from being read as a number.
    const asked = new URLSearchParams({ ...parametersIn(request) }).toString()
    const word = `q${Buffer.from(asked).toString('base64url')}`
    return reply.header('cache-control', 'no-store').redirect(`${publicUrl}/connect?request=${word}`, 302)
  })
}

/** What the pages for consent and for devices ask and say. */
export function consentRoutes(app: App): void {
  appRoutes(app)
  deviceRoutes(app)
}

function appRoutes(app: App): void {
  app.get(
    '/api/connect/authorization',
    {
      schema: {
        tags,
        summary: 'Which app asks for access, and to what',
        querystring: asked,
        response: { 200: authorizationSchema },
      },
    },
    (request, reply) => {
      reply.header('cache-control', 'no-store')
      return readingAs(request, async (tx, actor) => {
        refuseUnlessInPerson(actor)
        const { app: asking, redirectUri } = await whoAsks(tx, request.query)
        const { scopes, problem } = scopesOrProblem(asking, request.query)
        return { ...(await presentAsking(tx, actor, asking, scopes)), problem, sendsTo: placeOf(redirectUri) }
      })
    },
  )
  app.post(
    '/api/connect/authorization',
    {
      schema: {
        tags,
        summary: 'Allow an app, or not; the answer says where the browser goes',
        body: z.strictObject({ asked, allow: z.boolean() }),
        response: { 200: answeredSchema },
      },
    },
    async (request, reply) => {
      const userId = personIn(request)
      const redirectTo = await writing(request, (tx) =>
        answerAsking(tx, { asked: request.body.asked, userId, allow: request.body.allow }),
      )
      return reply.header('cache-control', 'no-store').send({ redirectTo })
    },
  )
}

function deviceRoutes(app: App): void {
  const code = z.string().min(1).max(40)
  app.get(
    '/api/connect/device',
    {
      schema: {
        tags,
        summary: 'Which app waits on a device with this code',
        querystring: z.object({ code }),
        response: { 200: askingSchema },
      },
    },
    (request, reply) => {
      reply.header('cache-control', 'no-store')
      countCode(request)
      return readingAs(request, async (tx, actor) => {
        refuseUnlessInPerson(actor)
        const { app: asking, scopes } = await deviceNamed(tx, request.query.code)
        forgetAttempts(tryOf(request))
        return presentAsking(tx, actor, asking, scopes)
      })
    },
  )
  app.post(
    '/api/connect/device',
    {
      schema: {
        tags,
        summary: 'Let a device in, or not',
        response: { 204: nothing },
        body: z.strictObject({ code, allow: z.boolean() }),
      },
    },
    async (request, reply) => {
      const userId = personIn(request)
      countCode(request)
      await writing(request, (tx) => answerTo(tx, { ...request.body, userId }))
      forgetAttempts(tryOf(request))
      return reply.code(204).send()
    },
  )
}

type Understood = { readonly scopes: readonly AppScope[]; readonly problem: string | null }

/** What is wrong with the request beyond who sent it is told to the app, when the user goes back to it. */
function scopesOrProblem(app: ConnectedApp, query: AskedFor): Understood {
  try {
    return { scopes: whatIsAsked(app, query), problem: null }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { scopes: [], problem: error.message }
  }
}

/** A yes is said by a person at a browser: a token must not be enough to let further programs in. */
function personIn(request: FastifyRequest): number {
  const { actor, by } = callerOf(request)
  refuseUnlessInPerson(actor)
  if (by !== 'session' || actor.userId === null)
    throw forbidden('An app is let in by who is signed in at a browser, not with a token.')
  return actor.userId
}

/** Codes have eight letters, so that nobody finds another's by trying. */
const countCode = (request: FastifyRequest): void => countAttempt(tryOf(request))

function tryOf(request: FastifyRequest): Attempt {
  const { org, actor } = callerOf(request)
  return { account: `device code ${org.schema} ${actor.userId}`, address: `device code ${request.ip}` }
}

async function presentAsking(tx: Tx, actor: Actor, app: ConnectedApp, scopes: readonly AppScope[]) {
  return {
    app: { name: app.name, description: app.description, builtIn: app.builtIn },
    scopes: scopes.map((scope) => ({ scope, words: scopeWords[scope] })),
    user: { Name: actor.name },
    org: { name: (await orgOf(tx)).name },
  }
}

/** What a person can know an address by. */
function placeOf(redirectUri: string): string {
  const { host, protocol } = new URL(redirectUri)
  return host === '' ? protocol.replace(/:$/, '') : host
}
