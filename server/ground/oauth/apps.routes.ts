import { z } from 'zod'
import { decodeId, encodeId, objectOfId, type StandardObject } from '../../../shared/ids.ts'
import { notFound } from '../../platform/errors.ts'
import type { Tx } from '../../platform/tx.ts'
import { nothing, callerOf, readingAs, writing, type App } from '../http/edge.ts'
import { idParams } from '../objects/schemas.ts'
import { changeSettings, settingsOf } from '../orgs/settings.ts'
import { refuseUnlessHas, refuseUnlessInPerson, type Actor } from '../users/actor.ts'
import { roles } from '../../../shared/roles.ts'
import { flows, type ConnectedApp } from './app.ts'
import { appSchema, connectionsSchema, newAppSchema, newSecretSchema, type connectionSchema } from './apps.shapes.ts'
import {
  createApp,
  getApp,
  listApps,
  refuseUnlessKeepsApps,
  removeApp,
  rotateSecret,
  updateAppBy,
  type AppDraft,
  type ListedApp,
} from './apps.ts'
import { certificateFacts } from './certificates.ts'
import { endConnection, endConnectionsOfApp, listConnections, type Connection } from './grants.ts'
import { appScopes } from './scopes.ts'

const tags = ['Connected apps']
const draft = z.strictObject({
  name: z.string().max(80).optional(),
  description: z.string().max(500).nullish(),
  needsSecret: z
    .boolean()
    .optional()
    .meta({ description: 'False for programs that keep no secret; they must use PKCE.' }),
  rotatesRefreshTokens: z.boolean().optional().meta({
    description:
      'Each use of a refresh token brings another; one that comes a second time ends the connection. Not for tools that keep the first, such as sf and jsforce.',
  }),
  certificate: z.string().max(20_000).nullish().meta({ description: 'X.509 in PEM, for the JWT bearer flow.' }),
  callbackUrls: z.array(z.string().max(2000)).max(20).optional(),
  scopes: z.array(z.enum(appScopes)).max(20).optional(),
  flows: z.array(z.enum(flows)).max(10).optional(),
  runAsId: z.string().max(18).nullish().meta({ description: 'The user of the client credentials flow.' }),
  approvedRoles: z
    .array(z.enum(roles))
    .max(10)
    .optional()
    .meta({ description: 'Roles whose users the app may sign in by certificate without asking them.' }),
  enabled: z.boolean().optional(),
})

/** Connected apps as an administrator keeps them, and what is connected. */
export function connectedAppRoutes(app: App): void {
  keepRoutes(app)
  connectionRoutes(app)
  accessRoutes(app)
}

function keepRoutes(app: App): void {
  const listed = z.object({ apps: z.array(appSchema) })
  app.get(
    '/api/connected-apps',
    { schema: { tags, summary: 'Connected apps', response: { 200: listed } } },
    (request) => readingAs(request, async (tx, actor) => ({ apps: (await listApps(tx, actor)).map(presentListed) })),
  )
  app.post(
    '/api/connected-apps',
    {
      schema: {
        tags,
        summary: 'Connect an app; its secret is shown this once',
        response: { 201: newAppSchema },
        body: draft,
      },
    },
    async (request, reply) => {
      const made = await writing(request, (tx, actor) => createApp(tx, actor, draftIn(request.body)))
      return reply
        .code(201)
        .header('cache-control', 'no-store')
        .send({ Id: encodeId(made.id), clientId: made.clientId, clientSecret: made.clientSecret })
    },
  )
  const one = { tags, params: idParams }
  const response = { 200: appSchema }
  app.get('/api/connected-apps/:id', { schema: { ...one, summary: 'One connected app', response } }, (request) =>
    readingAs(request, (tx, actor) => presentOne(tx, actor, appIdIn(request.params.id))),
  )
  app.patch(
    '/api/connected-apps/:id',
    { schema: { ...one, summary: 'Change an app', body: draft, response } },
    (request) =>
      writing(request, async (tx, actor) => {
        const id = appIdIn(request.params.id)
        await updateAppBy(tx, actor, id, draftIn(request.body))
        return presentOne(tx, actor, id)
      }),
  )
  endRoutes(app)
}

function endRoutes(app: App): void {
  const one = { tags, params: idParams }
  app.delete(
    '/api/connected-apps/:id',
    { schema: { ...one, summary: 'Remove an app, and everything users allowed it', response: { 204: nothing } } },
    async (request, reply) => {
      await writing(request, (tx, actor) => removeApp(tx, actor, appIdIn(request.params.id)))
      return reply.code(204).send()
    },
  )
  app.post(
    '/api/connected-apps/:id/secret',
    {
      schema: {
        ...one,
        summary: 'Make a new secret; it is shown this once, and the old one ends',
        response: { 201: newSecretSchema },
      },
    },
    async (request, reply) => {
      const clientSecret = await writing(request, (tx, actor) => rotateSecret(tx, actor, appIdIn(request.params.id)))
      return reply.code(201).header('cache-control', 'no-store').send({ clientSecret })
    },
  )
}

