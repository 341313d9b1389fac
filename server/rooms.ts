import { type Config } from './platform/config.ts'
import { type Tx } from './platform/tx.ts'
import type { App } from './ground/http/edge.ts'
import { useDuplicateCheck } from './ground/objects/duplicate-check.ts'
import { doorOfOwn } from './ground/objects/custom-records.ts'
import { objectRoutes } from './ground/objects/objects.routes.ts'
import { soqlJobs } from './ground/objects/soql/soql.jobs.ts'
import { settingsRoutes } from './ground/orgs/settings.routes.ts'
import { oauthJobs } from './ground/oauth/oauth.jobs.ts'
import { oauthRoutes } from './ground/oauth/oauth.routes.ts'
import { sessionJobs } from './ground/users/sessions.jobs.ts'
import { sessionRoutes } from './ground/users/session.routes.ts'
import { tokenRoutes } from './ground/users/tokens.routes.ts'
import { userRoutes } from './ground/users/users.routes.ts'
import { userDoor } from './ground/users/users.ts'
import { attributionRoutes } from './processes/attribution/attribution.routes.ts'
import { campaignComparisonRoutes } from './processes/campaignComparison/campaignComparison.routes.ts'
import { campaignPlanningRoutes } from './processes/campaignPlanning/campaignPlanning.routes.ts'
import { campaignStoryRoutes } from './processes/campaignStory/campaignStory.routes.ts'
import { conversionRoutes } from './processes/conversion/conversion.routes.ts'
import { duplicateRoutes } from './processes/duplicates/duplicates.routes.ts'
import { matchingJobs } from './processes/duplicates/matching/matching.jobs.ts'
import { mergeRoutes } from './processes/duplicates/merge.routes.ts'
import { duplicateCheckOf } from './processes/duplicates/rules/check.ts'
import { duplicateRuleRoutes } from './processes/duplicates/rules/rules.routes.ts'
import { bulkMergeRoutes } from './processes/duplicates/runs/bulkMerges.routes.ts'
import { runJobs } from './processes/duplicates/runs/runs.jobs.ts'
import { runRoutes } from './processes/duplicates/runs/runs.routes.ts'
import { mailJobs } from './processes/mail/mail.jobs.ts'
import { mailRoutes } from './processes/mail/mail.routes.ts'
import { nominationJobs } from './processes/nominations/nominations.jobs.ts'
import { nominationRoutes } from './processes/nominations/nominations.routes.ts'
import { qualificationRoutes } from './processes/qualification/qualification.routes.ts'
import { journalRoutes } from './processes/timeline/journal.routes.ts'
import { timelineRoutes } from './processes/timeline/timeline.routes.ts'
import { registrationJobs } from './processes/registrations/registrations.jobs.ts'
import { registrationRoutes } from './processes/registrations/registrations.routes.ts'
import { keepSalesOffLeads } from './processes/qualification/vetting.ts'
import { accountRoutes } from './records/accounts/accounts.routes.ts'
import { accountDoor } from './records/accounts/accounts.ts'
import { activityRoutes } from './records/activities/activities.routes.ts'
import { eventDoor, noteDoor, taskDoor } from './records/activities/activities.ts'
import { campaignJobs } from './records/campaigns/campaigns.jobs.ts'
import { campaignRoutes } from './records/campaigns/campaigns.routes.ts'
import { campaignDoor, campaignToolDoor } from './records/campaigns/campaigns.ts'
import { campaignCostDoor } from './records/campaigns/costs.ts'
import { memberStatusToolDoor } from './records/campaigns/member-statuses.ts'
import { campaignMemberDoor, campaignMemberToolDoor } from './records/campaigns/members.ts'
import { attachmentDoor } from './records/files/attachments.ts'
import { contentDocumentDoor, contentDocumentLinkDoor, contentVersionDoor } from './records/files/documents.ts'
import { fileJobs } from './records/files/files.jobs.ts'
import { fileRoutes } from './records/files/files.routes.ts'
import { contactRoutes } from './records/contacts/contacts.routes.ts'
import { contactDoor } from './records/contacts/contacts.ts'
import { inquiryRoutes } from './records/inquiries/inquiries.routes.ts'
import { recordInquiries, withdrawInquiries } from './records/inquiries/inquiries.ts'
import { recordResponses } from './records/inquiries/responses.ts'
import { leadRoutes } from './records/leads/leads.routes.ts'
import { leadDoor } from './records/leads/leads.ts'
import { leadStatusRoutes } from './records/leads/statuses.routes.ts'
import { seedLeadStatuses } from './records/leads/statuses.ts'
import { opportunityRoutes } from './records/opportunities/opportunities.routes.ts'
import { contactRoleDoor, opportunityDoor } from './records/opportunities/opportunities.ts'
import { paymentDoor } from './records/opportunities/payments.ts'
import { seedStages } from './records/opportunities/stages.ts'
import { sessionRoutes as eventSessionRoutes } from './records/sessions/sessions.routes.ts'
import { viewRoutes } from './records/views/views.routes.ts'
import { exportRoutes } from './surfaces/exports/exports.routes.ts'
import { formJobs } from './surfaces/forms/forms.jobs.ts'
import { formRoutes } from './surfaces/forms/forms.routes.ts'
import { idempotencyJobs } from './surfaces/http/idempotency.jobs.ts'
import { importJobs } from './surfaces/imports/imports.jobs.ts'
import { importRoutes, type ImportRooms } from './surfaces/imports/imports.routes.ts'
import { listRoutes } from './surfaces/lists/lists.routes.ts'
import { bulkJobs } from './surfaces/salesforce/bulk/bulk.jobs.ts'
import { streamJobs } from './surfaces/salesforce/events/stream.jobs.ts'
import { salesforceRoutes, type SalesforceRooms } from './surfaces/salesforce/salesforce.routes.ts'
import { approvalRoutes } from './surfaces/approvals/approvals.routes.ts'
import { ticketRoutes } from './surfaces/tickets/tickets.routes.ts'
import { webhookJobs } from './surfaces/webhooks/webhooks.jobs.ts'
import { webhookRoutes } from './surfaces/webhooks/webhooks.routes.ts'
import { workbenchRoutes } from './surfaces/workbench/workbench.routes.ts'

