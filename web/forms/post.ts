import type { State } from '../ui/states.ts'

export const postStates = ['waiting', 'lead', 'inquiry', 'spam', 'discarded', 'received'] as const
export type PostState = (typeof postStates)[number]

/** One post of a form, as a line of the intake. */
export type Post = Readonly<{
  Id: string
  ReceivedDate: string
  Address: string
  State: PostState
  Reason: string | null
  Notes: readonly string[]
  Record: Readonly<{ Id: string; type: string | null }> | null
  WebForm: Readonly<{ Id: string; Name: string | null }> | null
  Email: string | null
  FirstName: string | null
  LastName: string | null
  Company: string | null
}>

/** The same with everything that was sent. */
export type WholePost = Post &
  Readonly<{
    UserAgent: string | null
    Fields: readonly { name: string; value: string }[]
    Mended: Readonly<Record<string, string | null>>
    Raw: string
  }>

export const postLooks: Readonly<Record<PostState, { state: State; label: string }>> = {
  waiting: { state: 'overdue', label: 'Waiting' },
  lead: { state: 'converted', label: 'New lead' },
  inquiry: { state: 'working', label: 'Inquiry' },
  spam: { state: 'unqualified', label: 'Spam' },
  discarded: { state: 'open', label: 'Discarded' },
  received: { state: 'planned', label: 'Just came' },
}

export const isPostState = (word: unknown): word is PostState => postStates.some((state) => state === word)

/** Whether people can still do something about a post. */
export const canBeWorked = ({ State }: Post): boolean =>
  State === 'waiting' || State === 'spam' || State === 'discarded'

/** What a form sends besides its questions: it steers the post or serves other tools, and mending it changes nothing. */
const besides: ReadonlySet<string> = new Set([
  'oid',
  'returl',
  'debug',
  'debugemail',
  'encoding',
  '_charset_',
  'submit',
  'external',
  'recordtype',
  'captcha_settings',
  'g-recaptcha-response',
  'confirm_website',
  'assay_form',
  'assay_stamp',
])
export const isQuestion = (name: string): boolean => !besides.has(name.toLowerCase())

export const whoOf = ({ FirstName, LastName, Email }: Post): string =>
  [FirstName, LastName].filter(Boolean).join(' ') || Email || 'Nobody named'
