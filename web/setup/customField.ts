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
}>

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
