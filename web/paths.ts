import { objectOfPrefix } from '../shared/ids.ts'

const ownRoom = (objectName: string | undefined): string | undefined =>
  objectName?.endsWith('__c') === true ? `/records/${objectName}` : undefined

const roomOfObject: Readonly<Record<string, string>> = {
  Lead: '/leads',
  Account: '/accounts',
  Contact: '/contacts',
  Opportunity: '/opportunities',
  Campaign: '/campaigns',
  Import: '/imports',
}

/** List views every org has from the first day, by their ids, which are the same everywhere. */
export const standardViews = { myOpenLeads: '00B000000000001EAA', untouchedLeads: '00B000000000003EAA' } as const

/** Every address of the web. Pages ask here and write none by hand. */
export const paths = {
  home: '/',
  signIn: '/sign-in',
  secondStep: '/second-step',
  welcome: '/welcome',
  invitation: '/invitation',
  forgottenPassword: '/forgotten-password',
  leads: '/leads',
  lead: (id: string) => `/leads/${id}`,
  /** Where records of an object are compared and merged; their ids go into the search as `ids`. */
  merge: (objectName: 'Lead' | 'Contact' | 'Account') => `${roomOfObject[objectName] ?? ''}/merge`,
  duplicates: '/duplicates',
  duplicateRuns: '/duplicates/runs',
  duplicateRun: (id: string) => `/duplicates/runs/${id}`,
  checkList: '/duplicates/list',
  reportedDuplicates: '/duplicates/reported',
  /** Merges and conversions, with their undo; a record's id goes into the search as `record`. */
  journal: '/journal',
  conversion: (leadId: string) => `/leads/${leadId}/convert`,
  accounts: '/accounts',
  account: (id: string) => `/accounts/${id}`,
  contacts: '/contacts',
  contact: (id: string) => `/contacts/${id}`,
  opportunities: '/opportunities',
  pipeline: '/opportunities/pipeline',
  opportunity: (id: string) => `/opportunities/${id}`,
  campaigns: '/campaigns',
  campaignTrees: '/campaigns/tree',
  campaign: (id: string) => `/campaigns/${id}`,
  /** The page at the door of a campaign that is an event. */
  checkIn: (campaignId: string) => `/check-in/${campaignId}`,
  campaignPlan: '/campaign-plan',
  /** Campaigns side by side; their ids go into the search as `ids`, with commas. */
  campaignComparison: '/campaign-comparison',
  segments: '/segments',
  newSegment: '/segments/new',
  segment: (id: string) => `/segments/${id}`,
  attribution: '/attribution',
  marketingWeek: '/marketing-week',
  imports: '/imports',
  newImport: '/imports/new',
  import: (id: string) => `/imports/${id}`,
  setup: '/setup',
  setupSection: (section: string) => `/setup/${section}`,
  webForms: '/setup/web-forms',
  newWebForm: '/setup/web-forms/new',
  webForm: (id: string) => `/setup/web-forms/${id}`,
  connectedApps: '/setup/connected-apps',
  newConnectedApp: '/setup/connected-apps/new',
  connectedApp: (id: string) => `/setup/connected-apps/${id}`,
  webhooks: '/setup/web-hooks',
  newWebhook: '/setup/web-hooks/new',
  webhook: (id: string) => `/setup/web-hooks/${id}`,
  objects: '/setup/objects',
  ownObject: (name: string) => `/setup/objects/${name}`,
  tasks: '/tasks',
  /** The list of an object's records, or undefined when it has no page of its own. */
  list: (objectName: string): string | undefined => roomOfObject[objectName] ?? ownRoom(objectName),
  /** The page of a record, by its object or by what its id says; undefined when it has none. */
  record: (id: string, objectName = objectOfPrefix(id.slice(0, 3))): string | undefined => {
    const room = objectName === undefined ? undefined : (roomOfObject[objectName] ?? ownRoom(objectName))
    return room && `${room}/${id}`
  },
} as const
