import assert from 'node:assert/strict'
import type { LightMyRequestResponse } from 'fastify'
import { ADMINISTRATOR, aServer, type TestServer } from './server.ts'

/** A server, and envelopes as clients write them by hand: sent to it, in the administrator's session. */
export type SoapServer = TestServer & {
  readonly session: string
  readonly post: (
    payload: string | Buffer,
    headers?: Readonly<Record<string, string>>,
    url?: string,
  ) => Promise<LightMyRequestResponse>
  /** Sends a call in the session, with more headers in the envelope if need be. */
  readonly send: (call: string, headers?: string) => Promise<LightMyRequestResponse>
  /** Makes records, which must succeed; their ids. */
  readonly make: (...records: readonly string[]) => Promise<string[]>
  /** The answer to a query, which must succeed. */
  readonly query: (soql: string, headers?: string) => Promise<string>
}

export async function aSoapServer(): Promise<SoapServer> {
  const server = await aServer()
  const post: SoapServer['post'] = (payload, headers = {}, url = '/services/Soap/u/60.0') =>
    server.app.inject({ method: 'POST', url, payload, headers: { 'content-type': 'text/xml', ...headers } })
  const { email, password } = ADMINISTRATOR
  const { body } = await post(envelope(`<login><username>${email}</username><password>${password}</password></login>`))
  const session = textOf(body, 'sessionId')
  const send: SoapServer['send'] = (call, headers = '') => post(envelope(call, sessionHeader(session) + headers))
  return {
    ...server,
    get app() {
      return server.app
    },
    session,
    post,
    send,
    make: async (...records) => {
      const made = await send(`<urn:create>${records.join('')}</urn:create>`)
      assert.equal(textsOf(made.body, 'success').includes('false'), false, made.body)
      return textsOf(made.body, 'id')
    },
    query: async (soql, headers) => {
      const asked = await send(`<urn:query><urn:queryString>${soql}</urn:queryString></urn:query>`, headers)
      assert.equal(asked.statusCode, 200, asked.body)
      return asked.body
    },
  }
}

const NAMESPACES =
  'xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:urn="urn:partner.soap.sforce.com" xmlns:urn1="urn:sobject.partner.soap.sforce.com"'

export const envelope = (call: string, header = ''): string =>
  `<?xml version="1.0" encoding="utf-8"?><soapenv:Envelope ${NAMESPACES}><soapenv:Header>${header}</soapenv:Header><soapenv:Body>${call}</soapenv:Body></soapenv:Envelope>`

export const sessionHeader = (id: string): string =>
  `<urn:SessionHeader><urn:sessionId>${id}</urn:sessionId></urn:SessionHeader>`

/** The text of the first element of this name, whatever its prefix. */
export const textOf = (xml: string, name: string): string => textsOf(xml, name)[0] ?? ''

export const textsOf = (xml: string, name: string): string[] =>
  [...xml.matchAll(new RegExp(`<(?:\\w+:)?${name}(?: [^>]*)?>([^<]*)<`, 'g'))].map(([, text = '']) => text)

/** A record to write: its object, and its fields as XML. */
export const record = (type: string, fields: string): string =>
  `<urn:sObjects><urn1:type>${type}</urn1:type>${fields}</urn:sObjects>`

export const leadRecord = (name: string, more = ''): string =>
  record('Lead', `<urn1:LastName>${name}</urn1:LastName><urn1:Company>${name} Ltd</urn1:Company>${more}`)
