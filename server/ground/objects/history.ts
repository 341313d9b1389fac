import { numberOfId, prefixOfNumber } from '../../../shared/ids.ts'
import { drawIds, idInBlocks } from './ids.ts'
import { sql, type RawBuilder } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import type { Actor } from '../users/actor.ts'
import {
  fieldNamed,
  isSame,
  type FieldValue,
  type FieldValues,
  type ObjectDefinition,
  type StoredRecord,
} from './definition.ts'
import { insertFieldHistory, insertOlderHistory, type HistoryRow, type OlderHistoryRow } from './history.sql.ts'

type Entry = Omit<HistoryRow, 'id'>

/** What a change leaves in the history: one entry a tracked field that really changed. */
export function historyOf(
  definition: ObjectDefinition,
  before: StoredRecord | undefined,
  change: { readonly id: number; readonly values: FieldValues },
): Entry[] {
  if (before === undefined) return []
  return definition.fields.flatMap((field) => {
    const value = change.values[field.name]
    if (field.tracked === false || value === undefined || isSame(before[field.name], value)) return []
    return {
      recordId: change.id,
      field: field.name,
      oldValue: asText(before[field.name] ?? null),
      newValue: asText(value),
    }
  })
}

export async function insertHistory(tx: Tx, actor: Actor, entries: readonly Entry[]): Promise<void> {
  if (entries.length > 0) await insertFieldHistory(tx, actor, await numbered(tx, entries))
}

/** Entries with ids of their own, ready to be kept. */
export async function numbered(tx: Tx, entries: readonly Entry[]): Promise<HistoryRow[]> {
  if (entries.length === 0) return []
  const ids = await drawIds(tx, 'FieldHistory', entries.length)
  return entries.map((entry, at) => ({ ...entry, id: ids[at] ?? 0 }))
}

/**
 * Writes the history of a mass change inside the statement that makes it: one entry a row of `changes`, which has record_id,
 * field, old_value, new_value, and n, counted from 0; ids out of blocks drawn for as many.
 */
export const fieldHistoryOf = (
  tx: Tx,
  actor: Actor,
  blocks: readonly number[],
  changes: RawBuilder<unknown>,
): RawBuilder<unknown> => sql`
  insert into field_history (id, record_id, field, old_value, new_value, changed_at, changed_by_id)
  select ${idInBlocks('FieldHistory', blocks, sql`n`)}, record_id, field, old_value, new_value, ${tx.now}::timestamptz, ${actor.userId}::bigint
  from (${changes}) as change`

/** Entries that another system kept, as they were: when, and by whom. Answers their ids. */
export async function insertPastHistory(
  tx: Tx,
  entries: readonly Omit<OlderHistoryRow, 'id'>[],
): Promise<readonly number[]> {
  if (entries.length === 0) return []
  const ids = await drawIds(tx, 'FieldHistory', entries.length)
  await insertOlderHistory(
    tx,
    entries.map((entry, at) => ({ ...entry, id: ids[at] ?? 0 })),
  )
  return ids
}

const asText = (value: FieldValue): string | null => {
  if (value === null) return null
  return value instanceof Date ? value.toISOString() : String(value)
}

/** The record an old or new value refers to: history keeps the number, people read the name. */
export const referenceIn = (
  definition: ObjectDefinition,
  fieldName: string,
  value: string | null,
): number | undefined =>
  value !== null &&
  fieldNamed(definition, fieldName)?.type === 'reference' &&
  prefixOfNumber(numberOfId(Number(value))) !== undefined
    ? Number(value)
    : undefined
