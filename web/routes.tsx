import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router'
import { beforehand } from './api/beforehand.ts'
import { ApiError } from './api/errors.ts'
import { sessionQuery } from './api/session.ts'
import { statusesOf } from './campaigns/memberStatus.ts'
import { contactRolesOf, paymentsOf } from './opportunities/dealLists.ts'
import { paths } from './paths.ts'
import { NotFound } from './shell/NotFound.tsx'
import { Shell } from './shell/Shell.tsx'
import { StartPending, Unreachable } from './shell/Start.tsx'
import { ListSkeleton, RecordSkeleton } from './ui/Skeletons.tsx'

type Context = Readonly<{ client: QueryClient }>

const root = createRootRouteWithContext<Context>()({ notFoundComponent: () => <NotFound /> })

/** Pages for a person who is signed in; everybody else is led to the sign-in and back. */
const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  component: Shell,
  pendingComponent: StartPending,
  errorComponent: Unreachable,
  beforeLoad: async ({ context, location }) => {
    try {
      const { isLackingSecondStep } = await context.client.ensureQueryData(sessionQuery)
      if (isLackingSecondStep) throw redirect({ to: paths.secondStep, search: nextOf(location) })
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 401) throw error
      throw redirect({ to: paths.signIn, search: nextOf(location) })
    }
  },
})

/** Where somebody goes on to, once what stands before it is done. */
const nextOf = ({ href }: Readonly<{ href: string }>) => (href === '/' ? {} : { next: href })

type PageModule = Readonly<Record<string, unknown>>

/**
 * A page of the signed-in part: its address, its module (loaded when it is first needed), its component's name, what shows
 * while it comes, and what a record's page asks for before it shows itself.
 */
const page = <T extends PageModule>(
  path: string,
  load: () => Promise<T>,
  component: keyof T & string,
  pending = ListSkeleton,
  ask?: ReturnType<typeof beforehand>,
) =>
  createRoute({
    getParentRoute: () => signedIn,
    path,
    component: lazyRouteComponent(load, component),
    pendingComponent: pending,
    ...(ask === undefined
      ? {}
      : {
          loader: ({ context, params }: { context: Context; params: Readonly<{ id?: string }> }) =>
            ask(context.client, params.id ?? ''),
        }),
  })

const doorway = <T extends PageModule>(path: string, load: () => Promise<T>, component: keyof T & string) =>
  createRoute({ getParentRoute: () => root, path, component: lazyRouteComponent(load, component) })

const list = ListSkeleton
const record = RecordSkeleton
const wholeLead = beforehand('Lead', { whole: ['evidence'], soon: ['duplicates', 'company', 'campaigns'] })
const wholeContact = beforehand('Contact', { soon: ['duplicates', 'campaigns'] })
const wholeCampaign = beforehand('Campaign', {
  soon: ['standings', 'roll-ups', 'tree'],
  soonLists: { CampaignMemberStatus: statusesOf },
})
const wholeDeal = beforehand('Opportunity', {
  soon: ['attribution'],
  soonLists: { OpportunityContactRole: contactRolesOf, Payment: paymentsOf },
})

