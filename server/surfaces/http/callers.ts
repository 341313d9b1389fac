import type { FastifyRequest } from 'fastify'
import type { App, Surroundings } from '../../ground/http/edge.ts'
import { sessionCookie } from '../../ground/users/cookie.ts'
import { callerOfToken } from '../../ground/users/sessions.ts'
import { refuseOtherSites } from './sameSite.ts'

/** Finds out who sends a request, from its bearer token or its cookie, before anything else looks at it. */
export function recogniseCallers(app: App, surroundings: Surroundings): void {
  const { config } = surroundings
  const cookie = sessionCookie(config)
  app.decorateRequest('caller', undefined)
  app.addHook('onRequest', async (request) => {
    refuseOtherSites(request, config.publicUrl)
    const token = bearerIn(request) ?? (isForPrograms(request) ? undefined : request.cookies[cookie])
    if (token !== undefined) request.caller = await callerOfToken(surroundings.db, token)
  })
}

/** Where programs speak a browser's cookie says nothing: another site's form could send it along. */
const isForPrograms = ({ routeOptions: { url = '' } }: FastifyRequest): boolean =>
  /^\/(services|cometd|id)(\/|$)/.test(url)

/** A request that names a bearer token means it: the cookie beside it is not looked at. */
function bearerIn(request: FastifyRequest): string | undefined {
  const { authorization } = request.headers
  if (authorization === undefined) return undefined
  return /^(?:Bearer|OAuth) +(\S{1,300})$/i.exec(authorization)?.[1] ?? ''
}
