import { encodeId } from '../../../shared/ids.ts'
import { theProgram } from '../../ground/users/actor.ts'
import type { Tx } from '../../platform/tx.ts'
import { createTasks } from '../../records/activities/activities.ts'
import type { EventPlan } from '../../records/sessions/plan.ts'
import { eventStatuses, lockPlans, wrapUpEvent } from '../../records/sessions/plans.ts'
import { standMembers } from './memberships.ts'
import { absent, markAbsentFollowed, markPresentFollowed, present, type ToFollowUp } from './wrapUp.sql.ts'

const AT_ONCE = 500

/**
 * After an event: who had a place and did not come becomes a no-show, with a follow-up task for their owner; who was
 * there gets one as well where the event says so. Up to five hundred people a call, each marked in the same
 * transaction, so that a program that dies goes on where it was and nobody gets two tasks. Answers how many; with
 * none left the event is done.
 */
export async function wrapUpSome(tx: Tx, campaignId: number): Promise<number> {
  const plan = (await lockPlans(tx, [campaignId])).get(campaignId)
  if (plan === undefined || plan.wrappedUpAt !== null) return 0
  const statuses = (await eventStatuses(tx, [plan])).get(campaignId)
  // Without another status to move to, who merely stands at the registered one would be found again for ever.
  const registered =
    statuses?.noShow === undefined || statuses.noShow === statuses.registered ? undefined : statuses.registered
  const missing = await absent(tx, campaignId, { registered, attended: statuses?.attended }, AT_ONCE)
  await standMembers(
    tx,
    theProgram,
    missing.map(({ personId }) => ({
      campaignId,
      who: { personId },
      status: statuses?.noShow,
      unless: [statuses?.attended],
    })),
  )
  await markAbsentFollowed(
    tx,
    campaignId,
    missing.map(({ personId }) => personId),
  )
  await leaveTasks(tx, plan, missing, 'absent')
  const here = plan.followsUpAttended ? await present(tx, campaignId, AT_ONCE) : []
  await markPresentFollowed(
    tx,
    campaignId,
    here.map(({ personId }) => personId),
  )
  await leaveTasks(tx, plan, here, 'present')
  const done = missing.length + here.length
  if (done === 0) await wrapUpEvent(tx, campaignId)
  return done
}

const subjects = {
  absent: (event: string, name: string) => `${name} did not come to ${event}: ask why`,
  present: (event: string, name: string) => `${name} was at ${event}: follow up`,
} as const

const DAYS_LATER = 2

async function leaveTasks(
  tx: Tx,
  plan: EventPlan,
  people: readonly ToFollowUp[],
  what: keyof typeof subjects,
): Promise<void> {
  if (people.length === 0) return
  const due = new Date(tx.now.getTime() + DAYS_LATER * 86_400_000).toISOString().slice(0, 10)
  await createTasks(
    tx,
    theProgram,
    people.map(({ recordId, ownerId, name }) => ({
      Subject: subjects[what](plan.campaignName, name).slice(0, 255),
      WhoId: encodeId(recordId),
      WhatId: encodeId(plan.campaignId),
      OwnerId: encodeId(ownerId),
      ActivityDate: due,
      Priority: 'Normal',
    })),
  )
}
