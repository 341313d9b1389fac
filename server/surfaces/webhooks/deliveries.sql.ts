import { many, maybeOne, run, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import type { DeliveryState } from './webhook.ts'

export type NewDelivery = {
  readonly id: number
  readonly webhookId: number
  readonly eventId: number
  readonly eventType: string
  readonly happenedAt: Date
  readonly body: string
}

export const insertDeliveries = (tx: Tx, deliveries: readonly NewDelivery[]): Promise<number> =>
  run(
    tx,
    sql`
    insert into webhook_delivery (id, webhook_id, event_id, event_type, happened_at, body, state, next_try_at, waiting_since, created_at)
    select id, "webhookId", "eventId", "eventType", "happenedAt", body, 'waiting', ${tx.now}, ${tx.now}, ${tx.now}
    from json_to_recordset(${JSON.stringify(deliveries)}::json)
      as r (id bigint, "webhookId" bigint, "eventId" bigint, "eventType" text, "happenedAt" timestamptz, body text)
    on conflict (webhook_id, event_id) do nothing`,
  )

export type Claimed = {
  readonly id: number
  readonly webhookId: number
  readonly eventId: number
  readonly eventType: string
  readonly body: string
  readonly attempt: number
  readonly url: string
  readonly secret: string
}

/** A hook that is on, and whose user has not left: nobody is told what was to be told to who is gone. */
const isOn = sql`webhook.disabled_at is null
  and exists (select from app_user where app_user.id = webhook.runs_as_id and deactivated_at is null)`

/**
 * Takes what is due of every hook that is on and not busy, each with its try counted. Whoever dies with it leaves it to be
 * taken again at `leftUntil`. Of a receiver that takes nothing, only one is tried.
 */
export const claimDue = (tx: Tx, busy: readonly number[], most: number, leftUntil: Date): Promise<Claimed[]> =>
  many<Claimed>(
    tx,
    sql`
    with due as (
      select next.id, webhook.url, webhook.secret
      from webhook
      cross join lateral (
        select id
        from webhook_delivery
        where webhook_id = webhook.id and state = 'waiting' and next_try_at <= ${tx.now}
        order by next_try_at, id
        limit case when webhook.failing_since is null then ${most}::int else 1 end
        for update skip locked) next
      where ${isOn} and not webhook.id = any(${busy}::bigint[])
    )
    update webhook_delivery delivery
    set attempts = attempts + 1, tried_at = ${tx.now}, next_try_at = ${leftUntil}
    from due
    where delivery.id = due.id
    returning delivery.id, webhook_id as "webhookId", event_id as "eventId", event_type as "eventType", body,
      attempts as attempt, due.url, due.secret`,
  )

export type Settled = {
  readonly id: number
  readonly attempt: number
  readonly state: DeliveryState
  readonly nextTryAt: Date | null
  readonly status: number | null
  readonly answer: string | null
  readonly problem: string | null
  readonly tookMs: number
}

/** Writes down what came of tries, each once: a try that was given up and made again does not count twice. */
export const settle = (tx: Tx, settled: readonly Settled[]): Promise<number> =>
  run(
    tx,
    sql`
    update webhook_delivery delivery
    set state = r.state, next_try_at = r."nextTryAt", status = r.status, answer = r.answer, problem = r.problem,
      took_ms = r."tookMs", ended_at = case when r.state = 'waiting' then null else ${tx.now}::timestamptz end
    from json_to_recordset(${JSON.stringify(settled)}::json)
      as r (id bigint, attempt int, state text, "nextTryAt" timestamptz, status int, answer text, problem text, "tookMs" int)
    where delivery.id = r.id and delivery.attempts = r.attempt and delivery.state = 'waiting'`,
  )

/** When the next waiting delivery of a hook that is on is due. */
export const nextDue = async (tx: Tx): Promise<Date | undefined> =>
  (
    await maybeOne<{ at: Date }>(
      tx,
      sql`
    select next_try_at as at
    from webhook_delivery
    join webhook on webhook.id = webhook_id
    where state = 'waiting' and ${isOn}
    order by next_try_at
    limit 1`,
    )
  )?.at

export type ListedDelivery = {
  readonly id: number
  readonly eventId: number
  readonly eventType: string
  readonly happenedAt: Date
  readonly state: DeliveryState
  readonly attempts: number
  readonly nextTryAt: Date | null
  readonly triedAt: Date | null
  readonly endedAt: Date | null
  readonly status: number | null
  readonly answer: string | null
  readonly problem: string | null
  readonly tookMs: number | null
  readonly body: string
}

/** A page of a hook's deliveries, newest first. */
export const deliveryPage = (
  tx: Tx,
  webhookId: number,
  { state, before, limit }: { readonly state?: DeliveryState; readonly before?: number; readonly limit: number },
): Promise<ListedDelivery[]> =>
  many<ListedDelivery>(
    tx,
    sql`
    select id, event_id as "eventId", event_type as "eventType", happened_at as "happenedAt", state, attempts,
      next_try_at as "nextTryAt", tried_at as "triedAt", ended_at as "endedAt", status, left(answer, 2000) as answer,
      problem, took_ms as "tookMs", left(body, 20000) as body
    from webhook_delivery
    where webhook_id = ${webhookId} and event_id < ${before ?? Number.MAX_SAFE_INTEGER}
      and (${state ?? null}::text is null or state = ${state ?? null})
    order by event_id desc
    limit ${limit}`,
  )

/**
 * Has deliveries tried anew: those named, or else all dead ones. One that waits is sent at once and keeps its tries; what was
 * tried after `tried` may be on its way, and is left alone.
 */
export const tryAnew = (tx: Tx, webhookId: number, ids: readonly number[] | null, tried: Date): Promise<number> =>
  run(
    tx,
    sql`
    update webhook_delivery
    set state = 'waiting', attempts = case when state = 'waiting' then attempts else 0 end, next_try_at = ${tx.now}, waiting_since = ${tx.now}, ended_at = null
    where webhook_id = ${webhookId}
      and case when ${ids}::bigint[] is null then state = 'dead'
        else id = any(${ids}::bigint[]) and (state <> 'waiting' or tried_at is null or took_ms is not null and tried_at < ${tried}) end`,
  )

/**
 * Gives up what waits since before `since`: of a receiver that is down for long, not each gets to its last try. What may
 * be on its way, tried after `tried`, is left alone.
 */
export const giveUpWaiting = (tx: Tx, since: Date, tried: Date): Promise<number> =>
  run(
    tx,
    sql`
    update webhook_delivery
    set state = 'dead', next_try_at = null, ended_at = ${tx.now},
      problem = concat_ws(' ', problem, 'It waited for three days and was given up.')
    where id in (
      select id
      from webhook_delivery
      where state = 'waiting' and waiting_since < ${since} and (tried_at is null or tried_at < ${tried})
      limit 5000)`,
  )

/** Removes what ended long ago, a part at a time. */
export const removeEnded = (tx: Tx, delivered: Date, dead: Date): Promise<number> =>
  run(
    tx,
    sql`
    delete from webhook_delivery
    where id in (
      select id
      from webhook_delivery
      where state <> 'waiting' and ended_at < case when state = 'dead' then ${dead}::timestamptz else ${delivered}::timestamptz end
      limit 5000)`,
  )
