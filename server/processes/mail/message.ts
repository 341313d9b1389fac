/** Whether a mail answers what its reader asked for, or is part of a campaign, which an opt-out ends. */
export const mailKinds = ['transactional', 'campaign'] as const
export type MailKind = (typeof mailKinds)[number]

export const mailPurposes = [
  'auto_response',
  'invitation',
  'password',
  'notification',
  'registration',
  'campaign',
] as const
export type MailPurpose = (typeof mailPurposes)[number]

/** A letter to one person. Its text is plain; the HTML part is made from it. */
export type NewMail = {
  readonly kind: MailKind
  readonly purpose: MailPurpose
  readonly to: string
  readonly toName?: string | null
  readonly personId?: number | null
  readonly subject: string
  /** Paragraphs are parted by blank lines; an address on a line of its own becomes a link. */
  readonly text: string
  /** Holds a link only its reader may know: the text is taken out once it is sent. */
  readonly carriesSecret?: boolean
  /** Calendar entries the letter brings: one is offered by the mailbox itself, several are attached. */
  readonly calendars?: readonly CalendarPart[]
}

/** An iCalendar object and the method it travels under (RFC 5546). */
export type CalendarPart = { readonly method: 'PUBLISH' | 'REQUEST' | 'CANCEL'; readonly text: string }

/** queued → sending → sent, failed or, for who opted out, suppressed. */
export const mailStates = ['queued', 'sending', 'sent', 'failed', 'suppressed'] as const
export type MailState = (typeof mailStates)[number]

export const MOST_ATTEMPTS = 8

/** How long to wait after the n-th failed attempt: 1 minute, 4, 16 … at most a day. */
export const waitMinutes = (attempts: number): number => Math.min(4 ** (attempts - 1), 24 * 60)

/** Whether an SMTP answer says that trying again is of no use (RFC 5321: 5yz is permanent). */
export const isPermanent = (responseCode: number | undefined): boolean =>
  responseCode !== undefined && responseCode >= 500 && responseCode < 600

/** One line, without what could start another header. */
export const oneLine = (text: string, longest: number): string =>
  text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
    .slice(0, longest)
