import { z } from 'zod'
import { ClientFault } from '../../soap/clientFault.ts'
import { childNamed, element, textElement, xmlReader, type XmlElement } from '../../soap/xml.ts'
import { dialectRefusal } from '../../dialect/errors.ts'
import { textsNamed, xmlOf, type PlainObject } from '../plain.ts'

const NAMESPACE = ' xmlns="http://soap.sforce.com/2006/04/metadata"'
const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'

/** What a package names: kinds of metadata with their members, `*` for all there are. */
export const manifestShape = z.object({
  types: z.array(z.object({ name: z.string(), members: z.array(z.string()) })),
  version: z.string(),
})

export type Manifest = z.infer<typeof manifestShape>

const LATEST = '66.0'

/** A manifest out of package.xml, destructiveChanges.xml, or what a retrieve asks for. */
export const manifestIn = (root: XmlElement | undefined): Manifest => ({
  types: (root?.children ?? [])
    .filter(({ name }) => name === 'types')
    .map((type) => ({ name: childNamed(type, 'name')?.text.trim() ?? '', members: [...textsNamed(type, 'members')] })),
  version: childNamed(root, 'version')?.text.trim() || LATEST,
})

export const manifestXml = ({ types, version }: Manifest): string =>
  DECLARATION +
  element(
    'Package',
    types
      .map(({ name, members }) =>
        element('types', members.map((one) => textElement('members', one)).join('') + textElement('name', name)),
      )
      .join('') + textElement('version', version),
    NAMESPACE,
  )

/** A component as the file it is kept in. */
export const componentXml = (type: string, { fullName: _fullName, ...metadata }: PlainObject): string =>
  DECLARATION + element(type, xmlOf(metadata), NAMESPACE)

/** A file's outermost element. */
export function rootOf(path: string, text: string): XmlElement {
  try {
    const reader = xmlReader()
    reader.write(text.replace(/^\uFEFF/, ''))
    return reader.end()
  } catch (error) {
    if (!(error instanceof ClientFault)) throw error
    throw dialectRefusal('XML_PARSER_ERROR', `${path}: ${error.message}`)
  }
}
