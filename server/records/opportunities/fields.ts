import { Refusal } from '../../platform/errors.ts'
import { sql } from '../../platform/sql.ts'
import {
  BY_ASSAY,
  defineObject,
  type FieldDeclaration,
  type FieldValues,
  type ObjectDefinition,
} from '../../ground/objects/definition.ts'
import { isThere } from '../../ground/objects/expressions.ts'
import { keptFields, workFields } from '../../ground/objects/keptFields.ts'
import { leadSources } from '../../ground/objects/picklists.ts'
import { searchWords } from '../../ground/objects/words.ts'
import { lossReasons, noAmountReasons, vettingFailures } from './opportunity.ts'
import { stagePicklist } from './stages.ts'
import { opportunityToolFields } from './toolFields.sql.ts'

const BY_STAGE = 'It follows from the stage.'

const listed = (values: readonly string[]) => values.map((value) => ({ value, label: value }))

const what: readonly FieldDeclaration[] = [
  {
    name: 'Name',
    type: 'string',
    length: 120,
    required: true,
    neverNull: true,
    searched: true,
    section: 'Opportunity',
  },
  {
    name: 'AccountId',
    label: 'Account',
    type: 'reference',
    referenceTo: ['Account'],
    relationshipName: 'Account',
    section: 'Opportunity',
  },
  {
    name: 'OwnerId',
    label: 'Owner',
    type: 'reference',
    referenceTo: ['User'],
    relationshipName: 'Owner',
    neverNull: true,
    help: 'The CEO of the deal: the one person who coordinates everyone and brings it to a close.',
    section: 'Opportunity',
  },
  {
    name: 'StageName',
    label: 'Stage',
    type: 'picklist',
    picklist: stagePicklist,
    length: 255,
    required: true,
    neverNull: true,
    section: 'Opportunity',
  },
  { name: 'Amount', type: 'currency', section: 'Opportunity' },
  {
    name: 'NoAmountReason',
    label: 'Why no amount',
    type: 'picklist',
    picklist: listed(noAmountReasons),
    length: 255,
    section: 'Opportunity',
  },
  { name: 'CloseDate', type: 'date', required: true, neverNull: true, section: 'Opportunity' },
  { name: 'Probability', type: 'percent', range: [0, 100], neverNull: true, section: 'Opportunity' },
  {
    name: 'ExpectedRevenue',
    type: 'currency',
    expression: (t) => sql`${sql.ref(`${t}.amount`)} * ${sql.ref(`${t}.probability`)} / 100`,
    readOnly: 'Amount times probability.',
    section: 'Opportunity',
  },
  {
    name: 'Type',
    type: 'picklist',
    picklist: listed(['New Business', 'Existing Business', 'Renewal']),
    length: 255,
    section: 'Opportunity',
  },
  { name: 'LeadSource', type: 'picklist', picklist: leadSources, length: 255, section: 'Opportunity' },
  {
    name: 'CampaignId',
    label: 'Primary campaign source',
    type: 'reference',
    referenceTo: ['Campaign'],
    relationshipName: 'Campaign',
    section: 'Opportunity',
  },
  { name: 'NextStep', type: 'string', length: 255, section: 'Opportunity' },
  { name: 'TotalOpportunityQuantity', label: 'Quantity', type: 'double', section: 'Opportunity' },
  { name: 'IsPrivate', label: 'Private', type: 'boolean', defaultValue: false, section: 'Opportunity' },
  { name: 'Description', type: 'textarea', length: 32_000, tracked: false, section: 'Opportunity' },
  {
    name: 'ContactId',
    label: 'Primary contact',
    type: 'reference',
    referenceTo: ['Contact'],
    relationshipName: 'Contact',
    expression: primaryContact,
    createOnly: true,
    readOnly: 'Set when the opportunity is made; later, through its contact roles.',
    section: 'Opportunity',
  },
]

