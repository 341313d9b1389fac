import { createTransport, type Transporter } from 'nodemailer'
import type { Config } from '../../platform/config.ts'
import { inTransaction } from '../../platform/transactions.ts'
import type { Database, OrgRef } from '../../platform/tx.ts'
import { resumeInterrupted } from './mail.sql.ts'
import { isPermanent, type CalendarPart } from './message.ts'
import { claimBatch, settleAll, tryAll, type Delivery, type Outgoing, type PostOffice } from './sending.ts'

const INTERRUPTED_AFTER_MS = 15 * 60_000

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
    const batch = await inTransaction(db, org, claimBatch)
    if (batch.claimed.length === 0) return tried
    const endings = await tryAll(office, batch, publicUrl)
    await inTransaction(db, org, (tx) => settleAll(tx, endings))
    tried += batch.claimed.length
  }
}
