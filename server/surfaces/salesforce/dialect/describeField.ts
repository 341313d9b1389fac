import type { Field, FieldType, ObjectDefinition, PicklistValue } from '../../../ground/objects/definition.ts'
import { addressesOf } from './addresses.ts'
import { isKey } from './keys.ts'
import { labelOf } from './labels.ts'

/** The types a describe answers, all of them Salesforce's own: clients stop at one they do not know. */
type DescribedType = FieldType | 'address' | 'anyType' | 'combobox' | 'complexvalue'

const soapTypes: Record<DescribedType, string> = {
  id: 'tns:ID',
  reference: 'tns:ID',
  string: 'xsd:string',
  textarea: 'xsd:string',
  picklist: 'xsd:string',
  multipicklist: 'xsd:string',
  combobox: 'xsd:string',
  email: 'xsd:string',
  phone: 'xsd:string',
  url: 'xsd:string',
  boolean: 'xsd:boolean',
  int: 'xsd:int',
  double: 'xsd:double',
  currency: 'xsd:double',
  percent: 'xsd:double',
  date: 'xsd:date',
  datetime: 'xsd:dateTime',
  base64: 'xsd:base64Binary',
  address: 'urn:address',
  anyType: 'xsd:anyType',
  complexvalue: 'urn:ChangeEventHeader',
}

const usualLengths: Partial<Record<DescribedType, number>> = {
  id: 18,
  reference: 18,
  string: 255,
  textarea: 32_000,
  picklist: 255,
  multipicklist: 4099,
  combobox: 255,
  email: 80,
  phone: 40,
  url: 255,
  anyType: 255,
}

const LONGEST_FILTERED = 255
const BYTES_PER_CHARACTER = 3
const INT_DIGITS = 8
const NUMBER_PRECISION = 18

export type DescribedPicklistValue = {
  readonly active: boolean
  readonly defaultValue: boolean
  readonly label: string
  readonly validFor: null
  readonly value: string
}

/** What the actor may do to the object's records: the flags of a field are no wider. */
export type Rights = { readonly createable: boolean; readonly updateable: boolean }

/** A field as a describe answers it: all properties clients read, in their order by name. */
export function describeField(
  definition: ObjectDefinition,
  field: Field,
  { picklist, rights }: { readonly picklist: readonly PicklistValue[]; readonly rights: Rights },
) {
  const type = describedType(definition, field)
  const isOpen =
    field.isUnderstood === true ||
    (field.readOnly === undefined && (field.expression === undefined || type === 'base64'))
  return described(type, {
    autoNumber: field.autoNumber !== undefined,
    caseSensitive: field.unique === true && field.caseSensitive === true,
    cascadeDelete: field.masterDetail === true,
    compoundFieldName: compoundOf(definition, field),
    createable: isOpen && rights.createable,
    custom: field.custom === true,
    defaultValue: type === 'boolean' ? field.defaultValue === true : (field.defaultValue ?? null),
    defaultedOnCreate: isDefaulted(field, type, picklist),
    externalId: field.externalId === true,
    extraTypeInfo: extraInfo(definition, field),
    idLookup: isKey(field, definition),
    inlineHelpText: field.help ?? null,
    label: field.type === 'id' ? `${definition.label} ID` : labelOf(field),
    length: lengthOf(field, type),
    name: field.name,
    nameField: field.name === definition.nameField,
    namePointing: (field.referenceTo?.length ?? 0) > 1,
    nillable: !isNeverNull(field, type),
    permissionable: isOpen && field.required !== true,
    picklistValues: picklist.map(describedValue),
    polymorphicForeignKey: (field.referenceTo?.length ?? 0) > 1,
    referenceTo: type === 'reference' ? (field.referenceTo ?? []) : [],
    relationshipName: type === 'reference' ? (field.relationshipName ?? null) : null,
    relationshipOrder: field.masterDetail === true ? 0 : null,
    restrictedPicklist: field.restricted === true,
    scale: scaleOf(field, type),
    unique: field.unique === true,
    updateable: isOpen && field.createOnly !== true && rights.updateable,
    writeRequiresMasterRead: field.masterDetail === true,
  })
}

/** A compound address, which is read as a whole and written by its parts. */
export const describeAddress = (name: string) =>
  described('address', {
    caseSensitive: false,
    label: name.replace(/([a-z])(Address)/, '$1 $2'),
    name,
    nillable: true,
    queryByDistance: true,
  })

type Own = Partial<ReturnType<typeof everyProperty>> & { readonly label: string; readonly name: string }

/** A field of no record of ours, as a describe answers it. */
export const described = (type: DescribedType, own: Own) => ({ ...everyProperty(type, own.length ?? 0), ...own })

