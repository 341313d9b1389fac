import { isUtf8 } from 'node:buffer'
import { dialectRefusal } from '../dialect/errors.ts'
import { ClientFault } from '../soap/clientFault.ts'
import { fieldsIn } from '../soap/records.ts'
import { element, escaped, nilElement, textElement, xmlReader } from '../soap/xml.ts'
import { isObject } from './asked.ts'

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'
const XSI = ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'

/** Whether a client wants XML rather than JSON. */
export const wantsXml = (accept: string | undefined): boolean =>
  accept !== undefined && /\b(application|text)\/xml\b/i.test(accept) && !/json|\*\/\*/i.test(accept)

/** A record a client sends as XML: `<Lead><LastName>…</LastName></Lead>`. The address says of which object it is. */
export function recordInXml(bytes: Buffer): Readonly<Record<string, unknown>> {
  if (!isUtf8(bytes)) throw dialectRefusal('XML_PARSER_ERROR', 'The body is not valid UTF-8.')
  try {
    const reader = xmlReader()
    reader.write(bytes.toString('utf8').replace(/^\uFEFF/, ''))
    return fieldsIn(reader.end())
  } catch (error) {
    if (error instanceof ClientFault) throw dialectRefusal('XML_PARSER_ERROR', error.message)
    throw error
  }
}

/** An answer as XML: the same tree, a list as elements of one name, `attributes` as those of the element. */
export function toXml(answer: unknown, address: string): string {
  const [root, inside] = rootOf(answer, address)
  if (!Array.isArray(answer)) return DECLARATION + element(root, contentOf(answer), attributesOf(answer) + XSI)
  return DECLARATION + element(root, answer.map((one) => elementOf(inside, one)).join(''), XSI)
}

/** What Salesforce calls the outermost element of an answer, and those of a list inside. */
function rootOf(answer: unknown, address: string): readonly [root: string, inside: string] {
  if (Array.isArray(answer)) {
    const [first]: readonly unknown[] = answer
    if (isObject(first) && 'errorCode' in first) return ['Errors', 'Error']
    return isObject(first) && 'version' in first ? ['Versions', 'Version'] : ['Results', 'Result']
  }
  if (!isObject(answer)) return ['Result', 'Result']
  const { attributes } = answer
  if (isObject(attributes) && typeof attributes.type === 'string') return [nameOf(attributes.type), 'Result']
  return [rootAt(address, answer), 'Result']
}

/** What is no record is named by what it answers; objects are described under their own names. */
function rootAt(address: string, answer: Readonly<Record<string, unknown>>): string {
  if ('totalSize' in answer) return 'QueryResult'
  if ('searchRecords' in answer) return 'SearchResults'
  const [, resource = '', object = '', more = ''] =
    /^\/services\/data\/v[\d.]+(?:\/(\w+)(?:\/([^/?]+))?(\/describe)?)?(?:\?|$)/i.exec(address) ?? []
  const described = isObject(answer.objectDescribe) ? answer.objectDescribe.name : answer.name
  if (object !== '' && (more !== '' || 'objectDescribe' in answer) && typeof described === 'string')
    return nameOf(described)
  if (object !== '') return 'Result'
  return roots[resource.toLowerCase()] ?? ('sobjects' in answer && 'query' in answer ? 'urls' : 'Result')
}

const roots: Readonly<Record<string, string>> = { sobjects: 'DescribeGlobal', limits: 'LimitsSnapshot' }

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
