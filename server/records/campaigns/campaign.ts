/** Kinds of initiatives, each with the member statuses it starts with: [label, responded]. The first is the default. */
export const campaignTypes = {
  'Web Form': [
    ['Sent', false],
    ['Responded', true],
  ],
  'Gated Content': [
    ['Sent', false],
    ['Responded', true],
  ],
  Email: [
    ['Sent', false],
    ['Opened', false],
    ['Clicked', true],
    ['Responded', true],
  ],
  'Trade Show': [
    ['Invited', false],
    ['Registered', true],
    ['Attended', true],
    ['Visited Stand', true],
    ['No Show', false],
  ],
  Webinar: [
    ['Invited', false],
    ['Registered', true],
    ['Attended', true],
    ['No Show', false],
  ],
  Event: [
    ['Not Invited', false],
    ['Invited', false],
    ['Attending', true],
    ['Attended', true],
    ['No Show', false],
    ['Declined', true],
  ],
  'Gift or Greeting': [
    ['Proposed', false],
    ['Approved', false],
    ['Rejected', false],
    ['Sent', false],
  ],
  'Business Development': [
    ['Awaiting Meeting Invite', false],
    ['Invited', false],
    ['Meeting Held', true],
    ['Declined', true],
  ],
  Referral: [
    ['Asked', false],
    ['Referred', true],
  ],
  'List Purchase': [
    ['Bought', false],
    ['Responded', true],
  ],
  Other: [
    ['Sent', false],
    ['Responded', true],
  ],
} as const satisfies Record<string, readonly (readonly [string, boolean])[]>

/** What a new campaign of a type starts with; every campaign has Sent and Responded at least. */
export const startingStatuses = (type: unknown): readonly (readonly [string, boolean])[] =>
  Object.entries(campaignTypes).find(([name]) => name === type)?.[1] ?? campaignTypes.Other

export const DEEPEST_TREE = 5
