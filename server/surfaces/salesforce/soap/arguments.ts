import { operationNamed, type operations, type OperationName } from './operations.ts'
import { ClientFault } from './clientFault.ts'
import { headerTypes, isComplex, partOf, partsOf, type Parts, type soapTypes, type TypeName } from './types.ts'
import { childNamed, type XmlElement } from './xml.ts'

type Basic = {
  readonly string: string
  readonly ID: string
  readonly boolean: boolean
  readonly int: number
  readonly double: number
  readonly dateTime: Date
  readonly anyType: string
  readonly base64Binary: string
  /** Read by the object it is of, later. */
  readonly sObject: XmlElement
}

type TakenOne<T extends string> = T extends keyof Basic
  ? Basic[T]
  : T extends TypeName
    ? TakenParts<(typeof soapTypes)[T]>
    : never

type Taken<N extends string> = N extends `${infer T}*`
  ? readonly TakenOne<T>[]
  : N extends `${infer T}?` | `${infer T}-`
    ? TakenOne<T> | undefined
    : TakenOne<N>

type TakenParts<P> = { readonly [Key in keyof P]: P[Key] extends string ? Taken<P[Key]> : never }

/** The arguments of a call. */
export type Arguments<Name extends OperationName> = TakenParts<(typeof operations)[Name]['takes']>

/** The headers of a request, those that came. */
export type Headers = { readonly [Name in keyof typeof headerTypes]?: TakenParts<(typeof headerTypes)[Name]> }

/** Reads what a call was given, by the table of operations. Throws ClientFault where a value is missing or of the wrong type. */
export function readArguments<Name extends OperationName>(name: Name, call: XmlElement): Arguments<Name> {
  const { takes, alsoCalled = {} } = operationNamed(name)
  const renamed = call.children.map((child) =>
    Object.hasOwn(alsoCalled, child.name) ? { ...child, name: alsoCalled[child.name] ?? child.name } : child,
  )
  refuseUnknown(name, takes, renamed)
  // The table says what stands where; types follow it by TakenParts.
  return readParts(name, takes, { ...call, children: renamed }) as Arguments<Name>
}

/** Reads the headers that are known; others are nobody's business here. */
export function readHeaders(header: XmlElement | undefined): Headers {
  const read: Record<string, unknown> = {}
  for (const [name, parts] of Object.entries(headerTypes)) {
    const element = childNamed(header, name)
    if (element !== undefined && !element.isNil) read[name] = readParts(name, parts, element)
  }
  return read
}

function readParts(of: string, parts: Parts, element: XmlElement): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(parts).map(([name, notation]) => {
      const { type, occurs } = partOf(notation)
      const sent = element.children.filter((child) => child.name === name && !child.isNil)
      if (occurs === 'many') return [name, sent.map((one) => readOne(type, one))]
      const [first] = sent
      if (first === undefined && occurs === 'once') throw new ClientFault(`'${of}' needs <${name}>, and none was sent.`)
      return [name, first === undefined ? undefined : readOne(type, first)]
    }),
  )
}

function readOne(type: string, element: XmlElement): unknown {
  if (type === 'sObject') return element
  if (!isComplex(type)) return readBasic(type, element)
  refuseUnknown(type, partsOf(type), element.children)
  return readParts(element.name, partsOf(type), element)
}

/** What somebody wants and we would leave out is refused: leaving it out in silence would lose it. */
function refuseUnknown(of: string, parts: Parts, children: readonly XmlElement[]): void {
  const odd = children.find(({ name, isNil }) => !isNil && !Object.hasOwn(parts, name))
  if (odd !== undefined)
    throw new ClientFault(
      `'${of}' takes no <${odd.name.slice(0, 80)}> here. It takes ${
        Object.keys(parts)
          .map((name) => `<${name}>`)
          .join(', ') || 'nothing'
      }.`,
    )
}

function readBasic(type: string, { name, text }: XmlElement): unknown {
  const value = text.trim()
  switch (type) {
    case 'boolean':
      if (value === 'true' || value === '1') return true
      if (value === 'false' || value === '0') return false
      throw wrongType(name, value, 'true or false')
    case 'int':
      if (/^[+-]?\d{1,9}$/.test(value)) return Number(value)
      throw wrongType(name, value, 'a whole number')
    case 'dateTime':
      return readMoment(name, value)
    case 'ID':
      return value
    default:
      return text
  }
}

/** `2026-11-22`, or a moment with or without its zone, as `xsd:date` and `xsd:dateTime` write it. */
function readMoment(name: string, value: string): Date {
  const isDay = /^\d{4}-\d\d-\d\d$/.test(value)
  const isMoment = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:?\d\d)?$/.test(value)
  const moment = new Date(isDay || /(Z|[+-]\d\d:?\d\d)$/.test(value) ? value : `${value}Z`)
  if ((isDay || isMoment) && !Number.isNaN(moment.getTime())) return moment
  throw wrongType(name, value, 'a moment such as 2026-11-22T09:30:00Z')
}

const wrongType = (name: string, value: string, expected: string): ClientFault =>
  new ClientFault(`'${value.slice(0, 80)}' is no value for <${name}>, which takes ${expected}.`)
