import type { operations, OperationName } from './operations.ts'
import { isComplex, partOf, allPartsOf, type Parts, type soapTypes, type TypeName } from './types.ts'
import { element, escaped, nilElement } from './xml.ts'

/** What stands inside an sObject element, written as XML already, and the type that element says. */
export type WrittenRecord = { readonly type: string; readonly content: string }

type Basic = {
  readonly string: string
  readonly ID: string
  readonly boolean: boolean
  readonly int: number
  readonly double: number
  readonly dateTime: Date
  readonly anyType: unknown
  readonly base64Binary: string
  readonly sObject: WrittenRecord | null
}

type GivenOne<T extends string> = T extends keyof Basic
  ? Basic[T]
  : T extends TypeName
    ? Given<(typeof soapTypes)[T]>
    : never

type Optional<P> = { [Key in keyof P]: P[Key] extends `${string}-` ? Key : never }[keyof P]

/** What an answer of these elements is made from. */
export type Given<P> = {
  readonly [Key in Exclude<keyof P, Optional<P>>]: P[Key] extends string ? GivenPart<P[Key]> : never
} & {
  readonly [Key in Optional<P>]?: P[Key] extends string ? GivenPart<P[Key]> : never
}

export type GivenPart<N extends string> = N extends `${infer T}*`
  ? readonly GivenOne<T>[]
  : N extends `${infer T}?` | `${infer T}-`
    ? GivenOne<T> | null
    : GivenOne<N>

/** A complex type, filled. */
export type Of<Type extends TypeName> = Given<(typeof soapTypes)[Type]>

/** What a call answers. */
export type Answer<Name extends OperationName> = (typeof operations)[Name] extends {
  readonly answers: infer N extends string
}
  ? GivenPart<N>
  : undefined

/** An element as its notation (types.ts) says, or elements, or nothing. */
export function answered(name: string, notation: string, value: unknown): string {
  const { type, occurs } = partOf(notation)
  if (occurs === 'many')
    return Array.isArray(value) ? value.map((one: unknown) => oneElement(name, type, one)).join('') : ''
  if (value === null || value === undefined) return occurs === 'optional' ? '' : nilElement(name)
  return oneElement(name, type, value)
}

const oneElement = (name: string, type: string, value: unknown): string => {
  if (value === null || value === undefined) return nilElement(name)
  if (isWritten(value)) return recordElement(name, value)
  if (!isComplex(type)) return basic(name, type, value)
  const own = isDuplicateError(type, value) ? 'DuplicateError' : type
  const attribute = TYPED.has(own) ? ` xsi:type="${own}"` : ''
  return element(name, answeredParts(allPartsOf(own), value), attribute)
}

const isWritten = (value: unknown): value is WrittenRecord =>
  typeof value === 'object' && value !== null && 'content' in value && 'type' in value

export const recordElement = (name: string, { type, content }: WrittenRecord): string =>
  element(name, content, ` xsi:type="sf:${type}"`)

const isDuplicateError = (type: TypeName, value: unknown): boolean =>
  type === 'Error' && typeof value === 'object' && value !== null && 'duplicateResult' in value

/** Readers of a record's XML must know these from text. */
const TYPED = new Set<string>(['QueryResult', 'address', 'DuplicateError'])

const answeredParts = (parts: Parts, value: unknown): string => {
  const values: Readonly<Record<string, unknown>> = typeof value === 'object' && value !== null ? { ...value } : {}
  return Object.entries(parts)
    .map(([name, notation]) => answered(name, notation, values[name]))
    .join('')
}

const basic = (name: string, type: string, value: unknown): string =>
  element(name, basicText(type, value), type === 'anyType' ? ' xsi:type="xsd:string"' : '')

/** A value in the lexical form of its XML Schema type. */
export function basicText(type: string, value: unknown): string {
  if (value instanceof Date) return value.toISOString()
  if (type === 'double' && typeof value === 'number') return Number.isInteger(value) ? value.toFixed(1) : String(value)
  return escaped(String(value))
}
