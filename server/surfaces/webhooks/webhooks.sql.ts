import { many, maybeOne, one, run, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import type { Webhook } from './webhook.ts'

const columns = sql`
  id, name, url, events, objects, runs_as_id as "runsAsId", disabled_at as "disabledAt", failing_since as "failingSince",
  version, created_at as "createdAt"`

export type ListedWebhook = Webhook & {
  readonly runsAsName: string
  readonly runsAsActive: boolean
  readonly waiting: number
  readonly dead: number
  readonly lastDeliveredAt: Date | null
}

export const webhookRows = (tx: Tx, id: number | null): Promise<ListedWebhook[]> =>
  many<ListedWebhook>(
    tx,
    sql`
    select ${columns}, counted.*,
      (select concat_ws(' ', first_name, last_name) from app_user where id = runs_as_id) as "runsAsName",
      exists (select from app_user where id = runs_as_id and deactivated_at is null) as "runsAsActive"
    from webhook
    cross join lateral (
      select count(*) filter (where state = 'waiting')::int as waiting, count(*) filter (where state = 'dead')::int as dead,
        max(ended_at) filter (where state = 'delivered') as "lastDeliveredAt"
      from webhook_delivery
      where webhook_id = webhook.id) counted
    where ${id}::bigint is null or id = ${id}
    order by lower(name), id
    limit 500`,
  )

/** Hooks that are on and hear of some of these events. */
export const hooksFor = (tx: Tx, types: readonly string[]): Promise<Webhook[]> =>
  many<Webhook>(
    tx,
    sql`
    select ${columns}
    from webhook
    where disabled_at is null and events && ${types}::text[]
    order by id`,
  )

export const addressOf = (tx: Tx, id: number): Promise<{ url: string; secret: string } | undefined> =>
  maybeOne<{ url: string; secret: string }>(
    tx,
    sql`
    select url, secret
    from webhook
    where id = ${id}`,
  )

export type WebhookFields = Pick<Webhook, 'name' | 'url' | 'events' | 'objects' | 'runsAsId' | 'disabledAt'>

export const insertWebhook = (
  tx: Tx,
  id: number,
  userId: number | null,
  { secret, ...hook }: WebhookFields & { readonly secret: string },
): Promise<number> =>
  run(
    tx,
    sql`
    insert into webhook (id, name, url, secret, events, objects, runs_as_id, disabled_at, created_at, created_by_id,
      last_modified_at, last_modified_by_id)
    values (${id}, ${hook.name}, ${hook.url}, ${secret}, ${hook.events}, ${hook.objects}, ${hook.runsAsId},
      ${hook.disabledAt}, ${tx.now}, ${userId}, ${tx.now}, ${userId})`,
  )

/** How many there are; nobody else makes one before this transaction ends. */
export const lockedCount = async (tx: Tx): Promise<number> => {
  await run(tx, sql`lock table webhook in share row exclusive mode`)
  const { count } = await one<{ count: number }>(tx, sql`select count(*)::int as count from webhook`)
  return count
}

/** Only if nobody saved in between. */
export const updateWebhook = (
  tx: Tx,
  id: number,
  version: number,
  userId: number | null,
  hook: WebhookFields,
): Promise<number> =>
  run(
    tx,
    sql`
    update webhook
    set name = ${hook.name}, url = ${hook.url}, events = ${hook.events}, objects = ${hook.objects},
      runs_as_id = ${hook.runsAsId}, disabled_at = ${hook.disabledAt}, failing_since = null,
      version = version + 1, last_modified_at = ${tx.now}, last_modified_by_id = ${userId}
    where id = ${id} and version = ${version}`,
  )

export const replaceSecret = (tx: Tx, id: number, userId: number | null, secret: string): Promise<number> =>
  run(
    tx,
    sql`
    update webhook
    set secret = ${secret}, version = version + 1, last_modified_at = ${tx.now}, last_modified_by_id = ${userId}
    where id = ${id}`,
  )

export const deleteWebhook = (tx: Tx, id: number): Promise<number> =>
  run(
    tx,
    sql`
    delete from webhook
    where id = ${id}`,
  )

/** Since when receivers take nothing, or that they do again. */
export const noteReceivers = (tx: Tx, taking: readonly number[], failing: readonly number[]): Promise<number> =>
  run(
    tx,
    sql`
    update webhook
    set failing_since = case when id = any(${taking}::bigint[]) then null else ${tx.now}::timestamptz end
    where (id = any(${taking}::bigint[]) and failing_since is not null)
      or (id = any(${failing}::bigint[]) and failing_since is null)`,
  )
