import type { Draft } from '../../ground/objects/drafts.ts'

/** Which records become one: the master stays, the others go; `values` are chosen by API name. */
export interface MergeRequest {
  readonly master: number
  readonly losers: readonly number[]
  readonly values?: Draft
}

/** Every record a merge names, the master first. */
export const idsOf = ({ master, losers }: MergeRequest): number[] => [master, ...losers]
