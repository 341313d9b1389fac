import { sql } from '../../platform/sql.ts'
import {
  BY_ASSAY,
  defineObject,
  type FieldDeclaration,
  type FieldValues,
  type ObjectDefinition,
} from '../../ground/objects/definition.ts'
import { dateOf } from '../../ground/objects/expressions.ts'
import { neverSet } from '../../ground/objects/toolFields.ts'
import { keptFields } from '../../ground/objects/keptFields.ts'
import { searchWords } from '../../ground/objects/words.ts'
import { typePicklist } from './campaignTypes.ts'
import { countLeaving } from './counts.sql.ts'
import { removePeriods } from './periods.sql.ts'
import { hierarchyRollUps, rollUps } from './rollUpFields.sql.ts'
import { campaignToolFields, memberToolFields } from './toolFields.sql.ts'

const COUNTED = 'It is counted from the members and opportunities.'

const listed = (values: readonly string[]) => values.map((value) => ({ value, label: value }))

const counted = (name: keyof typeof rollUps, label: string, type: 'int' | 'currency'): FieldDeclaration => ({
  name,
  label,
  type,
  expression: rollUps[name],
  readOnly: COUNTED,
  section: 'Results',
})

const inWords = (name: string): string =>
  name.replace(/([a-z])([A-Z])/g, (_, before: string, letter: string) => `${before} ${letter.toLowerCase()}`)

const plan: readonly FieldDeclaration[] = [
  { name: 'Name', type: 'string', length: 80, required: true, neverNull: true, searched: true, section: 'Campaign' },
  { name: 'Type', type: 'picklist', picklist: typePicklist, length: 255, section: 'Campaign' },
  {
    name: 'Status',
    type: 'picklist',
    picklist: listed(['Planned', 'In Progress', 'Completed', 'Aborted']),
    defaultValue: 'Planned',
    length: 255,
    section: 'Campaign',
  },
  { name: 'IsActive', label: 'Active', type: 'boolean', defaultValue: false, section: 'Campaign' },
  {
    name: 'ParentId',
    label: 'Parent campaign',
    type: 'reference',
    referenceTo: ['Campaign'],
    relationshipName: 'Parent',
    section: 'Campaign',
  },
  {
    name: 'OwnerId',
    label: 'Owner',
    type: 'reference',
    referenceTo: ['User'],
    relationshipName: 'Owner',
    neverNull: true,
    section: 'Campaign',
  },
  { name: 'StartDate', type: 'date', section: 'Campaign' },
  { name: 'EndDate', type: 'date', section: 'Campaign' },
  { name: 'Description', type: 'textarea', length: 32_000, tracked: false, section: 'Campaign' },
  { name: 'BudgetedCost', type: 'currency', section: 'Plan' },
  { name: 'ActualCost', type: 'currency', section: 'Plan' },
  {
    name: 'CostPerName',
    label: 'Cost per name',
    type: 'currency',
    help: 'Of a bought list: what one name costs. Where no actual cost is entered, it is this times the members.',
    section: 'Plan',
  },
  { name: 'ExpectedRevenue', type: 'currency', section: 'Plan' },
  { name: 'ExpectedResponse', label: 'Expected response (%)', type: 'percent', section: 'Plan' },
  { name: 'NumberSent', type: 'int', section: 'Plan' },
]

const results: readonly FieldDeclaration[] = [
  counted('NumberOfLeads', 'Leads', 'int'),
  counted('NumberOfConvertedLeads', 'Converted leads', 'int'),
  counted('NumberOfContacts', 'Contacts', 'int'),
  counted('NumberOfResponses', 'Responses', 'int'),
  counted('NumberOfOpportunities', 'Opportunities', 'int'),
  counted('NumberOfWonOpportunities', 'Won opportunities', 'int'),
  counted('AmountAllOpportunities', 'Value of opportunities', 'currency'),
  counted('AmountWonOpportunities', 'Value won', 'currency'),
  counted('AmountCollected', 'Collected cash', 'currency'),
  ...Object.entries(hierarchyRollUps).map(([name, expression]): FieldDeclaration => ({
    name: `Hierarchy${name}`,
    label: `${inWords(name)} in hierarchy`,
    type: /^(Amount|Actual|Budgeted|Expected)/.test(name) ? 'currency' : 'int',
    expression,
    readOnly: COUNTED,
    onDemand: true,
    tracked: false,
    section: 'Results',
  })),
  ...keptFields,
]

export const Campaign: ObjectDefinition = defineObject({
  name: 'Campaign',
  label: 'Campaign',
  labelPlural: 'Campaigns',
  path: 'campaigns',
  table: 'campaign',
  nameField: 'Name',
  hasOwner: true,
  hasRecycleBin: true,
  fields: [...plan, ...results, ...campaignToolFields],
  derive: (campaign: FieldValues) => ({ search: searchWords(Campaign, campaign) }),
  derivedTypes: { search: 'tsvector' },
  leaving: removePeriods,
  meaning: 'A one-to-many marketing initiative with its own list of member statuses, cost, and expected result.',
})

