import type { Config } from '../../platform/config.ts'
import { registerConsumer } from '../../platform/consumers.ts'
import type { InboxEvent } from '../../platform/events.sql.ts'
import { enqueue, registerRecurring } from '../../platform/jobs.ts'
import { inTransaction } from '../../platform/transactions.ts'
import type { Database, OrgRef, Tx } from '../../platform/tx.ts'
import { eventsToWrapUp, plansByCampaign } from '../../records/sessions/plans.ts'
import { campaignsOfSessions } from '../../records/sessions/sessions.ts'
import { forgetOldTaps } from './checkIns.ts'
import { campaignsWithRoom } from './places.sql.ts'
import { settlePlaces, tellOfSessions } from './registrations.ts'
import type { LetterSetting } from './letters.ts'
import { wrapUpSome } from './wrapUp.ts'

const WRAP_UP = 'wrap-up-events'
const MINUTE_MS = 60_000
const PLANNED = ['event.planned', 'event_session.planned', 'event_session.changed', 'event_session.cancelled']

/**
 * What happens by itself: whoever waits moves up when there is more room, who has a seat is told of a new time, and
 * after the end the absent become no-shows. Events arrive exactly once; the job every minute finds room that came free
 * by any other way (a merge, a deletion).
 */
export function registrationJobs({ publicUrl, mailFrom }: Config): void {
  const setting = { publicUrl, mailFrom }
  registerConsumer({ name: 'event places', types: PLANNED }, (tx, events) => answerPlans(tx, setting, events))
  registerRecurring('give-out-event-places', '* * * * *', async ({ db, org }) => {
    await inTransaction(db, org, async (tx) => settlePlaces(tx, setting, await campaignsWithRoom(tx)))
  })
  registerRecurring(WRAP_UP, '*/5 * * * *', async ({ db, org }) => {
    await wrapUpEvents(db, org)
  })
  registerRecurring('forget-event-taps', '23 4 * * *', async ({ db, org }) => {
    await inTransaction(db, org, forgetOldTaps)
  })
}

/** Wraps up the events that are over, some people a transaction; answers how many were followed up. */
export async function wrapUpEvents(db: Database, org: OrgRef): Promise<number> {
  let followed = 0
  for (const campaignId of await inTransaction(db, org, eventsToWrapUp))
    for (let done = 1; done > 0; followed += done)
      done = await inTransaction(db, org, (tx) => wrapUpSome(tx, campaignId))
  return followed
}

export async function answerPlans(tx: Tx, setting: LetterSetting, events: readonly InboxEvent[]): Promise<void> {
  const told = (type: string): number[] =>
    events
      .filter((event) => event.type === type)
      .flatMap(({ payload }) => (Array.isArray(payload['told']) ? payload['told'].map(Number) : []))
  const planned = events.filter(({ type }) => type === 'event.planned').flatMap(({ recordIds }) => recordIds)
  const sessions = events.filter(({ type }) => type !== 'event.planned').flatMap(({ recordIds }) => recordIds)
  await tellOfSessions(tx, setting, told('event_session.cancelled'), 'called_off')
  await tellOfSessions(tx, setting, told('event_session.changed'), 'moved')
  const campaignIds = [...new Set([...planned, ...(await campaignsOfSessions(tx, sessions))])]
  await settlePlaces(tx, setting, campaignIds)
  await wrapUpLater(tx, campaignIds)
}

/** Leaves a job for the moment at which each event and its grace are over; moving the end moves the job. */
async function wrapUpLater(tx: Tx, campaignIds: readonly number[]): Promise<void> {
  for (const { campaignId, endsAt, graceMinutes } of (await plansByCampaign(tx, campaignIds)).values()) {
    if (endsAt === null) continue
    const runAt = new Date(endsAt.getTime() + graceMinutes * MINUTE_MS + 1000)
    await enqueue(tx, WRAP_UP, {}, { runAt, jobKey: `wrap-up-${campaignId}` })
  }
}
