import type { ObjectDefinition } from '../../ground/objects/definition.ts'
import { visibleOrDeleted } from '../../ground/objects/visibility.ts'
import type { Actor } from '../../ground/users/actor.ts'
import { many, maybeOne, run, sql, type RawBuilder } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import type { Pointer } from './pointers.ts'

/** A whole row as JSON, for the journal: every column, times to the microsecond. */
export type JournalRow = Readonly<Record<string, unknown>> & { readonly id: number }

/** What became of records that could not be locked: deleted, or merged into another. */
export const fateOf = (tx: Tx, actor: Actor, definition: ObjectDefinition, ids: readonly number[]): Promise<{ id: number; masterId: number | null }[]> =>
  many(tx, sql`
    select t.id, t.master_record_id as "masterId"
    from ${sql.table(definition.table)} t
    where t.id = any(${ids}::bigint[]) and ${visibleOrDeleted(actor, definition, 't')}`)

export interface Role {
  readonly id: number
  readonly personId: number | null
  readonly createdAt: Date
  /** Set for a lead that became a contact. */
  readonly convertedContactId: number | null
}

/** The columns of merged records that are no fields: the person, when they were made, and whether they were converted. */
export const rolesOf = (tx: Tx, definition: ObjectDefinition, ids: readonly number[]): Promise<Role[]> =>
  many(tx, sql`
    select t.id, ${definition.name === 'Account' ? sql`null::bigint` : sql`t.person_id`} as "personId", t.created_at as "createdAt",
      ${definition.name === 'Lead' ? sql`case when t.converted_at is not null then coalesce(t.converted_contact_id, 0) end` : sql`null::bigint`} as "convertedContactId"
    from ${sql.table(definition.table)} t
    where t.id = any(${ids}::bigint[])`)

export const lockPersons = (tx: Tx, ids: readonly number[]): Promise<{ id: number }[]> =>
  many(tx, sql`
    select id
    from person
    where id = any(${ids}::bigint[])
    order by id
    for update`)

export interface MovedRow {
  readonly id: number | string
  readonly old: number | null
}

const keyOf = ({ textKey = 'id' }: Pointer, alias: string): RawBuilder<unknown> => sql.ref(`${alias}.${textKey}`)

/** Whether a row is the record itself that now is pointed to; a row with another kind of key never is. */
const isItself = ({ textKey }: Pointer, to: number): RawBuilder<unknown> => (textKey === undefined ? sql`t.id = ${to}` : sql`false`)

/** Points everything in one column from the old records to the new one; a record is never made to point to itself. */
export const movePointer = (tx: Tx, pointer: Pointer, from: readonly number[], to: number): Promise<MovedRow[]> =>
  many(tx, sql`
    update ${sql.table(pointer.table)} t
    set ${sql.ref(pointer.column)} = case when ${isItself(pointer, to)} then null else ${to}::bigint end
    from (
      select ${keyOf(pointer, 'o')} as id, o.${sql.ref(pointer.column)} as old
      from ${sql.table(pointer.table)} o
      where o.${sql.ref(pointer.column)} = any(${from}::bigint[])
      order by 1
      for update) was
    where ${keyOf(pointer, 't')} = was.id
    returning was.id, was.old`)

/** The persons of the losers are the master's person from now on. */
export const markPersonsJoined = (tx: Tx, ids: readonly number[], personId: number): Promise<MovedRow[]> =>
  many(tx, sql`
    update person
    set merged_into_id = ${personId}
    where id = any(${ids}::bigint[])
    returning id, null::bigint as old`)

/** Puts back what a merge moved, as long as it still points where the merge left it. */
export const movePointerBack = (tx: Tx, pointer: Pointer, rows: readonly MovedRow[], from: number): Promise<number> =>
  run(tx, sql`
    update ${sql.table(pointer.table)} t
    set ${sql.ref(pointer.column)} = was.old
    from json_to_recordset(${JSON.stringify(rows)}::json) as was (id ${sql.raw(pointer.textKey === undefined ? 'bigint' : 'text')}, old bigint)
    where ${keyOf(pointer, 't')} = was.id
      and t.${sql.ref(pointer.column)} is not distinct from case when ${isItself(pointer, from)} then null else ${from}::bigint end`)

/** Takes the master out from below a record it absorbs, so that a hierarchy does not close into a ring. */
export const freeFromAbove = (tx: Tx, { table, column }: Pointer, masterId: number, loserIds: readonly number[]): Promise<MovedRow[]> =>
  many(tx, sql`
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
    returning t.id, was.old`)

