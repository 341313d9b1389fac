/** The part of an API address that names an object's records: Lead → 'leads'. */
const collections: Readonly<Record<string, string>> = {
  Lead: 'leads',
  Account: 'accounts',
  Contact: 'contacts',
  Opportunity: 'opportunities',
  Campaign: 'campaigns',
  CampaignMember: 'campaign-members',
  CampaignMemberStatus: 'campaign-member-statuses',
  CampaignCost: 'campaign-costs',
  LeadStatus: 'lead-statuses',
  OpportunityStage: 'opportunity-stages',
  OpportunityContactRole: 'opportunity-contact-roles',
  Task: 'tasks',
  Event: 'events',
  User: 'users',
  Group: 'groups',
  Note: 'notes',
}

/** '/leads' for Lead. An organization's own objects stand together; others fall back to the plural of their name. */
export const collectionOf = (objectName: string): string =>
  objectName.endsWith('__c')
    ? `/records/${objectName}`
    : `/${collections[objectName] ?? `${objectName.toLowerCase()}s`}`

/** The address of one record in the API: '/leads/00Q…'. */
export const resourceOf = (objectName: string, id: string): string =>
  `${collectionOf(objectName)}/${encodeURIComponent(id)}`
