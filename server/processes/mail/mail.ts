import { drawIds } from '../../ground/objects/ids.ts'
import { decodeCursor, encodeCursor } from '../../ground/objects/cursor.ts'
import { emailKey, isPlausibleEmail, normaliseEmail } from '../../ground/people/email.ts'
import { refuseUnlessHas, type Actor } from '../../ground/users/actor.ts'
import { Refusal, notFound } from '../../platform/errors.ts'
import { announce } from '../../platform/events.ts'
import type { Tx } from '../../platform/tx.ts'
import { encodeId } from '../../../shared/ids.ts'
import { addressKeys } from '../../records/inquiries/inquiries.ts'
import { htmlOf } from './letter.ts'
import { insertMessages, mailPage, optedOutUnder, requeue, writtenSince, type ListedMail } from './mail.sql.ts'
import { oneLine, type MailPurpose, type MailState, type NewMail } from './message.ts'

/** Announced when letters are in the outbox. */
export const MAIL_QUEUED = 'mail.queued'

/**
 * Puts letters into the outbox, in this transaction: they go only when it is committed. Answers the ids in
 * order. Headers are one line each, whatever was typed; an address that can be none is refused as
 * `invalid_email_address`.
 */
export async function queueMail(tx: Tx, actor: Actor, letters: readonly NewMail[]): Promise<number[]> {
  if (letters.length === 0) return []
  const ids = await drawIds(tx, 'MailMessage', letters.length)
  const rows = letters.map((letter, at) => ({
    id: ids[at] ?? 0,
    kind: letter.kind,
    purpose: letter.purpose,
    personId: letter.personId ?? null,
    to: addressOf(letter),
    toName: letter.toName === undefined || letter.toName === null ? null : oneLine(letter.toName, 120) || null,
    subject: oneLine(letter.subject, 250),
    text: letter.text.replaceAll('\u0000', ''),
    html: htmlOf(letter.text.replaceAll('\u0000', '')),
    carriesSecret: letter.carriesSecret === true,
    calendars: letter.calendars === undefined || letter.calendars.length === 0 ? null : letter.calendars,
  }))
  await insertMessages(tx, actor.userId, rows)
  announce(tx, { type: MAIL_QUEUED, recordIds: ids, actorId: actor.userId })
  return ids
}

function addressOf({ to }: NewMail): string {
  const address = normaliseEmail(to)
  if (isPlausibleEmail(address)) return address
  throw new Refusal(
    'invalid_email_address',
    `'${oneLine(to, 80)}' can be nobody's e-mail address, so no mail goes there.`,
    { field: 'to', value: to.slice(0, 80) },
  )
}

/** How many letters of a purpose went to these addresses since a moment, by `address subject`, the address in small letters: who was answered needs no second answer. */
export const wereWrittenSince = (
  tx: Tx,
  purpose: MailPurpose,
  addresses: readonly string[],
  since: Date,
): Promise<Map<string, number>> => writtenSince(tx, purpose, addresses, since)

/** Whether each of these people said that they want no mail: any lead or contact of theirs decides. */
export async function haveOptedOut(tx: Tx, addresses: readonly string[]): Promise<boolean[]> {
  const keys = [...new Set(addresses.flatMap(addressKeys))]
  const found = keys.length === 0 ? new Set<string>() : new Set((await optedOutUnder(tx, keys)).map(emailKey))
  return addresses.map((address) => found.has(emailKey(address)))
}

export type MailPage = { readonly messages: readonly ListedMail[]; readonly next: string | null }

/** The outbox, newest first, a page at a time; for who sets things up. */
export async function listMail(
  tx: Tx,
  actor: Actor,
  { state, after, limit }: { readonly state?: MailState; readonly after?: string; readonly limit: number },
): Promise<MailPage> {
  refuseUnlessHas(actor, 'set_up', 'see the outgoing mail')
  const [at, id] = after === undefined ? [] : decodeCursor(after, 2)
  const before = {
    at: at instanceof Date ? at : new Date('9999-12-31T00:00:00Z'),
    id: typeof id === 'number' ? id : Number.MAX_SAFE_INTEGER,
  }
  const rows = await mailPage(tx, state, before, limit + 1)
  const messages = rows.slice(0, limit)
  const last = rows.length > limit ? messages.at(-1) : undefined
  return { messages, next: last === undefined ? null : encodeCursor([last.createdAt, last.id]) }
}

/** Sends messages that failed once more. A link that only its reader may know is gone by then, and has to be made anew. */
export async function resendMail(tx: Tx, actor: Actor, ids: readonly number[]): Promise<void> {
  refuseUnlessHas(actor, 'set_up', 'send mail again')
  const queued = await requeue(tx, ids)
  for (const id of ids) if (!queued.has(id)) throw notFound('failed message that can be sent again', encodeId(id))
  announce(tx, { type: MAIL_QUEUED, recordIds: ids, actorId: actor.userId })
}
