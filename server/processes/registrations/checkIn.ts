import type { EventPlan, EventStatuses } from '../../records/sessions/plan.ts'

/** Somebody was there: when, and which steward saw them. */
export type CheckIn = {
  readonly id: number
  readonly campaignId: number
  readonly personId: number
  readonly statusBefore: string | null
  readonly isWalkIn: boolean
  readonly checkedInAt: Date
  readonly checkedInById: number | null
}

/** Somebody was in one session of an event. */
export type SessionCheckIn = Omit<CheckIn, 'campaignId' | 'statusBefore' | 'isWalkIn'> & { readonly sessionId: number }

/** The event at whose door, or at whose session's door, a steward stands. */
export type AtEvent = { readonly plan: EventPlan; readonly statuses: EventStatuses; readonly zone: string }

/** One tap of a steward. Its key is made on the phone, so that it is carried out once however often it is sent. */
export type Tap = {
  readonly key: string
  /** At the door of this session; undefined: of the event. */
  readonly sessionId?: number
} & (
  | { readonly act: 'check_in'; readonly memberId?: number; readonly code?: string; readonly anyway?: boolean }
  | { readonly act: 'undo'; readonly memberId: number }
  | ({ readonly act: 'capture' } & Capture)
)

/** Somebody at the door or the stand, as a steward types them in. */
export type Capture = {
  readonly firstName: string | null
  readonly lastName: string
  readonly company: string | null
  readonly email: string | null
  readonly phone: string | null
  readonly note: string | null
  readonly interest: string | null
  /** Where they stand in the campaign; the attended status unless named. */
  readonly status: string | null
}

/** What a tap came to. It is kept, and told again to who sends the same tap again. */
export type TapResult = {
  readonly key: string
  readonly ok: boolean
  readonly memberId?: number
  readonly name?: string
  readonly checkedInAt?: string
  readonly isNew?: boolean
  readonly code?: string
  readonly message?: string
  readonly facts?: Readonly<Record<string, unknown>>
}