export const CampaignMemberStatus: ObjectDefinition = defineObject({
  name: 'CampaignMemberStatus',
  label: 'Member status',
  labelPlural: 'Member statuses',
  path: 'campaign-member-statuses',
  table: 'campaign_member_status',
  nameField: 'Label',
  hasOwner: false,
  hasRecycleBin: false,
  reachedThrough: ['CampaignId'],
  fields: [
    {
      name: 'CampaignId',
      label: 'Campaign',
      type: 'reference',
      referenceTo: ['Campaign'],
      relationshipName: 'Campaign',
      required: true,
      createOnly: true,
    },
    { name: 'Label', type: 'string', length: 40, required: true, neverNull: true },
    { name: 'SortOrder', type: 'int', range: [0, 1_000_000], neverNull: true },
    { name: 'IsDefault', label: 'Default', type: 'boolean', defaultValue: false },
    { name: 'HasResponded', label: 'Counts as a response', type: 'boolean', defaultValue: false },
    ...neverSet('IsDeleted'),
  ],
  meaning: 'One of the places a member of a campaign can stand; whether it counts as a response is part of it.',
})

const copied = (
  name: string,
  label: string,
  type: FieldDeclaration['type'],
  lead: string,
  contact: string,
): FieldDeclaration => ({
  name,
  label,
  type,
  readOnly: 'It comes from the lead or contact.',
  section: 'Person',
  expression: (t) => sql`coalesce(
    (select p.${sql.ref(contact)} from contact p where p.id = ${sql.ref(`${t}.contact_id`)}),
    (select p.${sql.ref(lead)} from lead p where p.id = ${sql.ref(`${t}.lead_id`)}))`,
})

export const CampaignMember: ObjectDefinition = defineObject({
  name: 'CampaignMember',
  label: 'Campaign member',
  labelPlural: 'Campaign members',
  path: 'campaign-members',
  table: 'campaign_member',
  nameField: 'Status',
  hasOwner: false,
  hasRecycleBin: false,
  // Once converted, a person is reached as the contact they are.
  reachedThrough: ['CampaignId', 'LeadOrContactId'],
  fields: [
    {
      name: 'CampaignId',
      label: 'Campaign',
      type: 'reference',
      referenceTo: ['Campaign'],
      relationshipName: 'Campaign',
      required: true,
      createOnly: true,
    },
    {
      name: 'LeadId',
      label: 'Lead',
      type: 'reference',
      referenceTo: ['Lead'],
      relationshipName: 'Lead',
      createOnly: true,
    },
    {
      name: 'ContactId',
      label: 'Contact',
      type: 'reference',
      referenceTo: ['Contact'],
      relationshipName: 'Contact',
      createOnly: true,
    },
    { name: 'Status', type: 'string', length: 40, neverNull: true },
    { name: 'HasResponded', label: 'Responded', type: 'boolean', readOnly: 'It follows from the status.' },
    {
      name: 'FirstRespondedDate',
      label: 'First responded',
      type: 'date',
      expression: dateOf('responded_at'),
      readOnly: BY_ASSAY,
    },
    { name: 'RespondedAt', label: 'Responded at', type: 'datetime', readOnly: BY_ASSAY, tracked: false },
    {
      name: 'StatusSince',
      label: 'Status since',
      type: 'datetime',
      readOnly: BY_ASSAY,
      tracked: false,
      help: 'Since when the member stands at this status.',
    },
    {
      name: 'StatusById',
      label: 'Status set by',
      type: 'reference',
      referenceTo: ['User'],
      relationshipName: 'StatusBy',
      readOnly: BY_ASSAY,
      tracked: false,
    },
    { name: 'StatusSource', label: 'Status came from', type: 'string', readOnly: BY_ASSAY, tracked: false },
    { name: 'PersonId', label: 'Person', type: 'reference', referenceTo: ['Person'], readOnly: BY_ASSAY },
    copied('FirstName', 'First name', 'string', 'first_name', 'first_name'),
    copied('LastName', 'Last name', 'string', 'last_name', 'last_name'),
    copied('Title', 'Title', 'string', 'title', 'title'),
    copied('Email', 'E-mail', 'email', 'email', 'email'),
    copied('Phone', 'Phone', 'phone', 'phone', 'phone'),
    {
      name: 'CompanyOrAccount',
      label: 'Company',
      type: 'string',
      readOnly: 'It comes from the lead or contact.',
      expression: (t) => sql`coalesce(
        (select a.name from contact p join account a on a.id = p.account_id where p.id = ${sql.ref(`${t}.contact_id`)}),
        (select p.company from lead p where p.id = ${sql.ref(`${t}.lead_id`)}))`,
    },
    {
      name: 'Type',
      label: 'Kind of person',
      type: 'string',
      readOnly: BY_ASSAY,
      expression: (t) => sql`case when ${sql.ref(`${t}.contact_id`)} is null then 'Lead' else 'Contact' end`,
    },
    {
      name: 'LeadOrContactId',
      label: 'Lead or contact',
      type: 'reference',
      referenceTo: ['Lead', 'Contact'],
      relationshipName: 'LeadOrContact',
      readOnly: BY_ASSAY,
      expression: (t) => sql`coalesce(${sql.ref(`${t}.contact_id`)}, ${sql.ref(`${t}.lead_id`)})`,
    },
    ...memberToolFields,
  ],
  foundAs: (t, words) => sql`${sql.ref(`${t}.person_id`)} in (
    select person_id from lead where search @@ ${words} union all select person_id from contact where search @@ ${words})`,
  leaving: countLeaving,
  meaning:
    'What one person is to one campaign at a moment: one status out of that campaign’s list, with dated history.',
})
