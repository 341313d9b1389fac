import { Refusal } from '../../platform/errors.ts'
import {
  BY_ASSAY,
  defineObject,
  type FieldDeclaration,
  type FieldValue,
  type FieldValues,
  type ObjectDefinition,
} from '../../ground/objects/definition.ts'
import { dateOf, fullName, isMissing, isThere } from '../../ground/objects/expressions.ts'
import { keptFields, workFields } from '../../ground/objects/keptFields.ts'
import { industries, leadSources, ratings, salutations } from '../../ground/objects/picklists.ts'
import { searchWords } from '../../ground/objects/words.ts'
import { keysToStore } from '../../ground/people/leadKeys.ts'
import { companyDomain } from '../../ground/people/matchKeys.ts'
import { isNetNew } from './netNew.sql.ts'
import { notReadyReasons, unqualifiedReasons } from './lead.ts'
import { statusPicklist } from './statuses.ts'
import { leadToolFields } from './toolFields.ts'

const BY_CONVERSION = 'Only converting a lead sets this.'

const listed = (values: readonly string[]) => values.map((value) => ({ value, label: value }))

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
  { name: 'Title', type: 'string', length: 128, section: 'Person' },
  { name: 'Company', type: 'string', length: 255, required: true, neverNull: true, searched: true, section: 'Person' },
  { name: 'Email', label: 'E-mail', type: 'email', length: 80, searched: true, section: 'Person' },
  { name: 'Phone', type: 'phone', length: 40, searched: true, section: 'Person' },
  { name: 'MobilePhone', label: 'Mobile', type: 'phone', length: 40, searched: true, section: 'Person' },
  { name: 'Fax', type: 'phone', length: 40, section: 'Person' },
  { name: 'Website', type: 'url', length: 255, section: 'Person' },
]

const what: readonly FieldDeclaration[] = [
  {
    name: 'Status',
    type: 'picklist',
    inOrder: 'first',
    picklist: statusPicklist,
    length: 255,
    neverNull: true,
    section: 'Lead',
  },
  {
    name: 'OwnerId',
    label: 'Owner',
    type: 'reference',
    referenceTo: ['User', 'Group'],
    relationshipName: 'Owner',
    neverNull: true,
    section: 'Lead',
  },
  { name: 'LeadSource', type: 'picklist', inOrder: 'first', picklist: leadSources, length: 255, section: 'Lead' },
  { name: 'Rating', type: 'picklist', inOrder: 'along', picklist: ratings, length: 255, section: 'Lead' },
  { name: 'Industry', type: 'picklist', inOrder: 'along', picklist: industries, length: 255, section: 'Company' },
  { name: 'AnnualRevenue', type: 'currency', section: 'Company' },
  { name: 'NumberOfEmployees', label: 'Employees', type: 'int', range: [0, 99_999_999], section: 'Company' },
  { name: 'Description', type: 'textarea', length: 32_000, tracked: false, section: 'Lead' },
  {
    name: 'ValueProposition',
    type: 'textarea',
    length: 2000,
    help: 'What we can do for them, in their words.',
    section: 'Lead',
  },
  {
    name: 'IsNetNew',
    onDemand: true,
    label: 'Net new',
    type: 'boolean',
    expression: isNetNew,
    readOnly: 'It says whether we had met anybody of this company before.',
    help: 'The first person of their company we met: no account and no earlier lead has the same company domain.',
    section: 'Lead',
  },
]

