import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { readingAs, writing, type App, type Caller } from '../../../ground/http/edge.ts'
import { secretKeyOf } from '../../../platform/secretKey.ts'
import { endApiSession, signInForApi } from '../../../ground/oauth/apiSessions.commands.ts'
import { apiUsage } from '../../../ground/oauth/use.ts'
import { readAway } from '../../http/readAway.ts'
import { noteFault, noteTrouble } from '../../http/requestLine.ts'
import { callerOfAccessToken } from '../dialect/asking.ts'
import { dialectErrors, refusalOf } from '../dialect/errors.ts'
import type { SalesforceRooms } from '../dialect/sobjects.ts'
import { readArguments } from './arguments.ts'
import type { Call, Surroundings } from './call.ts'
import { ClientFault } from './clientFault.ts'
import { answerEnvelope, faultEnvelope, readEnvelope, type Envelope, type Flavour } from './envelope.ts'
import { faultOfErrors, faultXml, invalidSession, type Fault } from './faults.ts'
import { isOperation } from './operations.ts'
import { login } from './signing.ts'
import { answerCall, responseOf } from './verbs.ts'
import { partnerWsdl } from './wsdl.ts'
import { element, textElement } from './xml.ts'

const FLAVOURS: Readonly<Record<string, Flavour>> = { u: 'partner', c: 'enterprise' }
const XML = 'text/xml; charset=utf-8'
const FIRST_VERSION = 30
const LAST_VERSION = 66

/** The SOAP API: `/services/Soap/u/64.0`, also with the org's id behind it, `c` for the enterprise form, and its WSDL. */
export function soapRoutes(scope: App, rooms: SalesforceRooms): void {
  scope.removeAllContentTypeParsers()
  // The body is read as it comes, by us: nothing holds it whole.
  scope.addContentTypeParser('*', (_request, payload, done) => done(null, payload))
  scope.setErrorHandler((error, request, reply) => sendFault(error, request, reply, 'partner'))
  const schema = { hide: true }
  for (const [letter, flavour] of Object.entries(FLAVOURS)) {
    for (const rest of ['', '/*']) {
      const url = `/services/Soap/${letter}/:version${rest}`
      scope.post<{ Params: { version: string } }>(url, { schema }, (request, reply) =>
        answer(request, reply, rooms, flavour),
      )
      scope.get<{ Querystring: Record<string, unknown> }>(url, { schema }, (request, reply) =>
        'wsdl' in request.query || 'WSDL' in request.query ? sendWsdl(request, reply) : onlyPost(reply, flavour),
      )
    }
  }
  scope.get('/services/Soap/wsdl/partner', { schema }, sendWsdl)
}

const addressOf = (request: FastifyRequest): string => request.server.surroundings.config.publicUrl.replace(/\/+$/, '')

const sendWsdl = (request: FastifyRequest, reply: FastifyReply) =>
  reply.type(XML).send(partnerWsdl(`${addressOf(request)}/services/Soap/u/${LAST_VERSION}.0`))

const onlyPost = (reply: FastifyReply, flavour: Flavour) =>
  reply
    .code(405)
    .header('allow', 'POST')
    .type(XML)
    .send(
      faultEnvelope(
        flavour,
        faultXml({ message: 'Calls are sent by POST. The WSDL is at the same address with ?wsdl.' }),
      ),
    )

async function answer(
  request: FastifyRequest<{ Params: { version: string } }>,
  reply: FastifyReply,
  rooms: SalesforceRooms,
  flavour: Flavour,
): Promise<unknown> {
  // Only the session in the envelope counts: a browser's cookie could have been sent by another site's page.
  request.caller = undefined
  reply.type(XML)
  try {
    const version = versionIn(request.params.version)
    const envelope = await readRequest(request)
    const response = await respond(request, envelope, { rooms, flavour, version })
    return await reply.send(answerEnvelope(flavour, usageOf(request, reply), response))
  } catch (error) {
    return sendFault(error, request, reply, flavour)
  }
}

async function sendFault(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  flavour: Flavour,
): Promise<FastifyReply> {
  const fault = faultOf(error, request)
  if (fault.exceptionCode === 'UNKNOWN_EXCEPTION') noteFault(request, error)
  else noteTrouble(request, { refused: fault.exceptionCode ?? 'client' })
  await dropRest(request)
  return reply
    .code(500)
    .type(XML)
    .send(faultEnvelope(flavour, faultXml(fault)))
}