const outcome: readonly FieldDeclaration[] = [
  {
    name: 'LossReason',
    type: 'picklist',
    picklist: listed(lossReasons),
    restricted: true,
    length: 255,
    section: 'Outcome',
  },
  {
    name: 'VettingFailure',
    label: 'Which part of the vetting was wrong',
    type: 'picklist',
    picklist: listed(vettingFailures),
    restricted: true,
    length: 255,
    section: 'Outcome',
  },
  {
    name: 'IsClosed',
    label: 'Closed',
    type: 'boolean',
    expression: isThere('closed_at'),
    readOnly: BY_STAGE,
    section: 'Outcome',
  },
  {
    name: 'IsWon',
    label: 'Won',
    type: 'boolean',
    expression: isThere('won_at'),
    readOnly: BY_STAGE,
    section: 'Outcome',
  },
  { name: 'ForecastCategory', type: 'picklist', length: 40, readOnly: BY_STAGE, section: 'Outcome' },
  {
    name: 'ForecastCategoryName',
    label: 'Forecast category name',
    type: 'picklist',
    picklist: listed(['Omitted', 'Pipeline', 'Best Case', 'Most Likely', 'Commit', 'Closed']),
    length: 40,
    section: 'Outcome',
  },
  {
    name: 'Collected',
    label: 'Collected',
    type: 'currency',
    neverNull: true,
    readOnly: 'It is the sum of the payments received.',
    tracked: false,
    help: 'What was paid so far, refunds taken off.',
    section: 'Outcome',
  },
  {
    name: 'OpenAmount',
    label: 'Still to be paid',
    type: 'currency',
    expression: stillToBePaid,
    readOnly: 'What was won, less what was collected.',
    section: 'Outcome',
  },
  { name: 'ClosedAt', label: 'Closed at', type: 'datetime', readOnly: BY_STAGE, section: 'Outcome' },
  { name: 'WonAt', label: 'Won at', type: 'datetime', readOnly: BY_STAGE, section: 'Outcome' },
  {
    name: 'PushCount',
    type: 'int',
    readOnly: 'It counts how often the close date moved past the end of a month.',
    section: 'Outcome',
  },
  {
    name: 'LastStageChangeDate',
    label: 'Stage since',
    type: 'datetime',
    column: 'last_stage_change_at',
    readOnly: BY_ASSAY,
    tracked: false,
    section: 'Outcome',
  },
  {
    name: 'LastStageChangeInDays',
    label: 'Days in stage',
    type: 'int',
    expression: (t) => sql`(current_date - ${sql.ref(`${t}.last_stage_change_at`)}::date)`,
    section: 'Outcome',
  },
]

const kept: readonly FieldDeclaration[] = [...keptFields, ...workFields('about this opportunity')]

function primaryContact(alias: string) {
  return sql`(
    select role.contact_id from opportunity_contact_role role
    where role.opportunity_id = ${sql.ref(`${alias}.id`)} and role.is_primary)`
}

/** A deal that is not won owes nothing yet. */
function stillToBePaid(alias: string) {
  const column = (name: string) => sql.ref(`${alias}.${name}`)
  return sql`(case when ${column('won_at')} is not null then coalesce(${column('amount')}, 0) - ${column('collected')} end)`
}

/** Words by which somebody hangs an opportunity on a lead. */
const LEAD_WORDS = new Set(['leadid', 'whoid', 'lead'])

const teach = (fieldName: string, pointedAt?: string): Refusal | undefined =>
  pointedAt === 'Lead' || LEAD_WORDS.has(fieldName.toLowerCase())
    ? new Refusal(
        'opportunity_on_a_lead',
        'An opportunity belongs to an account, and a lead has none yet. Vet the lead (budget, authority, need, timeline), then convert it: conversion makes the account, the contact and the opportunity.',
        {
          field: fieldName,
          rule: 'A lead never gets a proposal, a quote, sales history or an opportunity.',
          way: { label: 'Convert lead', action: 'convert' },
        },
      )
    : undefined

export const Opportunity: ObjectDefinition = defineObject({
  name: 'Opportunity',
  label: 'Opportunity',
  labelPlural: 'Opportunities',
  path: 'opportunities',
  table: 'opportunity',
  nameField: 'Name',
  hasOwner: true,
  hasRecycleBin: true,
  privateField: 'IsPrivate',
  fields: [...what, ...outcome, ...kept, ...opportunityToolFields],
  derive: (opportunity: FieldValues) => ({ search: searchWords(Opportunity, opportunity) }),
  derivedTypes: { search: 'tsvector' },
  meaning:
    'One specific sale in progress: account, amount, close date, stage; ends Closed Won or Closed Lost, nothing else.',
  teach,
})
