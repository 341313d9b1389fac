import { sql, type RawBuilder } from '../../platform/sql.ts'

/** Kinds of initiatives, each with the member statuses it starts with: [label, responded]. The first is the default. */
export const campaignTypes = {
  'Web Form': [['Sent', false], ['Responded', true]],
  'Gated Content': [['Sent', false], ['Responded', true]],
  'Email': [['Sent', false], ['Opened', false], ['Clicked', true], ['Responded', true]],
  'Trade Show': [['Invited', false], ['Registered', true], ['Attended', true], ['Visited Stand', true], ['No Show', false]],
  'Webinar': [['Invited', false], ['Registered', true], ['Attended', true], ['No Show', false]],
  'Event': [['Not Invited', false], ['Invited', false], ['Attending', true], ['Attended', true], ['No Show', false], ['Declined', true]],
  'Gift or Greeting': [['Proposed', false], ['Approved', false], ['Rejected', false], ['Sent', false]],
  'Business Development': [['Awaiting Meeting Invite', false], ['Invited', false], ['Meeting Held', true], ['Declined', true]],
  'Referral': [['Asked', false], ['Referred', true]],
  'List Purchase': [['Bought', false], ['Responded', true]],
  'Other': [['Sent', false], ['Responded', true]],
} as const satisfies Record<string, readonly (readonly [string, boolean])[]>

/** What a new campaign of a type starts with; every campaign has Sent and Responded at least. */
export const startingStatuses = (type: unknown): readonly (readonly [string, boolean])[] =>
  Object.entries(campaignTypes).find(([name]) => name === type)?.[1] ?? campaignTypes.Other

export const DEEPEST_TREE = 5

/** Counts over a campaign's members; people counted once, a converted lead as the contact it became. */
const members = (condition: RawBuilder<unknown>) => (alias: string): RawBuilder<unknown> =>
  sql`(select count(*) from campaign_member m where m.campaign_id = ${sql.ref(`${alias}.id`)} and ${condition})`

const opportunities = (what: RawBuilder<unknown>, condition: RawBuilder<unknown>) => (alias: string): RawBuilder<unknown> =>
  sql`(select ${what} from opportunity o where o.campaign_id = ${sql.ref(`${alias}.id`)} and o.deleted_at is null and ${condition})`

/** The read-only roll-ups, as the field defines them (opportunities by their primary campaign source). */
export const rollUps = {
  NumberOfLeads: members(sql`m.lead_id is not null`),
  NumberOfConvertedLeads: members(sql`m.lead_id is not null and m.contact_id is not null`),
  NumberOfContacts: members(sql`m.contact_id is not null`),
  NumberOfResponses: members(sql`m.has_responded`),
  NumberOfOpportunities: opportunities(sql`count(*)`, sql`true`),
  NumberOfWonOpportunities: opportunities(sql`count(*)`, sql`o.won_at is not null`),
  AmountAllOpportunities: opportunities(sql`coalesce(sum(o.amount), 0)`, sql`true`),
  AmountWonOpportunities: opportunities(sql`coalesce(sum(o.amount), 0)`, sql`o.won_at is not null`),
}
