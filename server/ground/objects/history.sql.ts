import { many, run, sql, type RawBuilder } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import type { Actor } from '../users/actor.ts'

export type HistoryRow = {
  readonly id: number
  readonly recordId: number
  readonly field: string
  readonly oldValue: string | null
  readonly newValue: string | null
}

export const insertFieldHistory = (tx: Tx, actor: Actor, rows: readonly HistoryRow[]): Promise<number> =>
  run(tx, historyInsertion(tx, actor, rows))

/** The same as a part of the statement that makes the change. */
export const historyInsertion = (tx: Tx, actor: Actor, rows: readonly HistoryRow[]): RawBuilder<unknown> => sql`
  insert into field_history (id, record_id, field, old_value, new_value, changed_at, changed_by_id)
  select id, "recordId", field, "oldValue", "newValue", ${tx.now}::timestamptz, ${actor.userId}::bigint
  from json_to_recordset(${JSON.stringify(rows)}::json)
    as r (id bigint, "recordId" bigint, field text, "oldValue" text, "newValue" text)`

export type OlderHistoryRow = HistoryRow & { readonly changedAt: Date; readonly changedById: number | null }

export const insertOlderHistory = (tx: Tx, rows: readonly OlderHistoryRow[]): Promise<number> =>
  run(
    tx,
    sql`
    insert into field_history (id, record_id, field, old_value, new_value, changed_at, changed_by_id)
    select id, "recordId", field, "oldValue", "newValue", "changedAt", "changedById"
    from json_to_recordset(${JSON.stringify(rows)}::json)
      as r (id bigint, "recordId" bigint, field text, "oldValue" text, "newValue" text, "changedAt" timestamptz, "changedById" bigint)`,
  )

export type HistoryEntry = HistoryRow & { readonly changedAt: Date; readonly changedById: number | null }

/** A record's changes, newest first; the record itself was read, with its permissions, by the caller. */
export const historyPage = (
  tx: Tx,
  recordId: number,
  before: number | undefined,
  limit: number,
): Promise<HistoryEntry[]> =>
  many<HistoryEntry>(
    tx,
    sql`
    select id, record_id as "recordId", field, old_value as "oldValue", new_value as "newValue",
      changed_at as "changedAt", changed_by_id as "changedById"
    from field_history
    where record_id = ${recordId} and id < ${before ?? Number.MAX_SAFE_INTEGER}
    order by id desc
    limit ${limit}`,
  )
