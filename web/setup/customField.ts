/** Where fields an organization adds are kept. */
export const CUSTOM_FIELDS = '/custom-fields'

export type CustomField = Readonly<{
  Id: string
  objectName: string
  name: string
  label: string
  type: string
  required: boolean
  isUnique: boolean
  externalId: boolean
  help: string | null
  length: number | null
  caseSensitive: boolean
  picklist: readonly PicklistChoice[] | null
  valueSet: string | null
  referenceTo: string | null
  childRelationshipName: string | null
  masterDetail: boolean
  format: string | null
}>

/** A value to choose; one out of use stays with the records that have it. */
export type PicklistChoice = Readonly<{ value: string; label: string; isDefault?: boolean; isActive?: boolean }>

/** The kind of a field as people call it. */
export const kindOf = ({ type, masterDetail, format, referenceTo }: CustomField): string => {
  if (format !== null) return `Numbers itself: ${format}`
  if (type !== 'reference') return typeWords[type] ?? type
  return `${masterDetail ? 'Belongs to' : 'Link to'} ${referenceTo ?? ''}`
}

/** What a field demands, in words. */
export const rulesOf = ({ required, isUnique, externalId }: CustomField): string =>
  [required ? 'required' : '', isUnique ? 'unique' : '', externalId ? 'external id' : ''].filter(Boolean).join(', ')

/** Kinds that are made of a type and something more. */
export const NUMBERS_ITSELF = 'autonumber'
export const BELONGS_TO = 'master'

/** The kinds of fields an organization can add, as people call them. */
export const typeWords: Readonly<Record<string, string>> = {
  string: 'Text',
  textarea: 'Long text',
  int: 'Whole number',
  double: 'Number',
  currency: 'Amount of money',
  percent: 'Percentage',
  date: 'Date',
  datetime: 'Date and time',
  boolean: 'Checkbox',
  picklist: 'Choice of one',
  multipicklist: 'Choice of several',
  email: 'E-mail',
  phone: 'Phone',
  url: 'Web address',
  reference: 'Link to a record',
}

/** An event bears plain values. */
const inEvents = new Set(['string', 'textarea', 'int', 'double', 'boolean', 'date', 'datetime'])

/** The kinds to choose from when a field is added; only an object of one's own belongs to another. */
export const kindsFor = (object: string): readonly { value: string; label: string }[] => [
  ...Object.entries(typeWords)
    .filter(([value]) => !object.endsWith('__e') || inEvents.has(value))
    .map(([value, label]) => ({ value, label })),
  ...(object.endsWith('__e') ? [] : [{ value: NUMBERS_ITSELF, label: 'Number given by itself' }]),
  ...(object.endsWith('__c') ? [{ value: BELONGS_TO, label: 'Belongs to a record' }] : []),
]

export const extensible = [
  'Lead',
  'Account',
  'Contact',
  'Opportunity',
  'Campaign',
  'CampaignMember',
  'Task',
  'Event',
] as const
export const referable = ['Lead', 'Account', 'Contact', 'Opportunity', 'Campaign', 'User'] as const

/** The values of a choice, as they are typed one a line. */
export const linesOf = (text: string): readonly string[] => [
  ...new Set(
    text
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean),
  ),
]
