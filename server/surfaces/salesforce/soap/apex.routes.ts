import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { App } from '../../../ground/http/edge.ts'
import { callerOfAccessToken } from '../dialect/asking.ts'
import { ClientFault } from './clientFault.ts'
import { readEnvelope, SOAP_NAMESPACE } from './envelope.ts'
import { faultXml, invalidSession, type Fault } from './faults.ts'
import { element, nilElement, textElement } from './xml.ts'

const APEX = 'http://soap.sforce.com/2006/08/apex'
const XML = 'text/xml; charset=utf-8'
const NAMES = `xmlns:soapenv="${SOAP_NAMESPACE}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"`
const NO_APEX = 'Assay runs no Apex. Let a program do it through the API, or a web hook start it.'

/** The SOAP API of Apex, `/services/Soap/s/64.0`, and what somebody wrote in Apex: there is none, which every call is told. */
export function apexSoapRoutes(scope: App): void {
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser('*', (_request, payload, done) => done(null, payload))
  for (const url of ['/services/Soap/s/:version', '/services/Soap/s/:version/*', '/services/Soap/class/*'])
    scope.post(url, { schema: { hide: true } }, (request, reply) => answer(request, reply))
}

async function answer(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  // Only the session in the envelope counts: a browser's cookie could have been sent by another site's page.
  request.caller = undefined
  reply.type(XML)
  const { body, headers, server } = request
  const source = {
    body: body instanceof Readable ? body : Readable.from([]),
    contentType: headers['content-type'],
  }
  try {
    const { call, admitted } = await readEnvelope(source, async ({ SessionHeader: session }) =>
      session === undefined ? undefined : callerOfAccessToken(server.surroundings.db, session.sessionId.trim()),
    )
    if (admitted === undefined) return reply.code(500).send(inEnvelope(faultXml(invalidSession)))
    request.caller = admitted
    if (call.name === 'executeAnonymous') return reply.send(inEnvelope(notCompiled))
    return reply.code(500).send(inEnvelope(faultXml(noApex)))
  } catch (error) {
    if (!(error instanceof ClientFault)) throw error
    return reply.code(500).send(inEnvelope(faultXml({ message: error.message })))
  }
}

const noApex: Fault = { exceptionCode: 'FUNCTIONALITY_NOT_ENABLED', message: NO_APEX }

/** Who runs a piece of code is told as of code that does not compile: clients show that sentence, and no trace. */
const notCompiled = element(
  'executeAnonymousResponse',
  element(
    'result',
    textElement('column', '1') +
      textElement('compileProblem', NO_APEX) +
      textElement('compiled', 'false') +
      nilElement('exceptionMessage') +
      nilElement('exceptionStackTrace') +
      textElement('line', '1') +
      textElement('success', 'false'),
  ),
)

const inEnvelope = (body: string): string =>
  '<?xml version="1.0" encoding="UTF-8"?>' +
  element('soapenv:Envelope', element('soapenv:Body', body), ` ${NAMES} xmlns="${APEX}" xmlns:sf="${APEX}"`)
