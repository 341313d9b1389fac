import type { ObjectDefinition } from '../../ground/objects/definition.ts'
import { visibleOrDeleted } from '../../ground/objects/visibility.ts'
import type { Actor } from '../../ground/users/actor.ts'
import { many, run, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import type { Heir, JournalRow, Moved, MovedRow } from './moving.sql.ts'
import type { Pointer } from './pointers.ts'

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

export interface Pair {
  readonly left: number
  readonly right: number
}

/** What was decided about losers and third records holds for their masters too, unless it was decided on already. */
export const inheritVerdicts = (tx: Tx, heirs: readonly Heir[]): Promise<Pair[]> => {
  const from = heirs.map((heir) => heir.from)
  return many(
    tx,
    sql`
    with heir as (
      select * from unnest(${from}::bigint[], ${heirs.map(({ to }) => to)}::bigint[]) as heir ("from", "to")
    ), inherited as (
      select coalesce(one."to", v.left_id) as one, coalesce(two."to", v.right_id) as two, v.verdict, v.decided_at, v.decided_by_id
      from duplicate_verdict v
      left join heir one on one."from" = v.left_id
      left join heir two on two."from" = v.right_id
      where v.left_id = any(${from}::bigint[]) or v.right_id = any(${from}::bigint[])
    )
    insert into duplicate_verdict (left_id, right_id, verdict, decided_at, decided_by_id)
    select distinct on (least(one, two), greatest(one, two)) least(one, two), greatest(one, two), verdict, decided_at, decided_by_id
    from inherited
    where one <> two
    order by least(one, two), greatest(one, two), decided_at desc
    on conflict do nothing
    returning left_id as left, right_id as right`,
  )
}

/** Pairs within these records that somebody said are not the same. */
export const pairsApart = (tx: Tx, ids: readonly number[]): Promise<Pair[]> =>
  many(
    tx,
    sql`
    select left_id as left, right_id as right
    from duplicate_verdict
    where left_id = any(${ids}::bigint[]) and right_id = any(${ids}::bigint[]) and verdict = 'not_same'`,
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
  heirs: readonly Heir[],
): Promise<number> =>
  run(
    tx,
    sql`
    update ${sql.table(definition.table)} t
    set deleted_at = ${tx.now}, deleted_by_id = ${actor.userId}, master_record_id = heir."to",
      version = version + 1, last_modified_at = ${tx.now}, last_modified_by_id = ${actor.userId}
    from unnest(${heirs.map(({ from }) => from)}::bigint[], ${heirs.map(({ to }) => to)}::bigint[]) as heir ("from", "to")
    where t.id = heir."from"`,
  )

/** Losers come back from the recycle bin, if they still are there because of their merge; answers which. */
export const unmarkMerged = (
  tx: Tx,
  actor: Actor,
  definition: ObjectDefinition,
  heirs: readonly Heir[],
): Promise<{ id: number }[]> =>
  many(
    tx,
    sql`
    update ${sql.table(definition.table)} t
    set deleted_at = null, deleted_by_id = null, master_record_id = null,
      version = version + 1, last_modified_at = ${tx.now}, last_modified_by_id = ${actor.userId}
    from unnest(${heirs.map(({ from }) => from)}::bigint[], ${heirs.map(({ to }) => to)}::bigint[]) as heir ("from", "to")
    where t.id = heir."from" and t.master_record_id = heir."to" and t.deleted_at is not null and ${visibleOrDeleted(actor, definition, 't')}
    returning t.id`,
  )

/** Which losers are still in the recycle bin because of their merge, for this actor to take out; locked. */
export const lockMerged = (
  tx: Tx,
  actor: Actor,
  definition: ObjectDefinition,
  heirs: readonly Heir[],
): Promise<{ id: number }[]> =>
  many(
    tx,
    sql`
    select t.id
    from unnest(${heirs.map(({ from }) => from)}::bigint[], ${heirs.map(({ to }) => to)}::bigint[]) as heir ("from", "to")
    join ${sql.table(definition.table)} t on t.id = heir."from"
    where t.master_record_id = heir."to" and t.deleted_at is not null and ${visibleOrDeleted(actor, definition, 't')}
    order by t.id
    for no key update of t`,
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
  readonly moved: readonly (Pointer & Moved)[]
}

/** Rows that two records had in common and that became one: what was kept as it was before, and what was removed. */
export interface Joined {
  readonly table: string
  readonly kept: readonly JournalRow[]
  readonly removed: readonly JournalRow[]
  /** Entries of the removed rows' histories, which go on in the kept ones. */
  readonly history: readonly MovedRow[]
}

export const insertMerges = (tx: Tx, actor: Actor, journals: readonly Journal[]): Promise<number> =>
  run(
    tx,
    sql`
    insert into merge (id, object_name, master_id, loser_ids, chosen_values, before, moved, merged_at, merged_by_id)
    select id, "objectName", "masterId", "loserIds", "chosenValues", before, moved, ${tx.now}, ${actor.userId}
    from json_to_recordset(${JSON.stringify(journals)}::json)
      as m (id bigint, "objectName" text, "masterId" bigint, "loserIds" bigint[], "chosenValues" jsonb, before jsonb, moved jsonb)`,
  )

/** Records a merge pointed to the master, as far as its journal names them by number; at most ten thousand. */
export const movedRecords = async (tx: Tx, mergeId: number): Promise<number[]> => {
  const rows = await many<{ id: number }>(
    tx,
    sql`
    select distinct key::bigint as id
    from merge m, jsonb_array_elements(m.moved) pointer, jsonb_array_elements(pointer -> 'ids') key
    where m.id = ${mergeId} and jsonb_typeof(key) = 'number'
    order by id
    limit 10000`,
  )
  return rows.map(({ id }) => id)
}

/** Journals of merges, locked against a second undo, in the order of their ids. */
export const lockMerges = (tx: Tx, ids: readonly number[]): Promise<(Journal & { readonly undoneAt: Date | null })[]> =>
  many(
    tx,
    sql`
    select id, object_name as "objectName", master_id as "masterId", loser_ids as "loserIds", chosen_values as "chosenValues",
      before, moved, undone_at as "undoneAt"
    from merge
    where id = any(${ids}::bigint[])
    order by id
    for update`,
  )

/** Merges into the masters of these that came after them and are not undone. */
export const mergesAfter = (tx: Tx, merges: readonly Pick<Journal, 'id' | 'masterId'>[]): Promise<Journal[]> =>
  many(
    tx,
    sql`
    select m.id, m.object_name as "objectName", m.master_id as "masterId", m.loser_ids as "loserIds", m.chosen_values as "chosenValues",
      m.before, m.moved
    from unnest(${merges.map(({ id }) => id)}::bigint[], ${merges.map(({ masterId }) => masterId)}::bigint[]) as earlier (id, master_id)
    join merge m on m.master_id = earlier.master_id and m.id > earlier.id
    where m.undone_at is null
    order by m.id`,
  )

export const markUndone = (tx: Tx, actor: Actor, ids: readonly number[]): Promise<number> =>
  run(
    tx,
    sql`
    update merge
    set undone_at = ${tx.now}, undone_by_id = ${actor.userId}
    where id = any(${ids}::bigint[])`,
  )
