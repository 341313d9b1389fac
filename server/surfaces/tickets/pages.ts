import { encodeId } from '../../../shared/ids.ts'
import type { EventPlan } from '../../records/sessions/plan.ts'
import { isOver, whereOf, type Session } from '../../records/sessions/session.ts'
import { daysOf, timesOf } from '../../processes/registrations/letters.ts'
import { spelled } from '../../processes/registrations/registration.ts'
import { qrOf, type Ticket } from '../../processes/registrations/tickets.ts'
import { html, page, type Html } from '../forms/html.ts'

/** What is taken of an event or a session. */
export type Taken = { readonly sessionId: number | null; readonly taken: number; readonly waiting: number }

export type EventPage = {
  readonly plan: EventPlan
  readonly sessions: readonly Session[]
  readonly counts: readonly Taken[]
  /** The form, where registration is open. */
  readonly form: Html | undefined
  readonly query: string
  readonly now: Date
}

/** The page strangers register on. */
export const eventPage = ({ plan, sessions, counts, form, query, now }: EventPage): string =>
  page(
    plan.campaignName,
    html`<h1>${plan.campaignName}</h1>
${whenAndWhere(plan, sessions)}
${paragraphs(plan.description)}
${form === undefined && sessions.length > 0 ? html`<h2>Programme</h2>${sessions.map((session) => html`<p>${session.cancelledAt === null ? session.name : html`<span class="over">${session.name}</span> (called off)`}<br><span class="quiet">${aboutSession(session)}</span></p>`)}` : undefined}
${form === undefined ? html`<p class="state waits">${plan.endsAt !== null && plan.endsAt <= now ? 'This event is over.' : 'Registration is closed at the moment.'}</p>` : fullNote(plan, counts)}
${form}
${sessions.length === 0 ? undefined : html`<p class="quiet"><a href="/e/${encodeId(plan.campaignId)}/calendar.ics${query}">Put all sessions into your calendar</a></p>`}`,
  )

/** The day stands above everything else: who decides whether to come asks for it first. */
function whenAndWhere(plan: EventPlan, sessions: readonly Session[]): Html | undefined {
  const told = [daysOf(sessions.filter((one) => one.cancelledAt === null)), plan.place].filter(Boolean).join(' · ')
  return told === '' ? undefined : html`<p class="quiet">${told}</p>`
}

const fullNote = (plan: EventPlan, counts: readonly Taken[]): Html | undefined =>
  isFull(plan.capacity, counts, null)
    ? html`<p class="state waits">All ${plan.capacity ?? 0} places are taken. Register for the waiting list: we write as soon as a place comes free.</p>`
    : undefined

const isFull = (capacity: number | null, counts: readonly Taken[], sessionId: number | null): boolean =>
  capacity !== null && (counts.find((one) => one.sessionId === sessionId)?.taken ?? 0) >= capacity

/** Sessions as boxes to tick; one alone needs no box, for whoever comes comes to it. */
export function sessionChoices(
  sessions: readonly Session[],
  counts: readonly Taken[],
  now: Date,
  chosen: ReadonlySet<number> = new Set(),
): Html {
  const open = sessions.filter((one) => one.cancelledAt === null && !isOver(one, now))
  const [only] = open
  if (only === undefined) return html``
  if (open.length === 1)
    return html`<p><strong>${only.name}</strong><br><span class="quiet">${aboutSession(only)}</span></p>`
  return html`<fieldset><legend>Sessions</legend>
${open.map((session) => {
  const ticked: Html = { markup: chosen.has(session.id) ? ' checked' : '' }
  const seats = seatsLeft(session, counts, chosen.has(session.id))
  return html`<label class="choice"><input type="checkbox" name="assay_session" value="${encodeId(session.id)}"${ticked}><span>${session.name}</span><span class="quiet">${aboutSession(session)}${seats === '' ? '' : ` · ${seats}`}</span></label>`
})}
</fieldset>`
}

function seatsLeft({ id, capacity }: Session, counts: readonly Taken[], isMine: boolean): string {
  if (capacity === null || isMine) return ''
  const left = capacity - (counts.find((one) => one.sessionId === id)?.taken ?? 0)
  if (left <= 0) return 'full: you go on its waiting list'
  return left <= 10 ? `${left} ${left === 1 ? 'seat' : 'seats'} left` : ''
}

