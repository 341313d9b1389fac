import type { ObjectDefinition } from '../../ground/objects/definition.ts'
import { visibleOrDeleted } from '../../ground/objects/visibility.ts'
import type { Actor } from '../../ground/users/actor.ts'
import { many, maybeOne, run, sql, type RawBuilder } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import type { Pointer } from './pointers.ts'

/** A whole row as JSON, for the journal: every column, times to the microsecond. */
export type JournalRow = Readonly<Record<string, unknown>> & { readonly id: number }

/** What became of records that could not be locked: deleted, or merged into another. */
export const fateOf = (
  tx: Tx,
  actor: Actor,
  definition: ObjectDefinition,
  ids: readonly number[],
): Promise<{ id: number; masterId: number | null }[]> =>
  many(
    tx,
    sql`
    select t.id, t.master_record_id as "masterId"
    from ${sql.table(definition.table)} t
    where t.id = any(${ids}::bigint[]) and ${visibleOrDeleted(actor, definition, 't')}`,
  )

export interface Role {
  readonly id: number
  readonly personId: number | null
  readonly createdAt: Date
  /** Set for a lead that became a contact. */
  readonly convertedContactId: number | null
}

/** The columns of merged records that are no fields: the person, when they were made, and whether they were converted. */
export const rolesOf = (tx: Tx, definition: ObjectDefinition, ids: readonly number[]): Promise<Role[]> =>
  many(
    tx,
    sql`
    select t.id, ${definition.name === 'Account' ? sql`null::bigint` : sql`t.person_id`} as "personId", t.created_at as "createdAt",
      ${definition.name === 'Lead' ? sql`case when t.converted_at is not null then coalesce(t.converted_contact_id, 0) end` : sql`null::bigint`} as "convertedContactId"
    from ${sql.table(definition.table)} t
    where t.id = any(${ids}::bigint[])`,
  )

export interface MovedRow {
  readonly id: number | string
  readonly old: number | null
}

const keyOf = ({ textKey = 'id' }: Pointer, alias: string): RawBuilder<unknown> => sql.ref(`${alias}.${textKey}`)

/** Whether a row is the record itself that now is pointed to; a row with another kind of key never is. */
const isItself = ({ textKey }: Pointer, to: number): RawBuilder<unknown> =>
  textKey === undefined ? sql`t.id = ${to}` : sql`false`

/** Points everything in one column from the old records to the new one; a record is never made to point to itself. */
export const movePointer = (tx: Tx, pointer: Pointer, from: readonly number[], to: number): Promise<MovedRow[]> =>
  many(
    tx,
    sql`
    update ${sql.table(pointer.table)} t
    set ${sql.ref(pointer.column)} = case when ${isItself(pointer, to)} then null else ${to}::bigint end
    from (
      select ${keyOf(pointer, 'o')} as id, o.${sql.ref(pointer.column)} as old
      from ${sql.table(pointer.table)} o
      where o.${sql.ref(pointer.column)} = any(${from}::bigint[])
      order by 1
      for update) was
    where ${keyOf(pointer, 't')} = was.id
    returning was.id, was.old`,
  )

/** Puts back what a merge moved, as long as it still points where the merge left it. */
export const movePointerBack = (tx: Tx, pointer: Pointer, rows: readonly MovedRow[], from: number): Promise<number> =>
  run(
    tx,
    sql`
    update ${sql.table(pointer.table)} t
    set ${sql.ref(pointer.column)} = was.old
    from json_to_recordset(${JSON.stringify(rows)}::json) as was (id ${sql.raw(pointer.textKey === undefined ? 'bigint' : 'text')}, old bigint)
    where ${keyOf(pointer, 't')} = was.id
      and t.${sql.ref(pointer.column)} is not distinct from case when ${isItself(pointer, from)} then null else ${from}::bigint end`,
  )

/** Takes the master out from below a record it absorbs, so that a hierarchy does not close into a ring. */
export const freeFromAbove = (
  tx: Tx,
  { table, column }: Pointer,
  masterId: number,
  loserIds: readonly number[],
): Promise<MovedRow[]> =>
  many(
    tx,
    sql`
    with recursive above (id, up) as (
      select id, ${sql.ref(column)} from ${sql.table(table)} where id = ${masterId}
      union
      select t.id, t.${sql.ref(column)} from ${sql.table(table)} t join above on t.id = above.up
    ), was as (
      select id, up as old from above where id = ${masterId} and exists (select from above where id = any(${loserIds}::bigint[]))
    )
    update ${sql.table(table)} t
    set ${sql.ref(column)} = null
    from was
    where t.id = was.id
    returning t.id, was.old`,
  )

