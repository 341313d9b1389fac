/** Kinds of things that happen with a person or a company. */
export const entryKinds = [
  'call',
  'campaign',
  'campaign_status',
  'change',
  'conversion',
  'conversion_undone',
  'created',
  'event',
  'evidence',
  'inquiry',
  'mail',
  'merge',
  'note',
  'owner',
  'stage',
  'status',
  'task',
] as const
export type EntryKind = (typeof entryKinds)[number]

/** One thing that happened, as it is kept. */
export type Happening = {
  readonly kind: EntryKind
  readonly id: number
  readonly at: Date
  readonly title: string
  readonly detail: string | null
  readonly byId: number | null
  /** The record it is best looked at. */
  readonly refId: number | null
  /** Of a change: the field, and its values as history keeps them. */
  readonly change: Change | null
}

export type Change = { readonly field: string; readonly from: string | null; readonly to: string | null }

/** Objects whose pages tell what happened. */
export const timelineObjects = ['Lead', 'Contact', 'Account', 'Opportunity'] as const
export type TimelineObject = (typeof timelineObjects)[number]
