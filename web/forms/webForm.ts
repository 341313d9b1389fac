/** A field a form shows, by the name web-to-lead forms know it under. */
export type FormField = Readonly<{
  name: string
  label: string
  required: boolean
  /** The criterion of the agreement an answer is evidence for. */
  criterion?: string | null
}>

type Referred = Readonly<{ Id: string; Name: string | null }> | null

/** A form visitors fill, with its figures. */
export type WebFormRow = Readonly<{
  Id: string
  Name: string
  Fields: readonly FormField[]
  CampaignId: string | null
  Campaign: Referred
  MemberStatus: string | null
  LeadSource: string | null
  OwnerId: string | null
  Owner: Referred
  ReturnUrl: string | null
  Thanks: string | null
  Honeypot: boolean
  TimeTrap: boolean
  AutoResponse: boolean
  AutoResponseSubject: string | null
  AutoResponseBody: string | null
  ContentUrl: string | null
  ContentLabel: string | null
  Completions: number
  ContentRequests: number
  Waiting: number
  HostedUrl: string
  CreatedDate: string
  version: number
}>

export type FormDraft = Omit<
  WebFormRow,
  'Id' | 'Campaign' | 'Owner' | 'Completions' | 'ContentRequests' | 'Waiting' | 'HostedUrl' | 'CreatedDate' | 'version'
>

export const newForm: FormDraft = {
  Name: '',
  Fields: [
    { name: 'first_name', label: 'First name', required: false },
    { name: 'last_name', label: 'Last name', required: true },
    { name: 'email', label: 'E-mail', required: true },
    { name: 'company', label: 'Company', required: false },
  ],
  CampaignId: null,
  MemberStatus: null,
  LeadSource: 'Web',
  OwnerId: null,
  ReturnUrl: null,
  Thanks: null,
  Honeypot: true,
  TimeTrap: true,
  AutoResponse: false,
  AutoResponseSubject: null,
  AutoResponseBody: null,
  ContentUrl: null,
  ContentLabel: null,
}

/** What a form says of itself to the API, without what only the server knows. */
export const draftOf = (form: WebFormRow): FormDraft =>
  Object.fromEntries(Object.keys(newForm).map((name) => [name, form[name as keyof FormDraft]])) as FormDraft

/** The standard fields of web-to-lead forms with the words visitors read. Each fills the lead field of that name. */
export const formFields: readonly FormField[] = [
  ['salutation', 'Salutation'],
  ['first_name', 'First name'],
  ['last_name', 'Last name'],
  ['email', 'E-mail'],
  ['company', 'Company'],
  ['title', 'Job title'],
  ['phone', 'Phone'],
  ['mobile', 'Mobile'],
  ['website', 'Website'],
  ['street', 'Street'],
  ['city', 'City'],
  ['state', 'State or province'],
  ['zip', 'Postal code'],
  ['country', 'Country'],
  ['industry', 'Industry'],
  ['employees', 'Employees'],
  ['revenue', 'Annual revenue'],
  ['description', 'What can we do for you?'],
  ['emailOptOut', 'Do not send me e-mail'],
  ['doNotCall', 'Do not call me'],
].map(([name = '', label = '']) => ({ name, label, required: false }))
