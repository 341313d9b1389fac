import type { Config } from '../../platform/config.ts'
import { registerConsumer } from '../../platform/consumers.ts'
import { enqueue, registerRecurring } from '../../platform/jobs.ts'
import { MAIL_QUEUED } from './mail.ts'
import { openPostOffice, sendDueMail } from './sending.jobs.ts'

const SEND = 'send-mail'

/** Sends mail as soon as it is queued, and every minute what is to be tried again. Without a mail server it waits. */
export function mailJobs(config: Config): void {
  const office = openPostOffice(config)
  registerRecurring(SEND, '* * * * *', async ({ db, org }) => {
    if (office !== undefined) await sendDueMail(db, org, office, config.publicUrl)
  })
  registerConsumer({ name: 'mail', types: [MAIL_QUEUED] }, (tx) => enqueue(tx, SEND, {}, { jobKey: SEND }))
}