// Every door that saves a person or an account says which we may know already.
for (const objectName of ['Lead', 'Contact', 'Account'] as const)
  useDuplicateCheck(objectName, duplicateCheckOf(objectName))
keepSalesOffLeads()

const everyDoor = [
  leadDoor,
  contactDoor,
  accountDoor,
  opportunityDoor,
  paymentDoor,
  campaignDoor,
  campaignMemberDoor,
  campaignCostDoor,
  taskDoor,
  eventDoor,
  noteDoor,
  userDoor,
]

/** Files come with bytes of their own, which no import brings. */
const fileDoors = [attachmentDoor, contentVersionDoor, contentDocumentDoor, contentDocumentLinkDoor]

/** Where tools made for Salesforce expect the field's behaviour, and our own API does better. */
const toolDoors = [campaignToolDoor, campaignMemberToolDoor, memberStatusToolDoor]

/** What works on any object gets the doors by its name. */
export const importing: ImportRooms = {
  doors: new Map(everyDoor.map((door) => [door.definition.name, door])),
  people: { recordInquiries, recordResponses, withdrawInquiries },
}

/** What tools made for Salesforce reach: the same doors, and the field's behaviour where it differs. */
export const forSalesforce: SalesforceRooms = {
  doors: new Map(
    [...everyDoor, ...toolDoors, contactRoleDoor, ...fileDoors].map((door) => [door.definition.name, door]),
  ),
  doorOfOwn,
}

/** The routes of every room. */
export const rooms: readonly ((app: App) => void)[] = [
  sessionRoutes,
  oauthRoutes,
  tokenRoutes,
  userRoutes,
  settingsRoutes,
  objectRoutes,
  leadRoutes,
  leadStatusRoutes,
  accountRoutes,
  contactRoutes,
  opportunityRoutes,
  campaignRoutes,
  activityRoutes,
  inquiryRoutes,
  eventSessionRoutes,
  fileRoutes,
  viewRoutes,
  duplicateRoutes,
  duplicateRuleRoutes,
  mergeRoutes,
  runRoutes,
  bulkMergeRoutes,
  qualificationRoutes,
  conversionRoutes,
  registrationRoutes,
  nominationRoutes,
  mailRoutes,
  timelineRoutes,
  journalRoutes,
  attributionRoutes,
  campaignPlanningRoutes,
  campaignComparisonRoutes,
  campaignStoryRoutes,
  formRoutes,
  ticketRoutes,
  approvalRoutes,
  importRoutes(importing),
  exportRoutes,
  listRoutes,
  webhookRoutes,
  workbenchRoutes,
  salesforceRoutes(forSalesforce),
]

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
  formJobs,
  importJobs(importing),
  bulkJobs(forSalesforce),
  webhookJobs,
  streamJobs,
]

/** What every org starts with. */
export async function seedOrg(tx: Tx): Promise<void> {
  await seedLeadStatuses(tx)
  await seedStages(tx)
}
