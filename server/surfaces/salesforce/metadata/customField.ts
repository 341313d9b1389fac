import { dialectRefusal } from '../dialect/errors.ts'
import {
  customFieldChange,
  customFieldDraft,
  type CustomFieldChange,
  type CustomFieldDraft,
} from '../../../ground/objects/customFieldDraft.ts'
import type { CustomFieldRow, CustomPicklistValue } from '../../../ground/objects/customRows.ts'
import type { Field, FieldValue, PicklistValue } from '../../../ground/objects/definition.ts'
import { COMPLETED } from '../../../records/activities/activity.ts'
import type { PlainObject } from './plain.ts'
import type { FieldShape, ValueShape } from './shapes.ts'

/** CustomField: the field's metadata, and our drafts of fields. */

type OurType = CustomFieldDraft['type']

/** What each type of the field's metadata is here. */
const typeOf: Readonly<Record<string, OurType>> = {
  Text: 'string',
  TextArea: 'textarea',
  LongTextArea: 'textarea',
  Html: 'textarea',
  Number: 'double',
  Currency: 'currency',
  Percent: 'percent',
  Date: 'date',
  DateTime: 'datetime',
  Checkbox: 'boolean',
  Picklist: 'picklist',
  MultiselectPicklist: 'multipicklist',
  Url: 'url',
  Email: 'email',
  Phone: 'phone',
  Lookup: 'reference',
  MasterDetail: 'reference',
  AutoNumber: 'string',
}

const LONG = 32_768
const AREA = 255

/** The object and the field of `Invoice__c.Amount__c`. */
export function partsOfFullName(fullName: string): { readonly objectName: string; readonly name: string } {
  const [objectName = '', name = '', more] = fullName.split('.')
  if (objectName !== '' && name !== '' && more === undefined) return { objectName, name }
  throw invalid(
    `'${fullName.slice(0, 120)}' is no full name of a field: it is the object's and the field's, such as Invoice__c.Amount__c.`,
  )
}

/** The draft a new field's metadata means. Refuses types that are not kept here. */
export function draftOf(shape: FieldShape, objectName: string, name: string): CustomFieldDraft {
  const type = ourType(shape)
  return checked(() =>
    customFieldDraft.parse({
      object: objectName,
      name,
      type,
      ...common(shape, type),
      label: shape.label ?? name.replace(/__c$/i, '').replaceAll('_', ' '),
      referenceTo: shape.referenceTo,
      masterDetail: shape.type === 'MasterDetail',
      format: shape.type === 'AutoNumber' ? (shape.displayFormat ?? '{0}') : undefined,
      startsAt: Math.max(shape.startingNumber ?? 1, 1),
    }),
  )
}

/** The change an existing field's metadata means. What is not said stays. */
export function changeOf(shape: FieldShape, before: CustomFieldRow): CustomFieldChange {
  if (shape.type !== undefined && ourType(shape) !== before.type)
    throw invalid(`The type of ${before.name} cannot be changed. Add another field, and move the values.`)
  return checked(() =>
    customFieldChange.parse({
      ...common(shape, before.type as OurType),
      label: shape.label,
      format: before.format === null ? undefined : shape.displayFormat,
    }),
  )
}

function common(shape: FieldShape, type: OurType) {
  const values = shape.valueSet?.valueSetDefinition?.value ?? shape.picklist?.picklistValues
  return {
    length: lengthOf(shape, type),
    precision: shape.precision,
    scale: shape.scale,
    required: shape.required,
    unique: shape.unique,
    caseSensitive: shape.caseSensitive,
    externalId: shape.externalId,
    picklist: values === undefined || values.length === 0 ? undefined : values.map(valueOf),
    restricted: shape.valueSet?.restricted,
    valueSet: shape.valueSet?.valueSetName,
    childRelationshipName: shape.relationshipName,
    childRelationshipLabel: shape.relationshipLabel,
    defaultValue: shape.defaultValue === undefined ? undefined : literal(shape.defaultValue, type),
    help: shape.inlineHelpText,
    description: shape.description,
  }
}

export const valueOf = ({ fullName, label, default: isDefault, isActive }: ValueShape) => ({
  value: fullName,
  label: label ?? fullName,
  isDefault,
  isActive,
})

function ourType(shape: FieldShape): OurType {
  if (shape.formula !== undefined)
    throw invalid('Formula fields are not kept here. Add a plain field, and fill it by an integration.')
  const type = typeOf[shape.type ?? '']
  if (type !== undefined) return type
  throw invalid(
    `A field of the type '${(shape.type ?? '').slice(0, 40)}' is not kept here. Those that are: ${Object.keys(typeOf).join(', ')}.`,
  )
}

const lengthOf = ({ type, length }: FieldShape, ours: OurType): number | undefined =>
  ours === 'string' || ours === 'textarea' ? (length ?? (type === 'TextArea' ? AREA : undefined)) : undefined

/** Defaults are written as formulas; those that are a plain value are taken. */
function literal(text: string, type: OurType): FieldValue {
  if (type === 'boolean') return /^true$/i.test(text)
  const [, double, single] = /^(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')$/.exec(text) ?? []
  const quoted = double ?? single
  if (quoted !== undefined) return quoted.replace(/\\(.)/g, '$1')
  if (['double', 'int', 'currency', 'percent'].includes(type) && /^-?\d+(?:\.\d+)?$/.test(text)) return Number(text)
  if (!/[()&+*/]/.test(text)) return text
  throw invalid(
    `The default '${text.slice(0, 80)}' is a formula, and those are not worked out here. Give a plain value in quotes.`,
  )
}

/** What a schema refused, in the words of the dialect. */
export function checked<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof Error) || !('issues' in error) || !Array.isArray(error.issues)) throw error
    const [first]: readonly { path?: readonly unknown[]; message?: string }[] = error.issues
    throw invalid(`${first?.path?.join('.') ?? 'It'}: ${first?.message ?? 'is not understood'}.`)
  }
}

