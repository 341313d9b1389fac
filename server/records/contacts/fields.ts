import { Refusal } from '../../platform/errors.ts'
import {
  BY_ASSAY,
  defineObject,
  type FieldDeclaration,
  type FieldValues,
  type ObjectDefinition,
} from '../../ground/objects/definition.ts'
import { fullName } from '../../ground/objects/expressions.ts'
import { keptFields, workFields } from '../../ground/objects/keptFields.ts'
import { leadSources, salutations } from '../../ground/objects/picklists.ts'
import { searchWords } from '../../ground/objects/words.ts'
import { contactToolFields } from './toolFields.ts'

const types = [
  { value: 'Prospect', label: 'Prospect', note: 'A person at a company that has not bought.' },
  { value: 'Customer', label: 'Customer', note: 'A person at a customer.' },
  { value: 'Partner', label: 'Partner', note: 'Never mailed by a campaign unless it says so.' },
  { value: 'Employee', label: 'Employee', note: 'Never mailed by a campaign unless it says so.' },
] as const

const who: readonly FieldDeclaration[] = [
  { name: 'Salutation', type: 'picklist', picklist: salutations, length: 40, section: 'Person' },
  { name: 'FirstName', type: 'string', length: 40, searched: true, section: 'Person' },
  { name: 'LastName', type: 'string', length: 80, required: true, neverNull: true, searched: true, section: 'Person' },
  {
    name: 'Name',
    type: 'string',
    expression: fullName,
    readOnly: 'Set the first and the last name instead.',
    section: 'Person',
  },
  {
    name: 'AccountId',
    label: 'Account',
    type: 'reference',
    referenceTo: ['Account'],
    relationshipName: 'Account',
    section: 'Person',
  },
  { name: 'Title', type: 'string', length: 128, section: 'Person' },
  { name: 'Department', type: 'string', length: 80, section: 'Person' },
  {
    name: 'Type',
    type: 'picklist',
    picklist: types,
    restricted: true,
    defaultValue: 'Prospect',
    length: 40,
    neverNull: true,
    section: 'Person',
  },
  {
    name: 'OwnerId',
    label: 'Owner',
    type: 'reference',
    referenceTo: ['User'],
    relationshipName: 'Owner',
    neverNull: true,
    section: 'Person',
  },
  {
    name: 'ReportsToId',
    label: 'Reports to',
    type: 'reference',
    referenceTo: ['Contact'],
    relationshipName: 'ReportsTo',
    section: 'Person',
  },
  { name: 'LeadSource', type: 'picklist', picklist: leadSources, length: 255, section: 'Person' },
  { name: 'Birthdate', type: 'date', section: 'Person' },
  { name: 'Description', type: 'textarea', length: 32_000, tracked: false, section: 'Person' },
]

const reach: readonly FieldDeclaration[] = [
  { name: 'Email', label: 'E-mail', type: 'email', length: 80, searched: true, section: 'Reach' },
  { name: 'Phone', type: 'phone', length: 40, searched: true, section: 'Reach' },
  { name: 'MobilePhone', label: 'Mobile', type: 'phone', length: 40, searched: true, section: 'Reach' },
  { name: 'HomePhone', type: 'phone', length: 40, section: 'Reach' },
  { name: 'OtherPhone', type: 'phone', length: 40, section: 'Reach' },
  { name: 'Fax', type: 'phone', length: 40, section: 'Reach' },
  { name: 'AssistantName', type: 'string', length: 40, section: 'Reach' },
  { name: 'AssistantPhone', type: 'phone', length: 40, section: 'Reach' },
]

const address = (kind: 'Mailing' | 'Other'): readonly FieldDeclaration[] => [
  { name: `${kind}Street`, type: 'textarea', length: 255, section: `${kind} address` },
  { name: `${kind}City`, type: 'string', length: 40, section: `${kind} address` },
  { name: `${kind}State`, type: 'string', length: 80, section: `${kind} address` },
  { name: `${kind}PostalCode`, type: 'string', length: 20, section: `${kind} address` },
  { name: `${kind}Country`, type: 'string', length: 80, section: `${kind} address` },
]

const consent: readonly FieldDeclaration[] = [
  { name: 'DoNotCall', type: 'boolean', defaultValue: false, section: 'Consent' },
  {
    name: 'HasOptedOutOfEmail',
    label: 'Opted out of e-mail',
    type: 'boolean',
    defaultValue: false,
    section: 'Consent',
  },
  { name: 'HasOptedOutOfFax', label: 'Opted out of fax', type: 'boolean', defaultValue: false, section: 'Consent' },
  { name: 'EmailBouncedReason', label: 'Bounce reason', type: 'string', length: 255, section: 'Consent' },
  { name: 'EmailBouncedDate', label: 'Bounced', type: 'datetime', section: 'Consent' },
]

const kept: readonly FieldDeclaration[] = [
  {
    name: 'PersonId',
    label: 'Person',
    type: 'reference',
    referenceTo: ['Person'],
    readOnly: BY_ASSAY,
    section: 'System',
  },
  ...keptFields,
  ...workFields('with this person'),
  {
    name: 'MasterRecordId',
    label: 'Merged into',
    type: 'reference',
    referenceTo: ['Contact'],
    relationshipName: 'MasterRecord',
    readOnly: 'Only merging sets this.',
    section: 'System',
  },
]

const teach = (fieldName: string, pointedAt?: string): Refusal | undefined =>
  pointedAt === 'Lead' && fieldName === 'AccountId'
    ? new Refusal(
        'contact_without_account',
        'A contact is a person at an account, and a lead is no account yet. Vet the lead, then convert it: conversion makes the account and the contact.',
        {
          field: fieldName,
          rule: 'Every contact belongs to an account.',
          way: { label: 'Convert lead', action: 'convert' },
        },
      )
    : undefined

export const Contact: ObjectDefinition = defineObject({
  name: 'Contact',
  label: 'Contact',
  labelPlural: 'Contacts',
  path: 'contacts',
  table: 'contact',
  nameField: 'Name',
  hasOwner: true,
  hasRecycleBin: true,
  fields: [...who, ...reach, ...address('Mailing'), ...address('Other'), ...consent, ...kept, ...contactToolFields],
  derive: (contact: FieldValues) => ({ search: searchWords(Contact, contact) }),
  derivedTypes: { search: 'tsvector', match_keys: 'integer[]' },
  meaning: 'A person at an account: prospect or customer person, partner, employee.',
  teach,
})