/** The rest of a refused request comes in and is dropped: most programs read an answer only after they sent everything. */
async function dropRest({ raw }: FastifyRequest): Promise<void> {
  if (raw.complete) return
  // Nobody unpacks what nobody reads.
  raw.unpipe()
  await readAway(raw)
}

type Place = { readonly rooms: SalesforceRooms; readonly flavour: Flavour; readonly version: string }

function readRequest(request: FastifyRequest): Promise<Envelope<Caller>> {
  const { body, headers } = request
  const source = {
    body: body instanceof Readable ? body : Readable.from([]),
    contentType: headers['content-type'],
  }
  return readEnvelope(source, async ({ SessionHeader: session }) => {
    const sessionId = session?.sessionId.trim() ?? ''
    return sessionId === '' ? undefined : callerOfAccessToken(request.server.surroundings.db, sessionId)
  })
}

async function respond(request: FastifyRequest, envelope: Envelope<Caller>, place: Place): Promise<string> {
  const { call: sent, headers, admitted: caller } = envelope
  if (!isOperation(sent.name))
    throw new ClientFault(
      `No operation available for request ${sent.name.slice(0, 80)}, please check the WSDL for the service.`,
    )
  const around: Surroundings = {
    ...place,
    headers,
    db: request.server.surroundings.db,
    publicUrl: addressOf(request),
    address: request.ip,
    sessions: {
      open: async (proof) => {
        const { db, config } = request.server.surroundings
        return signInForApi(db, await secretKeyOf(config), proof)
      },
      end: (sessionId) => endApiSession(request.server.surroundings.db, sessionId),
    },
  }
  if (sent.name === 'login') return responseOf('login', await login(around, readArguments('login', sent)))
  if (caller === undefined) throw new NoSession()
  // What only says who somebody is opens no records.
  if (caller.actor.scopes?.length === 0) throw new NoSession()
  request.caller = caller
  const call: Call = {
    ...around,
    caller,
    actor: caller.actor,
    sessionId: headers.SessionHeader?.sessionId.trim() ?? '',
    reading: (work) => readingAs(request, work),
    writing: (work) => writing(request, work),
  }
  return answerCall(call, sent.name, sent)
}

/** How many calls the org made today, as every answer tells in two places. */
function usageOf(request: FastifyRequest, reply: FastifyReply): string {
  if (request.caller === undefined) return ''
  const { used, max } = apiUsage(request.server.surroundings.db, request.caller.org)
  reply.header('sforce-limit-info', `api-usage=${used}/${max}`)
  const info =
    textElement('current', String(used)) + textElement('limit', String(max)) + textElement('type', 'API REQUESTS')
  return element('LimitInfoHeader', element('limitInfo', info))
}

class NoSession extends Error {}

class WrongVersion extends Error {}

function versionIn(text: string): string {
  const [, number] = /^(\d\d)(?:\.0)?$/.exec(text) ?? []
  if (number === undefined || Number(number) < FIRST_VERSION || Number(number) > LAST_VERSION) throw new WrongVersion()
  return `${number}.0`
}

/** Whatever was thrown, as a fault. Of a fault of our own only the request's id leaves the house. */
function faultOf(error: unknown, request: FastifyRequest): Fault {
  if (error instanceof ClientFault || isOfServer(error)) return { message: error.message }
  if (error instanceof NoSession) return invalidSession
  if (error instanceof WrongVersion)
    return {
      exceptionCode: 'UNSUPPORTED_API_VERSION',
      message: `Invalid Api version specified on URL: versions ${FIRST_VERSION}.0 to ${LAST_VERSION}.0 are answered.`,
    }
  const errors = dialectErrors(error)
  if (errors !== undefined) return faultOfErrors(errors, refusalOf(error)?.details.facts)
  return {
    exceptionCode: 'UNKNOWN_EXCEPTION',
    message: `An unexpected error occurred. Please include this ErrorId if you contact support: ${request.id}`,
  }
}

/** What the HTTP server itself refuses: a body that is not packed as it says, an encoding nobody knows. */
const isOfServer = (error: unknown): error is Error =>
  error instanceof Error &&
  'statusCode' in error &&
  typeof error.statusCode === 'number' &&
  error.statusCode >= 400 &&
  error.statusCode < 500
