import type { Config } from './platform/config.ts'
import { soqlJobs } from './ground/objects/soql/soql.jobs.ts'
import { oauthJobs } from './ground/oauth/oauth.jobs.ts'
import { sessionJobs } from './ground/users/sessions.jobs.ts'
import { matchingJobs } from './processes/duplicates/matching/matching.jobs.ts'
import { runJobs } from './processes/duplicates/runs/runs.jobs.ts'
import { mailJobs } from './processes/mail/mail.jobs.ts'
import { nominationJobs } from './processes/nominations/nominations.jobs.ts'
import { reminderJobs } from './processes/reminders/reminders.jobs.ts'
import { registrationJobs } from './processes/registrations/registrations.jobs.ts'
import { campaignJobs } from './records/campaigns/campaigns.jobs.ts'
import { fileJobs } from './records/files/files.jobs.ts'
import { formJobs } from './surfaces/forms/forms.jobs.ts'
import { idempotencyJobs } from './surfaces/http/idempotency.jobs.ts'
import { importJobs } from './surfaces/imports/imports.jobs.ts'
import { bulkJobs } from './surfaces/salesforce/bulk/bulk.jobs.ts'
import { streamJobs } from './surfaces/salesforce/events/stream.jobs.ts'
import { webhookJobs } from './surfaces/webhooks/webhooks.jobs.ts'
import { forSalesforce, importing } from './doors.ts'

/** The jobs and consumers of events of every room. */
export const jobs: readonly ((config: Config) => void)[] = [
  sessionJobs,
  oauthJobs,
  idempotencyJobs,
  soqlJobs,
  fileJobs,
  matchingJobs,
  runJobs,
  mailJobs,
  registrationJobs,
  campaignJobs,
  nominationJobs,
  reminderJobs,
  formJobs,
  importJobs(importing),
  bulkJobs(forSalesforce),
  webhookJobs,
  streamJobs,
]
