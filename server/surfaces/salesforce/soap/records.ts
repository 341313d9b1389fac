import { type ObjectDefinition, fieldNamed } from '../../../ground/objects/definition.ts'
import { dialectRefusal } from '../dialect/errors.ts'
import type { SentRecord } from '../dialect/records.ts'
import { childNamed, type XmlElement } from './xml.ts'

/** A record as it was sent: of which object, its id if it has one, and its fields. */
export type Sent = { readonly type: string; readonly id: string | undefined; readonly fields: SentRecord }

/** Reads an sObject: `<type>` in the partner's form, `xsi:type` in the enterprise's. Fields keep their text; the object reads them. */
export function sentRecord(element: XmlElement): Sent {
  const type = childNamed(element, 'type')?.text.trim() || element.type
  if (type === undefined || type === 'sObject')
    throw dialectRefusal('INVALID_TYPE', 'sObject type cannot be null: say in <type> of which object the record is.')
  const id = element.children.find(({ name, isNil }) => name.toLowerCase() === 'id' && !isNil)?.text.trim()
  return { type, id: id === '' ? undefined : id, fields: fieldsIn(element) }
}

const NULLED = 'fieldsToNull'
const FIELD_NAME = /^[a-z]\w*$/i

/** The fields of a record that is an element. */
export function fieldsIn(element: XmlElement): SentRecord {
  const fields = new Map<string, unknown>()
  const nulled: string[] = []
  let hasType = element.type !== undefined && element.type !== 'sObject'
  for (const child of element.children) {
    const { name } = child
    if (name === 'type' && !hasType) hasType = true
    else if (name === NULLED) nulled.push(...(child.isNil ? [] : [child.text.trim()]))
    // Records sent back as they were queried name their id twice.
    else if (name.toLowerCase() !== 'id') {
      if (!FIELD_NAME.test(name))
        throw dialectRefusal('INVALID_FIELD', `No such column '${name.slice(0, 80)}' on sobject`, { fields: [name] })
      if (fields.has(name))
        throw dialectRefusal('INVALID_FIELD', `Duplicate field specified: '${name}'`, { fields: [name] })
      fields.set(name, valueIn(child))
    }
  }
  if (nulled.length > 0) fields.set(NULLED, nulled)
  return Object.fromEntries(fields)
}

/** Text, null, or the other record a relationship points to, by one of its fields. */
function valueIn(element: XmlElement): unknown {
  if (element.isNil) return null
  if (element.children.length === 0) return element.text
  const type = childNamed(element, 'type')?.text.trim() || element.type
  const parts = element.children.filter(({ name, isNil }) => name !== 'type' && !(isNil && name.toLowerCase() === 'id'))
  return {
    ...(type !== undefined && type !== 'sObject' && { type }),
    ...Object.fromEntries(parts.map((part) => [part.name, part.isNil ? null : part.text])),
  }
}

const CUT = new Set(['string', 'textarea', 'email', 'phone', 'url', 'picklist'])

/** The fields with text cut to what they hold, for clients that ask for it (AllowFieldTruncationHeader). */
export const truncated = (definition: ObjectDefinition, fields: SentRecord): SentRecord =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => {
      const field = fieldNamed(definition, name)
      if (typeof value !== 'string' || field === undefined || !CUT.has(field.type)) return [name, value]
      return [name, value.slice(0, field.length ?? (field.type === 'textarea' ? 32_000 : 255)).toWellFormed()]
    }),
  )
