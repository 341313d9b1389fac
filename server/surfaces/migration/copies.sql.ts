import type { Field, ObjectDefinition } from '../../ground/objects/definition.ts'
import { many, maybeOne, one, run, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'

/** How far the copying of one object is. */
export type Progress = {
  readonly objectName: string
  readonly jobId: string | null
  readonly place: string | null
  readonly isRead: boolean
  readonly read: number
  readonly kept: number
  readonly notes: Readonly<Record<string, number>>
}

export const openCopy = (
  tx: Tx,
  copy: { readonly sourceId: string; readonly address: string; readonly startedById: number },
): Promise<number> =>
  run(
    tx,
    sql`
    insert into org_copy (source_id, address, started_at, started_by_id)
    values (${copy.sourceId}, ${copy.address}, ${tx.now}, ${copy.startedById})
    on conflict (source_id) do update set address = excluded.address`,
  )

export const finishCopy = (tx: Tx, sourceId: string): Promise<number> =>
  run(tx, sql`update org_copy set finished_at = ${tx.now} where source_id = ${sourceId}`)

/** The progress of an object, locked: two commands at once do not copy the same page. */
export async function lockedProgress(tx: Tx, sourceId: string, objectName: string): Promise<Progress> {
  await run(
    tx,
    sql`
    insert into org_copy_object (source_id, object_name)
    values (${sourceId}, ${objectName})
    on conflict do nothing`,
  )
  return one<Progress>(
    tx,
    sql`
    select object_name as "objectName", job_id as "jobId", place, is_read as "isRead", rows_read as read,
      rows_kept as kept, notes
    from org_copy_object
    where source_id = ${sourceId} and object_name = ${objectName}
    for update`,
  )
}

export const everyProgress = (tx: Tx, sourceId: string): Promise<Progress[]> =>
  many<Progress>(
    tx,
    sql`
    select object_name as "objectName", job_id as "jobId", place, is_read as "isRead", rows_read as read,
      rows_kept as kept, notes
    from org_copy_object
    where source_id = ${sourceId}`,
  )

export const keepProgress = (tx: Tx, sourceId: string, progress: Progress): Promise<number> =>
  run(
    tx,
    sql`
    update org_copy_object
    set job_id = ${progress.jobId}, place = ${progress.place}, is_read = ${progress.isRead},
      rows_read = ${progress.read}, rows_kept = ${progress.kept}, notes = ${JSON.stringify(progress.notes)}::jsonb
    where source_id = ${sourceId} and object_name = ${progress.objectName}`,
  )

export type Copied = { readonly theirId: string; readonly recordId: number; readonly bytes?: number | null }

/** Which of these records of theirs are here already, and as which of ours. */
export async function copiedAmong(tx: Tx, sourceId: string, theirIds: readonly string[]): Promise<Map<string, number>> {
  if (theirIds.length === 0) return new Map()
  const rows = await many<Copied>(
    tx,
    sql`
    select their_id as "theirId", record_id as "recordId"
    from org_copy_record
    where source_id = ${sourceId} and their_id = any(${theirIds}::text[])`,
  )
  return new Map(rows.map(({ theirId, recordId }) => [theirId, recordId]))
}

export const keepCopied = (tx: Tx, sourceId: string, objectName: string, copied: readonly Copied[]): Promise<number> =>
  run(
    tx,
    sql`
    insert into org_copy_record (source_id, object_name, their_id, record_id, bytes_awaited)
    select ${sourceId}, ${objectName}, "theirId", "recordId", bytes
    from json_to_recordset(${JSON.stringify(copied)}::json) as r ("theirId" text, "recordId" bigint, bytes bigint)
    on conflict do nothing`,
  )

export type Reference = { readonly recordId: number; readonly field: string; readonly theirId: string }

export const keepReferences = async (
  tx: Tx,
  sourceId: string,
  objectName: string,
  references: readonly Reference[],
): Promise<void> => {
  if (references.length === 0) return
  await run(
    tx,
    sql`
    insert into org_copy_reference (source_id, object_name, record_id, field, their_id)
    select ${sourceId}, ${objectName}, "recordId", field, "theirId"
    from json_to_recordset(${JSON.stringify(references)}::json) as r ("recordId" bigint, field text, "theirId" text)
    on conflict do nothing`,
  )
}

/** The fields whose references wait for records copied later. */
export const waitingFields = (tx: Tx, sourceId: string): Promise<{ objectName: string; field: string }[]> =>
  many(
    tx,
    sql`
    select distinct object_name as "objectName", field
    from org_copy_reference
    where source_id = ${sourceId}`,
  )

/** Joins what waited for records that are here by now; the rest points to what was never copied, or cannot be pointed to here. */
export const joinReferences = (
  tx: Tx,
  sourceId: string,
  { name, table }: ObjectDefinition,
  { name: fieldName, column }: Field,
  numbers: readonly number[],
): Promise<number> =>
  run(
    tx,
    sql`
    with joined as (
      delete from org_copy_reference r
      using org_copy_record copied
      where r.source_id = ${sourceId} and r.object_name = ${name} and r.field = ${fieldName}
        and copied.source_id = r.source_id and copied.their_id = r.their_id
        and copied.record_id >> ${NUMBER_BITS} = any(${numbers}::bigint[])
      returning r.record_id as id, copied.record_id as target
    )
    update ${sql.table(table)} t
    set ${sql.ref(column)} = joined.target
    from joined
    where t.id = joined.id`,
  )

/** An id begins with the number of its object. */
const NUMBER_BITS = 44

/** How many references of an object lead to records that were not copied. */
export const danglingCount = async (tx: Tx, sourceId: string): Promise<Map<string, number>> => {
  const rows = await many<{ objectName: string; count: number }>(
    tx,
    sql`
    select object_name as "objectName", count(*) as count
    from org_copy_reference
    where source_id = ${sourceId}
    group by object_name`,
  )
  return new Map(rows.map(({ objectName, count }) => [objectName, count]))
}

/** The human beings behind leads and contacts. */
export async function peopleBehind(tx: Tx, ids: readonly number[]): Promise<Map<number, number>> {
  if (ids.length === 0) return new Map()
  const rows = await many<{ id: number; personId: number }>(
    tx,
    sql`
    select id, person_id as "personId" from lead where id = any(${ids}::bigint[])
    union all
    select id, person_id from contact where id = any(${ids}::bigint[])`,
  )
  return new Map(rows.map(({ id, personId }) => [id, personId]))
}

/** Who is in which of these campaigns, as `campaign:person`. */
export async function membersOf(
  tx: Tx,
  campaignIds: readonly number[],
  personIds: readonly number[],
): Promise<Set<string>> {
  const rows = await many<{ place: string }>(
    tx,
    sql`
    select campaign_id || ':' || person_id as place
    from campaign_member
    where campaign_id = any(${campaignIds}::bigint[]) and person_id = any(${personIds}::bigint[])`,
  )
  return new Set(rows.map(({ place }) => place))
}

/** Our records by the value of a field, in small letters. */
export async function recordsBy(tx: Tx, { table }: ObjectDefinition, column: string): Promise<Map<string, number>> {
  const rows = await many<{ value: string; id: number }>(
    tx,
    sql`select lower(t.${sql.ref(column)}) as value, t.id from ${sql.table(table)} t where t.${sql.ref(column)} is not null`,
  )
  return new Map(rows.map(({ value, id }) => [value, id]))
}

/** Users by user name and e-mail address; who comes twice by address is known by user name only. */
export const ourUsers = (tx: Tx): Promise<{ id: number; username: string; email: string }[]> =>
  many(
    tx,
    sql`select id, lower(username) as username, lower(email) as email from app_user order by deactivated_at nulls first, id`,
  )

/** How many records that came from there are here, outside the recycle bin. */
export const hereCount = async (
  tx: Tx,
  sourceId: string,
  { name, table, hasRecycleBin }: ObjectDefinition,
): Promise<number> => {
  const { count } = await one<{ count: number }>(
    tx,
    sql`
    select count(*) as count
    from org_copy_record copied
    join ${sql.table(table)} t on t.id = copied.record_id
    where copied.source_id = ${sourceId} and copied.object_name = ${name}
      ${hasRecycleBin ? sql`and t.deleted_at is null` : sql``}`,
  )
  return count
}

/** Records of theirs in the order of their ids, after one of them. */
export const copiedAfter = (
  tx: Tx,
  sourceId: string,
  objectName: string,
  after: string,
  limit: number,
): Promise<Copied[]> =>
  many<Copied>(
    tx,
    sql`
    select their_id as "theirId", record_id as "recordId"
    from org_copy_record
    where source_id = ${sourceId} and object_name = ${objectName} and their_id > ${after}
    order by their_id
    limit ${limit}`,
  )

/** The next file whose bytes are still with the source. */
export const nextAwaited = (
  tx: Tx,
  sourceId: string,
): Promise<{ objectName: string; theirId: string; recordId: number; bytes: number } | undefined> =>
  maybeOne(
    tx,
    sql`
    select object_name as "objectName", their_id as "theirId", record_id as "recordId", bytes_awaited as bytes
    from org_copy_record
    where source_id = ${sourceId} and bytes_awaited is not null
    order by their_id
    limit 1
    for update`,
  )

export const arrived = (tx: Tx, sourceId: string, theirId: string): Promise<number> =>
  run(tx, sql`update org_copy_record set bytes_awaited = null where source_id = ${sourceId} and their_id = ${theirId}`)