// The one route map. A room adds its pages here, a line each, and their addresses to paths.ts.
const routeTree = root.addChildren([
  doorway('/sign-in', () => import('./users/SignIn.tsx'), 'SignIn'),
  doorway('/invitation', () => import('./users/Invitation.tsx'), 'Invitation'),
  doorway('/new-password', () => import('./users/Invitation.tsx'), 'NewPassword'),
  doorway('/forgotten-password', () => import('./users/Forgotten.tsx'), 'Forgotten'),
  doorway('/connect', () => import('./oauth/Consent.tsx'), 'Consent'),
  doorway('/setup/connect', () => import('./oauth/Device.tsx'), 'Device'),
  doorway('/second-step', () => import('./secondStep/NeededFirst.tsx'), 'NeededFirst'),
  doorway('/welcome', () => import('./orgs/Welcome.tsx'), 'Welcome'),
  signedIn.addChildren([
    page('/', () => import('./home/Home.tsx'), 'Home', record),
    page('/leads', () => import('./leads/Leads.tsx'), 'Leads', list),
    page('/leads/merge', () => import('./duplicates/Merge.tsx'), 'MergeLeads', record),
    page('/leads/$id', () => import('./leads/Lead.tsx'), 'Lead', record, wholeLead),
    page('/leads/$id/convert', () => import('./conversion/Convert.tsx'), 'Convert', record),
    page('/accounts', () => import('./accounts/Accounts.tsx'), 'Accounts', list),
    page('/accounts/merge', () => import('./duplicates/Merge.tsx'), 'MergeAccounts', record),
    page('/accounts/$id', () => import('./accounts/Account.tsx'), 'Account', record),
    page('/contacts', () => import('./contacts/Contacts.tsx'), 'Contacts', list),
    page('/contacts/merge', () => import('./duplicates/Merge.tsx'), 'MergeContacts', record),
    page('/contacts/$id', () => import('./contacts/Contact.tsx'), 'Contact', record, wholeContact),
    page('/opportunities', () => import('./opportunities/Opportunities.tsx'), 'Opportunities', list),
    page('/opportunities/pipeline', () => import('./opportunities/Pipeline.tsx'), 'Pipeline', list),
    page('/opportunities/$id', () => import('./opportunities/Opportunity.tsx'), 'Opportunity', record, wholeDeal),
    page('/campaigns', () => import('./campaigns/Campaigns.tsx'), 'Campaigns', list),
    page('/campaigns/tree', () => import('./campaigns/CampaignTrees.tsx'), 'CampaignTrees', list),
    page('/campaigns/$id', () => import('./campaigns/Campaign.tsx'), 'Campaign', record, wholeCampaign),
    page('/segments', () => import('./segments/Segments.tsx'), 'Segments', list),
    page('/segments/$id', () => import('./segments/Segment.tsx'), 'SegmentPage', record),
    page('/check-in/$id', () => import('./registrations/CheckIn.tsx'), 'CheckIn', list),
    page('/campaign-plan', () => import('./campaignPlanning/PlanPage.tsx'), 'PlanPage', list),
    page('/campaign-comparison', () => import('./campaignComparison/ComparePage.tsx'), 'ComparePage', list),
    page('/attribution', () => import('./attribution/AttributionPage.tsx'), 'AttributionPage', list),
    page('/marketing-week', () => import('./campaignStory/MarketingWeekPage.tsx'), 'MarketingWeekPage', list),
    page('/tasks', () => import('./tasks/Tasks.tsx'), 'Tasks', list),
    page('/imports', () => import('./imports/Imports.tsx'), 'Imports', list),
    page('/imports/new', () => import('./imports/NewImport.tsx'), 'NewImport', record),
    page('/imports/$id', () => import('./imports/Import.tsx'), 'Import', record),
    page('/setup', () => import('./setup/Setup.tsx'), 'Setup', record),
    page('/setup/account', () => import('./setup/MyAccount.tsx'), 'MyAccount', record),
    page('/setup/tokens', () => import('./setup/Tokens.tsx'), 'Tokens', record),
    page('/setup/users', () => import('./setup/Users.tsx'), 'Users', record),
    page('/setup/sign-ins', () => import('./setup/SignIns.tsx'), 'SignIns', record),
    page('/setup/queues', () => import('./setup/Queues.tsx'), 'Queues', record),
    page('/setup/agreement', () => import('./setup/AgreementPage.tsx'), 'AgreementPage', record),
    page('/setup/lead-statuses', () => import('./setup/LeadStatuses.tsx'), 'LeadStatuses', record),
    page('/setup/duplicate-rules', () => import('./duplicates/DuplicateRules.tsx'), 'DuplicateRules', record),
    page('/setup/conversion', () => import('./setup/ConversionMapping.tsx'), 'ConversionMapping', record),
    page('/setup/opportunity-stages', () => import('./setup/Stages.tsx'), 'Stages', record),
    page('/setup/campaign-types', () => import('./campaigns/CampaignTypes.tsx'), 'CampaignTypes', record),
    page('/setup/web-forms', () => import('./forms/WebForms.tsx'), 'WebForms', record),
    page('/setup/web-forms/$id', () => import('./forms/WebForm.tsx'), 'WebForm', record),
    page('/setup/form-limits', () => import('./setup/FormLimits.tsx'), 'FormLimits', record),
    page('/setup/return-addresses', () => import('./setup/ReturnAddresses.tsx'), 'ReturnAddresses', record),
    page('/setup/intake', () => import('./forms/Intake.tsx'), 'Intake', record),
    page('/setup/connected-apps', () => import('./oauth/ConnectedApps.tsx'), 'ConnectedApps', record),
    page('/setup/connected-apps/$id', () => import('./oauth/ConnectedApp.tsx'), 'ConnectedApp', record),
    page('/setup/web-hooks', () => import('./webhooks/Webhooks.tsx'), 'Webhooks', record),
    page('/setup/web-hooks/$id', () => import('./webhooks/Webhook.tsx'), 'Webhook', record),
    page('/setup/api-use', () => import('./oauth/ApiUse.tsx'), 'ApiUse', record),
    page('/setup/organization', () => import('./setup/Organization.tsx'), 'Organization', record),
    page('/records/$object', () => import('./records/OwnRecords.tsx'), 'OwnRecords', list),
    page('/records/$object/$id', () => import('./records/OwnRecord.tsx'), 'OwnRecord', record),
    page('/setup/objects', () => import('./setup/Objects.tsx'), 'Objects', record),
    page('/setup/objects/$name', () => import('./setup/ObjectSetup.tsx'), 'ObjectSetup', record),
    page('/setup/fields', () => import('./setup/Fields.tsx'), 'Fields', record),
    page('/setup/changes', () => import('./setup/SetupChanges.tsx'), 'SetupChanges', record),
    page('/setup/recycle-bin', () => import('./recycleBin/RecycleBin.tsx'), 'RecycleBin', record),
    page('/setup/mail', () => import('./setup/Mail.tsx'), 'Mail', record),
    page('/journal', () => import('./journal/Journal.tsx'), 'Journal', list),
    page('/duplicates', () => import('./duplicates/Review.tsx'), 'Review', list),
    page('/duplicates/runs', () => import('./duplicates/Runs.tsx'), 'Runs', list),
    page('/duplicates/runs/$id', () => import('./duplicates/Run.tsx'), 'Run', record),
    page('/duplicates/list', () => import('./duplicates/CheckList.tsx'), 'CheckList', record),
    page('/duplicates/reported', () => import('./duplicates/Reported.tsx'), 'Reported', list),
    createRoute({ getParentRoute: () => signedIn, path: '$', component: () => <NotFound /> }),
  ]),
])

export const makeRouter = (client: QueryClient) =>
  createRouter({
    routeTree,
    context: { client },
    defaultPreload: 'intent',
    defaultPendingMs: 80,
    defaultPendingMinMs: 0,
    defaultNotFoundComponent: () => <NotFound />,
    scrollRestoration: false,
  })