export interface Member {
  readonly id: number
  readonly campaignId: number
  readonly personId: number
  readonly status: string
  readonly hasResponded: boolean
  readonly respondedAt: string | null
  readonly leadId: number | null
  readonly contactId: number | null
  readonly createdAt: string
  readonly row: JournalRow
}

/** The campaign memberships of persons who become one, locked; only of campaigns that more than one of them is in. */
export const membersInCommon = (tx: Tx, personIds: readonly number[]): Promise<Member[]> =>
  many(tx, sql`
    select m.id, campaign_id as "campaignId", person_id as "personId", status, has_responded as "hasResponded",
      to_jsonb(m) ->> 'responded_at' as "respondedAt", lead_id as "leadId", contact_id as "contactId",
      to_jsonb(m) ->> 'created_at' as "createdAt", to_jsonb(m) as row
    from campaign_member m
    where person_id = any(${personIds}::bigint[])
      and exists (
        select from campaign_member other
        where other.campaign_id = m.campaign_id and other.person_id = any(${personIds}::bigint[]) and other.id <> m.id)
    order by m.id
    for update of m`)

/** Writes members as they are to be; also how they are put back. */
export const writeMembers = (tx: Tx, rows: readonly Readonly<Record<string, unknown>>[]): Promise<number> =>
  run(tx, sql`
    update campaign_member m
    set status = r.status, has_responded = r.has_responded, responded_at = r.responded_at,
      lead_id = r.lead_id, contact_id = r.contact_id, created_at = r.created_at, version = m.version + 1, last_modified_at = ${tx.now}
    from jsonb_populate_recordset(null::campaign_member, ${JSON.stringify(rows)}::jsonb) r
    where m.id = r.id`)

export const removeMembers = (tx: Tx, ids: readonly number[]): Promise<number> => run(tx, sql`delete from campaign_member where id = any(${ids}::bigint[])`)

/** Members that were joined into others come back; one whose campaign is gone by now stays away. */
export const restoreMembers = (tx: Tx, rows: readonly JournalRow[]): Promise<number> =>
  run(tx, sql`
    insert into campaign_member
    select r.*
    from jsonb_populate_recordset(null::campaign_member, ${JSON.stringify(rows)}::jsonb) r
    where exists (select from campaign c where c.id = r.campaign_id)
    on conflict do nothing`)

export interface ContactRole {
  readonly id: number
  readonly opportunityId: number
  readonly contactId: number
  readonly role: string | null
  readonly isPrimary: boolean
  readonly row: JournalRow
}

/** Roles of contacts who become one, on opportunities where more than one of them has a role; locked. */
export const contactRolesInCommon = (tx: Tx, contactIds: readonly number[]): Promise<ContactRole[]> =>
  many(tx, sql`
    select r.id, opportunity_id as "opportunityId", contact_id as "contactId", role, is_primary as "isPrimary", to_jsonb(r) as row
    from opportunity_contact_role r
    where contact_id = any(${contactIds}::bigint[])
      and exists (
        select from opportunity_contact_role other
        where other.opportunity_id = r.opportunity_id and other.contact_id = any(${contactIds}::bigint[]) and other.id <> r.id)
    order by r.id
    for update of r`)

export const writeContactRoles = (tx: Tx, rows: readonly Readonly<Record<string, unknown>>[]): Promise<number> =>
  run(tx, sql`
    update opportunity_contact_role t
    set role = r.role, is_primary = r.is_primary, version = t.version + 1, last_modified_at = ${tx.now}
    from jsonb_populate_recordset(null::opportunity_contact_role, ${JSON.stringify(rows)}::jsonb) r
    where t.id = r.id`)

export const removeContactRoles = (tx: Tx, ids: readonly number[]): Promise<number> => run(tx, sql`delete from opportunity_contact_role where id = any(${ids}::bigint[])`)

export const restoreContactRoles = (tx: Tx, rows: readonly JournalRow[]): Promise<number> =>
  run(tx, sql`
    insert into opportunity_contact_role
    select r.*
    from jsonb_populate_recordset(null::opportunity_contact_role, ${JSON.stringify(rows)}::jsonb) r
    where exists (select from opportunity o where o.id = r.opportunity_id)
    on conflict do nothing`)

export interface Heir {
  readonly from: number
  readonly to: number
}

/** The history of rows that were joined into others goes on there; answers which entries came from where. */
export const moveHistory = (tx: Tx, heirs: readonly Heir[]): Promise<MovedRow[]> =>
  many(tx, sql`
    update field_history h
    set record_id = heir."to"
    from json_to_recordset(${JSON.stringify(heirs)}::json) as heir ("from" bigint, "to" bigint)
    where h.record_id = heir."from"
    returning h.id, heir."from" as old`)

