/** One thing of an event with a time of its own: a talk, a workshop, a delivery of a course. */
export type Session = {
  readonly id: number
  readonly campaignId: number
  readonly name: string
  readonly startsAt: Date
  readonly endsAt: Date
  /** Where the event is, such as Europe/Berlin: people are told the time that hangs on the wall there. */
  readonly timeZone: string
  readonly place: string | null
  readonly room: string | null
  /** Where to go online. It travels only to who has a seat. */
  readonly link: string | null
  readonly speaker: string | null
  /** How many there is room for; null: as many as come. */
  readonly capacity: number | null
  readonly sequence: number
  readonly cancelledAt: Date | null
  readonly version: number
}

/** What somebody may say of a session. */
export type SessionDraft = Partial<
  Pick<Session, 'name' | 'startsAt' | 'endsAt' | 'timeZone' | 'place' | 'room' | 'link' | 'speaker' | 'capacity'>
>

/** What of a session a calendar shows: when one of these changes, whoever has a seat is told. */
const SHOWN_IN_CALENDARS = ['name', 'startsAt', 'endsAt', 'timeZone', 'place', 'room', 'link'] as const

export const isNewsForCalendars = (before: Session, after: SessionDraft): boolean =>
  SHOWN_IN_CALENDARS.some((name) => after[name] !== undefined && String(after[name]) !== String(before[name]))

export const isOver = ({ endsAt }: Pick<Session, 'endsAt'>, now: Date): boolean => endsAt <= now

/** Place and room in one line, as letters and calendars say them. */
export const whereOf = ({ room, place }: Pick<Session, 'room' | 'place'>): string | null =>
  [room, place].filter(Boolean).join(', ') || null
