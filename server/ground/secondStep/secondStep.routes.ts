import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { encodeId } from '../../../shared/ids.ts'
import { forbidden } from '../../platform/errors.ts'
import { secretKeyOf, type SecretKey } from '../../platform/secretKey.ts'
import { callerOf, nothing, readingAs, writing, type App } from '../http/edge.ts'
import { idIn, idParams } from '../objects/schemas.ts'
import { orgOf } from '../orgs/orgs.ts'
import { refuseUnlessInPerson, type Actor } from '../users/actor.ts'
import { sessionCookie } from '../users/cookie.ts'
import { provePassword } from '../users/signIn.commands.ts'
import { User } from '../users/user.ts'
import {
  beginSecondStep,
  confirmSecondStep,
  endSecondStep,
  removeSecondSteps,
  renewRecoveryCodes,
  secondStepOf,
  withSecondStep,
  type Person,
} from './secondStep.ts'

const MOST_USERS = 200

const secondStepSchema = z
  .object({
    since: z.date().nullable().meta({ description: 'Since when codes are asked for; null: they are not.' }),
    recoveryCodesLeft: z.number(),
    isNeeded: z.boolean().meta({ description: 'Whether the organization wants one of everybody in this role.' }),
  })
  .meta({ id: 'SecondStep' })

const begunSchema = z.object({
  secret: z.string().meta({ description: 'For who cannot scan a picture: base32, to be typed into the app.' }),
  address: z.string().meta({ description: '`otpauth://totp/…`, to be drawn as a QR code.' }),
})

const codesSchema = z.object({
  recoveryCodes: z
    .array(z.string())
    .readonly()
    .meta({ description: 'Each opens once, in place of a code of the app. They are shown this once.' }),
})

const code = z.string().min(1).max(40).meta({ description: 'Six digits of the app, or a recovery code.' })

/** The second step behind one's password, and what is done about that of others. */
export function secondStepRoutes(app: App): void {
  settingUpRoutes(app)
  changingRoutes(app)
  keepingRoutes(app)
}

function settingUpRoutes(app: App): void {
  const tags = ['Session']
  app.get(
    '/api/session/second-step',
    { schema: { tags, summary: 'Whether my sign-in asks for a code', response: { 200: secondStepSchema } } },
    (request) =>
      readingAs(request, (tx, actor) => {
        refuseUnlessInPerson(actor)
        return secondStepOf(tx, personIn(actor))
      }),
  )
  const begin = z.strictObject({ currentPassword: z.string().min(1).max(1000) })
  app.post(
    '/api/session/second-step',
    { schema: { tags, summary: 'Set up an authenticator app', body: begin, response: { 201: begunSchema } } },
    async (request, reply) => {
      refuseTokens(request)
      const { org, actor } = callerOf(request)
      const { userId } = personIn(actor)
      const given = { userId, current: request.body.currentPassword, address: request.ip }
      const { email } = await provePassword(app.surroundings.db, org, given)
      const secretKey = await keyOf(app)
      const begun = await writing(request, async (tx) =>
        beginSecondStep(tx, secretKey, personIn(actor), { issuer: `Assay ${(await orgOf(tx)).name}`, account: email }),
      )
      return reply.code(201).header('cache-control', 'no-store').send(begun)
    },
  )
  app.post(
    '/api/session/second-step/confirmation',
    {
      schema: {
        tags,
        summary: 'Turn the second step on with a first code; my other sessions end',
        body: z.strictObject({ code }),
        response: { 200: codesSchema },
      },
    },
    async (request, reply) => {
      refuseTokens(request)
      const secretKey = await keyOf(app)
      const sessionToken = request.cookies[sessionCookie(app.surroundings.config)]
      reply.header('cache-control', 'no-store')
      return {
        recoveryCodes: await writing(request, (tx, actor) =>
          confirmSecondStep(tx, secretKey, personIn(actor), { code: request.body.code, sessionToken }),
        ),
      }
    },
  )
}

function changingRoutes(app: App): void {
  const tags = ['Session']
  const body = z.strictObject({ code })
  app.post(
    '/api/session/second-step/recovery-codes',
    { schema: { tags, summary: 'Make new recovery codes', body, response: { 200: codesSchema } } },
    async (request, reply) => {
      refuseTokens(request)
      const secretKey = await keyOf(app)
      reply.header('cache-control', 'no-store')
      return {
        recoveryCodes: await writing(request, (tx, actor) =>
          renewRecoveryCodes(tx, secretKey, personIn(actor), request.body.code),
        ),
      }
    },
  )
  app.post(
    '/api/session/second-step/removal',
    { schema: { tags, summary: 'Turn my second step off', body, response: { 204: nothing } } },
    async (request, reply) => {
      refuseTokens(request)
      const secretKey = await keyOf(app)
      await writing(request, (tx, actor) => endSecondStep(tx, secretKey, personIn(actor), request.body.code))
      return reply.code(204).send()
    },
  )
}

function keepingRoutes(app: App): void {
  const tags = [User.labelPlural]
  const query = z.object({
    ids: z
      .string()
      .min(1)
      .max(20 * MOST_USERS),
  })
  app.get(
    '/api/users/second-steps',
    {
      schema: {
        tags,
        summary: `Which of up to ${MOST_USERS} users sign in with a second step`,
        querystring: query,
        response: { 200: z.object({ ids: z.array(z.string()) }) },
      },
    },
    (request) =>
      readingAs(request, async (tx, actor) => {
        const ids = request.query.ids.split(',').map((text) => idIn(text, User))
        return { ids: (await withSecondStep(tx, actor, ids)).map(encodeId) }
      }),
  )
  app.delete(
    '/api/users/:id/second-step',
    {
      schema: {
        tags,
        summary: 'Remove the second step of a user who lost their app',
        params: idParams,
        response: { 204: nothing },
      },
    },
    async (request, reply) => {
      await writing(request, (tx, actor) => removeSecondSteps(tx, actor, [idIn(request.params.id, User)]))
      return reply.code(204).send()
    },
  )
}

const keyOf = (app: App): Promise<SecretKey> => secretKeyOf(app.surroundings.config)

/** A program's token must not be enough to take the user over, nor to lock them out. */
function refuseTokens(request: FastifyRequest): void {
  const { by, actor } = callerOf(request)
  if (by === 'token' || actor.scopes !== undefined)
    throw forbidden('The second step is set up by who signed in with the password, not with a token.')
}

function personIn(actor: Actor): Person {
  const { userId } = actor
  if (userId === null) throw new Error('Only a user signs in.')
  return { ...actor, userId }
}
