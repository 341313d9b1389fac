/**
 * The field's own names of a web-to-lead form, in small letters, and the lead's field each fills. Names of
 * custom fields are their 15- or 18-character ids (00N…) or API names.
 */
export const leadFieldOf: ReadonlyMap<string, string> = new Map(
  Object.entries({
    salutation: 'Salutation',
    first_name: 'FirstName',
    last_name: 'LastName',
    title: 'Title',
    company: 'Company',
    email: 'Email',
    phone: 'Phone',
    mobile: 'MobilePhone',
    fax: 'Fax',
    website: 'Website',
    url: 'Website',
    street: 'Street',
    city: 'City',
    state: 'State',
    state_code: 'State',
    zip: 'PostalCode',
    country: 'Country',
    country_code: 'Country',
    industry: 'Industry',
    rating: 'Rating',
    revenue: 'AnnualRevenue',
    employees: 'NumberOfEmployees',
    lead_source: 'LeadSource',
    description: 'Description',
    emailoptout: 'HasOptedOutOfEmail',
    faxoptout: 'HasOptedOutOfFax',
    donotcall: 'DoNotCall',
  }),
)

/** API names an anonymous form may fill; whoever posts decides neither on owner nor on status. */
export const openFields: ReadonlySet<string> = new Set(leadFieldOf.values())

/** What steers the post and is no field of the lead. */
export const controlNames = {
  oid: 'oid',
  returnUrl: 'returl',
  debug: 'debug',
  campaign: 'campaign_id',
  memberStatus: 'member_status',
  form: 'assay_form',
  trap: 'confirm_website',
  stamp: 'assay_stamp',
  /** Sessions of an event, one value each. */
  sessions: 'assay_session',
} as const

/** Known to the field's tools, taken without complaint, and of no use here. */
export const namesOfNoUse: ReadonlySet<string> = new Set([
  'debugemail',
  'external',
  'captcha_settings',
  'g-recaptcha-response',
  'recordtype',
  'currency',
  'encoding',
  '_charset_',
  'submit',
])
