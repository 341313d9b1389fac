import type { StoredRecord } from '../../ground/objects/definition.ts'

/** Where a lead stands. Statuses are an org's own words; each belongs to one of these states, and the rules hang on the state. */
export const leadStates = ['open', 'working', 'nurturing', 'converted', 'unqualified'] as const
export type LeadState = (typeof leadStates)[number]

/** Which state a person may move a lead to. Converted is reached by converting only, and left by undoing that. */
export const mayMoveTo = {
  open: ['open', 'working', 'nurturing', 'unqualified'],
  working: ['open', 'working', 'nurturing', 'unqualified'],
  nurturing: ['working', 'nurturing', 'unqualified'],
  unqualified: ['open', 'working', 'nurturing', 'unqualified'],
  converted: [],
} as const satisfies Record<LeadState, readonly LeadState[]>

export type LeadStatus = {
  readonly id: number
  /** What is stored in `Lead.Status`, and shown unless the label differs. */
  readonly name: string
  readonly label: string
  readonly state: LeadState
  readonly isDefault: boolean
  readonly sortOrder: number
}

/** Why a lead was closed as unqualified. */
export const unqualifiedReasons = [
  'Not our market',
  'Student or research',
  'No interest',
  "Competitor's person",
  'Duplicate',
  'Bad data',
  'No budget',
  'No authority',
  'No need',
  'No timeline',
] as const

/** Reasons that speak of the record: whoever closes a lead for one of them has not spoken with the person. */
const reasonsOfTheRecord: readonly string[] = ['Duplicate', 'Bad data'] satisfies readonly UnqualifiedReason[]
type UnqualifiedReason = (typeof unqualifiedReasons)[number]

/** Whether a lead that is closed for this reason after a call was spoken with in it. */
export const isSpokenReason = (reason: string): boolean => !reasonsOfTheRecord.includes(reason)

/** Why a lead is not ready yet: it is nurtured rather than closed. */
export const notReadyReasons = [
  'Not ready',
  'No stakeholder support',
  'No budget',
  'Unsure of the solution',
  'Vendors not decided',
] as const

export const isConverted = (lead: StoredRecord): boolean =>
  lead.ConvertedAccountId !== null && lead.ConvertedAccountId !== undefined
