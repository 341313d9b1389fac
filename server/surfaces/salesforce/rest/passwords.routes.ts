import type { FastifyReply, FastifyRequest } from 'fastify'
import { callerOf, readingAs, writing, type App } from '../../../ground/http/edge.ts'
import { dialectRefusal } from '../dialect/errors.ts'
import { givePassword, unguessable, userFor } from '../dialect/passwords.ts'
import { objectIn } from './asked.ts'
import { versionIn } from './versions.ts'

type OfUser = { Params: { version: string; id: string } }

// In the ways clients write it.
const ADDRESSES = ['User', 'user'].map((object) => `/services/data/:version/sobjects/${object}/:id/password`)

/** Passwords of users over REST: whether one has expired, another one, and one nobody chose, which only its answer ever shows. */
export function passwordRoutes(scope: App): void {
  for (const address of ADDRESSES) {
    scope.get<OfUser>(address, (request) => tellOf(request))
    scope.post<OfUser>(address, (request, reply) => change(request, reply))
    scope.delete<OfUser>(address, (request) => reset(request))
  }
}

async function tellOf(request: FastifyRequest<OfUser>): Promise<object> {
  versionIn(request.params.version)
  await userFor(giver(request), request.params.id)
  // Passwords do not expire here.
  return { isExpired: false }
}

async function change(request: FastifyRequest<OfUser>, reply: FastifyReply): Promise<FastifyReply> {
  versionIn(request.params.version)
  const { NewPassword: password } = objectIn(request.body)
  if (typeof password !== 'string')
    throw dialectRefusal('REQUIRED_FIELD_MISSING', 'Required fields are missing: [NewPassword]', {
      fields: ['NewPassword'],
    })
  await givePassword(giver(request), request.params.id, password)
  return reply.code(204).send()
}

async function reset(request: FastifyRequest<OfUser>): Promise<object> {
  versionIn(request.params.version)
  const password = unguessable()
  await givePassword(giver(request), request.params.id, password)
  return { NewPassword: password }
}

const giver = (request: FastifyRequest<OfUser>) => ({
  actor: callerOf(request).actor,
  reading: <T>(work: Parameters<typeof readingAs<T>>[1]) => readingAs(request, work),
  writing: <T>(work: Parameters<typeof writing<T>>[1]) => writing(request, work),
})
