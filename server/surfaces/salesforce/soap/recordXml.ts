import { encodeId } from '../../../../shared/ids.ts'
import type {
  Field,
  FieldType,
  FieldValue,
  ObjectDefinition,
  StoredRecord,
} from '../../../ground/objects/definition.ts'
import { basicText, type WrittenRecord } from './answers.ts'
import type { Flavour } from './envelope.ts'
import { element, nilElement, textElement } from './xml.ts'

/**
 * A record around fields that are XML already. In the partner's form its object stands in `type`, and an id in `Id` even when
 * it was not asked for, then as null; fields follow, the id once more when it was asked for. Clients know both.
 */
export const writtenRecord = (flavour: Flavour, type: string, id: string | null, fields: string): WrittenRecord =>
  flavour === 'partner'
    ? {
        type: 'sObject',
        content: textElement('sf:type', type) + (id === null ? nilElement('sf:Id') : textElement('sf:Id', id)) + fields,
      }
    : { type, content: fields }

const DOUBLES: ReadonlySet<FieldType> = new Set(['double', 'currency', 'percent'])

/** One value of a field, in the lexical form of its type. */
export function valueXml(name: string, { type }: Pick<Field, 'type'>, value: FieldValue, attributes = ''): string {
  if (value === null) return nilElement(`sf:${name}`)
  const shown = typeof value === 'number' && (type === 'id' || type === 'reference') ? encodeId(value) : value
  return element(`sf:${name}`, basicText(DOUBLES.has(type) ? 'double' : 'string', shown), attributes)
}

/** The fields a stored record holds. */
export const writtenValues = (definition: ObjectDefinition, record: StoredRecord): string =>
  definition.fields
    .filter(({ name }) => name !== 'Id' && record[name] !== undefined)
    .map((field) => valueXml(field.name, field, record[field.name] ?? null))
    .join('')