/** Rows of a table of which two records may each have one for the same thing, such as members of one campaign. */
export interface SharedTable {
  readonly table: string
  /** Whose row it is: merged records or persons. */
  readonly owner: string
  /** What it is about; two rows of merged owners about the same thing become one. */
  readonly about: string
  /** The columns that a joined row takes from the others. */
  readonly written: readonly string[]
}

/** The rows of owners who become one about things that more than one of them has a row for; locked. */
export const rowsInCommon = async (
  tx: Tx,
  { table, owner, about }: SharedTable,
  ownerIds: readonly number[],
): Promise<JournalRow[]> => {
  const rows = await many<{ row: JournalRow }>(
    tx,
    sql`
    select to_jsonb(t) as row
    from ${sql.table(table)} t
    where t.${sql.ref(owner)} = any(${ownerIds}::bigint[])
      and exists (
        select from ${sql.table(table)} other
        where other.${sql.ref(about)} = t.${sql.ref(about)} and other.${sql.ref(owner)} = any(${ownerIds}::bigint[]) and other.id <> t.id)
    order by t.id
    for update of t`,
  )
  return rows.map(({ row }) => row)
}

/** Writes joined rows as they are to be; also how they are put back. */
export const writeShared = (tx: Tx, { table, written }: SharedTable, rows: readonly JournalRow[]): Promise<number> =>
  run(
    tx,
    sql`
    update ${sql.table(table)} t
    set ${sql.join(written.map((column) => sql`${sql.ref(column)} = r.${sql.ref(column)}`))}, version = t.version + 1, last_modified_at = ${tx.now}
    from jsonb_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(rows)}::jsonb) r
    where t.id = r.id`,
  )

export const removeShared = (tx: Tx, { table }: SharedTable, ids: readonly number[]): Promise<number> =>
  run(tx, sql`delete from ${sql.table(table)} where id = any(${ids}::bigint[])`)

/** Rows that were joined into others come back, unless the place is taken by now. */
export const restoreShared = (tx: Tx, { table }: SharedTable, rows: readonly JournalRow[]): Promise<number> =>
  run(
    tx,
    sql`
    insert into ${sql.table(table)}
    select r.*
    from jsonb_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(rows)}::jsonb) r
    on conflict do nothing`,
  )

export interface Heir {
  readonly from: number
  readonly to: number
}

/** What pointed to rows that were joined into others points there now; answers what came from where. */
export const moveToHeirs = (tx: Tx, pointer: Pointer, heirs: readonly Heir[]): Promise<MovedRow[]> =>
  many(
    tx,
    sql`
    update ${sql.table(pointer.table)} t
    set ${sql.ref(pointer.column)} = heir."to"
    from json_to_recordset(${JSON.stringify(heirs)}::json) as heir ("from" bigint, "to" bigint)
    where t.${sql.ref(pointer.column)} = heir."from"
    returning t.id, heir."from" as old`,
  )

export const moveFromHeirs = (tx: Tx, pointer: Pointer, rows: readonly MovedRow[]): Promise<number> =>
  run(
    tx,
    sql`
    update ${sql.table(pointer.table)} t
    set ${sql.ref(pointer.column)} = was.old
    from json_to_recordset(${JSON.stringify(rows)}::json) as was (id bigint, old bigint)
    where t.id = was.id`,
  )

export interface Pair {
  readonly left: number
  readonly right: number
}

/** What was decided about a loser and a third record holds for the master too, unless it was decided on already. */
export const inheritVerdicts = (tx: Tx, masterId: number, loserIds: readonly number[]): Promise<Pair[]> =>
  many(
    tx,
    sql`
    with inherited as (
      select case when left_id = any(${loserIds}::bigint[]) then right_id else left_id end as third, verdict, decided_at, decided_by_id
      from duplicate_verdict
      where left_id = any(${loserIds}::bigint[]) or right_id = any(${loserIds}::bigint[])
    )
    insert into duplicate_verdict (left_id, right_id, verdict, decided_at, decided_by_id)
    select distinct on (third) least(third, ${masterId}), greatest(third, ${masterId}), verdict, decided_at, decided_by_id
    from inherited
    where third <> ${masterId} and third <> all(${loserIds}::bigint[])
    order by third, decided_at desc
    on conflict do nothing
    returning left_id as left, right_id as right`,
  )

