import type { App } from './ground/http/edge.ts'
import { objectRoutes } from './ground/objects/objects.routes.ts'
import { settingsRoutes } from './ground/orgs/settings.routes.ts'
import { setupChangeRoutes } from './ground/orgs/setupChanges.routes.ts'
import { oauthRoutes } from './ground/oauth/oauth.routes.ts'
import { secondStepRoutes } from './ground/secondStep/secondStep.routes.ts'
import { sessionRoutes } from './ground/users/session.routes.ts'
import { tokenRoutes } from './ground/users/tokens.routes.ts'
import { userRoutes } from './ground/users/users.routes.ts'
import { attributionRoutes } from './processes/attribution/attribution.routes.ts'
import { campaignComparisonRoutes } from './processes/campaignComparison/campaignComparison.routes.ts'
import { campaignPlanningRoutes } from './processes/campaignPlanning/campaignPlanning.routes.ts'
import { campaignStoryRoutes } from './processes/campaignStory/campaignStory.routes.ts'
import { conversionRoutes } from './processes/conversion/conversion.routes.ts'
import { duplicateRoutes } from './processes/duplicates/duplicates.routes.ts'
import { mergeRoutes } from './processes/duplicates/merge.routes.ts'
import { duplicateRuleRoutes } from './processes/duplicates/rules/rules.routes.ts'
import { bulkMergeRoutes } from './processes/duplicates/runs/bulkMerges.routes.ts'
import { runRoutes } from './processes/duplicates/runs/runs.routes.ts'
import { mailRoutes } from './processes/mail/mail.routes.ts'
import { nominationRoutes } from './processes/nominations/nominations.routes.ts'
import { qualificationRoutes } from './processes/qualification/qualification.routes.ts'
import { journalRoutes } from './processes/timeline/journal.routes.ts'
import { timelineRoutes } from './processes/timeline/timeline.routes.ts'
import { registrationRoutes } from './processes/registrations/registrations.routes.ts'
import { accountRoutes } from './records/accounts/accounts.routes.ts'
import { activityRoutes } from './records/activities/activities.routes.ts'
import { campaignRoutes } from './records/campaigns/campaigns.routes.ts'
import { fileRoutes } from './records/files/files.routes.ts'
import { contactRoutes } from './records/contacts/contacts.routes.ts'
import { inquiryRoutes } from './records/inquiries/inquiries.routes.ts'
import { leadRoutes } from './records/leads/leads.routes.ts'
import { leadStatusRoutes } from './records/leads/statuses.routes.ts'
import { opportunityRoutes } from './records/opportunities/opportunities.routes.ts'
import { segmentRoutes } from './records/segments/segments.routes.ts'
import { sessionRoutes as eventSessionRoutes } from './records/sessions/sessions.routes.ts'
import { viewRoutes } from './records/views/views.routes.ts'
import { exportRoutes } from './surfaces/exports/exports.routes.ts'
import { formRoutes } from './surfaces/forms/forms.routes.ts'
import { importRoutes } from './surfaces/imports/imports.routes.ts'
import { listRoutes } from './surfaces/lists/lists.routes.ts'
import { recycleBinRoutes } from './surfaces/recycleBin/recycleBin.routes.ts'
import { salesforceRoutes } from './surfaces/salesforce/salesforce.routes.ts'
import { approvalRoutes } from './surfaces/approvals/approvals.routes.ts'
import { ticketRoutes } from './surfaces/tickets/tickets.routes.ts'
import { webhookRoutes } from './surfaces/webhooks/webhooks.routes.ts'
import { workbenchRoutes } from './surfaces/workbench/workbench.routes.ts'
import { forSalesforce, importing, recycling } from './doors.ts'

/** The routes of every room. */
export const rooms: readonly ((app: App) => void)[] = [
  sessionRoutes,
  secondStepRoutes,
  oauthRoutes,
  tokenRoutes,
  userRoutes,
  settingsRoutes,
  setupChangeRoutes,
  objectRoutes,
  leadRoutes,
  leadStatusRoutes,
  accountRoutes,
  contactRoutes,
  opportunityRoutes,
  campaignRoutes,
  segmentRoutes,
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
  recycleBinRoutes(recycling),
  webhookRoutes,
  workbenchRoutes,
  salesforceRoutes(forSalesforce),
]
