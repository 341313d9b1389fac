import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { readingAs, writing, type App, type Caller } from '../../../ground/http/edge.ts'
import { noteFault, noteTrouble } from '../../http/requestLine.ts'
import { callerOfAccessToken } from '../dialect/asking.ts'
import { dialectErrors, dialectRefusal } from '../dialect/errors.ts'
import type { SalesforceRooms } from '../dialect/sobjects.ts'
import { versionIn } from '../rest/versions.ts'
import { readEnvelope, SOAP_NAMESPACE, type Envelope } from '../soap/envelope.ts'
import { ClientFault } from '../soap/clientFault.ts'
import { faultOfErrors, faultXml, invalidSession, type Fault } from '../soap/faults.ts'
import { element, textElement } from '../soap/xml.ts'
import { answerCall, isReading, NothingSaved, TYPE, type MetadataCall, type Result } from './calls.ts'
import { elementsOf, type PlainObject } from './plain.ts'

const NAMESPACE = 'http://soap.sforce.com/2006/04/metadata'
const XML = 'text/xml; charset=utf-8'

/** Metadata API: `/services/Soap/m/64.0`, over SOAP. */
export function metadataRoutes(scope: App, _rooms: SalesforceRooms): void {
  scope.removeAllContentTypeParsers()
  // The body is read as it comes, by us: nothing holds it whole.
  scope.addContentTypeParser('*', (_request, payload, done) => done(null, payload))
  for (const rest of ['', '/*'])
    scope.post<{ Params: { version: string } }>(
      `/services/Soap/m/:version${rest}`,
      { schema: { hide: true } },
      (request, reply) => answer(request, reply),
    )
}

async function answer(request: FastifyRequest<{ Params: { version: string } }>, reply: FastifyReply): Promise<unknown> {
  // Only the session in the envelope counts: a browser's cookie could have been sent by another site's page.
  request.caller = undefined
  reply.type(XML)
  try {
    const version = versionIn(`v${request.params.version.replace(/^(\d+)$/, '$1.0')}`)
    const { call, headers, admitted: caller } = await readRequest(request)
    if (caller === undefined) return await reply.code(500).send(faultOf(invalidSession))
    request.caller = caller
    const given = { call, version, allOrNone: headers.AllOrNoneHeader?.allOrNone === true }
    const run = (tx: MetadataCall['tx'], actor: MetadataCall['actor']) => answerCall({ ...given, tx, actor })
    const result = await (isReading(call.name) ? readingAs(request, run) : writing(request, run)).catch(nothingSaved)
    return await reply.send(envelope(element(`${call.name}Response`, resultXml(result))))
  } catch (error) {
    const fault = faultBehind(error, request)
    if (fault.exceptionCode === 'UNKNOWN_EXCEPTION') noteFault(request, error)
    else noteTrouble(request, { refused: fault.exceptionCode ?? 'client' })
    return reply.code(500).send(faultOf(fault))
  }
}

/** What was undone is answered all the same. */
function nothingSaved(error: unknown): Result {
  if (error instanceof NothingSaved) return error.results
  throw error
}

function readRequest(request: FastifyRequest): Promise<Envelope<Caller>> {
  const { body, headers } = request
  const source = {
    body: body instanceof Readable ? body : Readable.from([]),
    contentType: headers['content-type'],
    contentEncoding: headers['content-encoding'],
  }
  return readEnvelope(source, async ({ SessionHeader: session }) => {
    const sessionId = session?.sessionId.trim() ?? ''
    return sessionId === '' ? undefined : callerOfAccessToken(request.server.surroundings.db, sessionId)
  })
}

const isList = (result: Result): result is readonly PlainObject[] => Array.isArray(result)

function resultXml(result: Result): string {
  if (typeof result === 'string') return textElement('result', result)
  return (isList(result) ? result : [result]).map((one) => element('result', partsXml(one))).join('')
}

/** Metadata among the parts says its type, by which typed clients know what to make of it. */
const partsXml = (plain: PlainObject): string =>
  Object.entries(plain)
    .map(([name, value]) => {
      if (name !== 'records' || !Array.isArray(value)) return elementsOf(name, value)
      return value.map(recordXml).join('')
    })
    .join('')

function recordXml(record: PlainObject | null): string {
  // Of what is not there Salesforce answers an empty record.
  if (record === null) return elementsOf('records', null)
  const { [TYPE]: type, ...metadata } = record
  return elementsOf('records', metadata, typeof type === 'string' ? ` xsi:type="${type}"` : '')
}

const NAMES = `xmlns:soapenv="${SOAP_NAMESPACE}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"`
const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'

const envelope = (body: string): string =>
  DECLARATION + element('soapenv:Envelope', element('soapenv:Body', body), ` ${NAMES} xmlns="${NAMESPACE}"`)

const faultOf = (fault: Fault): string =>
  DECLARATION +
  element('soapenv:Envelope', element('soapenv:Body', faultXml(fault)), ` ${NAMES} xmlns:sf="${NAMESPACE}"`)

/** Whatever was thrown, as a fault. Of a fault of our own only the request's id leaves the house. */
function faultBehind(error: unknown, request: FastifyRequest): Fault {
  if (error instanceof ClientFault) return { message: error.message }
  const errors = dialectErrors(error)
  if (errors !== undefined) return faultOfErrors(errors)
  return faultOfErrors(
    dialectErrors(
      dialectRefusal(
        'UNKNOWN_EXCEPTION',
        `An unexpected error occurred. Please include this ErrorId if you contact support: ${request.id}`,
      ),
    ) ?? [],
  )
}
