import { many, maybeOne, run, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import type { Import, ImportCounts, ImportNotes, ImportOptions, ImportState, KeptLayout, Workbook } from './import.ts'
import type { ObjectGuess } from './mapping/guess.ts'
import type { ColumnMapping } from './mapping/suggest.ts'

export const importColumns = sql`
  i.id, i.file_id as "fileId", i.file_name as "fileName", f.byte_size as "byteSize", i.object_name as "objectName", i.state,
  i.layout, i.guesses, i.mapping, i.options, i.columns_key as "columnsKey", i.problem, i.next_byte as "nextByte",
  i.next_line as "nextLine", i.notes, i.pending_done as "pendingDone", i.version, i.created_at as "createdAt",
  i.created_by_id as "createdById", i.started_at as "startedAt", i.finished_at as "finishedAt", i.undone_at as "undoneAt",
  i.mends_id as "mendsId", i.rows_mended as mended, i.workbook, i.scopes,
  json_build_object('read', i.rows_read, 'created', i.rows_created, 'updated', i.rows_updated, 'known', i.rows_known,
    'skipped', i.rows_skipped, 'refused', i.rows_refused) as counts`

export const importById = (tx: Tx, id: number): Promise<Import | undefined> =>
  maybeOne<Import>(
    tx,
    sql`
    select ${importColumns}
    from import i
    join stored_file f on f.id = i.file_id
    where i.id = ${id}`,
  )

export const lockedImport = (tx: Tx, id: number): Promise<Import | undefined> =>
  maybeOne<Import>(
    tx,
    sql`
    select ${importColumns}
    from import i
    join stored_file f on f.id = i.file_id
    where i.id = ${id}
    for update of i`,
  )

/** Imports, the newest first; `before` is the id the last page ended with. */
export const importsBefore = (
  tx: Tx,
  userId: number | null,
  before: number | undefined,
  limit: number,
): Promise<Import[]> =>
  many<Import>(
    tx,
    sql`
    select ${importColumns}
    from import i
    join stored_file f on f.id = i.file_id
    where (${before ?? null}::bigint is null or i.id < ${before ?? null}) and (${userId}::bigint is null or i.created_by_id = ${userId})
    order by i.id desc
    limit ${limit}`,
  )

/** Imports that should be worked on, and that nobody touched since a moment. */
export const importsLeftSince = (tx: Tx, since: Date): Promise<{ id: number }[]> =>
  many<{ id: number }>(
    tx,
    sql`
    select id
    from import
    where state in ('checking', 'running', 'undoing') and coalesce(worked_at, started_at, created_at) < ${since}
    order by id`,
  )

export type NewImport = {
  readonly id: number
  readonly fileId: number
  readonly fileName: string
  readonly userId: number | null
  readonly objectName: string | null
  readonly layout: KeptLayout
  readonly guesses: readonly Pick<ObjectGuess, 'object' | 'confidence' | 'reason'>[]
  readonly mapping: readonly ColumnMapping[]
  readonly options: ImportOptions
  readonly columnsKey: string
  readonly mendsId: number | null
  readonly workbook: Workbook | null
}

export const insertImport = (tx: Tx, one: NewImport): Promise<number> =>
  run(
    tx,
    sql`
    insert into import (id, file_id, file_name, object_name, state, layout, guesses, mapping, options, columns_key, mends_id, workbook,
      created_at, created_by_id)
    values (${one.id}, ${one.fileId}, ${one.fileName}, ${one.objectName}, 'ready', ${JSON.stringify(one.layout)}, ${JSON.stringify(one.guesses)},
      ${JSON.stringify(one.mapping)}, ${JSON.stringify(one.options)}, ${one.columnsKey}, ${one.mendsId},
      ${one.workbook && JSON.stringify(one.workbook)}, ${tx.now}, ${one.userId})`,
  )

/** What people chose; whatever was counted before starts anew. */
export const updateChoices = (
  tx: Tx,
  one: Pick<Import, 'id' | 'objectName' | 'layout' | 'mapping' | 'options' | 'columnsKey' | 'fileId' | 'workbook'>,
): Promise<number> =>
  run(
    tx,
    sql`
    update import
    set object_name = ${one.objectName}, layout = ${JSON.stringify(one.layout)}, mapping = ${JSON.stringify(one.mapping)},
      options = ${JSON.stringify(one.options)}, columns_key = ${one.columnsKey}, file_id = ${one.fileId},
      workbook = ${one.workbook && JSON.stringify(one.workbook)}, state = 'ready', problem = null,
      version = version + 1
    where id = ${one.id}`,
  )

export const resetProgress = (tx: Tx, id: number): Promise<number> =>
  run(
    tx,
    sql`
    with cleared as (delete from import_refusal where import_id = ${id})
    update import
    set next_byte = 0, next_line = 1, rows_read = 0, rows_created = 0, rows_updated = 0, rows_known = 0, rows_skipped = 0,
      rows_refused = 0, notes = '{}', pending_done = false, problem = null, started_at = ${tx.now}, finished_at = null
    where id = ${id}`,
  )

export const updateState = (tx: Tx, id: number, state: ImportState, problem: string | null = null): Promise<number> =>
  run(
    tx,
    sql`
    update import
    set state = ${state}, problem = ${problem}, version = version + 1, worked_at = ${tx.now}, has_turn = false,
      finished_at = case when ${state} in ('done', 'checked', 'failed', 'cancelled') then ${tx.now}::timestamptz else finished_at end,
      undone_at = case when ${state} = 'undone' then ${tx.now}::timestamptz else undone_at end
    where id = ${id}`,
  )

/** What the token of whoever sets it going is good for; null: all of their role. */
export const noteScopes = (tx: Tx, id: number, scopes: readonly string[] | null): Promise<number> =>
  run(
    tx,
    sql`
    update import
    set scopes = ${scopes}
    where id = ${id}`,
  )

/** Moves the place reading goes on at, and adds what the rows before it came to. */
export const advance = (
  tx: Tx,
  id: number,
  place: { byte: number; line: number },
  counts: ImportCounts,
  notes: ImportNotes,
): Promise<number> =>
  run(
    tx,
    sql`
    update import
    set next_byte = ${place.byte}, next_line = ${place.line}, rows_read = rows_read + ${counts.read},
      rows_created = rows_created + ${counts.created}, rows_updated = rows_updated + ${counts.updated}, rows_known = rows_known + ${counts.known},
      rows_skipped = rows_skipped + ${counts.skipped}, rows_refused = rows_refused + ${counts.refused}, notes = ${JSON.stringify(notes)}, worked_at = ${tx.now}
    where id = ${id}`,
  )

export const markPendingDone = (tx: Tx, id: number): Promise<number> =>
  run(
    tx,
    sql`
    update import
    set pending_done = true
    where id = ${id}`,
  )

export type RefusalRow = {
  readonly line: number
  readonly number: number
  readonly kind: 'refused' | 'skipped' | 'noted'
  readonly field: string | null
  readonly reason: string
  readonly cells: readonly string[]
}

export const insertRefusals = (tx: Tx, importId: number, rows: readonly RefusalRow[]): Promise<number> =>
  run(
    tx,
    sql`
    insert into import_refusal (import_id, line, number, kind, field, reason, cells)
    select ${importId}, r.line, r.number, r.kind, r.field, r.reason, r.cells
    from json_to_recordset(${JSON.stringify(rows)}::json) as r (line bigint, number integer, kind text, field text, reason text, cells text[])
    on conflict do nothing`,
  )

/** Refused and skipped rows in the order of the file, after a place in it; those that were mended since are left out. */
export const refusalsAfter = (
  tx: Tx,
  importId: number,
  line: number,
  number: number,
  limit: number,
): Promise<RefusalRow[]> =>
  many<RefusalRow>(
    tx,
    sql`
    select line, number, kind, field, reason, cells
    from import_refusal
    where import_id = ${importId} and (line, number) > (${line}, ${number}) and mended_by_id is null
    order by line, number
    limit ${limit}`,
  )

export type KeyRow = { readonly value: string; readonly recordId: number }

export const insertKeys = (
  tx: Tx,
  importId: number,
  objectName: string,
  keyName: string,
  rows: readonly KeyRow[],
): Promise<number> =>
  run(
    tx,
    sql`
    insert into import_key (object_name, key_name, value, record_id, import_id)
    select ${objectName}, ${keyName}, r.value, r.record_id, ${importId}
    from unnest(${rows.map(({ value }) => value)}::text[], ${rows.map(({ recordId }) => recordId)}::bigint[]) as r (value, record_id)
    on conflict (object_name, key_name, value) do nothing`,
  )

export const keysKnown = (tx: Tx, objectName: string, keyName: string, values: readonly string[]): Promise<KeyRow[]> =>
  many<KeyRow>(
    tx,
    sql`
    select value, record_id as "recordId"
    from import_key
    where object_name = ${objectName} and key_name = ${keyName} and value = any(${values}::text[])`,
  )

export type ChangeRow = {
  readonly recordId: number
  readonly before: Readonly<Record<string, unknown>>
  readonly after: Readonly<Record<string, unknown>>
}

/** Remembers what a record was before this import changed it; the first word stays when a later row changes it again. */
export const insertChanges = (tx: Tx, importId: number, rows: readonly ChangeRow[]): Promise<number> =>
  run(
    tx,
    sql`
    insert into import_change (import_id, record_id, before, after)
    select ${importId}, r."recordId", r.before, r.after
    from json_to_recordset(${JSON.stringify(rows)}::json) as r ("recordId" bigint, before jsonb, after jsonb)
    on conflict (import_id, record_id) do update
    set before = excluded.before || import_change.before, after = import_change.after || excluded.after`,
  )

export const changesAfter = (tx: Tx, importId: number, recordId: number, limit: number): Promise<ChangeRow[]> =>
  many<ChangeRow>(
    tx,
    sql`
    select record_id as "recordId", before, after
    from import_change
    where import_id = ${importId} and record_id > ${recordId}
    order by record_id
    limit ${limit}`,
  )

export type LinkRow = {
  readonly recordId: number
  readonly line: number
  readonly field: string
  readonly by: string
  readonly value: string
}

export const insertLinks = (tx: Tx, importId: number, rows: readonly LinkRow[]): Promise<number> =>
  run(
    tx,
    sql`
    insert into import_link (import_id, record_id, line, field, by_field, value)
    select ${importId}, r."recordId", r.line, r.field, r.by, r.value
    from json_to_recordset(${JSON.stringify(rows)}::json) as r ("recordId" bigint, line bigint, field text, by text, value text)
    on conflict do nothing`,
  )

/** Takes the next links out; they come back if the transaction fails. */
export const takeLinks = (tx: Tx, importId: number, limit: number): Promise<LinkRow[]> =>
  many<LinkRow>(
    tx,
    sql`
    delete from import_link
    where (import_id, record_id, field) in (
      select import_id, record_id, field
      from import_link
      where import_id = ${importId}
      order by record_id, field
      limit ${limit})
    returning record_id as "recordId", line, field, by_field as by, value`,
  )

export type RememberedMapping = {
  readonly objectName: string
  readonly mapping: readonly ColumnMapping[]
  readonly options: ImportOptions
}

export const rememberedMapping = (tx: Tx, columnsKey: string): Promise<RememberedMapping | undefined> =>
  maybeOne<RememberedMapping>(
    tx,
    sql`
    select object_name as "objectName", mapping, options
    from import_mapping
    where columns_key = ${columnsKey}`,
  )

export const keepMapping = (
  tx: Tx,
  columnsKey: string,
  one: RememberedMapping,
  userId: number | null,
): Promise<number> =>
  run(
    tx,
    sql`
    insert into import_mapping (columns_key, object_name, mapping, options, used_at, used_by_id)
    values (${columnsKey}, ${one.objectName}, ${JSON.stringify(one.mapping)}, ${JSON.stringify(one.options)}, ${tx.now}, ${userId})
    on conflict (columns_key) do update
    set object_name = excluded.object_name, mapping = excluded.mapping, options = excluded.options, used_at = excluded.used_at,
      used_by_id = excluded.used_by_id`,
  )
