import { z } from 'zod'
import { decodeId, encodeId, objectOfId } from '../../../shared/ids.ts'
import { notFound } from '../../platform/errors.ts'
import { nothing, readingAs, writing, type App } from '../http/edge.ts'
import { idParams } from '../objects/schemas.ts'
import { createToken, listTokens, revokeToken, tokenScopes, type ApiToken } from './tokens.ts'

const tags = ['Tokens']

const newTokenSchema = z.object({
  id: z.string(),
  token: z.string().meta({ description: 'Goes behind `Authorization: Bearer`; nobody can read it again.' }),
  name: z.string(),
  scopes: z.array(z.enum(tokenScopes)),
  expiresAt: z.iso.datetime().nullable().meta({ description: 'Null: it holds until it is revoked.' }),
})

const tokenSchema = z
  .object({
    id: z.string(),
    userId: z.string().meta({ description: 'The user in whose name it acts.' }),
    name: z.string(),
    scopes: z.array(z.string()).readonly(),
    createdAt: z.date(),
    expiresAt: z.date().nullable().meta({ description: 'Null: it holds until it is revoked.' }),
    lastUsedOn: z.iso.date().nullable(),
  })
  .meta({ id: 'Token' })

/** Tokens with which programs use the API. */
export function tokenRoutes(app: App): void {
  const body = z.strictObject({
    name: z.string().min(1).max(80).meta({ description: 'What the program is called, so that you know it again.' }),
    scopes: z.array(z.enum(tokenScopes)).min(1).default(['read']),
    expiresAt: z.iso.datetime().optional(),
  })
  app.post(
    '/api/tokens',
    { schema: { tags, summary: 'Make a token; it is shown this once', response: { 201: newTokenSchema }, body } },
    async (request, reply) => {
      const { expiresAt, ...rest } = request.body
      const { id, token } = await writing(request, (tx, actor) =>
        createToken(tx, actor, { ...rest, expiresAt: expiresAt === undefined ? undefined : new Date(expiresAt) }),
      )
      return reply
        .code(201)
        .header('cache-control', 'no-store')
        .send({ id: encodeId(id), token, name: rest.name, scopes: rest.scopes, expiresAt: expiresAt ?? null })
    },
  )
  app.get(
    '/api/tokens',
    {
      schema: {
        tags,
        summary: 'Tokens that still open something',
        response: { 200: z.object({ tokens: z.array(tokenSchema) }) },
      },
    },
    (request) => readingAs(request, async (tx, actor) => ({ tokens: (await listTokens(tx, actor)).map(presentToken) })),
  )
  app.delete(
    '/api/tokens/:id',
    { schema: { tags, summary: 'Revoke a token, at once', response: { 204: nothing }, params: idParams } },
    async (request, reply) => {
      await writing(request, (tx, actor) => revokeToken(tx, actor, tokenIdIn(request.params.id)))
      return reply.code(204).send()
    },
  )
}

const presentToken = ({ id, userId, ...token }: ApiToken): z.infer<typeof tokenSchema> => ({
  id: encodeId(id),
  userId: encodeId(userId),
  ...token,
})

function tokenIdIn(text: string): number {
  const id = decodeId(text)
  if (id === undefined || objectOfId(id) !== 'ApiToken') throw notFound('token', text)
  return id
}
