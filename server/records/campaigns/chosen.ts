import type { Filter } from '../../ground/objects/filter.ts'
import type { Ready } from '../segments/segments.ts'

/** Which people, or which members of a campaign: by a filter, by words, by their ids, or all. */
export type Chosen = {
  /** Of people to add: whether they are leads or contacts. */
  readonly object?: 'Lead' | 'Contact'
  readonly filter?: Filter
  readonly q?: string
  /** Of members: those of all campaigns below as well. */
  readonly below?: boolean
  /** Of members to move: only those whose campaign has the status in its list; the others stay where they are. */
  readonly whereListed?: boolean
  /** Only those who are in this campaign. */
  readonly memberOf?: number
  /** At most 2,000. */
  readonly ids?: readonly number[]
  /** Of people to add: those in a segment, as it was when they were ordered … */
  readonly segment?: Ready
  /** … and none of those in another. */
  readonly exceptSegment?: Ready
}

export type Wanted = {
  readonly campaignId: number
  readonly what: 'add' | 'move' | 'remove'
  readonly of: Chosen
  readonly status: string | null
}

/** How many of a choice go into, or are in, a campaign. */
export type Counted = { readonly campaignId: number; readonly howMany: number }

/** Where a part of the rows ended: the sort key of its last. */
export type Place = readonly (string | number)[]
