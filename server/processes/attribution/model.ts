/** The models by which a deal's amount is shared among the touches that led to it, in the order people compare them. */
export const modelNames = ['primary', 'first', 'last', 'even', 'uShaped', 'wShaped', 'timeDecay', 'fullPath'] as const
export type ModelName = (typeof modelNames)[number]

export type Model = {
  readonly name: ModelName
  readonly label: string
  /** How the amount is shared, as a sentence for people. */
  readonly formula: string
  /** Where the formula comes from. */
  readonly source: string
}

/**
 * Each model's formula, and its source. A milestone's touch is the last one on or before the milestone's day; a touch
 * that stands for several milestones has the weights of all of them. Where a milestone has no touch, or no touch is
 * left for the rest, what is there is scaled up to the whole, so that a deal's shares always add up to its amount.
 */
export const models: readonly Model[] = [
  {
    name: 'primary',
    label: 'Primary source',
    formula:
      'Everything goes to the primary campaign named on the opportunity; where none is named, to its lead source.',
    source: 'Salesforce, campaign influence model “Primary Campaign Source”.',
  },
  {
    name: 'first',
    label: 'First touch',
    formula: 'Everything goes to the first touch.',
    source: 'Single-touch model of Salesforce, HubSpot and Marketo alike.',
  },
  {
    name: 'last',
    label: 'Last touch',
    formula: 'Everything goes to the last touch before the close, or the last so far while the deal is open.',
    source: 'Single-touch model of Salesforce, HubSpot and Marketo alike.',
  },
  {
    name: 'even',
    label: 'Even',
    formula: 'Every touch gets the same.',
    source: 'Salesforce “Even Distribution”, HubSpot and Google “Linear”.',
  },
  {
    name: 'uShaped',
    label: 'U-shaped',
    formula: '40 % to the first touch, 40 % to the last, 20 % shared by those between. Two touches get half each.',
    source: 'Google Analytics “Position based” (40/20/40).',
  },
  {
    name: 'wShaped',
    label: 'W-shaped',
    formula:
      '30 % each to the first touch, to the one that led to the lead, and to the one that led to the opportunity; 10 % shared by the others.',
    source: 'HubSpot and Marketo Measure “W-shaped” (30/30/30/10).',
  },
  {
    name: 'timeDecay',
    label: 'Time decay',
    formula: 'A touch that lies one half-life further back gets half as much. The half-life in days is a setting.',
    source: 'Google Analytics “Time decay”: weight 2^(−days / half-life).',
  },
  {
    name: 'fullPath',
    label: 'Full path',
    formula:
      '22.5 % each to the first touch, the one that led to the lead, the one that led to the opportunity, and the one that led to the close; 10 % shared by the others.',
    source: 'HubSpot and Marketo Measure “Full path” (4 × 22.5 + 10).',
  },
]

/** What stands in a touch's place: who in the company brought it about. */
/** Whose work a touch was. */
export const touchOrigins = ['marketing', 'sales'] as const
export const origins = [...touchOrigins, 'none'] as const
export type Origin = (typeof origins)[number]

/** What an org decides about attribution. */
export type AttributionSettings = {
  /** Touches count from so many days before the opportunity was created; 0: however old they are. */
  readonly windowDays: number
  /** Days after which a touch weighs half as much under time decay. */
  readonly halfLifeDays: number
  /** Whether a person must have responded, or being a member is enough. */
  readonly counts: 'responses' | 'memberships'
  /** Lead sources that salespeople bring about. */
  readonly salesSources: readonly string[]
  /** Campaign types that salespeople bring about. */
  readonly salesCampaignTypes: readonly string[]
}

/**
 * Two years: up to 40 % of first purchases come 18 months after a person was met. A half-life of a month: Google's
 * seven days were made for shops, and deals here take months.
 */
export const usualSettings: AttributionSettings = {
  windowDays: 730,
  halfLifeDays: 30,
  counts: 'responses',
  salesSources: [
    'Partner',
    'Employee Referral',
    'External Referral',
    'Existing Customer',
    'Targeted Cold Contact',
    'Networking',
    'Social',
  ],
  salesCampaignTypes: ['Referral', 'Business Development'],
}

/** What of a deal is shared: what was agreed, or what was paid of it so far. */
export const measureNames = ['amount', 'collected'] as const
export type Measure = (typeof measureNames)[number]

/** By what shares are put together. */
export const dimensionNames = ['campaign', 'type', 'source', 'origin'] as const
export type Dimension = (typeof dimensionNames)[number]