export const forgetVerdicts = (tx: Tx, pairs: readonly Pair[]): Promise<number> =>
  run(
    tx,
    sql`
    delete from duplicate_verdict v
    using json_to_recordset(${JSON.stringify(pairs)}::json) as p ("left" bigint, "right" bigint)
    where v.left_id = p.left and v.right_id = p.right`,
  )

/** Losers go to the recycle bin and say who took their place. */
export const markMerged = (
  tx: Tx,
  actor: Actor,
  definition: ObjectDefinition,
  ids: readonly number[],
  masterId: number,
): Promise<number> =>
  run(
    tx,
    sql`
    update ${sql.table(definition.table)}
    set deleted_at = ${tx.now}, deleted_by_id = ${actor.userId}, master_record_id = ${masterId},
      version = version + 1, last_modified_at = ${tx.now}, last_modified_by_id = ${actor.userId}
    where id = any(${ids}::bigint[])`,
  )

/** Losers come back from the recycle bin, if they still are there because of this merge; answers which. */
export const unmarkMerged = (
  tx: Tx,
  actor: Actor,
  definition: ObjectDefinition,
  ids: readonly number[],
  masterId: number,
): Promise<{ id: number }[]> =>
  many(
    tx,
    sql`
    update ${sql.table(definition.table)} t
    set deleted_at = null, deleted_by_id = null, master_record_id = null,
      version = version + 1, last_modified_at = ${tx.now}, last_modified_by_id = ${actor.userId}
    where t.id = any(${ids}::bigint[]) and t.master_record_id = ${masterId} and t.deleted_at is not null and ${visibleOrDeleted(actor, definition, 't')}
    returning t.id`,
  )

export interface Journal {
  readonly id: number
  readonly objectName: string
  readonly masterId: number
  readonly loserIds: readonly number[]
  /** Field name → its value before and after, of the master. */
  readonly chosenValues: Readonly<Record<string, { readonly before: unknown; readonly after: unknown }>>
  readonly before: {
    readonly createdAt: string
    readonly joined: readonly Joined[]
    readonly verdicts: readonly Pair[]
  }
  /** In the order they were moved; undone backwards. `to` is the record or person they point to since. */
  readonly moved: readonly (Pointer & { readonly to: number; readonly rows: readonly MovedRow[] })[]
}

/** Rows that two records had in common and that became one: what was kept as it was before, and what was removed. */
export interface Joined {
  readonly table: string
  readonly kept: readonly JournalRow[]
  readonly removed: readonly JournalRow[]
  /** Entries of the removed rows' histories, which go on in the kept ones. */
  readonly history: readonly MovedRow[]
}

export const insertMerge = (tx: Tx, actor: Actor, journal: Journal): Promise<number> =>
  run(
    tx,
    sql`
    insert into merge (id, object_name, master_id, loser_ids, chosen_values, before, moved, merged_at, merged_by_id)
    values (${journal.id}, ${journal.objectName}, ${journal.masterId}, ${journal.loserIds}::bigint[], ${JSON.stringify(journal.chosenValues)}::jsonb,
      ${JSON.stringify(journal.before)}::jsonb, ${JSON.stringify(journal.moved)}::jsonb, ${tx.now}, ${actor.userId})`,
  )

/** Records a merge pointed to the master, as far as its journal names them by number; at most ten thousand. */
export const movedRecords = async (tx: Tx, mergeId: number): Promise<number[]> => {
  const rows = await many<{ id: number }>(
    tx,
    sql`
    select distinct (row ->> 'id')::bigint as id
    from merge m, jsonb_array_elements(m.moved) pointer, jsonb_array_elements(pointer -> 'rows') row
    where m.id = ${mergeId} and jsonb_typeof(row -> 'id') = 'number'
    order by id
    limit 10000`,
  )
  return rows.map(({ id }) => id)
}

/** A merge's journal, locked against a second undo. */
export const lockMerge = (tx: Tx, id: number): Promise<(Journal & { readonly undoneAt: Date | null }) | undefined> =>
  maybeOne(
    tx,
    sql`
    select id, object_name as "objectName", master_id as "masterId", loser_ids as "loserIds", chosen_values as "chosenValues",
      before, moved, undone_at as "undoneAt"
    from merge
    where id = ${id}
    for update`,
  )

export const markUndone = (tx: Tx, actor: Actor, id: number): Promise<number> =>
  run(
    tx,
    sql`
    update merge
    set undone_at = ${tx.now}, undone_by_id = ${actor.userId}
    where id = ${id}`,
  )
