import { decodeCursor, encodeCursor } from '../../ground/objects/cursor.ts'
import type { Actor } from '../../ground/users/actor.ts'
import type { Tx } from '../../platform/tx.ts'
import type { NominationPlan, NominationState } from './nomination.ts'
import {
  countStanding,
  countStates,
  lastYearPage,
  nominationPage,
  waitingFor,
  type FromLastYear,
  type ListedNomination,
} from './nominations.sql.ts'
import { eyesOf, getPlan } from './plans.ts'

export type { ListedNomination }

export type NominationView = 'mine' | 'waiting' | 'decided' | 'all'

const statesOf: Record<NominationView, readonly NominationState[]> = {
  mine: ['proposed', 'approved', 'rejected'],
  waiting: ['proposed'],
  decided: ['approved', 'rejected'],
  all: ['proposed', 'approved', 'rejected', 'withdrawn'],
}

export type Asked = { readonly after?: string; readonly limit: number }

/** Nominations of a campaign, in the order in which they were made, a page at a time. */
export async function listNominations(
  tx: Tx,
  actor: Actor,
  campaignId: number,
  { view, after, limit }: Asked & { readonly view: NominationView },
): Promise<{
  readonly plan: NominationPlan
  readonly records: readonly ListedNomination[]
  readonly next: string | null
}> {
  const plan = await getPlan(tx, actor, campaignId)
  const [at, id] = after === undefined ? [] : decodeCursor(after, 2)
  const rows = await nominationPage(tx, eyesOf(plan, actor), {
    campaignId,
    states: statesOf[view],
    proposedById: view === 'mine' ? (actor.userId ?? 0) : undefined,
    after: { at: at instanceof Date ? at : new Date(0), id: typeof id === 'number' ? id : 0 },
    limit: limit + 1,
  })
  const records = rows.slice(0, limit)
  const last = rows.length > limit ? records.at(-1) : undefined
  return { plan, records, next: last === undefined ? null : encodeCursor([last.proposedAt, last.id]) }
}

/** Who was in last year's campaign; only who is not in this one, and only one's own people, where asked. */
export async function listLastYear(
  tx: Tx,
  actor: Actor,
  campaignId: number,
  { onlyMissing, onlyMine, after, limit }: Asked & { readonly onlyMissing: boolean; readonly onlyMine: boolean },
): Promise<{ readonly plan: NominationPlan; readonly records: readonly FromLastYear[]; readonly next: string | null }> {
  const plan = await getPlan(tx, actor, campaignId)
  if (plan.previousCampaignId === null) return { plan, records: [], next: null }
  const [id] = after === undefined ? [] : decodeCursor(after, 1)
  const rows = await lastYearPage(tx, actor, {
    campaignId,
    previousCampaignId: plan.previousCampaignId,
    onlyMissing,
    ownerId: onlyMine ? (actor.userId ?? 0) : undefined,
    after: typeof id === 'number' ? id : 0,
    limit: limit + 1,
  })
  const records = rows.slice(0, limit)
  const last = rows.length > limit ? records.at(-1) : undefined
  return { plan, records, next: last === undefined ? null : encodeCursor([last.memberId]) }
}

/** What the tab says before any list: how many stand where, and what is left of the actor's quota. */
export async function sumNominations(tx: Tx, actor: Actor, { campaignId, quota }: NominationPlan) {
  const [states, used] = await Promise.all([
    countStates(tx, campaignId),
    countStanding(tx, campaignId, actor.userId ?? 0),
  ])
  const count = (state: NominationState): number => states.find((one) => one.state === state)?.count ?? 0
  return {
    proposed: count('proposed'),
    approved: count('approved'),
    rejected: count('rejected'),
    mine: used,
    left: quota === null ? null : Math.max(quota - used, 0),
  }
}

/** Campaigns in which somebody waits for this actor. */
export const waitingForApproval = (tx: Tx, actor: Actor) =>
  actor.userId === null ? Promise.resolve([]) : waitingFor(tx, actor.userId)
