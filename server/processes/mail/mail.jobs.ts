import type { Config } from '../../platform/config.ts'
import { registerConsumer } from '../../platform/consumers.ts'
import { enqueue, registerRecurring } from '../../platform/jobs.ts'
import type { InboxEvent } from '../../platform/events.sql.ts'
import { mailHandovers, type Handover } from './handovers.ts'
import { MAIL_QUEUED } from './mail.ts'
import { openPostOffice, sendDueMail } from './sending.jobs.ts'

const SEND = 'send-mail'

/** Sends mail as soon as it is queued, and every minute what is to be tried again. Without a mail server it waits. */
export function mailJobs(config: Config): void {
  const office = openPostOffice(config)
  registerRecurring(SEND, '* * * * *', async ({ db, org }) => {
    if (office !== undefined) await sendDueMail(db, org, office, config.publicUrl)
  })
  registerConsumer({ name: 'handover mail', types: ['lead.handed_over'] }, async (tx, events) => {
    await mailHandovers(tx, config.publicUrl, events.flatMap(handoversIn))
  })
  registerConsumer({ name: 'mail', types: [MAIL_QUEUED] }, (tx) => enqueue(tx, SEND, {}, { jobKey: SEND }))
}

/** Leads and their new owners stand in the same order. */
const handoversIn = ({ recordIds, payload: { ownerIds } }: InboxEvent): Handover[] =>
  Array.isArray(ownerIds) ? recordIds.map((leadId, at) => ({ leadId, ownerId: Number(ownerIds[at]) })) : []
