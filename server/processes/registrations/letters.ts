import { encodeId } from '../../../shared/ids.ts'
import { emailDomain } from '../../ground/people/email.ts'
import { theProgram } from '../../ground/users/actor.ts'
import type { Tx } from '../../platform/tx.ts'
import { whereOf, type Session } from '../../records/sessions/session.ts'
import { merged } from '../mail/letter.ts'
import { queueMail, wereWrittenSince } from '../mail/mail.ts'
import { oneLine, type NewMail } from '../mail/message.ts'
import { requestsFor, type CalendarText } from './calendar.ts'
import { spelled, type Booking } from './registration.ts'
import { seatsOf, ticketAddress, ticketsOf, type Ticket } from './tickets.ts'

/** What letters need of the settings: how the world reaches us, and who mail comes from. */
export type LetterSetting = {
  readonly publicUrl: string
  readonly mailFrom: string
  /** Nobody is written to: what happens is told of the past. */
  readonly isQuiet?: boolean
}

/** What happened that its holder is told of. */
export type Occasion = 'registered' | 'again' | 'promoted' | 'changed' | 'cancelled' | 'moved' | 'called_off'

const A_DAY_MS = 86_400_000

/**
 * Writes to who holds registrations, with the calendar entries that follow from it: seats they have are asked into
 * their calendar, seats they lost (`lost`) are taken out. Nobody without an address is written to. What
 * a visitor can bring about as often as they like is written a few times a day at most: a form must not be a way to
 * flood a stranger's mailbox.
 */
export async function writeToHolders(
  tx: Tx,
  setting: LetterSetting,
  registrationIds: readonly number[],
  occasion: Occasion,
  lost: readonly Pick<Booking, 'registrationId' | 'sessionId'>[] = [],
): Promise<void> {
  if (setting.isQuiet === true) return
  const tickets = (await ticketsOf(tx, registrationIds)).filter(({ holder }) => emailDomain(holder.email ?? '') !== '')
  const taken = Map.groupBy(lost, ({ registrationId }) => registrationId)
  const letters = await Promise.all(
    tickets.map(async (ticket) => {
      const gone = new Set(taken.get(ticket.holder.id)?.map(({ sessionId }) => sessionId))
      const address = await ticketAddress(tx, setting.publicUrl, ticket.holder.id)
      return letterOf(ticket, occasion, { address, setting, now: tx.now, gone })
    }),
  )
  const most = mostADay[occasion]
  await queueMail(tx, theProgram, most === undefined ? letters : await notWrittenToday(tx, letters, most))
}

// Each of these can be had again by one more click, with an address anybody may have typed.
const mostADay: Partial<Record<Occasion, number>> = { registered: 3, again: 1, changed: 5, cancelled: 3 }

async function notWrittenToday(tx: Tx, letters: readonly NewMail[], most: number): Promise<NewMail[]> {
  const written = await wereWrittenSince(
    tx,
    'registration',
    letters.map(({ to }) => to),
    new Date(tx.now.getTime() - A_DAY_MS),
  )
  return letters.filter(({ to, subject }) => (written.get(`${to.toLowerCase()} ${oneLine(subject, 250)}`) ?? 0) < most)
}

type About = {
  readonly address: string
  readonly setting: LetterSetting
  readonly now: Date
  readonly gone: ReadonlySet<number>
}

function letterOf(ticket: Ticket, occasion: Occasion, { address, setting, now, gone }: About): NewMail {
  const { holder, plan, sessions } = ticket
  const event = plan.campaignName
  return {
    kind: 'transactional',
    purpose: 'registration',
    to: holder.email ?? '',
    toName: merged('{{name}}', { name: holder.name }),
    personId: holder.personId,
    subject: subjects[occasion](event, ticket),
    text: [
      opening(ticket, occasion, gone),
      seatLines(ticket, occasion === 'cancelled').join('\n'),
      ...(holder.state === 'registered' && occasion !== 'cancelled'
        ? [`Your code for the entrance: ${spelled(holder.code)}`]
        : []),
      `${holder.state === 'cancelled' ? 'Should that be wrong, register again on the page of the event' : 'Your ticket with its QR code; change or cancel it here'}:`,
      holder.state === 'cancelled' ? `${setting.publicUrl}/e/${encodeId(plan.campaignId)}` : address,
    ]
      .filter(Boolean)
      .join('\n\n'),
    calendars: calendarsOf(
      ticket,
      sessions.filter(({ id }) => gone.has(id)),
      setting,
      now,
    ),
  }
}

