import ical, { ICalAttendeeStatus, ICalCalendarMethod, ICalEventStatus } from 'ical-generator'
import { encodeId } from '../../../shared/ids.ts'
import { whereOf, type Session } from '../../records/sessions/session.ts'

/** Whose calendar it is: their own seat, with the revision of their registration. */
export type CalendarOf = {
  readonly attendee?: { readonly name: string; readonly email: string }
  readonly revision?: number
  /** Where the answers of calendars would go, as `Name <address>`. */
  readonly organizer: string
  readonly publicUrl: string
  readonly stamp: Date
}

/** An iCalendar object with the method it travels under (RFC 5546). */
export type CalendarText = { readonly method: 'PUBLISH' | 'REQUEST' | 'CANCEL'; readonly text: string }

/**
 * Sessions as a calendar to subscribe to or to download. Times are in UTC, which every calendar shows in its reader's
 * own zone, so none needs a VTIMEZONE. Where a seat is, the link to the room online is told as well.
 */
export function calendarOf(
  name: string,
  sessions: readonly Session[],
  setting: CalendarOf & { readonly withLinks?: boolean },
): string {
  const calendar = ical({ ...made, name, method: ICalCalendarMethod.PUBLISH, ttl: 3600 })
  for (const session of sessions) calendar.createEvent(entryOf(name, session, setting, setting.withLinks === true))
  return calendar.toString()
}

/**
 * One calendar an entry, as a request to put it into somebody's calendar or to take it out again: RFC 5546 (3.2.2,
 * 3.2.5) lets such a message speak of one UID.
 */
export const requestsFor = (
  name: string,
  sessions: readonly Session[],
  method: 'REQUEST' | 'CANCEL',
  setting: CalendarOf,
): CalendarText[] =>
  sessions.map((session) => {
    const calendar = ical({
      ...made,
      method: method === 'REQUEST' ? ICalCalendarMethod.REQUEST : ICalCalendarMethod.CANCEL,
    })
    const entry = entryOf(name, session, setting, method === 'REQUEST')
    calendar.createEvent({ ...entry, ...(method === 'CANCEL' ? { status: ICalEventStatus.CANCELLED } : {}) })
    return { method, text: calendar.toString() }
  })

const made = { prodId: { company: 'Assay', product: 'Assay', language: 'EN' } }

function entryOf(
  event: string,
  session: Session,
  { attendee, revision = 0, organizer, publicUrl, stamp }: CalendarOf,
  withLink: boolean,
) {
  const { name, email } = mailbox(organizer)
  return {
    id: `${encodeId(session.id)}@${new URL(publicUrl).hostname}`,
    // Both only rise, so their sum does: a calendar never takes an older word for the newer one.
    sequence: session.sequence + revision,
    stamp,
    start: session.startsAt,
    end: session.endsAt,
    summary: session.name === event ? event : `${event}: ${session.name}`,
    description:
      [session.speaker === null ? '' : `With ${session.speaker}`, withLink && session.link !== null ? session.link : '']
        .filter(Boolean)
        .join('\n') || null,
    location: whereOf(session) ?? (withLink ? session.link : null),
    url: `${publicUrl}/e/${encodeId(session.campaignId)}`,
    status: session.cancelledAt === null ? ICalEventStatus.CONFIRMED : ICalEventStatus.CANCELLED,
    organizer: `${name} <${email}>`,
    attendees:
      attendee === undefined
        ? []
        : [{ name: attendee.name, email: attendee.email, rsvp: false, status: ICalAttendeeStatus.ACCEPTED }],
  }
}

/** `Assay <assay@localhost>` in its two parts. */
function mailbox(text: string): { readonly name: string; readonly email: string } {
  const [, name, email] = /^\s*"?([^"<]*?)"?\s*<([^>]+)>\s*$/.exec(text) ?? []
  return { name: name || 'Assay', email: email ?? text.trim() }
}
