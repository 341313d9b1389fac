import { encodeQR } from 'qr'
import { decodeId, encodeId, objectOfId } from '../../../shared/ids.ts'
import { sealed, unsealed } from '../../ground/orgs/seals.ts'
import type { Tx } from '../../platform/tx.ts'
import type { EventPlan } from '../../records/sessions/plan.ts'
import { plansByCampaign } from '../../records/sessions/plans.ts'
import type { Session } from '../../records/sessions/session.ts'
import { listSessions } from '../../records/sessions/sessions.ts'
import type { BookingState, Registration } from './registration.ts'
import { bookingsOf, holdersOf, registrationOfPost, type Holder } from './registrations.sql.ts'

/** What one person holds: their registration, the event, and the sessions with what they are to each. */
export type Ticket = {
  readonly holder: Holder
  readonly plan: EventPlan
  readonly sessions: readonly Session[]
  readonly bookings: ReadonlyMap<number, BookingState>
}

const SHOWN_AFTER_POST_MS = 3_600_000

/** Tickets by registration; those of campaigns that are gone are not among them. Four statements, however many. */
export async function ticketsOf(tx: Tx, registrationIds: readonly number[]): Promise<Ticket[]> {
  if (registrationIds.length === 0) return []
  const holders = await holdersOf(tx, registrationIds)
  const campaignIds = [...new Set(holders.map(({ campaignId }) => campaignId))]
  const plans = await plansByCampaign(tx, campaignIds)
  const sessions = Map.groupBy(await listSessions(tx, campaignIds), ({ campaignId }) => campaignId)
  const bookings = Map.groupBy(await bookingsOf(tx, registrationIds), ({ registrationId }) => registrationId)
  return holders.flatMap((holder): Ticket[] => {
    const plan = plans.get(holder.campaignId)
    if (plan === undefined) return []
    return [
      {
        holder,
        plan,
        sessions: sessions.get(holder.campaignId) ?? [],
        bookings: new Map((bookings.get(holder.id) ?? []).map(({ sessionId, state }) => [sessionId, state])),
      },
    ]
  })
}

/** The sessions a ticket has a seat in. */
export const seatsOf = ({ sessions, bookings, holder }: Ticket): Session[] =>
  holder.state === 'registered' ? sessions.filter(({ id }) => bookings.get(id) === 'booked') : []

/** The address with which who holds a ticket sees, changes and cancels it: good for this one registration and nothing else. */
export const ticketAddress = async (tx: Tx, publicUrl: string, registrationId: number): Promise<string> =>
  `${publicUrl}/e/t/${await sealed(tx, 'ticket', [encodeId(registrationId)])}`

/**
 * The ticket behind such an address; undefined for one that was made up, or whose hour is over. Only who came by the
 * letter is known to be its holder: whoever sent the form may have typed another's address, and learns no name by it.
 */
export async function findTicket(
  tx: Tx,
  token: string,
): Promise<(Ticket & { readonly cameByLetter: boolean }) | undefined> {
  const [text = '', until] = (await unsealed(tx, 'ticket', token)) ?? []
  const id = decodeId(text)
  if (id === undefined || objectOfId(id) !== 'EventRegistration') return undefined
  if (until !== undefined && Number.parseInt(until, 36) <= tx.now.getTime()) return undefined
  const [ticket] = await ticketsOf(tx, [id])
  return ticket === undefined ? undefined : { ...ticket, cameByLetter: until === undefined }
}

/**
 * Where who sent the registration page goes on to: the ticket this very post made, for an hour; the letter brings the
 * address that lasts. Somebody else's ticket is never shown to who knows no more than an address: it goes there by mail.
 */
export async function addressAfterPost(tx: Tx, publicUrl: string, formPostId: number): Promise<string | undefined> {
  const registration = await registrationOfPost(tx, formPostId)
  if (registration === undefined) return undefined
  const until = (tx.now.getTime() + SHOWN_AFTER_POST_MS).toString(36)
  return `${publicUrl}/e/t/${await sealed(tx, 'ticket', [encodeId(registration.id), until])}`
}

/** The code as a QR code to show at the door: letters and digits alone, which a scanner types on any keyboard. */
export const qrOf = ({ code }: Pick<Registration, 'code'>): string =>
  encodeQR(code, 'svg', { ecc: 'medium', border: 2 })
