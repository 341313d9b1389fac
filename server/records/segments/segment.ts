import type { SegmentCondition } from '../../../shared/segmentCondition.ts'

/**
 * A segment: leads and contacts that fit a condition, under a name. Only the condition is kept; who fits it is asked each
 * time, so it is right at any moment.
 */
export type Segment = {
  readonly id: number
  readonly name: string
  readonly description: string | null
  readonly condition: SegmentCondition
  readonly ownerId: number
  readonly version: number
  readonly createdAt: Date
  readonly lastModifiedAt: Date
  readonly lastModifiedById: number | null
}

/** What somebody says of a segment; what is left out stays as it is. */
export type SegmentDraft = {
  readonly name?: string
  readonly description?: string | null
  readonly condition?: SegmentCondition
}

/** A person is in a segment as the lead or the contact they are. */
export type Role = 'Lead' | 'Contact'

export const LONGEST_NAME = 80
export const LONGEST_DESCRIPTION = 500