/** The properties of a field of which nothing else is known, by its type. */
function everyProperty(type: DescribedType, length: number) {
  const isLong =
    type === 'base64' ||
    type === 'address' ||
    type === 'complexvalue' ||
    (type === 'textarea' && length > LONGEST_FILTERED)
  const isMany = type === 'multipicklist' || type === 'anyType'
  const isNumber = type === 'double' || type === 'currency' || type === 'percent'
  const isText = soapTypes[type] === 'xsd:string' || type === 'anyType'
  const isPointer = type === 'id' || type === 'reference'
  return {
    ...nothing,
    aggregatable: !isLong && !isMany && type !== 'boolean',
    byteLength: isText ? length * BYTES_PER_CHARACTER : isPointer ? length : 0,
    digits: type === 'int' ? INT_DIGITS : 0,
    filterable: !isLong || type === 'address',
    groupable: !isLong && !isMany && !isNumber && type !== 'datetime' && type !== 'textarea',
    length,
    precision: isNumber ? NUMBER_PRECISION : 0,
    searchPrefilterable: type === 'reference',
    soapType: soapTypes[type],
    sortable: !isLong && type !== 'multipicklist',
    type,
  }
}

/** What most fields are not. */
const nothing = {
  autoNumber: false,
  calculated: false,
  calculatedFormula: null,
  cascadeDelete: false,
  caseSensitive: false,
  compoundFieldName: null as string | null,
  controllerName: null,
  createable: false,
  custom: false,
  defaultValue: null as unknown,
  defaultValueFormula: null,
  defaultedOnCreate: false,
  dependentPicklist: false,
  deprecatedAndHidden: false,
  displayLocationInDecimal: false,
  encrypted: false,
  externalId: false,
  extraTypeInfo: null as string | null,
  filteredLookupInfo: null,
  formulaTreatNullNumberAsZero: false,
  highScaleNumber: false,
  htmlFormatted: false,
  idLookup: false,
  inlineHelpText: null as string | null,
  mask: null,
  maskType: null,
  nameField: false,
  namePointing: false,
  nillable: false,
  permissionable: false,
  picklistValues: [] as readonly DescribedPicklistValue[],
  polymorphicForeignKey: false,
  queryByDistance: false,
  referenceTargetField: null,
  referenceTo: [] as readonly string[],
  relationshipName: null as string | null,
  relationshipOrder: null as number | null,
  restrictedDelete: false,
  restrictedPicklist: false,
  scale: 0,
  unique: false,
  updateable: false,
  writeRequiresMasterRead: false,
}

/** A history's values may be of any type; the subject of an activity is text that suggests some. */
function describedType({ name }: ObjectDefinition, field: Field): DescribedType {
  if (name.endsWith('History') && (field.name === 'OldValue' || field.name === 'NewValue')) return 'anyType'
  return (name === 'Task' || name === 'Event') && field.name === 'Subject' ? 'combobox' : field.type
}

const lengthOf = (field: Field, type: DescribedType): number =>
  usualLengths[type] === undefined ? 0 : (field.length ?? usualLengths[type] ?? 0)

const USUAL_SCALE = 2

const scaleOf = (field: Field, type: DescribedType): number =>
  type === 'double' || type === 'currency' || type === 'percent' ? (field.scale ?? USUAL_SCALE) : 0

const isNeverNull = (field: Field, type: DescribedType): boolean =>
  field.required === true || field.neverNull === true || type === 'boolean' || type === 'id'

/** Whether a record that says nothing of the field gets a value all the same. */
function isDefaulted(field: Field, type: DescribedType, picklist: readonly PicklistValue[]): boolean {
  if (field.defaultValue !== undefined || type === 'boolean' || type === 'id') return true
  if (picklist.some(({ isDefault }) => isDefault)) return true
  return field.required !== true && field.neverNull === true
}

const nameParts = new Set(['Salutation', 'FirstName', 'LastName'])

function compoundOf(definition: ObjectDefinition, field: Field): string | null {
  if (nameParts.has(field.name) && definition.field.has('name')) return 'Name'
  const address = addressesOf(definition).find(({ parts }) => Object.values(parts).includes(field.name))
  return address?.name ?? null
}

function extraInfo(definition: ObjectDefinition, field: Field): string | null {
  if (field.type === 'textarea') return 'plaintextarea'
  return field.name === 'Name' && definition.field.has('lastname') ? 'personname' : null
}

const describedValue = ({ value, label, isDefault }: PicklistValue): DescribedPicklistValue => ({
  active: true,
  defaultValue: isDefault === true,
  label,
  validFor: null,
  value,
})
