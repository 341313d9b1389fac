import { encodeId } from '../../../shared/ids.ts'
import type { Tx } from '../../platform/tx.ts'
import { haveOptedOut } from './mail.ts'
import { claimDue, settle, type Claimed, type Outcome } from './mail.sql.ts'
import { MOST_ATTEMPTS, waitMinutes, type CalendarPart } from './message.ts'

const BATCH = 50
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

/** Sends letters of a past that is told, whose post office answers at once: in the transaction that tells it. */
export async function sendMailOfThePast(tx: Tx, office: PostOffice, publicUrl: string): Promise<void> {
  await settleAll(tx, await tryAll(office, await claimBatch(tx), publicUrl))
}

export type Batch = { readonly claimed: readonly Claimed[]; readonly unwanted: ReadonlySet<number> }
export type Ending = (now: Date) => Outcome

/** Takes the next due letters, each with the attempt it is about to make written down, and who of their readers wants none. */
export async function claimBatch(tx: Tx): Promise<Batch> {
  const claimed = await claimDue(tx, BATCH)
  // A thank-you letter is advertising to who wants no mail; an invitation or a notice to a colleague is not.
  const optional = claimed.filter(({ kind, purpose }) => kind === 'campaign' || purpose === 'auto_response')
  const out = await haveOptedOut(
    tx,
    optional.map(({ to }) => to),
  )
  return { claimed, unwanted: new Set(optional.filter((_, at) => out[at]).map(({ id }) => id)) }
}

/** Hands letters to the mail server, all at once; answers how each ended. */
export const tryAll = (office: PostOffice, { claimed, unwanted }: Batch, publicUrl: string): Promise<Ending[]> =>
  Promise.all(
    claimed.map((message) => (unwanted.has(message.id) ? suppressed(message) : attempt(office, message, publicUrl))),
  )

/** Writes down how attempts ended. */
export const settleAll = (tx: Tx, endings: readonly Ending[]): Promise<number> =>
  settle(
    tx,
    endings.map((ending) => ending(tx.now)),
  )

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
