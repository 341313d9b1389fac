/** Where a response came from. */
export const inquirySources = ['Web form', 'Content download', 'Import', 'E-mail reply', 'Event', 'Other'] as const
export type InquirySource = (typeof inquirySources)[number]

/**
 * One response of one person to one thing we did. It may come from somebody who is already a lead or a
 * contact, and never makes a second lead of them.
 */
export type NewInquiry = {
  readonly personId: number
  readonly source: InquirySource
  /** What they responded to, in a few words: the form's name. */
  readonly subject: string
  /** What they said, by the labels of the fields. */
  readonly details?: Readonly<Record<string, unknown>>
  readonly campaignId?: number | null
  readonly formPostId?: number | null
  /** The import whose file says so; undoing it takes the response back. */
  readonly importId?: number | null
  readonly respondedAt: Date
}

export type Inquiry = Required<Omit<NewInquiry, 'importId'>> & { readonly id: number; readonly createdAt: Date }

/** A lead or contact we know already, found by e-mail address. */
export type KnownPerson = {
  readonly object: 'Lead' | 'Contact'
  readonly id: number
  readonly personId: number
  readonly name: string
  readonly lastName: string
  readonly email: string
  readonly ownerId: number
  /** The lead's status; null for a contact. */
  readonly status: string | null
  readonly isClosed: boolean
  readonly hasOptedOutOfEmail: boolean
  readonly hasOptedOutOfFax: boolean
  readonly doNotCall: boolean
}
