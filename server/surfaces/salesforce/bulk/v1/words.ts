import { element, textElement, xmlReader, type XmlElement } from '../../soap/xml.ts'
import { bulkRefusal } from '../refusals.ts'

export const NAMESPACE = ' xmlns="http://www.force.com/2009/06/asyncapi/dataload"'
export const XML_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'

/** What a 1.0 client speaks: XML unless it says JSON. */
export type Speech = 'xml' | 'json'

type Value = string | number | undefined
export type Info = Readonly<Record<string, Value>>

/** An information record as the client speaks: `<jobInfo>…</jobInfo>`, or its JSON. */
export const said = (speech: Speech, name: string, info: Info): string =>
  speech === 'json' ? JSON.stringify(info) : `${XML_HEAD}${element(name, elementsOf(info), NAMESPACE)}`

export const elementsOf = (info: Info): string =>
  Object.entries(info)
    .map(([name, value]) => (value === undefined ? '' : textElement(name, String(value))))
    .join('')

/** A no as a 1.0 client reads it. */
export const saidError = (speech: Speech, exceptionCode: string, exceptionMessage: string): string =>
  said(speech, 'error', { exceptionCode, exceptionMessage })

/** The fields of a `jobInfo` that was sent, as XML or JSON. Throws InvalidXML or ClientInputError. */
export function readInfo(speech: Speech, body: string): ReadonlyMap<string, string> {
  return speech === 'json' ? jsonInfo(body) : xmlInfo(body)
}

function jsonInfo(body: string): ReadonlyMap<string, string> {
  try {
    const parsed: unknown = JSON.parse(body)
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed))
      return new Map(
        Object.entries(parsed).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as const] : [])),
      )
  } catch {
    // Said below, as of any other body that is no object.
  }
  throw bulkRefusal(
    'ClientInputError',
    'The job is not a JSON object, such as {"operation": "insert", "object": "Lead"}.',
  )
}

function xmlInfo(body: string): ReadonlyMap<string, string> {
  const root = rootOf(body)
  if (root.name !== 'jobInfo') throw bulkRefusal('InvalidXML', 'A job is an element jobInfo.')
  return new Map(root.children.map(({ name, text }) => [name, text.trim()]))
}

function rootOf(body: string): XmlElement {
  try {
    const reader = xmlReader()
    reader.write(body.trimStart())
    return reader.end()
  } catch (error) {
    throw bulkRefusal('InvalidXML', error instanceof Error ? error.message : 'This is not XML.')
  }
}
