import {
  defineObject,
  type FieldDeclaration,
  type FieldValues,
  type ObjectDefinition,
} from '../../ground/objects/definition.ts'
import { nextStepAbout } from '../../ground/objects/expressions.ts'
import { keptFields } from '../../ground/objects/keptFields.ts'
import { industries, leadSources, ratings } from '../../ground/objects/picklists.ts'
import { searchWords } from '../../ground/objects/words.ts'
import { webDomain } from '../../ground/people/company.ts'
import { accountFacts } from '../../ground/people/facts.ts'
import { accountKeys } from '../../ground/people/matchKeys.ts'
import { lifecycle } from './lifecycle.sql.ts'
import { accountToolFields } from './toolFields.ts'

const listed = (...values: readonly string[]) => values.map((value) => ({ value, label: value }))

const what: readonly FieldDeclaration[] = [
  { name: 'Name', type: 'string', length: 255, required: true, neverNull: true, searched: true, section: 'Account' },
  {
    name: 'Lifecycle',
    type: 'picklist',
    expression: lifecycle,
    readOnly: 'It follows from the opportunities: won, lost, or none closed yet.',
    help: 'Prospect, Customer, Lost prospect or Former customer.',
    section: 'Account',
  },
  {
    name: 'Type',
    type: 'picklist',
    picklist: listed('Prospect', 'Customer', 'Former Customer', 'Partner', 'Competitor', 'Other'),
    length: 255,
    section: 'Account',
  },
  {
    name: 'OwnerId',
    label: 'Owner',
    type: 'reference',
    referenceTo: ['User'],
    relationshipName: 'Owner',
    neverNull: true,
    section: 'Account',
  },
  {
    name: 'ParentId',
    label: 'Parent account',
    type: 'reference',
    referenceTo: ['Account'],
    relationshipName: 'Parent',
    section: 'Account',
  },
  { name: 'AccountNumber', type: 'string', length: 40, section: 'Account' },
  { name: 'Site', type: 'string', length: 80, section: 'Account' },
  { name: 'AccountSource', type: 'picklist', picklist: leadSources, length: 255, section: 'Account' },
  { name: 'Rating', type: 'picklist', picklist: ratings, length: 255, section: 'Account' },
  { name: 'Description', type: 'textarea', length: 32_000, tracked: false, section: 'Account' },
  {
    name: 'ValueProposition',
    type: 'textarea',
    length: 2000,
    help: 'What we can do for them, in their words.',
    section: 'Account',
  },
]

const company: readonly FieldDeclaration[] = [
  { name: 'Website', type: 'url', length: 255, section: 'Company' },
  { name: 'Phone', type: 'phone', length: 40, searched: true, section: 'Company' },
  { name: 'Fax', type: 'phone', length: 40, section: 'Company' },
  { name: 'Industry', type: 'picklist', picklist: industries, length: 255, section: 'Company' },
  { name: 'AnnualRevenue', type: 'currency', section: 'Company' },
  { name: 'NumberOfEmployees', label: 'Employees', type: 'int', range: [0, 99_999_999], section: 'Company' },
  {
    name: 'Ownership',
    type: 'picklist',
    picklist: listed('Public', 'Private', 'Subsidiary', 'Other'),
    length: 255,
    section: 'Company',
  },
  { name: 'TickerSymbol', type: 'string', length: 20, section: 'Company' },
  { name: 'Sic', label: 'SIC code', type: 'string', length: 20, section: 'Company' },
  { name: 'SicDesc', label: 'SIC description', type: 'string', length: 80, section: 'Company' },
  { name: 'NaicsCode', label: 'NAICS code', type: 'string', length: 8, section: 'Company' },
  { name: 'NaicsDesc', label: 'NAICS description', type: 'string', length: 120, section: 'Company' },
  { name: 'DunsNumber', label: 'D-U-N-S number', type: 'string', length: 9, section: 'Company' },
  { name: 'Tradestyle', type: 'string', length: 255, section: 'Company' },
  { name: 'YearStarted', type: 'string', length: 4, section: 'Company' },
]

const address = (kind: 'Billing' | 'Shipping'): readonly FieldDeclaration[] => [
  { name: `${kind}Street`, type: 'textarea', length: 255, section: `${kind} address` },
  { name: `${kind}City`, type: 'string', length: 40, section: `${kind} address` },
  { name: `${kind}State`, type: 'string', length: 80, section: `${kind} address` },
  { name: `${kind}PostalCode`, type: 'string', length: 20, section: `${kind} address` },
  { name: `${kind}Country`, type: 'string', length: 80, section: `${kind} address` },
  { name: `${kind}Latitude`, type: 'double', scale: 15, range: [-90, 90], section: `${kind} address` },
  { name: `${kind}Longitude`, type: 'double', scale: 15, range: [-180, 180], section: `${kind} address` },
]

const kept: readonly FieldDeclaration[] = [
  ...keptFields,
  {
    name: 'NextStepDate',
    label: 'Next step',
    type: 'date',
    expression: nextStepAbout,
    onDemand: true,
    section: 'System',
  },
  {
    name: 'MasterRecordId',
    label: 'Merged into',
    type: 'reference',
    referenceTo: ['Account'],
    relationshipName: 'MasterRecord',
    readOnly: 'Only merging sets this.',
    section: 'System',
  },
]

const derive = (account: FieldValues, known: Readonly<Record<string, unknown>>) => {
  const facts = accountFacts(account)
  return {
    match_keys: known.match_keys ?? accountKeys(facts),
    web_domain: (facts.website ? webDomain(facts.website) : '') || null,
    search: searchWords(Account, account),
  }
}

export const Account: ObjectDefinition = defineObject({
  name: 'Account',
  label: 'Account',
  labelPlural: 'Accounts',
  path: 'accounts',
  table: 'account',
  nameField: 'Name',
  hasOwner: true,
  hasRecycleBin: true,
  fields: [...what, ...company, ...address('Billing'), ...address('Shipping'), ...kept, ...accountToolFields],
  derive,
  derivedTypes: { match_keys: 'integer[]', web_domain: 'text', search: 'tsvector' },
  meaning: 'A qualified prospect company, customer or not.',
})
