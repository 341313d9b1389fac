/** A field a form shows: its name as c.4 and the custom fields have it, the words beside it, and whether it must be filled. */
export type FormField = {
  readonly name: string
  readonly label: string
  readonly required: boolean
  /** The criterion of the agreement an answer is evidence for: `Budget`. */
  readonly criterion?: string | null
}

/** A form visitors fill, and what is done with their answers. */
export type WebForm = {
  readonly id: number
  readonly name: string
  readonly fields: readonly FormField[]
  readonly campaignId: number | null
  readonly memberStatus: string | null
  readonly leadSource: string | null
  readonly ownerId: number | null
  readonly returnUrl: string | null
  /** What the page after the form says, where no return address is given. */
  readonly thanks: string | null
  readonly hasHoneypot: boolean
  readonly hasTimeTrap: boolean
  readonly autoResponse: boolean
  readonly autoResponseSubject: string | null
  readonly autoResponseBody: string | null
  /** Content promised for filling the form: its address travels only in the auto-response. */
  readonly contentUrl: string | null
  readonly contentLabel: string | null
  readonly version: number
  readonly createdAt: Date
  readonly deletedAt: Date | null
}

/** What somebody may set. */
export type FormDraft = Omit<WebForm, 'id' | 'version' | 'createdAt' | 'deletedAt'>

export const newForm: FormDraft = {
  name: '',
  fields: [
    { name: 'first_name', label: 'First name', required: false },
    { name: 'last_name', label: 'Last name', required: true },
    { name: 'email', label: 'E-mail', required: true },
    { name: 'company', label: 'Company', required: false },
  ],
  campaignId: null,
  memberStatus: null,
  leadSource: null,
  ownerId: null,
  returnUrl: null,
  thanks: null,
  hasHoneypot: true,
  hasTimeTrap: true,
  autoResponse: false,
  autoResponseSubject: null,
  autoResponseBody: null,
  contentUrl: null,
  contentLabel: null,
}

/** People answer a form in seconds at least; programs at once. */
export const FASTEST_PERSON_MS = 2500