function calendarsOf(ticket: Ticket, lost: readonly Session[], setting: LetterSetting, now: Date): CalendarText[] {
  const { holder, plan } = ticket
  const of = {
    attendee: { name: holder.name, email: holder.email ?? '' },
    revision: holder.revision,
    organizer: setting.mailFrom,
    publicUrl: setting.publicUrl,
    stamp: now,
  }
  return [
    ...requestsFor(
      plan.campaignName,
      seatsOf(ticket).filter(({ cancelledAt }) => cancelledAt === null),
      'REQUEST',
      of,
    ),
    ...requestsFor(
      plan.campaignName,
      lost.filter((one) => !seatsOf(ticket).includes(one) || one.cancelledAt !== null),
      'CANCEL',
      of,
    ),
  ]
}

const subjects: Record<Occasion, (event: string, ticket: Ticket) => string> = {
  registered: (event, { holder }) =>
    holder.state === 'waiting' ? `You are on the waiting list: ${event}` : `You are registered: ${event}`,
  again: (event, ticket) => subjects.registered(event, ticket),
  promoted: (event) => `A place came free, and it is yours: ${event}`,
  changed: (event) => `Your registration was changed: ${event}`,
  cancelled: (event) => `Your registration is cancelled: ${event}`,
  moved: (event) => `New time or place: ${event}`,
  called_off: (event) => `A session was called off: ${event}`,
}

function opening({ holder, plan, sessions }: Ticket, occasion: Occasion, gone: ReadonlySet<number>): string {
  const event = plan.campaignName
  const lost = sessions.filter(({ id }) => gone.has(id)).map(({ name }) => name)
  const place =
    holder.state === 'waiting'
      ? `All places of ${event} are taken. You are on the waiting list, and we write as soon as one comes free.`
      : `You have a place at ${event}.`
  const words: Record<Occasion, string> = {
    registered: place,
    again: place,
    promoted: `A place came free at ${event}, and you were next in line: it is yours.`,
    changed: `Your registration for ${event} was changed. This is how it stands now.`,
    cancelled: `You are no longer registered for ${event}. Your place goes to who waits for one.`,
    moved: `The time or the place changed at ${event}. Your calendar follows when you open the attachment.`,
    called_off: `At ${event} ${lost.length === 1 ? 'this session was' : 'these sessions were'} called off: ${lost.join('; ')}.`,
  }
  return words[occasion]
}

function seatLines(ticket: Ticket, isCancelled: boolean): string[] {
  if (isCancelled || ticket.holder.state === 'cancelled') return []
  const { sessions, bookings, plan } = ticket
  const lines = sessions.flatMap((session) => {
    const state = bookings.get(session.id)
    if (session.cancelledAt !== null || state === undefined || state === 'cancelled') return []
    const waits = state === 'waiting' ? ' (waiting list)' : ''
    return [
      `${session.name}${waits}: ${timesOf(session)}${[whereOf(session), session.speaker].flatMap((one) => (one === null ? [] : [`, ${one}`])).join('')}`,
    ]
  })
  return lines.length > 0 || plan.place === null ? lines : [plan.place]
}

/** `Thursday, 3 December 2026`, or the first day to the last, each where its session is held; nothing without sessions. */
export function daysOf(sessions: readonly Pick<Session, 'startsAt' | 'endsAt' | 'timeZone'>[]): string {
  const byStart = sessions.toSorted((a, b) => a.startsAt.getTime() - b.startsAt.getTime())
  const byEnd = sessions.toSorted((a, b) => a.endsAt.getTime() - b.endsAt.getTime())
  const [first, last] = [byStart[0], byEnd.at(-1)]
  if (first === undefined || last === undefined) return ''
  const dayIn = (timeZone: string) =>
    new Intl.DateTimeFormat('en-GB', { timeZone, weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
  const [from, to] = [dayIn(first.timeZone).format(first.startsAt), dayIn(last.timeZone).format(last.endsAt)]
  return from === to ? from : `${from} to ${to}`
}

/** `Thu, 3 Dec 2026, 09:00 to 10:30 (Europe/Berlin)`: what the clock on the wall there says. */
export function timesOf({ startsAt, endsAt, timeZone }: Pick<Session, 'startsAt' | 'endsAt' | 'timeZone'>): string {
  const day = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  })
  const time = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' })
  const [from, to] = [day.format(startsAt), day.format(endsAt)]
  const end = from === to ? time.format(endsAt) : `${to}, ${time.format(endsAt)}`
  return `${from}, ${time.format(startsAt)} to ${end} (${timeZone})`
}
