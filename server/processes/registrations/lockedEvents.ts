import { encodeId } from '../../../shared/ids.ts'
import { Refusal } from '../../platform/errors.ts'
import type { Tx } from '../../platform/tx.ts'
import { isOverPlan, type EventPlan } from '../../records/sessions/plan.ts'
import { lockPlans } from '../../records/sessions/plans.ts'
import { isOver, type Session } from '../../records/sessions/session.ts'
import { listSessions } from '../../records/sessions/sessions.ts'
import { chooseSessions } from './places.sql.ts'
import type { Booking } from './registration.ts'

/** Events whose rows are locked, so that places are given out one transaction after the other. */
export type Events = {
  readonly plans: ReadonlyMap<number, EventPlan>
  readonly sessions: ReadonlyMap<number, readonly Session[]>
}

export async function lockEvents(tx: Tx, campaignIds: readonly number[]): Promise<Events> {
  const plans = await lockPlans(tx, [...new Set(campaignIds)])
  const sessions = Map.groupBy(await listSessions(tx, [...plans.keys()]), ({ campaignId }) => campaignId)
  return { plans, sessions }
}

/** Why nobody registers for it: it is no event, or it is over. */
export function refusalOf(plan: EventPlan | undefined, now: Date): Refusal | undefined {
  if (plan === undefined)
    return new Refusal(
      'not_an_event',
      'This campaign is no event, so nobody registers for it. Set it up as an event first.',
    )
  if (!isOverPlan(plan, now)) return undefined
  return new Refusal('event_over', `${plan.campaignName} is over, so nobody registers for it any more.`, {
    rule: 'People register before the event ends.',
    way: { label: 'Open the campaign', href: `/campaigns/${encodeId(plan.campaignId)}` },
  })
}

type Choice = { readonly registrationId: number; readonly campaignId: number; readonly sessionIds: readonly number[] }

/** An event with one session to come is that session; what is over, called off or another event's is not chosen. */
export async function choose(tx: Tx, sessions: Events['sessions'], choices: readonly Choice[]): Promise<void> {
  const wanted = choices.flatMap(({ registrationId, campaignId, sessionIds }): Omit<Booking, 'state'>[] => {
    const open = (sessions.get(campaignId) ?? []).filter((one) => one.cancelledAt === null && !isOver(one, tx.now))
    const chosen = open.length === 1 ? open : open.filter(({ id }) => sessionIds.includes(id))
    return chosen.map(({ id }) => ({ registrationId, sessionId: id }))
  })
  const once = new Map(wanted.map((one) => [`${one.registrationId}:${one.sessionId}`, one]))
  await chooseSessions(tx, [...once.values()])
}