export const moveHistoryBack = (tx: Tx, rows: readonly MovedRow[]): Promise<number> =>
  run(tx, sql`
    update field_history h
    set record_id = was.old
    from json_to_recordset(${JSON.stringify(rows)}::json) as was (id bigint, old bigint)
    where h.id = was.id`)

export interface Pair {
  readonly left: number
  readonly right: number
}

/** What was decided about a loser and a third record holds for the master too, unless it was decided on already. */
export const inheritVerdicts = (tx: Tx, masterId: number, loserIds: readonly number[]): Promise<Pair[]> =>
  many(tx, sql`
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
    returning left_id as left, right_id as right`)

export const forgetVerdicts = (tx: Tx, pairs: readonly Pair[]): Promise<number> =>
  run(tx, sql`
    delete from duplicate_verdict v
    using json_to_recordset(${JSON.stringify(pairs)}::json) as p ("left" bigint, "right" bigint)
    where v.left_id = p.left and v.right_id = p.right`)

/** Losers go to the recycle bin and say who took their place. */
export const markMerged = (tx: Tx, actor: Actor, definition: ObjectDefinition, ids: readonly number[], masterId: number): Promise<number> =>
  run(tx, sql`
    update ${sql.table(definition.table)}
    set deleted_at = ${tx.now}, deleted_by_id = ${actor.userId}, master_record_id = ${masterId},
      version = version + 1, last_modified_at = ${tx.now}, last_modified_by_id = ${actor.userId}
    where id = any(${ids}::bigint[])`)

/** Losers come back from the recycle bin, if they still are there because of this merge; answers which. */
export const unmarkMerged = (tx: Tx, actor: Actor, definition: ObjectDefinition, ids: readonly number[], masterId: number): Promise<{ id: number }[]> =>
  many(tx, sql`
    update ${sql.table(definition.table)} t
    set deleted_at = null, deleted_by_id = null, master_record_id = null,
      version = version + 1, last_modified_at = ${tx.now}, last_modified_by_id = ${actor.userId}
    where t.id = any(${ids}::bigint[]) and t.master_record_id = ${masterId} and t.deleted_at is not null and ${visibleOrDeleted(actor, definition, 't')}
    returning t.id`)

export interface Journal {
  readonly id: number
  readonly objectName: string
  readonly masterId: number
  readonly loserIds: readonly number[]
  /** Field name → its value before and after, of the master. */
  readonly chosenValues: Readonly<Record<string, { readonly before: unknown; readonly after: unknown }>>
  readonly before: {
    readonly createdAt: string
    readonly members: { readonly kept: readonly JournalRow[]; readonly removed: readonly JournalRow[] }
    readonly contactRoles: { readonly kept: readonly JournalRow[]; readonly removed: readonly JournalRow[] }
    readonly verdicts: readonly Pair[]
  }
  readonly moved: {
    /** In the order they were moved; undone backwards. `to` is the record or person they point to since. */
    readonly pointers: readonly (Pointer & { readonly to: number; readonly rows: readonly MovedRow[] })[]
    readonly history: readonly MovedRow[]
  }
}

export const insertMerge = (tx: Tx, actor: Actor, journal: Journal): Promise<number> =>
  run(tx, sql`
    insert into merge (id, object_name, master_id, loser_ids, chosen_values, before, moved, merged_at, merged_by_id)
    values (${journal.id}, ${journal.objectName}, ${journal.masterId}, ${journal.loserIds}::bigint[], ${JSON.stringify(journal.chosenValues)}::jsonb,
      ${JSON.stringify(journal.before)}::jsonb, ${JSON.stringify(journal.moved)}::jsonb, ${tx.now}, ${actor.userId})`)

/** A merge's journal, locked against a second undo. */
export const lockMerge = (tx: Tx, id: number): Promise<(Journal & { readonly undoneAt: Date | null }) | undefined> =>
  maybeOne(tx, sql`
    select id, object_name as "objectName", master_id as "masterId", loser_ids as "loserIds", chosen_values as "chosenValues",
      before, moved, undone_at as "undoneAt"
    from merge
    where id = ${id}
    for update`)

export const markUndone = (tx: Tx, actor: Actor, id: number): Promise<number> =>
  run(tx, sql`
    update merge
    set undone_at = ${tx.now}, undone_by_id = ${actor.userId}
    where id = ${id}`)
