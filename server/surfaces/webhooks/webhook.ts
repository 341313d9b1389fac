import type { Id } from '../../../shared/ids.ts'

/** What web hooks may be told of. `record.…` speaks of the objects an organization made itself. */
export const hookEvents = [
  'lead.created',
  'lead.changed',
  'lead.called',
  'lead.evidence_recorded',
  'lead.handed_over',
  'lead.converted',
  'lead.conversion_undone',
  'lead.reopened',
  'lead.merged',
  'lead.unmerged',
  'lead.deleted',
  'lead.restored',
  'inquiry.recorded',
  'account.created',
  'account.changed',
  'account.merged',
  'account.unmerged',
  'account.deleted',
  'account.restored',
  'contact.created',
  'contact.changed',
  'contact.merged',
  'contact.unmerged',
  'contact.deleted',
  'contact.restored',
  'opportunity.created',
  'opportunity.changed',
  'opportunity.contact_role_added',
  'opportunity.deleted',
  'opportunity.restored',
  'campaign.created',
  'campaign.changed',
  'campaign.deleted',
  'campaign.restored',
  'campaign_member.added',
  'campaign_member.changed',
  'campaign_member.removed',
  'task.created',
  'task.changed',
  'event.created',
  'event.changed',
  'record.created',
  'record.changed',
  'record.deleted',
  'record.restored',
] as const

/** A program elsewhere that is called when something happens here. */
export type Webhook = {
  readonly id: Id
  readonly name: string
  readonly url: string
  readonly events: readonly string[]
  /** API names of the objects it hears of; empty: all. */
  readonly objects: readonly string[]
  /** As whom it reads. */
  readonly runsAsId: Id
  readonly disabledAt: Date | null
  readonly failingSince: Date | null
  readonly version: number
  readonly createdAt: Date
}

export const deliveryStates = ['waiting', 'delivered', 'dead'] as const
export type DeliveryState = (typeof deliveryStates)[number]

export const MOST_HOOKS = 100

export const MOST_TRIES = 12
const MINUTE_MS = 60_000
/** Between the first try and the second, the second and the third, …: twelve tries in about a day. */
const waitsMinutes = [0.5, 1, 3, 7, 15, 40, 90, 180, 240, 360, 420]

/**
 * How long to wait after the given try failed. Up to a quarter comes off or on top, so that what failed together does not
 * come back together.
 */
export function waitMs(tries: number, random: number): number {
  const minutes = waitsMinutes[Math.min(tries, waitsMinutes.length) - 1] ?? 1
  return Math.round(minutes * MINUTE_MS * (0.75 + random / 2))
}
