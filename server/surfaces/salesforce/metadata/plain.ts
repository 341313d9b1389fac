import { ClientFault } from '../soap/clientFault.ts'
import { childNamed, element, nilElement, textElement, type XmlElement } from '../soap/xml.ts'

/** Metadata as plain values, as Tooling sends it in JSON and Metadata API in XML. */
export type Plain = string | number | boolean | null | readonly Plain[] | PlainObject
export type PlainObject = { readonly [name: string]: Plain | undefined }

/** An element's children by name; what comes more than once is a list. Everything else is text, to be read by a schema. */
export function plainOf(one: XmlElement): PlainObject {
  const plain: Record<string, Plain> = Object.create(null)
  for (const [name, sent] of Map.groupBy(one.children, (child) => child.name)) {
    const values = sent
      .filter(({ isNil }) => !isNil)
      .map((child) => (child.children.length === 0 ? child.text : plainOf(child)))
    const [first] = values
    if (first !== undefined) plain[name] = values.length === 1 ? first : values
  }
  return plain
}

/** Elements by their names: the full name first and the others in their order, as the field's schema has them. */
export function xmlOf(plain: PlainObject): string {
  const names = Object.keys(plain).toSorted(
    (a, b) => Number(b === 'fullName') - Number(a === 'fullName') || (a < b ? -1 : 1),
  )
  return names.map((name) => elementsOf(name, plain[name])).join('')
}

/** A value as an element, a list as one element each, nothing as nothing. */
export function elementsOf(name: string, value: Plain | undefined, attributes = ''): string {
  if (value === undefined) return ''
  if (value === null) return nilElement(name)
  if (isList(value)) return value.map((one) => elementsOf(name, one, attributes)).join('')
  if (typeof value === 'object') return element(name, xmlOf(value), attributes)
  return textElement(name, String(value))
}

/** A value where it is a text. */
export const textIn = (value: Plain | undefined, otherwise = ''): string =>
  typeof value === 'string' ? value : otherwise

const isList = (value: Plain): value is readonly Plain[] => Array.isArray(value)

/** The texts of all children of this name. */
export const textsNamed = (call: XmlElement | undefined, name: string): readonly string[] =>
  (call?.children ?? []).filter((child) => child.name === name).map(({ text }) => text.trim())

export function textNamed(call: XmlElement, name: string): string {
  const text = childNamed(call, name)?.text.trim() ?? ''
  if (text === '') throw new ClientFault(`'${call.name}' needs <${name}>, and none was sent.`)
  return text
}
