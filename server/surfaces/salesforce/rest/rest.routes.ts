import type { FastifyReply, FastifyRequest } from 'fastify'
import { callerOf, readingAs, writing, type App } from '../../../ground/http/edge.ts'
import { apiUsage } from '../../../ground/oauth/use.ts'
import type { Tx } from '../../../platform/tx.ts'
import type { Actor } from '../../../ground/users/actor.ts'
import { dialectRefusal } from '../dialect/errors.ts'
import type { SalesforceRooms } from '../dialect/sobjects.ts'
import { NothingKept, type Answer, type Asked, type Method, type Operation } from './asked.ts'
import { awaitTurn, LONG_BODY_MAX_BYTES, WITH_FILES } from './longBodies.routes.ts'
import { matcherOf } from './matching.ts'
import { createRecord } from './records.ts'
import { resources } from './resources.ts'
import { resourcesOf, versionIn, versions } from './versions.ts'

const METHODS = ['GET', 'POST', 'PATCH', 'PUT', 'DELETE'] as const

const operationOf = matcherOf(resources)

/** The versions, and every resource of the table under each of them. */
export function restRoutes(scope: App, rooms: SalesforceRooms): void {
  scope.get('/services/data', () => versions)
  scope.get('/services/data/:version', (request) => resourcesOf(askedBy(request).version))
  for (const resource of resources) {
    for (const method of METHODS) {
      const operation = resource[method]
      if (operation === undefined) continue
      scope.route({
        method,
        url: `/services/data/:version/${resource.path}`,
        handler: (request, reply) => answer(request, reply, rooms, operation),
      })
    }
  }
  for (const object of WITH_FILES) {
    scope.route({
      method: 'POST',
      url: `/services/data/:version/sobjects/${object}`,
      bodyLimit: LONG_BODY_MAX_BYTES,
      onRequest: awaitTurn,
      handler: (request, reply) => answer(request, reply, rooms, createRecord),
    })
  }
}

/** What somebody wrote in Apex would answer here; there is none. */
export const apexRoutes = (scope: App): void => {
  scope.route({
    method: [...METHODS],
    url: '/services/apexrest/*',
    handler: () => {
      throw dialectRefusal('NOT_FOUND', 'Could not find a match for URL', { kind: 'not_found' })
    },
  })
}

async function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  rooms: SalesforceRooms,
  operation: Operation,
): Promise<unknown> {
  const asked = askedBy(request)
  const isReading = asked.method === 'GET' || asked.method === 'HEAD'
  const { db } = request.server.surroundings
  const usage = () => apiUsage(db, callerOf(request).org)
  const carryOut = (tx: Tx, actor: Actor): Promise<Answer> => operation({ tx, actor, rooms, operationOf, usage }, asked)
  return sent(reply, await (isReading ? readingAs(request, carryOut) : writing(request, carryOut).catch(keptNothing)))
}

/** What was undone is answered all the same. */
function keptNothing(error: unknown): Answer {
  if (error instanceof NothingKept) return error.answer
  throw error
}

function sent(reply: FastifyReply, { status, body, headers = {} }: Answer): unknown {
  void reply.code(status).headers(headers)
  return body === undefined ? reply.send() : body
}

function askedBy(request: FastifyRequest): Asked {
  const [, , , version = '', ...path] = (request.url.split('?', 1)[0] ?? '').split('/').map(decoded)
  return {
    // Fastify answers HEAD by the route of GET; what is asked is the same.
    method: request.method as Method,
    version: versionIn(version),
    path,
    query: textsIn(request.query),
    headers: textsIn(request.headers),
    body: request.body,
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** The first of several values under one name. */
const textsIn = (values: unknown): Readonly<Record<string, string>> => {
  const texts: Record<string, string> = {}
  for (const [name, value] of Object.entries(values ?? {})) {
    const [first]: readonly unknown[] = Array.isArray(value) ? value : [value]
    if (typeof first === 'string') texts[name] = first
  }
  return texts
}
