import type { Tx } from '../../../platform/tx.ts'
import type { Actor } from '../../../ground/users/actor.ts'
import { dialectRefusal } from '../dialect/errors.ts'
import type { SalesforceRooms } from '../dialect/sobjects.ts'

export type Method = 'GET' | 'HEAD' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'

/** What a client asks for, be it as a request of its own or as a part of a composite one. */
export type Asked = {
  readonly method: Method
  /** As in the address: '64.0'. */
  readonly version: string
  /** The parts of the address after the version, decoded: `['sobjects', 'Lead', '00Q…']`. */
  readonly path: readonly string[]
  readonly query: Readonly<Record<string, string>>
  /** By lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: unknown
  /** Whether the address began with `tooling`, which knows columns that are nowhere else. */
  readonly isTooling?: boolean
}

/** What it gets. Without a body nothing but the status is sent. */
export type Answer = {
  readonly status: number
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** Who asks, in which transaction. */
export type Here = {
  readonly tx: Tx
  readonly actor: Actor
  readonly rooms: SalesforceRooms
  /** How many API calls the org made within a day, and the most there may be; known where a request is answered. */
  readonly usage?: () => { readonly used: number; readonly max: number }
  /** What carries out a request of this kind: for requests that hold others. */
  readonly operationOf: (asked: Asked) => Operation | undefined
}

/** One verb on one resource. */
export type Operation = (here: Here, asked: Asked) => Promise<Answer>

/** An answer that says nothing was kept: whoever opened the transaction or savepoint undoes it, and sends this. */
export class NothingKept extends Error {
  readonly answer: Answer

  constructor(answer: Answer) {
    super('Nothing of this request was kept.')
    this.answer = answer
  }
}

export const base = ({ version }: Pick<Asked, 'version'>): string => `/services/data/v${version}`

/** A part of the path that the route promised. */
export function part({ path }: Asked, at: number): string {
  const found = path[at]
  if (found === undefined) throw new Error(`The path has no part ${at}.`)
  return found
}

/** Whether the version asked for has what came with this one. */
export const isFrom = ({ version }: Asked, first: number): boolean => Number(version) >= first

/** A switch in a query or header: `true`, `TRUE`, `1`. */
export const isOn = (text: string | undefined): boolean => text !== undefined && /^(true|1)$/i.test(text.trim())

/** The settings of a header such as `allowSave=true; batchSize=200`, by lower-case names. */
export function settingsIn(header: string | undefined): ReadonlyMap<string, string> {
  const settings = new Map<string, string>()
  for (const one of (header ?? '').split(/[;,]/)) {
    const [name = '', value] = one.split('=')
    if (value !== undefined) settings.set(name.trim().toLowerCase(), value.trim())
  }
  return settings
}

/** `Sforce-Duplicate-Rule-Header: allowSave=…; includeRecordDetails=…; runAsCurrentUser=…`; the first undefined when the client leaves it to us. */
export function duplicateRuleIn({ headers }: Asked): {
  readonly allowDuplicates: boolean | undefined
  readonly tellsDetails: boolean
  readonly onlySeen: boolean
} {
  const said = settingsIn(headers['sforce-duplicate-rule-header'])
  const allowSave = said.get('allowsave')
  return {
    allowDuplicates: allowSave === undefined ? undefined : isOn(allowSave),
    tellsDetails: isOn(said.get('includerecorddetails')),
    onlySeen: isOn(said.get('runascurrentuser')),
  }
}

/** The body as an object; what is none is refused. */
export function objectIn(body: unknown): Readonly<Record<string, unknown>> {
  if (isObject(body)) return body
  throw dialectRefusal(
    'JSON_PARSER_ERROR',
    body === undefined || body === null
      ? 'The HTTP entity body is required, but this request has no entity body.'
      : 'Unexpected parameter encountered during deserialization: an object is expected here.',
  )
}

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
