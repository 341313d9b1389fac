/** How a campaign's success outcome is measured; `said` is what only a person can say. */
export const goalMeasures = ['members', 'won', 'amount', 'said'] as const
export type GoalMeasure = (typeof goalMeasures)[number]

/** What a campaign is to come to, and how it stands. */
export type Goal = {
  readonly campaignId: number
  /** The outcome in a sentence: 'Ten plants agree to a first meeting.' */
  readonly sentence: string
  readonly measure: GoalMeasure
  /** Of `members`: the member status that counts, now or at any time before. */
  readonly memberStatus: string | null
  /** Members, won deals or an amount in the organization's currency; none where somebody says it. */
  readonly target: number | null
  /** YYYY-MM-DD; the end of the campaign unless said. */
  readonly dueOn: string | null
  readonly saidVerdict: 'met' | 'not_met' | null
  readonly saidReason: string | null
  readonly saidAt: Date | null
  readonly saidById: number | null
  readonly version: number
}

/** What is known about a goal today. */
export type GoalStanding = Goal & {
  readonly measured: number | null
  readonly endDate: string | null
  readonly isOver: boolean
}

export type Verdict = 'met' | 'not_met' | 'open'

/** Met as soon as the target is reached; not met once its day has passed or the campaign is over; open until then. */
export function verdictOf({ measure, measured, target, saidVerdict, isOver }: GoalStanding): Verdict {
  if (measure === 'said') return saidVerdict ?? 'open'
  if ((measured ?? 0) >= (target ?? 0)) return 'met'
  return isOver ? 'not_met' : 'open'
}
