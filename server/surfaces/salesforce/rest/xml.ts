import { element, escaped, nilElement, textElement } from '../soap/xml.ts'
import { isObject } from './asked.ts'

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'
const XSI = ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'

/** Whether a client wants XML rather than JSON. */
export const wantsXml = (accept: string | undefined): boolean =>
  accept !== undefined && /\b(application|text)\/xml\b/i.test(accept) && !/json|\*\/\*/i.test(accept)

/** An answer as XML: the same tree, a list as elements of one name, `attributes` as those of the element. */
export function toXml(answer: unknown): string {
  const [root, inside] = rootOf(answer)
  if (!Array.isArray(answer)) return DECLARATION + element(root, contentOf(answer), attributesOf(answer) + XSI)
  return DECLARATION + element(root, answer.map((one) => elementOf(inside, one)).join(''), XSI)
}

/** What Salesforce calls the outermost element of an answer, and those of a list inside. */
function rootOf(answer: unknown): readonly [root: string, inside: string] {
  if (Array.isArray(answer)) {
    const [first]: readonly unknown[] = answer
    if (isObject(first) && 'errorCode' in first) return ['Errors', 'Error']
    return isObject(first) && 'version' in first ? ['Versions', 'Version'] : ['Results', 'Result']
  }
  if (!isObject(answer)) return ['Result', 'Result']
  const { attributes } = answer
  if (isObject(attributes) && typeof attributes.type === 'string') return [nameOf(attributes.type), 'Result']
  return ['totalSize' in answer ? 'QueryResult' : 'Result', 'Result']
}

function elementOf(name: string, value: unknown): string {
  const tag = nameOf(name)
  if (value === null || value === undefined) return nilElement(tag)
  if (Array.isArray(value)) return value.map((one) => elementOf(name, one)).join('')
  if (isObject(value)) return element(tag, contentOf(value), attributesOf(value))
  return textElement(tag, textOf(value))
}

const contentOf = (value: unknown): string =>
  isObject(value)
    ? Object.entries(value)
        .filter(([name]) => name !== 'attributes')
        .map(([name, one]) => elementOf(name, one))
        .join('')
    : escaped(textOf(value))

const attributesOf = (value: unknown): string =>
  isObject(value) && isObject(value.attributes)
    ? Object.entries(value.attributes)
        .map(([name, one]) => ` ${nameOf(name)}="${escaped(textOf(one))}"`)
        .join('')
    : ''

const textOf = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''))

/** A name that XML takes as one. */
const nameOf = (name: string): string => name.replace(/^[^A-Za-z_]/, '_$&').replace(/[^\w.-]/g, '_')
