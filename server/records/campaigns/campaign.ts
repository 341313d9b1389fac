/** One place of a list of member statuses, as a campaign's type gives it to new campaigns. */
export type StartingStatus = {
  readonly label: string
  /** Whether standing there counts as a response. */
  readonly hasResponded: boolean
  /** Whether new members start there; exactly one of a list does. */
  readonly isDefault: boolean
}

/** A kind of initiative, with the member statuses a new campaign of it starts with. */
export type CampaignType = {
  readonly id: number
  readonly name: string
  /** A bought list: each name has its price. */
  readonly costsPerName: boolean
  readonly statuses: readonly StartingStatus[]
}

/** What a campaign of no known type starts with, as in the field's tools. */
export const USUAL_STATUSES: readonly StartingStatus[] = [
  { label: 'Sent', hasResponded: false, isDefault: true },
  { label: 'Responded', hasResponded: true, isDefault: false },
]

/** The statuses a new campaign of this type starts with. */
export const startingStatuses = (types: readonly CampaignType[], type: unknown): readonly StartingStatus[] =>
  types.find(({ name }) => typeof type === 'string' && name.toLowerCase() === type.toLowerCase())?.statuses ??
  USUAL_STATUSES

export const DEEPEST_TREE = 5
