/** What became of a proposal. */
export const nominationStates = ['proposed', 'approved', 'rejected', 'withdrawn'] as const
export type NominationState = (typeof nominationStates)[number]

/** What has to be known of somebody so that what the campaign sends reaches them. */
export const nominationNeeds = ['email', 'postal_address', 'nothing'] as const
export type NominationNeed = (typeof nominationNeeds)[number]

/** What lets people be proposed for a campaign. */
export type NominationPlan = {
  readonly campaignId: number
  readonly campaignName: string
  readonly campaignOwnerId: number
  /** How many one person may propose, counting who is proposed or approved; null: as many as they like. */
  readonly quota: number | null
  /** The last day on which somebody may be proposed, `YYYY-MM-DD`. */
  readonly closesOn: string | null
  readonly needs: NominationNeed
  /** Last year's campaign: named, or the one of the same type before this one. */
  readonly previousCampaignId: number | null
  readonly proposed: string | null
  readonly approved: string | null
  readonly rejected: string | null
  readonly sent: string | null
  /** Empty: the owner of the campaign decides. */
  readonly approverIds: readonly number[]
  readonly version: number
}

export type NominationPlanDraft = {
  readonly quota?: number | null
  readonly closesOn?: string | null
  readonly needs?: NominationNeed
  readonly previousCampaignId?: number | null
  readonly approverIds?: readonly number[]
}

export type Nomination = {
  readonly id: number
  readonly campaignId: number
  readonly personId: number
  readonly state: NominationState
  readonly statusBefore: string | null
  readonly proposedById: number
  readonly decidedById: number | null
  readonly decidedAt: Date | null
}

/** What an approver should know before they say yes. */
export type NominationFlag = 'already_member' | 'opted_out' | 'no_email' | 'no_postal_address' | 'not_reachable'

/** What is known of somebody that decides whether a gift or a letter reaches them. */
export type Reach = {
  readonly email: string | null
  readonly street: string | null
  readonly city: string | null
  readonly hasOptedOut: boolean
  readonly isGone: boolean
  readonly statusBefore: string | null
}

export function flagsOf(needs: NominationNeed, reach: Reach): NominationFlag[] {
  const flags: (NominationFlag | false)[] = [
    reach.isGone && 'not_reachable',
    reach.statusBefore !== null && 'already_member',
    reach.hasOptedOut && 'opted_out',
    needs === 'email' && !reach.email && 'no_email',
    needs === 'postal_address' && !(reach.street && reach.city) && 'no_postal_address',
  ]
  return flags.filter((flag) => flag !== false)
}

/** Those who decide: who is named, or else the campaign's owner. */
export const approversOf = ({ approverIds, campaignOwnerId }: NominationPlan): readonly number[] =>
  approverIds.length > 0 ? approverIds : [campaignOwnerId]

export const isClosed = ({ closesOn }: NominationPlan, now: Date): boolean =>
  closesOn !== null && closesOn < now.toISOString().slice(0, 10)
