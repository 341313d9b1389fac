import { createTransport, type Transporter } from 'nodemailer'
import { encodeId } from '../../../shared/ids.ts'
import type { Config } from '../../platform/config.ts'
import { inTransaction } from '../../platform/transactions.ts'
import type { Database, OrgRef } from '../../platform/tx.ts'
import { haveOptedOut } from './mail.ts'
import { claimDue, resumeInterrupted, settle, type Claimed, type Outcome } from './mail.sql.ts'
import { isPermanent, MOST_ATTEMPTS, waitMinutes, type CalendarPart } from './message.ts'

const BATCH = 50
const INTERRUPTED_AFTER_MS = 15 * 60_000
const MINUTE_MS = 60_000

/** The way out of the house. */
export type PostOffice = { readonly send: (message: Outgoing) => Promise<Delivery>; readonly close: () => void }

export type Outgoing = {
  readonly messageId: string
  readonly to: { readonly name: string; readonly address: string }
  readonly subject: string
  readonly text: string
  readonly html: string
  readonly calendars?: readonly CalendarPart[] | null
}

/** What the mail server said: taken, or not and why. */
export type Delivery =
  | { readonly taken: true; readonly answer: string }
  | { readonly taken: false; readonly answer: string; readonly isPermanent: boolean }

/** Opens the mail server of the settings; undefined without one: mail waits, visibly. */
export function openPostOffice(config: Config): PostOffice | undefined {
  if (config.smtpUrl === undefined) return undefined
  const transport = createTransport(config.smtpUrl, {
    from: config.mailFrom,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return { send: (message) => deliver(transport, message), close: () => transport.close() }
}

async function deliver(
  transport: Transporter,
  { messageId, to, subject, text, html, calendars }: Outgoing,
): Promise<Delivery> {
  try {
    // Automatic answers must not answer each other (RFC 3834).
    const sent: unknown = await transport.sendMail({
      messageId,
      to,
      subject,
      text,
      html,
      ...calendarParts(calendars ?? []),
      headers: { 'Auto-Submitted': 'auto-generated' },
    })
    return { taken: true, answer: answerIn(sent) }
  } catch (error) {
    const code =
      error instanceof Error && 'responseCode' in error && typeof error.responseCode === 'number'
        ? error.responseCode
        : undefined
    return {
      taken: false,
      answer: error instanceof Error ? error.message.slice(0, 500) : String(error).slice(0, 500),
      isPermanent: isPermanent(code),
    }
  }
}

/** One entry stands beside the text, where mailboxes look for it; of several each is a file. */
function calendarParts(calendars: readonly CalendarPart[]) {
  const [only, ...more] = calendars
  if (only === undefined) return {}
  if (more.length === 0) return { icalEvent: { method: only.method, filename: 'event.ics', content: only.text } }
  return {
    attachments: calendars.map(({ method, text }, at) => ({
      filename: `event-${at + 1}.ics`,
      content: text,
      contentType: `text/calendar; charset=utf-8; method=${method}`,
    })),
  }
}

const answerIn = (sent: unknown): string =>
  typeof sent === 'object' && sent !== null && 'response' in sent ? String(sent.response).slice(0, 500) : ''

/**
 * Sends what is due, a batch at a time, until nothing is; answers how many were tried. An attempt is written
 * down before it is made, outside any transaction that could take it back, and ends exactly once.
 */
export async function sendDueMail(db: Database, org: OrgRef, office: PostOffice, publicUrl: string): Promise<number> {
  await inTransaction(db, org, (tx) => resumeInterrupted(tx, new Date(tx.now.getTime() - INTERRUPTED_AFTER_MS)))
  let tried = 0
  for (;;) {
    const { claimed, unwanted } = await inTransaction(db, org, async (tx) => {
      const due = await claimDue(tx, BATCH)
      // A thank-you letter is advertising to who wants no mail; an invitation or a notice to a colleague is not.
      const optional = due.filter(({ kind, purpose }) => kind === 'campaign' || purpose === 'auto_response')
      const out = await haveOptedOut(
        tx,
        optional.map(({ to }) => to),
      )
      return { claimed: due, unwanted: new Set(optional.filter((_, at) => out[at]).map(({ id }) => id)) }
    })
    if (claimed.length === 0) return tried
    const outcomes = await Promise.all(
      claimed.map((message) => (unwanted.has(message.id) ? suppressed(message) : attempt(office, message, publicUrl))),
    )
    await inTransaction(db, org, (tx) =>
      settle(
        tx,
        outcomes.map((one) => one(tx.now)),
      ),
    )
    tried += claimed.length
  }
}

type Ending = (now: Date) => Outcome

async function attempt(office: PostOffice, message: Claimed, publicUrl: string): Promise<Ending> {
  const delivery = await office.send({
    // The same at every attempt, so that a mailbox that got it twice shows it once.
    messageId: `<${encodeId(message.id)}@${new URL(publicUrl).hostname}>`,
    to: { name: message.toName ?? '', address: message.to },
    subject: message.subject,
    text: message.text,
    html: message.html,
    calendars: message.calendars,
  })
  return (now) => ended(message, delivery, now)
}

function ended({ id, attempt }: Claimed, delivery: Delivery, now: Date): Outcome {
  if (delivery.taken)
    return { id, attempt, state: 'sent', reason: null, outcome: 'sent', answer: delivery.answer, nextTryAt: now }
  const isOver = delivery.isPermanent || attempt >= MOST_ATTEMPTS
  return {
    id,
    attempt,
    state: isOver ? 'failed' : 'queued',
    reason: delivery.answer,
    outcome: 'failed',
    answer: delivery.answer,
    nextTryAt: new Date(now.getTime() + waitMinutes(attempt) * MINUTE_MS),
  }
}

const suppressed =
  async ({ id, attempt }: Claimed): Promise<Ending> =>
  (now) => ({
    id,
    attempt,
    state: 'suppressed',
    reason: 'Its reader has opted out of e-mail.',
    outcome: 'failed',
    answer: 'Not handed to the mail server: its reader has opted out of e-mail.',
    nextTryAt: now,
  })
