import { SaxesParser } from 'saxes'
import { ClientFault } from './clientFault.ts'

/** An element as it came. Names stand without their prefixes, which every client chooses as it likes. */
export type XmlElement = {
  readonly name: string
  /** `xsi:type`, without its prefix. */
  readonly type: string | undefined
  readonly isNil: boolean
  /** Of an element without children; else empty. */
  readonly text: string
  readonly children: readonly XmlElement[]
}

export type XmlReader = {
  /** Reads on. Throws ClientFault as soon as the text is no XML that we take. */
  readonly write: (text: string) => void
  /** The outermost element, as much of it as has been read: an element joins its parent when it is closed. */
  readonly root: () => XmlElement | undefined
  readonly end: () => XmlElement
}

const DEEPEST = 40
// 200 records of a thousand fields each.
const MOST_ELEMENTS = 250_000
const MOST_ATTRIBUTES = 60
const LONGEST_NAME = 255

type Open = { name: string; type: string | undefined; isNil: boolean; text: string; children: XmlElement[] }

/**
 * Reads XML piece by piece into a tree. Document types, and with them entities of one's own, are refused before
 * anything is made of them; so are depth, elements and attributes beyond what a request can mean.
 */
export function xmlReader(): XmlReader {
  const parser = new SaxesParser({ position: true, xmlns: false })
  const open: Open[] = []
  let [root, elements, attributes]: [Open | undefined, number, number] = [undefined, 0, 0]
  parser.on('error', (error) => {
    throw new ClientFault(`The request is not well-formed XML: ${error.message}`)
  })
  parser.on('doctype', () => {
    throw new ClientFault('A request may not declare a document type (DOCTYPE). Send it without one.')
  })
  parser.on('opentagstart', ({ name }) => {
    attributes = 0
    if (name.length > LONGEST_NAME)
      throw new ClientFault(`A name in the request is longer than ${LONGEST_NAME} letters.`)
    if (open.length >= DEEPEST) throw new ClientFault(`The request nests deeper than ${DEEPEST} elements.`)
    if (++elements > MOST_ELEMENTS)
      throw new ClientFault('The request holds more elements than one may have. Send fewer records at a time.')
  })
  parser.on('attribute', () => {
    if (++attributes > MOST_ATTRIBUTES)
      throw new ClientFault(`An element of the request has more than ${MOST_ATTRIBUTES} attributes.`)
  })
  parser.on('opentag', ({ name, attributes }) => {
    const above = open.at(-1)
    if (above !== undefined) above.text = ''
    const one = { name: localName(name), ...marks(attributes), text: '', children: [] }
    root ??= one
    open.push(one)
  })
  const addText = (text: string): void => {
    const one = open.at(-1)
    if (one !== undefined && one.children.length === 0) one.text += text
  }
  parser.on('text', addText)
  parser.on('cdata', addText)
  parser.on('closetag', () => {
    const closed = open.pop()
    if (closed !== undefined) open.at(-1)?.children.push(closed)
  })
  return {
    write: (text) => void parser.write(text),
    root: () => root,
    end: () => {
      parser.close()
      if (root === undefined) throw new ClientFault('The request is empty.')
      return root
    },
  }
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1)

function marks(attributes: Readonly<Record<string, string>>): { type: string | undefined; isNil: boolean } {
  let [type, isNil]: [string | undefined, boolean] = [undefined, false]
  for (const [name, value] of Object.entries(attributes)) {
    if (name === 'xmlns' || !name.includes(':')) continue
    if (localName(name) === 'nil') isNil = value === 'true' || value === '1'
    if (localName(name) === 'type') type = localName(value.trim())
  }
  return { type, isNil }
}

/** The first child of this name. */
export const childNamed = (element: XmlElement | undefined, name: string): XmlElement | undefined =>
  element?.children.find((child) => child.name === name)

// What XML 1.0 has no way to write, not even escaped.
const UNWRITABLE = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g
const SPECIAL = /[&<>"\r]/g
const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#xD;',
}

/** Text as it stands inside an element or an attribute; what XML cannot hold is left out. */
export const escaped = (text: string): string =>
  text
    .toWellFormed()
    .replace(UNWRITABLE, '')
    .replace(SPECIAL, (letter) => escapes[letter] ?? letter)

/** An element around content that is XML already. */
export const element = (name: string, content: string, attributes = ''): string =>
  `<${name}${attributes}>${content}</${name}>`

export const textElement = (name: string, text: string): string => element(name, escaped(text))

export const nilElement = (name: string): string => `<${name} xsi:nil="true"/>`
