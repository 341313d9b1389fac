import { definitionOf } from '../../ground/objects/catalogue.ts'
import { getRecord } from '../../ground/objects/objects.ts'
import { refuseUnlessMay, type Actor } from '../../ground/users/actor.ts'
import { chosenTimeZone } from '../../ground/users/users.ts'
import { notFound, Refusal } from '../../platform/errors.ts'
import { announce } from '../../platform/events.ts'
import type { Tx } from '../../platform/tx.ts'
import { encodeId } from '../../../shared/ids.ts'
import { isTimeZone } from '../../../shared/relativeFilter.ts'
import { statusesOfEvent, type EventPlan, type EventStatuses, type PlanDraft } from './plan.ts'
import {
  insertPlan,
  lockPlanRows,
  markWrappedUp,
  plansOf,
  plansOfForms,
  plansToWrapUp,
  setOpen,
  statusRows,
  updatePlan,
} from './plans.sql.ts'

/** The plan of a campaign the actor may see; undefined while it is no event. */
export async function findPlan(tx: Tx, actor: Actor, campaignId: number): Promise<EventPlan | undefined> {
  await getRecord(tx, actor, await definitionOf(tx, 'Campaign'), campaignId, ['Id'])
  const [plan] = await plansOf(tx, [campaignId])
  return plan
}

export async function getPlan(tx: Tx, actor: Actor, campaignId: number): Promise<EventPlan> {
  const plan = await findPlan(tx, actor, campaignId)
  if (plan !== undefined) return plan
  throw new Refusal(
    'not_an_event',
    'This campaign is no event yet: it has no sessions and no places. Set it up as an event first.',
    {
      kind: 'not_found',
      rule: 'People register for campaigns that are set up as an event.',
      way: { label: 'Set up as an event', href: `/campaigns/${encodeId(campaignId)}?tab=sessions` },
    },
  )
}

/** Plans by campaign, for whoever was shown the campaigns already (a visitor's page, a job). */
export async function plansByCampaign(tx: Tx, campaignIds: readonly number[]): Promise<Map<number, EventPlan>> {
  return new Map((await plansOf(tx, campaignIds)).map((plan) => [plan.campaignId, plan]))
}

/** The same, and until the transaction ends nobody else gives out places of these events. */
export async function lockPlans(tx: Tx, campaignIds: readonly number[]): Promise<Map<number, EventPlan>> {
  await lockPlanRows(tx, campaignIds)
  return plansByCampaign(tx, campaignIds)
}

/** Which registration pages these web forms are. */
export async function plansByForm(tx: Tx, formIds: readonly number[]): Promise<Map<number, EventPlan>> {
  if (formIds.length === 0) return new Map()
  return new Map((await plansOfForms(tx, formIds)).map((plan) => [plan.webFormId ?? 0, plan]))
}

/** The member statuses each event works with, by campaign. */
export async function eventStatuses(tx: Tx, plans: Iterable<EventPlan>): Promise<Map<number, EventStatuses>> {
  const wanted = [...plans]
  const lists = Map.groupBy(
    await statusRows(
      tx,
      wanted.map(({ campaignId }) => campaignId),
    ),
    ({ campaignId }) => campaignId,
  )
  return new Map(wanted.map((plan) => [plan.campaignId, statusesOfEvent(plan, lists.get(plan.campaignId) ?? [])]))
}

/** The labels of a campaign's own list, in their order. */
export const statusLabels = async (tx: Tx, campaignId: number): Promise<string[]> =>
  (await statusRows(tx, [campaignId])).map(({ label }) => label)

/** Sets a campaign up as an event, or changes what holds for all of its sessions. Announces `event.planned`. */
export async function planEvent(tx: Tx, actor: Actor, campaignId: number, draft: PlanDraft): Promise<EventPlan> {
  refuseUnlessMay(actor, 'edit', 'Campaign')
  await getRecord(tx, actor, await definitionOf(tx, 'Campaign'), campaignId, ['Id'])
  await insertPlan(tx, actor, campaignId, (await chosenTimeZone(tx, actor.userId)) ?? 'UTC')
  const before = (await lockPlans(tx, [campaignId])).get(campaignId)
  if (before === undefined) throw notFound('campaign', encodeId(campaignId))
  const plan: EventPlan = { ...before, ...draft }
  refuseUnfit(plan, await statusRows(tx, [campaignId]))
  await updatePlan(tx, actor, plan)
  announce(tx, { type: 'event.planned', recordIds: [campaignId], actorId: actor.userId })
  return (await plansByCampaign(tx, [campaignId])).get(campaignId) ?? plan
}

/** Lets strangers register through this web form, or closes the page again. */
export async function openRegistration(
  tx: Tx,
  actor: Actor,
  campaignId: number,
  { open, webFormId }: { readonly open: boolean; readonly webFormId: number | null },
): Promise<EventPlan> {
  refuseUnlessMay(actor, 'edit', 'Campaign')
  const plan = await getPlan(tx, actor, campaignId)
  await setOpen(tx, actor, campaignId, { openedAt: open ? (plan.openedAt ?? tx.now) : null, webFormId })
  announce(tx, { type: 'event.planned', recordIds: [campaignId], actorId: actor.userId })
  return getPlan(tx, actor, campaignId)
}

/** Events that are over and whose people nobody followed up yet. */
export const eventsToWrapUp = (tx: Tx): Promise<number[]> => plansToWrapUp(tx)

export const wrapUpEvent = (tx: Tx, campaignId: number): Promise<unknown> => markWrappedUp(tx, campaignId)

const statusFields = {
  registeredStatusId: 'RegisteredStatus',
  waitingStatusId: 'WaitingStatus',
  attendedStatusId: 'AttendedStatus',
  noShowStatusId: 'NoShowStatus',
  cancelledStatusId: 'CancelledStatus',
} as const

function refuseUnfit(plan: EventPlan, list: readonly { readonly id: number }[]): void {
  if (!isTimeZone(plan.timeZone)) {
    throw new Refusal(
      'invalid_time_zone',
      `'${plan.timeZone.slice(0, 40)}' is no time zone. Name one such as Europe/Berlin.`,
      {
        field: 'TimeZone',
        value: plan.timeZone,
      },
    )
  }
  for (const [name, field] of Object.entries(statusFields)) {
    const id = plan[name as keyof typeof statusFields]
    if (id === null || list.some((one) => one.id === id)) continue
    throw new Refusal('invalid_member_status', 'This status is not in the list of this campaign. Choose one that is.', {
      field,
      value: encodeId(id),
      rule: 'A member has one status out of the campaign’s own list.',
    })
  }
}