function connectionRoutes(app: App): void {
  const one = { tags, params: idParams }
  const query = z.object({ after: z.string().max(18).optional() })
  app.get(
    '/api/connected-apps/:id/connections',
    {
      schema: {
        ...one,
        summary: 'Whom an app is connected for',
        querystring: query,
        response: { 200: connectionsSchema },
      },
    },
    (request) =>
      readingAs(request, async (tx, actor) => {
        refuseUnlessKeepsApps(actor)
        const appId = appIdIn(request.params.id)
        await getApp(tx, appId)
        const { after } = request.query
        return page(await listConnections(tx, actor, { appId, ...before(after) }))
      }),
  )
  app.delete(
    '/api/connected-apps/:id/connections',
    {
      schema: {
        ...one,
        summary: 'End every connection of an app',
        response: { 200: z.object({ ended: z.number().meta({ description: 'How many there were.' }) }) },
      },
    },
    (request) =>
      writing(request, async (tx, actor) => {
        refuseUnlessKeepsApps(actor)
        return { ended: await endConnectionsOfApp(tx, actor, appIdIn(request.params.id)) }
      }),
  )
  app.get(
    '/api/connections',
    { schema: { tags, summary: 'Which programs are connected for me', response: { 200: connectionsSchema } } },
    (request) =>
      readingAs(request, async (tx, actor) =>
        page(await listConnections(tx, actor, { userId: callerOf(request).actor.userId ?? 0 })),
      ),
  )
  app.delete(
    '/api/connections/:id',
    {
      schema: {
        ...one,
        summary: 'End a connection: one of mine, or anybody’s for who keeps the users',
        response: { 204: nothing },
      },
    },
    async (request, reply) => {
      await writing(request, (tx, actor) => endConnection(tx, actor, idOfObject(request.params.id, 'OauthGrant')))
      return reply.code(204).send()
    },
  )
}

function accessRoutes(app: App): void {
  const access = z.strictObject({
    passwordSignIn: z.boolean().meta({
      description: 'Whether programs may sign in by user name and password (SOAP login, OAuth password flow).',
    }),
  })
  const response = { 200: access }
  app.get('/api/api-access', { schema: { tags, summary: 'How programs may sign in', response } }, (request) =>
    readingAs(request, async (tx, actor) => {
      refuseUnlessHas(actor, 'set_up', 'see how programs sign in')
      return { passwordSignIn: (await settingsOf(tx)).passwordSignInForApi }
    }),
  )
  app.patch(
    '/api/api-access',
    { schema: { tags, summary: 'Change how programs may sign in', body: access, response } },
    (request) =>
      writing(request, async (tx, actor) => {
        refuseUnlessInPerson(actor)
        const settings = await changeSettings(tx, actor, { passwordSignInForApi: request.body.passwordSignIn })
        return { passwordSignIn: settings.passwordSignInForApi }
      }),
  )
}

const draftIn = ({ runAsId, ...rest }: z.infer<typeof draft>): AppDraft => ({
  ...rest,
  runAsId: typeof runAsId === 'string' ? idOfObject(runAsId, 'User') : runAsId,
})

async function presentOne(tx: Tx, actor: Actor, id: number) {
  const found = (await listApps(tx, actor)).find((one) => one.id === id)
  if (found === undefined) throw notFound('connected app', encodeId(id))
  return presentListed(found)
}

const presentListed = (app: ListedApp): z.infer<typeof appSchema> => ({
  ...presentApp(app),
  users: app.users,
  lastUsedAt: app.lastUsedAt,
  runAsName: app.runAsName,
})

const presentApp = ({ id, runAsId, secretHash, certificate, disabledAt, ...app }: ConnectedApp) => ({
  Id: encodeId(id),
  name: app.name,
  description: app.description,
  clientId: app.clientId,
  hasSecret: secretHash !== null,
  needsSecret: app.needsSecret,
  rotatesRefreshTokens: app.rotatesRefreshTokens,
  certificate: certificate === null ? null : certificateFacts(certificate),
  callbackUrls: app.callbackUrls,
  scopes: app.scopes,
  flows: app.flows,
  runAsId: runAsId === null ? null : encodeId(runAsId),
  approvedRoles: app.approvedRoles,
  builtIn: app.builtIn,
  enabled: disabledAt === null,
  createdAt: app.createdAt,
})

const page = (connections: readonly Connection[]) => {
  const last = connections.at(-1)
  return {
    connections: connections.map(presentConnection),
    next: last === undefined || connections.length < 500 ? null : encodeId(last.id),
  }
}

const presentConnection = ({ id, appId, userId, ...connection }: Connection): z.infer<typeof connectionSchema> => ({
  id: encodeId(id),
  appId: appId === null ? null : encodeId(appId),
  userId: encodeId(userId),
  ...connection,
})

const before = (after: string | undefined) => (after === undefined ? {} : { before: idOfObject(after, 'OauthGrant') })

const appIdIn = (text: string): number => idOfObject(text, 'ConnectedApp')

const wordOf: Partial<Record<StandardObject, string>> = {
  ConnectedApp: 'connected app',
  OauthGrant: 'connection',
  User: 'user',
}

function idOfObject(text: string, object: StandardObject): number {
  const id = decodeId(text)
  if (id === undefined || objectOfId(id) !== object) throw notFound(wordOf[object] ?? object, text)
  return id
}