const aboutSession = (session: Session): string =>
  [timesOf(session), whereOf(session), session.speaker === null ? null : `with ${session.speaker}`]
    .filter(Boolean)
    .join(' · ')

const paragraphs = (text: string | null): readonly Html[] =>
  text === null ? [] : text.split(/\n{2,}/).map((one) => html`<p>${one}</p>`)

/** For who sent the form: it depends on nothing but the event, so that it tells nobody who is registered. */
export const receivedPage = (plan: EventPlan): string =>
  page(
    'Thank you',
    html`<h1>Thank you</h1><p>We have what you sent for ${plan.campaignName}. Your ticket comes by e-mail, or word that you are on the waiting list. If you were registered with this address already, it comes by e-mail once more.</p><p class="quiet">Nothing there after a few minutes? Look among the advertising mail, or write to us.</p>`,
  )

export type TicketPage = {
  readonly ticket: Ticket
  /** Whether its holder's name may stand on it. */
  readonly showsName: boolean
  readonly token: string
  readonly counts: readonly Taken[]
  readonly query: string
  readonly now: Date
  /** What was just done here. */
  readonly done?: string
}

/** What one person holds: where they stand, the code for the entrance, and the way to change or cancel it. */
export function ticketPage({ ticket, showsName, token, counts, now, done }: TicketPage): string {
  const { holder, plan, sessions, bookings } = ticket
  const isOverNow = plan.endsAt !== null && plan.endsAt <= now
  const chosen = new Set([...bookings].filter(([, state]) => state !== 'cancelled').map(([id]) => id))
  const open = sessions.filter((one) => one.cancelledAt === null && !isOver(one, now))
  const words = {
    registered: 'You are registered.',
    waiting: 'You are on the waiting list. We write as soon as a place comes free.',
    cancelled: 'Your registration is cancelled.',
  }
  return page(
    `${words[holder.state].split('.')[0] ?? ''}: ${plan.campaignName}`,
    html`${done === undefined ? undefined : html`<p class="state" role="status">${done}</p>`}
<h1>${plan.campaignName}</h1>
<p class="state${holder.state === 'registered' ? '' : ' waits'}"><strong>${words[holder.state]}</strong><br>${[showsName ? holder.name : null, plan.place].filter(Boolean).join(' · ')}</p>
${holder.state === 'registered' ? codeOf(holder) : undefined}
${holder.state === 'cancelled' ? undefined : seats(ticket)}
${holder.state === 'registered' && sessions.length > 0 ? html`<p><a href="/e/t/${token}/calendar.ics">Put it into your calendar</a></p>` : undefined}
${holder.state === 'cancelled' ? html`<p><a href="/e/${encodeId(plan.campaignId)}">Register again</a></p>` : undefined}
${holder.state === 'cancelled' || isOverNow || open.length < 2 ? undefined : html`<form method="post" action="/e/t/${token}/sessions">${sessionChoices(sessions, counts, now, chosen)}<button type="submit">Save sessions</button></form>`}
${holder.state === 'cancelled' || isOverNow ? undefined : html`<form class="plain" method="post" action="/e/t/${token}/cancellation"><p class="quiet">You cannot come? Give your place to somebody who waits for one.</p><button type="submit">Cancel my registration</button></form>`}`,
  )
}

const codeOf = (
  holder: Ticket['holder'],
): Html => html`<div class="qr" role="img" aria-label="QR code of your ticket">${{ markup: qrOf(holder) }}</div>
<p class="code">${spelled(holder.code)}</p>
<p class="quiet">Show the code at the entrance, here or printed.</p>`

function seats({ sessions, bookings }: Ticket): Html {
  const mine = sessions.filter(({ id }) => (bookings.get(id) ?? 'cancelled') !== 'cancelled')
  if (mine.length === 0) return html``
  return html`<h2>Your sessions</h2>${mine.map((session) => {
    const waits = bookings.get(session.id) === 'waiting' ? ' (waiting list)' : ''
    const link = session.link === null || waits !== '' ? undefined : html`<br><a href="${session.link}">Join online</a>`
    const name: Html =
      session.cancelledAt === null
        ? html`${session.name}`
        : html`<span class="over">${session.name}</span> (called off)`
    return html`<p>${name}${waits}<br><span class="quiet">${aboutSession(session)}</span>${link}</p>`
  })}`
}
