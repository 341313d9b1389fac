import { many, run, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import type { CalendarPart, MailKind, MailPurpose, MailState } from './message.ts'

export type MailRow = {
  readonly id: number
  readonly kind: MailKind
  readonly purpose: MailPurpose
  readonly personId: number | null
  readonly to: string
  readonly toName: string | null
  readonly subject: string
  readonly text: string
  readonly html: string
  readonly carriesSecret: boolean
  readonly calendars: readonly CalendarPart[] | null
}

export const insertMessages = (tx: Tx, userId: number | null, messages: readonly MailRow[]): Promise<number> =>
  run(
    tx,
    sql`
    insert into mail_message (id, kind, purpose, person_id, to_address, to_name, subject, text_body, html_body, carries_secret, calendars, next_try_at, created_at, created_by_id)
    select id, kind, purpose, "personId", "to", "toName", subject, text, html, "carriesSecret", calendars, ${tx.now}, ${tx.now}, ${userId}
    from jsonb_to_recordset(${JSON.stringify(messages)}::jsonb)
      as r (id bigint, kind text, purpose text, "personId" bigint, "to" text, "toName" text, subject text, text text, html text, "carriesSecret" boolean, calendars jsonb)`,
  )

/** How many letters of a purpose went to these addresses since a moment, by `address subject`, the address in small letters. */
export const writtenSince = async (
  tx: Tx,
  purpose: MailPurpose,
  addresses: readonly string[],
  since: Date,
): Promise<Map<string, number>> => {
  const rows = await many<{ key: string; count: number }>(
    tx,
    sql`
    select lower(to_address) || ' ' || subject as key, count(*) as count
    from mail_message
    where lower(to_address) = any(${addresses.map((one) => one.toLowerCase())}::text[]) and purpose = ${purpose} and created_at > ${since}
    group by 1`,
  )
  return new Map(rows.map(({ key, count }) => [key, count]))
}

/** A claimed message, with the number of this attempt. */
export type Claimed = {
  readonly id: number
  readonly purpose: MailPurpose
  readonly kind: MailKind
  readonly to: string
  readonly toName: string | null
  readonly subject: string
  readonly text: string
  readonly html: string
  readonly calendars: readonly CalendarPart[] | null
  readonly attempt: number
}

/** Takes the next due messages, each with the attempt it is about to make written down. */
export const claimDue = (tx: Tx, most: number): Promise<Claimed[]> =>
  many<Claimed>(
    tx,
    sql`
    with due as (
      select id
      from mail_message
      where state = 'queued' and next_try_at <= ${tx.now}
      order by next_try_at, id
      limit ${most}
      for update skip locked
    ), claimed as (
      update mail_message m
      set state = 'sending', attempts = attempts + 1, next_try_at = ${tx.now}
      from due
      where m.id = due.id
      returning m.id, m.kind, m.purpose, m.to_address, m.to_name, m.subject, m.text_body, m.html_body, m.calendars, m.attempts
    ), begun as (
      insert into mail_attempt (message_id, number, started_at)
      select id, attempts, ${tx.now}
      from claimed
    )
    select id, kind, purpose, to_address as "to", to_name as "toName", subject, text_body as text, html_body as html, calendars, attempts as attempt
    from claimed
    order by id`,
  )

export type Outcome = {
  readonly id: number
  readonly attempt: number
  readonly state: MailState
  readonly reason: string | null
  readonly outcome: 'sent' | 'failed'
  readonly answer: string | null
  readonly nextTryAt: Date
}

/** Writes down how attempts ended. A secret does not outlive its delivery. */
export const settle = (tx: Tx, outcomes: readonly Outcome[]): Promise<number> =>
  run(
    tx,
    sql`
    with ended as (
      select *
      from jsonb_to_recordset(${JSON.stringify(outcomes)}::jsonb)
        as r (id bigint, attempt integer, state text, reason text, outcome text, answer text, "nextTryAt" timestamptz)
    ), written as (
      update mail_attempt a
      set finished_at = ${tx.now}, outcome = ended.outcome, answer = ended.answer
      from ended
      where a.message_id = ended.id and a.number = ended.attempt
    )
    update mail_message m
    set state = ended.state, reason = ended.reason, next_try_at = ended."nextTryAt",
      sent_at = case when ended.state = 'sent' then ${tx.now}::timestamptz end,
      text_body = case when m.carries_secret and ended.state in ('sent', 'failed') then null else m.text_body end,
      html_body = case when m.carries_secret and ended.state in ('sent', 'failed') then null else m.html_body end
    from ended
    where m.id = ended.id and m.state = 'sending' and m.attempts = ended.attempt`,
  )

/** Messages whose sender died while sending: nobody can say whether they went out. A campaign's stay out, the others go again under the same Message-ID. */
export const resumeInterrupted = (tx: Tx, startedBefore: Date): Promise<number> =>
  run(
    tx,
    sql`
    with lost as (
      update mail_message
      set state = case when kind = 'campaign' then 'failed' else 'queued' end,
        reason = 'Assay was stopped while it sent this, so nobody can say whether it went out.',
        next_try_at = ${tx.now}
      where state = 'sending' and next_try_at < ${startedBefore}
      returning id, attempts
    )
    update mail_attempt a
    set finished_at = ${tx.now}, outcome = 'unknown'
    from lost
    where a.message_id = lost.id and a.number = lost.attempts`,
  )

/** Addresses of leads and contacts who opted out of e-mail, found under the keys asked for. */
export const optedOutUnder = async (tx: Tx, keys: readonly number[]): Promise<string[]> => {
  const rows = await many<{ email: string }>(
    tx,
    sql`
    select email
    from lead
    where match_keys && ${keys}::integer[] and email is not null and has_opted_out_of_email
    union
    select email
    from contact
    where match_keys && ${keys}::integer[] and email is not null and has_opted_out_of_email`,
  )
  return rows.map(({ email }) => email)
}

export type ListedMail = {
  readonly id: number
  readonly kind: MailKind
  readonly purpose: MailPurpose
  readonly personId: number | null
  readonly to: string
  readonly subject: string
  readonly state: MailState
  readonly reason: string | null
  readonly attempts: number
  readonly nextTryAt: Date
  readonly sentAt: Date | null
  readonly createdAt: Date
}

export const mailPage = (
  tx: Tx,
  state: MailState | undefined,
  before: { readonly at: Date; readonly id: number },
  limit: number,
): Promise<ListedMail[]> =>
  many<ListedMail>(
    tx,
    sql`
    select id, kind, purpose, person_id as "personId", to_address as "to", subject, state, reason, attempts,
      next_try_at as "nextTryAt", sent_at as "sentAt", created_at as "createdAt"
    from mail_message
    where (created_at, id) < (${before.at}, ${before.id}) and (${state ?? null}::text is null or state = ${state ?? null})
    order by created_at desc, id desc
    limit ${limit}`,
  )

/** Puts messages that failed back into the queue; a secret that is gone cannot go again. */
export const requeue = async (tx: Tx, ids: readonly number[]): Promise<Set<number>> => {
  const rows = await many<{ id: number }>(
    tx,
    sql`
    update mail_message
    set state = 'queued', reason = null, next_try_at = ${tx.now}
    where id = any(${ids}::bigint[]) and state = 'failed' and text_body is not null
    returning id`,
  )
  return new Set(rows.map(({ id }) => id))
}
