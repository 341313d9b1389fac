import { randomInt } from 'node:crypto'

/** What somebody who registered is to an event: they have a place, they wait for one, or they are not coming. */
export const registrationStates = ['registered', 'waiting', 'cancelled'] as const
export type RegistrationState = (typeof registrationStates)[number]

/** What a registration is to one session. */
export type BookingState = 'booked' | 'waiting' | 'cancelled'

export type Registration = {
  readonly id: number
  readonly campaignId: number
  readonly personId: number
  /** What stands under the QR code, and what a steward types where no camera is. */
  readonly code: string
  readonly state: RegistrationState
  readonly waitingFrom: Date
  /** Rises with every change, so that the calendars of who holds it follow (RFC 5545, SEQUENCE). */
  readonly revision: number
}

export type Booking = { readonly registrationId: number; readonly sessionId: number; readonly state: BookingState }

/** A lead or contact and the human being behind it. */
export type Attendee = { readonly object: 'Lead' | 'Contact'; readonly id: number; readonly personId: number }

// Without 0 and O, 1 and I: they are read out at a door.
const LETTERS = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'
const CODE_LENGTH = 8
const CODE = new RegExp(`^[${LETTERS}]{${CODE_LENGTH}}$`)

/** A ticket's code: 40 random bits, short enough to type. */
export const newCode = (): string =>
  Array.from({ length: CODE_LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('')

/** A code as it was typed or scanned: `k7qm-2xpd` and `K7QM 2XPD` are the same. Undefined when it can be none. */
export function codeIn(text: string): string | undefined {
  const code = text.toUpperCase().replace(/[^0-9A-Z]/g, '')
  return CODE.test(code) ? code : undefined
}

/** `K7QM-2XPD`, as people read it. */
export const spelled = (code: string): string => `${code.slice(0, 4)}-${code.slice(4)}`
