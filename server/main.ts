import { readConfig, type Config } from './platform/config.ts'
import { startConsumers } from './platform/consumers.ts'
import { migrateJobs, startJobs } from './platform/jobs.ts'
import { openLog, type Logger } from './platform/log.ts'
import { migrateOrg, migratePlatform } from './platform/migrations.ts'
import { startPostgres } from './platform/postgres/embedded.ts'
import { openDatabase, type ConnectionSettings } from './platform/postgres/pools.ts'
import { reading, type Database, type Tx } from './platform/tx.ts'
import type { App } from './ground/http/edge.ts'
import { useDuplicateCheck } from './ground/objects/duplicate-check.ts'
import { doorOfOwn } from './ground/objects/custom-records.ts'
import { objectRoutes } from './ground/objects/objects.routes.ts'
import { soqlJobs } from './ground/objects/soql/soql.jobs.ts'
import { createOrg } from './ground/orgs/orgs.commands.ts'
import { listOrgs, type Org } from './ground/orgs/orgs.ts'
import { settingsRoutes } from './ground/orgs/settings.routes.ts'
import { oauthJobs } from './ground/oauth/oauth.jobs.ts'
import { oauthRoutes } from './ground/oauth/oauth.routes.ts'
import { sessionJobs } from './ground/users/sessions.jobs.ts'
import { sessionRoutes } from './ground/users/session.routes.ts'
import { createAdministrator, newFirstRun } from './ground/users/signIn.commands.ts'
import { tokenRoutes } from './ground/users/tokens.routes.ts'
import { userRoutes } from './ground/users/users.routes.ts'
import { userDoor } from './ground/users/users.ts'
import { hasUsers } from './ground/users/users.ts'
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
import { fillWithDemonstration } from './surfaces/demo/demo.ts'
import { tableOf } from './surfaces/demo/logins.ts'
import { formJobs } from './surfaces/forms/forms.jobs.ts'
import { formRoutes } from './surfaces/forms/forms.routes.ts'
import { idempotencyJobs } from './surfaces/http/idempotency.jobs.ts'
import { buildServer } from './surfaces/http/server.ts'
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

export type StartOptions = { readonly demo?: boolean; readonly config?: Config }

export type Running = {
  readonly url: string
  readonly app: App
  readonly db: Database
  readonly stop: () => Promise<void>
}

const FORCED_AFTER_MS = 15_000

/** Starts everything in one program: PostgreSQL, migrations, the server and the worker. Ctrl-C or SIGTERM stops it cleanly. */
export async function start({ demo = false, config = readConfig() }: StartOptions = {}): Promise<Running> {
  const log = openLog(config.logLevel)
  const opened = await openPostgres(config)
  const db = openDatabase(opened.connection)
  // What was started last is stopped first: requests, then the worker, then the database under both.
  const stops = [async () => forgetSignals(), () => opened.stop(), () => db.close()]
  const stop = once(async () => {
    for (const stopOne of stops.toReversed()) await stopOne()
  })
  const forgetSignals = stopOnSignals(stop)
  try {
    const orgs = await migrateAll(db, opened.connection)
    const app = await buildServer({ db, config }, rooms, { log })
    for (const register of jobs) register(config)
    if (demo) await fillFirst(db, orgs)
    const worker = startWorker(opened.connection, db, log)
    stops.push(
      () => worker.stop(),
      () => app.close(),
    )
    const firstLink = await prepareFirstRun(db, config, orgs)
    await listen(app, config)
    if (firstLink !== undefined) process.stdout.write(`Make yourself the administrator, once, at ${firstLink}\n`)
    process.stdout.write(`Assay is ready at ${config.publicUrl}\n`)
    return { url: config.publicUrl, app, db, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Fills an empty org with the demonstration, and shows at once how to sign in: its password is known to nobody else. */
async function fillFirst(db: Database, [org]: readonly Org[]): Promise<void> {
  const say = (text: string): void => void process.stdout.write(`${text}\n`)
  const logins = org === undefined ? undefined : await fillWithDemonstration(db, org, say)
  if (logins !== undefined) say(`\n${tableOf(logins)}`)
}

async function listen(app: App, { port, host }: Config): Promise<void> {
  try {
    await app.listen({ port, host })
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || error.code !== 'EADDRINUSE') throw error
    throw new Error(
      `Port ${port} is taken by another program, perhaps another Assay. Stop that one, or start with another: PORT=${port + 1} npm start`,
      { cause: error },
    )
  }
}

type OpenedPostgres = { readonly connection: ConnectionSettings; readonly stop: () => Promise<void> }

async function openPostgres({ databaseUrl, dataFolder }: Config): Promise<OpenedPostgres> {
  if (databaseUrl !== undefined) return { connection: { connectionString: databaseUrl }, stop: async () => undefined }
  const postgres = await startPostgres({ dataFolder })
  return { connection: postgres.connection, stop: () => postgres.stop() }
}

async function migrateAll(db: Database, connection: ConnectionSettings): Promise<readonly Org[]> {
  await migratePlatform(db.streaming)
  await migrateJobs(connection)
  const orgs = await listOrgs(db)
  // One after the other: each changes tables, and the database has more to do than that.
  for (const org of orgs) await migrateOrg(db.streaming, org.schema)
  return orgs.length > 0 ? orgs : [await createOrg(db, { name: 'My company', seed: seedOrg })]
}

function startWorker(
  connection: ConnectionSettings,
  db: Database,
  log: Logger,
): { readonly stop: () => Promise<void> } {
  const order = { connection, db, log, orgs: () => listOrgs(db) }
  const [consumers, jobs] = [startConsumers(order), startJobs(order)]
  return {
    stop: async () => {
      await Promise.all([consumers.stop(), jobs.stop()])
    },
  }
}

/** Makes the first administrator from the environment; without one there, answers the one-time link with which to become it. */
async function prepareFirstRun(db: Database, config: Config, [org]: readonly Org[]): Promise<string | undefined> {
  if (org === undefined || (await reading(db, org, hasUsers))) return undefined
  const { adminEmail: email, adminPassword: password, publicUrl } = config
  if (email === undefined || password === undefined) return `${publicUrl}/welcome?token=${await newFirstRun(db)}`
  await createAdministrator(db, org, { email, password, name: email.split('@')[0] ?? email })
  return undefined
}

function stopOnSignals(stop: () => Promise<void>): () => void {
  let asked = false
  const stopNow = (): void => {
    if (asked) process.exit(1)
    asked = true
    setTimeout(() => process.exit(1), FORCED_AFTER_MS).unref()
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`Assay could not stop cleanly: ${String(error)}\n`)
        process.exit(1)
      },
    )
  }
  process.on('SIGINT', stopNow).on('SIGTERM', stopNow)
  return () => void process.off('SIGINT', stopNow).off('SIGTERM', stopNow)
}

function once(work: () => Promise<void>): () => Promise<void> {
  let begun: Promise<void> | undefined
  return () => (begun ??= work())
}
