import { z } from 'zod'
import { decodeId, encodeId } from '../../../shared/ids.ts'
import { nothing, readingAs, writing, type App } from '../../ground/http/edge.ts'
import { idIn, idParams, nextSchema } from '../../ground/objects/schemas.ts'
import { User } from '../../ground/users/user.ts'
import { notFound } from '../../platform/errors.ts'
import { mailWhoForgot } from './forgotten.commands.ts'
import { mailLinks } from './invitations.ts'
import { listMail, resendMail } from './mail.ts'
import type { ListedMail } from './mail.sql.ts'
import { mailKinds, mailPurposes, mailStates } from './message.ts'

const page = z.object({
  state: z.enum(mailStates).optional(),
  after: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(60),
})

const mailServer = z.boolean().meta({ description: 'Without a mail server everything waits.' })

const mailSchema = z
  .object({
    Id: z.string(),
    Kind: z.enum(mailKinds).meta({ description: 'An opt-out ends mail of campaigns, and no other.' }),
    Purpose: z.enum(mailPurposes),
    To: z.string(),
    Subject: z.string(),
    State: z.enum(mailStates),
    Reason: z.string().nullable().meta({ description: 'Why it waits, failed or was not sent.' }),
    Attempts: z.number(),
    NextTryDate: z.date().nullable(),
    SentDate: z.date().nullable(),
    CreatedDate: z.date(),
  })
  .meta({ id: 'Mail' })

const outboxSchema = z.object({ messages: z.array(mailSchema), next: nextSchema, mailServer })

/** The outbox, for administrators: what waits, what went, and what failed and why. Texts are not shown, for they may hold links. */
export function mailRoutes(app: App): void {
  const hasServer = app.surroundings.config.smtpUrl !== undefined
  app.get(
    '/api/mail',
    {
      schema: {
        tags: ['Mail'],
        summary: 'The outgoing mail, newest first',
        querystring: page,
        response: { 200: outboxSchema },
      },
    },
    (request) =>
      readingAs(request, async (tx, actor) => {
        const { messages, next } = await listMail(tx, actor, request.query)
        return { messages: messages.map((one) => presentMail(one, hasServer)), next, mailServer: hasServer }
      }),
  )
  app.post(
    '/api/mail/:id/resend',
    {
      schema: {
        tags: ['Mail'],
        summary: 'Send a failed message once more',
        response: { 204: nothing },
        params: idParams,
      },
    },
    (request, reply) =>
      writing(request, async (tx, actor) => {
        const id = decodeId(request.params.id)
        if (id === undefined) throw notFound('message', request.params.id)
        await resendMail(tx, actor, [id])
        reply.code(204)
      }),
  )
  invitationRoute(app)
  forgottenRoute(app)
}

function invitationRoute(app: App): void {
  const { publicUrl, smtpUrl } = app.surroundings.config
  const body = z.strictObject({ purpose: z.enum(['invitation', 'password']).default('invitation') }).nullish()
  app.post(
    '/api/users/:id/invitation/mail',
    {
      schema: {
        tags: ['Mail'],
        summary: 'Send a user the one-time link with which to choose a password',
        response: { 202: z.object({ Id: z.string().nullable(), mailServer }) },
        params: idParams,
        body,
      },
    },
    (request, reply) =>
      writing(request, async (tx, actor) => {
        const id = idIn(request.params.id, User)
        const [messageId] = await mailLinks(tx, actor, publicUrl, [id], request.body?.purpose ?? 'invitation')
        reply.code(202)
        return { Id: messageId === undefined ? null : encodeId(messageId), mailServer: smtpUrl !== undefined }
      }),
  )
}

function forgottenRoute(app: App): void {
  const { db, config } = app.surroundings
  app.post(
    '/api/session/forgotten',
    {
      schema: {
        tags: ['Session'],
        security: [],
        summary: 'Ask for a link by mail with which to choose a new password',
        description: 'The answer is the same whether or not somebody signs in with this address.',
        body: z.strictObject({ email: z.string().min(1).max(200) }),
        response: { 202: z.object({ mailServer }) },
      },
    },
    (request, reply) => {
      const hasServer = config.smtpUrl !== undefined
      if (hasServer)
        mailWhoForgot(db, { username: request.body.email, address: request.ip, publicUrl: config.publicUrl }, (error) =>
          request.log.error({ err: error }, 'who forgot a password could not be sent a link'),
        )
      reply.code(202)
      return { mailServer: hasServer }
    },
  )
}

const presentMail = (mail: ListedMail, hasServer: boolean): z.infer<typeof mailSchema> => ({
  Id: encodeId(mail.id),
  Kind: mail.kind,
  Purpose: mail.purpose,
  To: mail.to,
  Subject: mail.subject,
  State: mail.state,
  Reason:
    mail.state === 'queued' && !hasServer
      ? 'No mail server is configured. Set SMTP_URL, and what waits goes out.'
      : mail.reason,
  Attempts: mail.attempts,
  NextTryDate: mail.state === 'queued' && hasServer ? mail.nextTryAt : null,
  SentDate: mail.sentAt,
  CreatedDate: mail.createdAt,
})