const where: readonly FieldDeclaration[] = [
  { name: 'Street', type: 'textarea', length: 255, section: 'Address' },
  { name: 'City', type: 'string', length: 40, section: 'Address' },
  { name: 'State', type: 'string', length: 80, section: 'Address' },
  { name: 'PostalCode', type: 'string', length: 20, section: 'Address' },
  { name: 'Country', type: 'string', length: 80, section: 'Address' },
  { name: 'Latitude', type: 'double', scale: 15, range: [-90, 90], section: 'Address' },
  { name: 'Longitude', type: 'double', scale: 15, range: [-180, 180], section: 'Address' },
  { name: 'GeocodeAccuracy', type: 'picklist', length: 40, section: 'Address' },
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

const outcome: readonly FieldDeclaration[] = [
  { name: 'NotReadyReason', type: 'picklist', picklist: listed(notReadyReasons), length: 255, section: 'Outcome' },
  {
    name: 'UnqualifiedReason',
    type: 'picklist',
    picklist: listed(unqualifiedReasons),
    length: 255,
    section: 'Outcome',
  },
  { name: 'ReopenedReason', type: 'string', length: 255, section: 'Outcome' },
  { name: 'RecheckOn', label: 'Ask again on', type: 'date', section: 'Outcome' },
  { name: 'StaysOnNewsletter', type: 'boolean', defaultValue: false, section: 'Outcome' },
  {
    name: 'ClosedDate',
    label: 'Closed',
    type: 'datetime',
    column: 'closed_at',
    readOnly: BY_ASSAY,
    section: 'Outcome',
  },
  {
    name: 'FirstContactedDate',
    label: 'First contacted',
    type: 'datetime',
    column: 'first_contacted_at',
    readOnly: BY_ASSAY,
    section: 'Outcome',
  },
  {
    name: 'IsConverted',
    label: 'Converted',
    type: 'boolean',
    expression: isThere('converted_at'),
    readOnly: BY_CONVERSION,
    section: 'Outcome',
  },
  {
    name: 'ConvertedDate',
    label: 'Converted on',
    type: 'date',
    expression: dateOf('converted_at'),
    readOnly: BY_CONVERSION,
    section: 'Outcome',
  },
  {
    name: 'ConvertedAccountId',
    label: 'Converted account',
    type: 'reference',
    referenceTo: ['Account'],
    relationshipName: 'ConvertedAccount',
    readOnly: BY_CONVERSION,
    section: 'Outcome',
  },
  {
    name: 'ConvertedContactId',
    label: 'Converted contact',
    type: 'reference',
    referenceTo: ['Contact'],
    relationshipName: 'ConvertedContact',
    readOnly: BY_CONVERSION,
    section: 'Outcome',
  },
  {
    name: 'ConvertedOpportunityId',
    label: 'Converted opportunity',
    type: 'reference',
    referenceTo: ['Opportunity'],
    relationshipName: 'ConvertedOpportunity',
    readOnly: BY_CONVERSION,
    section: 'Outcome',
  },
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
  {
    name: 'ConvertedAt',
    label: 'Converted at',
    type: 'datetime',
    readOnly: BY_CONVERSION,
    section: 'System',
    tracked: false,
  },
  {
    name: 'IsUnreadByOwner',
    label: 'Unread by owner',
    type: 'boolean',
    expression: isMissing('read_by_owner_at'),
    readOnly: BY_ASSAY,
    section: 'System',
  },
  ...keptFields,
  ...workFields('with this person'),
  {
    name: 'MasterRecordId',
    label: 'Merged into',
    type: 'reference',
    referenceTo: ['Lead'],
    relationshipName: 'MasterRecord',
    readOnly: 'Only merging sets this.',
    section: 'System',
  },
]

/** Words that belong to an opportunity, and what to say to who looks for them on a lead. */
const SALES_WORDS: ReadonlyMap<string, string> = new Map([
  ['amount', 'amount'],
  ['stagename', 'stage'],
  ['stage', 'stage'],
  ['closedate', 'close date'],
  ['probability', 'probability'],
  ['expectedrevenue', 'expected revenue'],
  ['forecastcategory', 'forecast category'],
  ['forecastcategoryname', 'forecast category'],
  ['nextstep', 'next step'],
  ['proposal', 'proposal'],
  ['proposalid', 'proposal'],
  ['quote', 'quote'],
  ['quoteid', 'quote'],
  ['opportunity', 'deal'],
  ['opportunityid', 'deal'],
  ['opportunityname', 'name of the deal'],
  ['pricebook2id', 'price book'],
])

function teach(fieldName: string): Refusal | undefined {
  const word = SALES_WORDS.get(fieldName.toLowerCase())
  if (word === undefined) return undefined
  return new Refusal(
    'opportunity_on_a_lead',
    `${fieldName} belongs to an opportunity. A lead is an unqualified prospect: it gets vetted, not a proposal. Record what you learned (budget, authority, need, timeline), then convert the lead; the opportunity carries the ${word}.`,
    {
      field: fieldName,
      rule: 'A lead never gets a proposal, a quote, sales history or an opportunity.',
      way: { label: 'Convert lead', action: 'convert' },
    },
  )
}

const derive = (lead: FieldValues, known: Readonly<Record<string, unknown>>) => {
  const search = searchWords(Lead, lead)
  if ((known.match_keys ?? null) === null) {
    const { keys, domain } = keysToStore(lead)
    return { match_keys: keys, web_domain: domain || null, search }
  }
  const domain = companyDomain({ email: textIn(lead.Email), website: textIn(lead.Website) })
  return { match_keys: known.match_keys, web_domain: domain || null, search }
}

const textIn = (value: FieldValue | undefined): string | null => (typeof value === 'string' ? value : null)

export const Lead: ObjectDefinition = defineObject({
  name: 'Lead',
  label: 'Lead',
  labelPlural: 'Leads',
  path: 'leads',
  table: 'lead',
  nameField: 'Name',
  hasOwner: true,
  hasRecycleBin: true,
  fields: [...who, ...what, ...where, ...consent, ...outcome, ...kept, ...leadToolFields],
  derive,
  derivedTypes: { match_keys: 'integer[]', web_domain: 'text', search: 'tsvector' },
  meaning: 'An unqualified prospect: a person who showed interest, of a company we may not know.',
  teach,
})
