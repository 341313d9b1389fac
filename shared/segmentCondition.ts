import type { FilterOperator } from './filterOperators.ts'

/**
 * The condition of a segment: a filter tree over leads and contacts alike, whose leaves ask for a field as lists do, or for
 * what the person did. Ids are in their 18-character form, periods named as in shared/relativeFilter.ts.
 */
export type SegmentCondition =
  | Readonly<{ and: readonly SegmentCondition[] }>
  | Readonly<{ or: readonly SegmentCondition[] }>
  | Readonly<{ not: SegmentCondition }>
  | SegmentLeaf

export type SegmentLeaf = FieldLeaf | CampaignLeaf | InquiryLeaf | ActivityLeaf | ConvertedLeaf | SegmentOfSegment

/** `City` asks leads and contacts, `Lead.Status`, `Contact.Department` and `Account.Rating` (of a contact's account) one of them. */
export type FieldLeaf = Readonly<{ field: string; op: FilterOperator; value?: unknown }>

/** Is a member: of one campaign, perhaps of all below it, or of any. */
export type CampaignLeaf = Readonly<{
  campaign: Readonly<{
    id?: string
    below?: boolean
    /** One of these. */
    statuses?: readonly string[]
    responded?: boolean
    /** When they responded where that is asked for, else since when they stand at their status. */
    within?: string
  }>
}>

/** Sent us an inquiry. */
export type InquiryLeaf = Readonly<{
  inquiry: Readonly<{ source?: string; campaign?: string; within?: string }>
}>

/** Somebody talked to them. */
export type ActivityLeaf = Readonly<{
  activity: Readonly<{ kind: ActivityKind; result?: string; within?: string }>
}>

/** Came as a lead, and is a contact since. */
export type ConvertedLeaf = Readonly<{ converted: Readonly<{ within?: string }> }>

/** Is in another segment. */
export type SegmentOfSegment = Readonly<{ segment: string }>

export const activityWords = { any: 'Any', call: 'Call', email: 'E-mail', meeting: 'Meeting' } as const
export type ActivityKind = keyof typeof activityWords

/** As many conditions one segment may hold, those of the segments it asks for included, as deep, with as many values. */
export const MOST_CONDITIONS = 100
export const DEEPEST_CONDITION = 8
export const MOST_VALUES = 5000

/** Facts kept under two names: a lead's, and the one of a contact or of the contact's account. All others that are called the same are the same. */
export const pairedFields: Readonly<Record<string, Readonly<{ Lead: string; Contact: string }>>> = {
  Company: { Lead: 'Company', Contact: 'Account.Name' },
  Industry: { Lead: 'Industry', Contact: 'Account.Industry' },
  NumberOfEmployees: { Lead: 'NumberOfEmployees', Contact: 'Account.NumberOfEmployees' },
  AnnualRevenue: { Lead: 'AnnualRevenue', Contact: 'Account.AnnualRevenue' },
  Website: { Lead: 'Website', Contact: 'Account.Website' },
  Street: { Lead: 'Street', Contact: 'MailingStreet' },
  City: { Lead: 'City', Contact: 'MailingCity' },
  State: { Lead: 'State', Contact: 'MailingState' },
  PostalCode: { Lead: 'PostalCode', Contact: 'MailingPostalCode' },
  Country: { Lead: 'Country', Contact: 'MailingCountry' },
}

export const isLeaf = (condition: SegmentCondition): condition is SegmentLeaf =>
  !('and' in condition || 'or' in condition || 'not' in condition)

/** The parts a condition is made of; a leaf has none. */
export const partsOf = (condition: SegmentCondition): readonly SegmentCondition[] =>
  'and' in condition ? condition.and : 'or' in condition ? condition.or : 'not' in condition ? [condition.not] : []

export const leavesOf = (condition: SegmentCondition): readonly SegmentLeaf[] =>
  isLeaf(condition) ? [condition] : partsOf(condition).flatMap(leavesOf)
