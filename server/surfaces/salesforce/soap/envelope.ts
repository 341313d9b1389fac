import type { Readable } from 'node:stream'
import { readHeaders, type Headers } from './arguments.ts'
import { ClientFault } from './clientFault.ts'
import { childNamed, element, xmlReader, type XmlElement } from './xml.ts'

/** What a request says: its headers, its call, and what the session in them admitted. */
export type Envelope<Admitted> = {
  readonly headers: Headers
  readonly call: XmlElement
  readonly admitted: Admitted | undefined
}

export type Source = {
  /** Unpacked, if the client packed it. */
  readonly body: Readable
  readonly contentType: string | undefined
}

export const BODY_MAX_BYTES = 50 * 1024 * 1024
// Who has no session sends a user name and a password.
const STRANGER_MAX_BYTES = 256 * 1024

/**
 * Reads an envelope while it comes in. The header stands first, so its session is asked about before the rest is
 * taken: a stranger cannot make us hold 50 MB. The rest of a refused body is left unread.
 */
export async function readEnvelope<Admitted>(
  source: Source,
  admit: (headers: Headers) => Promise<Admitted | undefined>,
): Promise<Envelope<Admitted>> {
  const reader = xmlReader()
  let [bytes, headers, admitted]: [number, Headers | undefined, Admitted | undefined] = [0, undefined, undefined]
  const decode = decoder(source.contentType)
  // Not destroyed when we stop: the answer still has to go out by the same connection.
  for await (const chunk of source.body.iterator({ destroyOnReturn: false })) {
    if (!Buffer.isBuffer(chunk)) throw new TypeError('A body comes as bytes.')
    bytes += chunk.length
    if (bytes > BODY_MAX_BYTES) throw tooLarge(false)
    reader.write(decode(chunk))
    if (headers === undefined) {
      const header = headerOf(reader.root())
      if (header !== undefined) {
        headers = readHeaders(header)
        admitted = await admit(headers)
      }
    }
    if (bytes > STRANGER_MAX_BYTES && admitted === undefined) throw tooLarge(true)
  }
  reader.write(decode())
  const root = reader.end()
  headers ??= readHeaders(headerOf(root))
  const call = callIn(root)
  return { headers, call, admitted }
}

/** The header as soon as it is complete. */
const headerOf = (root: XmlElement | undefined): XmlElement | undefined => childNamed(root, 'Header')

function callIn(root: XmlElement): XmlElement {
  if (root.name !== 'Envelope') throw new ClientFault('The request is no SOAP envelope.')
  const body = childNamed(root, 'Body')
  const [call, another] = body?.children ?? []
  if (call === undefined) throw new ClientFault('The SOAP body is empty. It holds one call, such as <query>.')
  if (another !== undefined) throw new ClientFault('The SOAP body holds more than one call. Send them one by one.')
  return call
}

const tooLarge = (isStranger: boolean): ClientFault =>
  new ClientFault(
    isStranger
      ? `A request without a valid session is at most ${STRANGER_MAX_BYTES / 1024} KB. Send the SessionHeader in front of the body.`
      : `A request is at most ${BODY_MAX_BYTES / 1024 / 1024} MB. Send fewer records at a time, or use Bulk API.`,
  )

/** Text in the encoding the bytes, the header or the XML declaration name; UTF-8 where none does. */
function decoder(contentType: string | undefined): (chunk?: Buffer) => string {
  let text: TextDecoder | undefined
  return (chunk) => {
    try {
      text ??= new TextDecoder(encodingOf(chunk, contentType), { fatal: true })
      return chunk === undefined ? text.decode() : text.decode(chunk, { stream: true })
    } catch {
      throw new ClientFault('The request is not text in the encoding it names. Send it as UTF-8.')
    }
  }
}

function encodingOf(first: Buffer | undefined, contentType: string | undefined): string {
  if (first?.[0] === 0xfe && first[1] === 0xff) return 'utf-16be'
  if (first?.[0] === 0xff && first[1] === 0xfe) return 'utf-16le'
  const named = /charset\s*=\s*["']?([\w.:-]{1,40})/i.exec(contentType ?? '')?.[1]
  const declared = /^\s*<\?xml[^>]{0,80}encoding\s*=\s*["']([\w.:-]{1,40})/.exec(
    first?.subarray(0, 200).toString('latin1') ?? '',
  )?.[1]
  return named ?? declared ?? 'utf-8'
}

/** The two WSDLs of the field: `u` for any client of any org, `c` for clients made for one org's objects. */
export type Flavour = 'partner' | 'enterprise'

export const namespaceOf = (flavour: Flavour): string => `urn:${flavour}.soap.sforce.com`
export const recordNamespaceOf = (flavour: Flavour): string => `urn:sobject.${flavour}.soap.sforce.com`
export const faultNamespaceOf = (flavour: Flavour): string => `urn:fault.${flavour}.soap.sforce.com`

export const SOAP_NAMESPACE = 'http://schemas.xmlsoap.org/soap/envelope/'
export const XSD_NAMESPACE = 'http://www.w3.org/2001/XMLSchema'
const XSI_NAMESPACE = 'http://www.w3.org/2001/XMLSchema-instance'

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'

/** A whole answer; the prefixes `soapenv`, `sf`, `xsd` and `xsi` are known inside. */
export const answerEnvelope = (flavour: Flavour, header: string, body: string): string =>
  DECLARATION +
  element(
    'soapenv:Envelope',
    (header === '' ? '' : element('soapenv:Header', header)) + element('soapenv:Body', body),
    ` xmlns:soapenv="${SOAP_NAMESPACE}" xmlns="${namespaceOf(flavour)}" xmlns:sf="${recordNamespaceOf(flavour)}" xmlns:xsd="${XSD_NAMESPACE}" xmlns:xsi="${XSI_NAMESPACE}"`,
  )

/** A whole fault: its children stand in no namespace, as SOAP wants them. */
export const faultEnvelope = (flavour: Flavour, fault: string): string =>
  DECLARATION +
  element(
    'soapenv:Envelope',
    element('soapenv:Body', fault),
    ` xmlns:soapenv="${SOAP_NAMESPACE}" xmlns:sf="${faultNamespaceOf(flavour)}" xmlns:xsi="${XSI_NAMESPACE}"`,
  )
