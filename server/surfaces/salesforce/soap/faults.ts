import type { DialectError } from '../dialect/errors.ts'
import { element, escaped, textElement } from './xml.ts'

/** What a SOAP fault says. */
export type Fault = {
  /** Absent: the request itself was at fault (`soapenv:Client`). */
  readonly exceptionCode?: string
  readonly message: string
  /** Where in a query the mistake is, from 1. */
  readonly row?: number
  readonly column?: number
}

/** The fault that says what a refusal says, in the words of the dialect. */
export const faultOfErrors = ([first, ...others]: readonly DialectError[], facts: FaultFacts = {}): Fault => ({
  exceptionCode: first?.errorCode ?? 'UNKNOWN_EXCEPTION',
  message: [first, ...others].map((one) => one?.message ?? '').join('\n'),
  ...(typeof facts.row === 'number' && { row: facts.row }),
  ...(typeof facts.column === 'number' && { column: facts.column }),
})

type FaultFacts = { readonly row?: unknown; readonly column?: unknown }

export const invalidSession: Fault = {
  exceptionCode: 'INVALID_SESSION_ID',
  message: 'Invalid Session ID found in SessionHeader: Illegal Session',
}

/** The element in the detail block, by which generated clients choose the exception they throw. */
const typeOfCode: Readonly<Record<string, string>> = {
  INVALID_LOGIN: 'LoginFault',
  LOGIN_MUST_USE_SECURITY_TOKEN: 'LoginFault',
  LOGIN_RATE_EXCEEDED: 'LoginFault',
  PASSWORD_LOCKOUT: 'LoginFault',
  ORG_LOCKED: 'LoginFault',
  SERVER_UNAVAILABLE: 'LoginFault',
  INVALID_QUERY_LOCATOR: 'InvalidQueryLocatorFault',
  INVALID_NEW_PASSWORD: 'InvalidNewPasswordFault',
  INVALID_ID_FIELD: 'InvalidIdFault',
  MALFORMED_ID: 'InvalidIdFault',
  INVALID_FIELD: 'InvalidFieldFault',
  INVALID_TYPE: 'InvalidSObjectFault',
  INVALID_SOBJECT_TYPE: 'InvalidSObjectFault',
  MALFORMED_QUERY: 'MalformedQueryFault',
  MALFORMED_SEARCH: 'MalformedSearchFault',
}

/** Faults that say where in a query the mistake is; a place that is not known is -1. */
const PLACED = new Set(['InvalidFieldFault', 'InvalidSObjectFault', 'MalformedQueryFault', 'MalformedSearchFault'])

/** The types of faults, for the WSDL. */
export const faultTypes: readonly { readonly name: string; readonly isPlaced: boolean }[] = [
  ...new Set([...Object.values(typeOfCode), 'UnexpectedErrorFault']),
].map((name) => ({ name, isPlaced: PLACED.has(name) }))

/** The Fault element; its prefixes `soapenv`, `sf` and `xsi` are those of the envelope around it. */
export function faultXml({ exceptionCode, message, row, column }: Fault): string {
  if (exceptionCode === undefined)
    return element('soapenv:Fault', element('faultcode', 'soapenv:Client') + textElement('faultstring', message))
  const type = typeOfCode[exceptionCode] ?? 'UnexpectedErrorFault'
  const place = PLACED.has(type)
    ? element('sf:row', String(row ?? -1)) + element('sf:column', String(column ?? -1))
    : ''
  const detail = element(
    `sf:${type}`,
    textElement('sf:exceptionCode', exceptionCode) + textElement('sf:exceptionMessage', message) + place,
    ` xsi:type="sf:${type}"`,
  )
  return element(
    'soapenv:Fault',
    element('faultcode', escaped(`sf:${exceptionCode}`)) +
      textElement('faultstring', `${exceptionCode}: ${message}`) +
      element('detail', detail),
  )
}