export const invalid = (message: string) => dialectRefusal('FIELD_INTEGRITY_EXCEPTION', message, { kind: 'rule' })

/** A field as its metadata, under the object's name where it stands alone. */
export function metadataOfField(
  row: CustomFieldRow,
  valueSets: ReadonlyMap<string, unknown>,
  isAlone: boolean,
): PlainObject {
  const type = metadataType(row)
  const isText = row.type === 'string' && row.format === null
  const isNumber = ['double', 'int', 'currency', 'percent'].includes(row.type)
  return {
    fullName: isAlone ? `${row.objectName}.${row.name}` : row.name,
    label: row.label,
    type,
    externalId: row.externalId,
    trackTrending: false,
    ...(row.description === null ? {} : { description: row.description }),
    ...(row.help === null ? {} : { inlineHelpText: row.help }),
    ...(row.type === 'boolean' ? { defaultValue: row.defaultValue === true } : defaultOf(row)),
    ...(row.masterDetail || row.type === 'boolean' || row.format !== null ? {} : { required: row.required }),
    ...(isText || isNumber || row.type === 'email' ? { unique: row.isUnique } : {}),
    ...(isText && row.isUnique ? { caseSensitive: row.caseSensitive } : {}),
    ...(isText ? { length: row.length ?? AREA } : {}),
    ...(type === 'LongTextArea' ? { length: row.length ?? LONG, visibleLines: 3 } : {}),
    ...(isNumber ? { precision: row.precision ?? 18, scale: row.type === 'int' ? 0 : (row.scale ?? 2) } : {}),
    ...(row.format === null ? {} : { displayFormat: row.format }),
    ...referenceOf(row),
    ...(row.picklist === null && row.valueSet === null ? {} : { valueSet: valueSetOf(row, valueSets) }),
    ...(type === 'MultiselectPicklist' ? { visibleLines: 4 } : {}),
  }
}

const defaultOf = ({ defaultValue }: CustomFieldRow): PlainObject =>
  defaultValue === null
    ? {}
    : { defaultValue: typeof defaultValue === 'string' ? `"${defaultValue}"` : String(defaultValue) }

function metadataType({ type, format, masterDetail, length }: CustomFieldRow): string {
  if (format !== null) return 'AutoNumber'
  if (type === 'reference') return masterDetail ? 'MasterDetail' : 'Lookup'
  if (type === 'textarea') return length !== null && length <= AREA ? 'TextArea' : 'LongTextArea'
  if (type === 'int') return 'Number'
  return Object.entries(typeOf).find(([, ours]) => ours === type)?.[0] ?? 'Text'
}

const referenceOf = (row: CustomFieldRow): PlainObject =>
  row.referenceTo === null
    ? {}
    : {
        referenceTo: row.referenceTo,
        relationshipName: row.childRelationshipName ?? '',
        relationshipLabel: row.childRelationshipLabel ?? row.childRelationshipName ?? '',
        ...(row.masterDetail
          ? { relationshipOrder: 0, reparentableMasterDetail: false, writeRequiresMasterRead: false }
          : { deleteConstraint: 'SetNull' }),
      }

function valueSetOf(
  { picklist, restricted, valueSet }: CustomFieldRow,
  valueSets: ReadonlyMap<string, unknown>,
): PlainObject {
  if (valueSet !== null && valueSets.has(valueSet)) return { restricted, valueSetName: valueSet }
  return { restricted, valueSetDefinition: { sorted: false, value: (picklist ?? []).map(metadataOfValue) } }
}

export const metadataOfValue = ({ value, label, isDefault, isActive }: CustomPicklistValue): PlainObject => ({
  fullName: value,
  default: isDefault === true,
  label,
  ...(isActive === false ? { isActive: false } : {}),
})

/** A field that came with Assay, as its metadata; with the values given, in the form of versions before 38. */
export const metadataOfStandardField = (
  objectName: string,
  { name, type }: Field,
  values: readonly PicklistValue[],
): PlainObject => ({
  fullName: `${objectName}.${name}`,
  ...(values.length === 0
    ? {}
    : {
        picklist: {
          picklistValues: values.map((value) => metadataOfStandardValue(`${objectName}.${name}`, value)),
          sorted: false,
        },
      }),
  trackTrending: false,
  type: Object.entries(typeOf).find(([, ours]) => ours === type)?.[0] ?? 'Text',
})

/** A value of a standard list, with what it means for records that bear it. Clients that read no types take 'false' for yes. */
export const metadataOfStandardValue = (
  fieldName: string,
  { value, label, isDefault, note }: PicklistValue,
): PlainObject => ({
  fullName: value,
  default: isDefault === true,
  label,
  ...(fieldName === 'Lead.Status' && note === 'converted' ? { converted: true } : {}),
  ...(fieldName === 'Opportunity.StageName' && note !== 'open' ? { closed: true } : {}),
  ...(fieldName === 'Opportunity.StageName' && note === 'won' ? { won: true } : {}),
  ...(fieldName === 'Task.Status' && value === COMPLETED ? { closed: true } : {}),
})
