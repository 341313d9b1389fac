import type { FastifyReply, FastifyRequest } from 'fastify'
import type { App } from '../../../ground/http/edge.ts'
import { apiUsage } from '../../../ground/oauth/use.ts'
import { holderOfToken } from '../../../ground/users/sessions.ts'
import { rememberAddresses } from '../../http/knownAddresses.ts'
import { noteFault, noteTrouble } from '../../http/requestLine.ts'
import { readAway } from '../../http/readAway.ts'
import { accessTokenIn, callerOfAccessToken } from '../dialect/asking.ts'
import { dialectErrors, dialectRefusal, noResource, refusalOf, statusOfDialect } from '../dialect/errors.ts'
import { foundInRest } from './found.ts'
import { parseJson } from './json.ts'
import { recordInXml, toXml, wantsXml } from './xml.ts'

/** Makes a part of the server speak Salesforce's dialect of REST: who asks, what JSON is, what errors look like. */
export function speakRest(scope: App): void {
  hideFromDocument(scope)
  answerInXml(scope)
  askWhoCalls(scope)
  takeJson(scope)
  takeXml(scope)
  scope.setErrorHandler(answerError)
}

/** Our own document describes our own API; this one is described by Salesforce, and by describe. */
function hideFromDocument(scope: App): void {
  scope.addHook('onRoute', (route) => {
    route.schema = { ...route.schema, hide: true }
  })
}

/** A token is asked for everywhere but at the list of versions. A browser's cookie is none: another site's page could have it sent. */
function askWhoCalls(scope: App): void {
  scope.addHook('onRequest', async (request, reply) => {
    const token = accessTokenIn(request)
    if (token === undefined) request.caller = undefined
    else if (request.headers.authorization === undefined)
      request.caller = await callerOfAccessToken(scope.surroundings.db, token)
    if (request.caller === undefined) {
      if (request.routeOptions.url === '/services/data') return
      // A client that is told its session has expired would refresh it for ever.
      if (token !== undefined && (await holderOfToken(scope.surroundings.db, token)) !== undefined)
        throw dialectRefusal('INVALID_SESSION_ID', 'This session is not valid for use with the REST API', {
          kind: 'unauthenticated',
        })
      throw dialectRefusal('INVALID_SESSION_ID', 'Session expired or invalid', { kind: 'unauthenticated' })
    }
    const { used, max } = apiUsage(scope.surroundings.db, request.caller.org)
    // This call is counted when it is answered.
    reply.header('sforce-limit-info', `api-usage=${used + 1}/${max}`)
  })
}

function takeJson(scope: App): void {
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser(['application/json', 'text/json'], { parseAs: 'buffer' }, (_request, body, done) => {
    try {
      done(null, parseJson(Buffer.isBuffer(body) ? body : Buffer.from(body)))
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)))
    }
  })
}

/** One record comes as XML as well, in the fields' words; what lists or holds requests comes as JSON. */
function takeXml(scope: App): void {
  scope.addContentTypeParser(['application/xml', 'text/xml'], { parseAs: 'buffer' }, (request, body, done) => {
    const [address = ''] = request.url.split('?', 1)
    if (!/^\/services\/data\/[^/]+\/sobjects\/[^/]/i.test(address)) return done(notAsXml())
    try {
      done(null, recordInXml(Buffer.isBuffer(body) ? body : Buffer.from(body)))
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)))
    }
  })
}

const notAsXml = () =>
  dialectRefusal('UNSUPPORTED_MEDIA_TYPE', 'Only a single record is understood as XML here. Send JSON.', {
    kind: 'unsupported',
  })

/** Who asks for XML alone gets it; everybody else JSON. */
function answerInXml(scope: App): void {
  scope.addHook('onRequest', (request, reply, done) => {
    if (wantsXml(request.headers.accept))
      reply.type('application/xml; charset=utf-8').serializer((answer: unknown) => toXml(answer, request.url))
    done()
  })
}

/** Whatever was thrown, as Salesforce says it. Of a fault of our own only the request's id leaves the house. */
export async function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const status = statusOfDialect(error)
  const errors = dialectErrors(error)
  if (errors === undefined) {
    noteFault(request, error)
    return reply.code(500).send([
      {
        message: `An unexpected error occurred. Please include this ErrorId if you contact support: ${request.id}`,
        errorCode: 'UNKNOWN_EXCEPTION',
      },
    ])
  }
  noteTrouble(request, { refused: errors[0]?.errorCode })
  const refusal = refusalOf(error)
  if (refusal?.kind === 'unavailable' || refusal?.kind === 'too_many') reply.header('retry-after', '5')
  if (status === 413) await readAway(request.raw)
  const saysFields = request.method !== 'GET'
  // A server that answers an error forgets what it was going to send.
  if (wantsXml(request.headers.accept)) reply.type('application/xml; charset=utf-8')
  return reply.code(status).send(
    errors.map(({ message, errorCode, fields, duplicateResult }) => ({
      message,
      errorCode,
      ...(saysFields || fields.length > 0 ? { fields } : {}),
      ...foundInRest(duplicateResult),
    })),
  )
}

/** Under an address of ours where no route is: an address known with another verb is answered 405 with the verbs it has; any other 404. */
export function answerWrongAddresses(app: App, scope: App, prefix: string): void {
  const anywhere = `${prefix}/*`
  const verbsAt = rememberAddresses(scope, anywhere)
  const refuse = (request: FastifyRequest, reply: FastifyReply): never => {
    const allowed = verbsAt(request.url)
    if (allowed.length === 0) throw noResource()
    const list = allowed.join(',')
    reply.header('allow', list)
    throw dialectRefusal('METHOD_NOT_ALLOWED', `HTTP Method '${request.method}' not allowed. Allowed are ${list}`)
  }
  // What is read would be looked for among the files of our web.
  scope.get(anywhere, refuse)
  // Only under a prefix may a part of the server say what is not there.
  void app.register(
    async (lost) => {
      lost.setErrorHandler(answerError)
      lost.setNotFoundHandler(refuse)
    },
    { prefix },
  )
}
