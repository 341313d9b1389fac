/** What became of a post: it waits to be worked, made a lead or an inquiry, waits for somebody, or was put away. */
export const postStates = ['received', 'lead', 'inquiry', 'waiting', 'spam', 'discarded'] as const
export type PostState = (typeof postStates)[number]

/** What people may ask for. An accepted post is done; a discarded one can still be taken out again. */
export const mayBeReplayed: Readonly<Record<PostState, boolean>> = {
  received: true,
  lead: false,
  inquiry: false,
  waiting: true,
  spam: true,
  discarded: true,
}

export const mayBeDiscarded: Readonly<Record<PostState, boolean>> = {
  received: false,
  lead: false,
  inquiry: false,
  waiting: true,
  spam: true,
  discarded: false,
}

/** A post on its way in. */
export type ArrivingPost = {
  readonly address: string
  readonly userAgent: string | null
  readonly contentType: string | null
  /** The query string of the address, without its question mark. */
  readonly query: string
  readonly body: Buffer
}

/** Fields as somebody mended them, by the name they were sent under; null takes a field out. */
export type Mended = Readonly<Record<string, string | null>>

export type StoredPost = ArrivingPost & {
  readonly id: number
  readonly receivedAt: Date
  readonly mended: Mended
  readonly vouchedById: number | null
}

/** What working a post came to. */
export type Verdict =
  | {
      readonly state: 'lead' | 'inquiry'
      readonly recordId: number
      readonly inquiryId: number
      readonly notes: readonly string[]
      readonly formId: number | null
    }
  | {
      readonly state: 'waiting' | 'spam'
      readonly code: string
      readonly reason: string
      readonly notes: readonly string[]
      readonly formId: number | null
    }
