import type { FastifyRequest } from 'fastify'
import type { App, Caller, Surroundings } from '../../ground/http/edge.ts'
import { sessionCookie } from '../../ground/users/cookie.ts'
import { callerOfToken } from '../../ground/users/sessions.ts'
import { Refusal } from '../../platform/errors.ts'
import { refuseOtherSites } from './sameSite.ts'

/** Finds out who sends a request, from its bearer token or its cookie, before anything else looks at it. */
export function recogniseCallers(app: App, surroundings: Surroundings): void {
  const { config } = surroundings
  const cookie = sessionCookie(config)
  app.decorateRequest('caller', undefined)
  app.addHook('onRequest', async (request) => {
    refuseOtherSites(request, config.publicUrl)
    const token = bearerIn(request) ?? (isForPrograms(request) ? undefined : request.cookies[cookie])
    if (token === undefined) return
    const caller = await callerOfToken(surroundings.db, token)
    if (caller?.isLackingSecondStep !== true || mayLackSecondStep.has(addressOf(request))) request.caller = caller
    else if (addressOf(request).startsWith('/api/')) throw secondStepNeeded(caller)
  })
}

/** Where somebody finds out that the org wants a second step of them, sets it up, or leaves. */
const mayLackSecondStep: ReadonlySet<string> = new Set([
  '/api/session',
  '/api/session/second-step',
  '/api/session/second-step/confirmation',
])

const addressOf = ({ routeOptions: { url = '' } }: FastifyRequest): string => url

const secondStepNeeded = ({ actor }: Caller): Refusal =>
  new Refusal(
    'second_step_needed',
    `Your organization wants a second step of sign-in of you, ${actor.name}. Set up an authenticator app first; everything else waits for that.`,
    {
      kind: 'forbidden',
      rule: 'The organization decides who needs a second step.',
      way: { label: 'Set it up', href: '/second-step' },
    },
  )

/** Where programs speak a browser's cookie says nothing: another site's form could send it along. */
const isForPrograms = (request: FastifyRequest): boolean => /^\/(services|cometd|id)(\/|$)/.test(addressOf(request))

/** A request that names a bearer token means it: the cookie beside it is not looked at. */
function bearerIn(request: FastifyRequest): string | undefined {
  const { authorization } = request.headers
  if (authorization === undefined) return undefined
  return /^(?:Bearer|OAuth) +(\S{1,300})$/i.exec(authorization)?.[1] ?? ''
}
