import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { decodeId } from '../../../shared/ids.ts'
import { inTransaction, reading } from '../../platform/transactions.ts'
import type { App, Caller } from '../http/edge.ts'
import { orgById } from '../orgs/orgs.ts'
import { sessionCookie, sessionCookieOptions } from '../users/cookie.ts'
import { holderOfToken } from '../users/sessions.ts'
import { oauthRefusal } from './answers.ts'
import { identityOf, userInfoOf } from './identity.ts'
import { openDoor, openSessionByDoor } from './frontDoors.ts'
import { orgOfSecret } from './orgSecrets.ts'
import { hidden, parametersIn } from './requests.routes.ts'
import { mayOpenWeb } from './scopes.ts'

/** Who one is, for whoever holds a token; and the way from a token into the web. */
export function identityRoutes(app: App): void {
  userInfoRoute(app)
  identityRoute(app)
  doorRoutes(app)
}

function userInfoRoute(app: App): void {
  const answer = async (request: FastifyRequest, reply: FastifyReply) => {
    const holder = await holderIn(request)
    if (holder === undefined) return refused(reply, 'Bad_OAuth_Token')
    return told(request, reply, holder, userInfoOf)
  }
  app.get('/services/oauth2/userinfo', hidden, answer)
  app.post('/services/oauth2/userinfo', hidden, answer)
}

function identityRoute(app: App): void {
  const params = z.object({ org: z.string().max(18), user: z.string().max(18) })
  const answer = async (request: FastifyRequest, reply: FastifyReply) => {
    const { org, user } = request.params as z.infer<typeof params>
    if (tokenIn(request) === undefined) return refused(reply, 'Missing_OAuth_Token')
    const holder = await holderIn(request)
    if (holder === undefined) return refused(reply, 'Bad_OAuth_Token')
    if (decodeId(org) !== holder.org.id) return refused(reply, 'Wrong_Org')
    // One is told of oneself alone.
    if (decodeId(user) !== holder.actor.userId) return refused(reply, 'Bad_Id', 404)
    return told(request, reply, holder, identityOf)
  }
  const options = { schema: { hide: true, params } } as const
  app.get('/id/:org/:user', options, answer)
  app.post('/id/:org/:user', options, answer)
}

function told(
  request: FastifyRequest,
  reply: FastifyReply,
  { org, actor, grant }: Caller,
  about: typeof identityOf | typeof userInfoOf,
) {
  const { db, config } = request.server.surroundings
  reply.header('cache-control', 'no-store')
  const asked = { userId: actor.userId ?? 0, publicUrl: config.publicUrl, scopes: grant?.scopes }
  return reading(db, org, (tx): Promise<object> => about(tx, asked))
}

/** The field says these in plain text. */
const refused = (reply: FastifyReply, word: string, status = 403): FastifyReply =>
  reply.code(status).header('cache-control', 'no-store').type('text/plain; charset=utf-8').serializer(String).send(word)

/** A token from the header, the form, or the address, where jsforce writes it; only a token, never a cookie. */
function tokenIn(request: FastifyRequest): string | undefined {
  const { authorization } = request.headers
  if (authorization !== undefined) return /^(?:Bearer|OAuth) +(\S{1,300})$/i.exec(authorization)?.[1] ?? ''
  const { oauth_token: named, access_token: other } = parametersIn(request)
  return named ?? other
}

async function holderIn(request: FastifyRequest): Promise<Caller | undefined> {
  const token = tokenIn(request)
  return token === undefined ? undefined : holderOfToken(request.server.surroundings.db, token)
}

function doorRoutes(app: App): void {
  const { config } = app.surroundings
  const answer = async (request: FastifyRequest, reply: FastifyReply) => {
    const holder = await holderIn(request)
    if (holder === undefined) return refused(reply, 'Bad_OAuth_Token')
    const { grant, org } = holder
    if (grant === undefined || !mayOpenWeb(grant.scopes))
      throw oauthRefusal('invalid_scope', 'this session is not valid for use with the web', 'forbidden')
    const { redirect_uri: leadsTo } = parametersIn(request)
    const secret = await inTransaction(app.surroundings.db, org, (tx) => openDoor(tx, { grantId: grant.id, leadsTo }))
    reply.header('cache-control', 'no-store')
    return { frontdoor_uri: `${config.publicUrl}/secur/frontdoor.jsp?otp=${secret}` }
  }
  app.get('/services/oauth2/singleaccess', hidden, answer)
  app.post('/services/oauth2/singleaccess', hidden, answer)
  app.get('/secur/frontdoor.jsp', hidden, async (request, reply) => {
    reply.header('cache-control', 'no-store').header('referrer-policy', 'no-referrer')
    const { db } = app.surroundings
    const { otp = '' } = parametersIn(request)
    const orgId = orgOfSecret('door', otp)
    const org = orgId === undefined || comesFromElsewhere(request) ? undefined : await orgById(db, orgId)
    const opened =
      org === undefined
        ? undefined
        : await inTransaction(db, org, (tx) =>
            openSessionByDoor(tx, otp, { address: request.ip, userAgent: request.headers['user-agent'] }),
          )
    if (opened === undefined) return reply.redirect('/sign-in', 302)
    reply.setCookie(sessionCookie(config), opened.token, sessionCookieOptions(config))
    return reply.redirect(opened.leadsTo, 302)
  })
}

/** A link on somebody else's page must not sign a visitor in as whom its writer likes. */
function comesFromElsewhere(request: FastifyRequest): boolean {
  const site = request.headers['sec-fetch-site']
  return site !== undefined && site !== 'none' && site !== 'same-origin'
}
