import type { ObjectDefinition, StoredRecord } from '../../ground/objects/definition.ts'
import { chosenFields, selectList } from '../../ground/objects/list.ts'
import { visible } from '../../ground/objects/visibility.ts'
import type { Actor } from '../../ground/users/actor.ts'
import { many, run, sql, type RawBuilder } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import { comparedFields, type Matchable } from './duplicate.ts'

/** A stored record that shares a key with the subject at `at`. */
export type Candidate = StoredRecord & { readonly at: number; readonly accountName: string | null }

export interface Wanted {
  readonly at: number
  readonly id: number
  readonly keys: readonly number[]
}

/** What a match shows and is compared by, per object; every one is a standard field. */
export const shownFields: Readonly<Record<Matchable, readonly string[]>> = {
  Lead: ['Name', ...comparedFields.Lead, 'Status', 'OwnerId', 'CreatedDate'],
  Contact: ['Name', ...comparedFields.Contact, 'OwnerId', 'CreatedDate'],
  Account: [...comparedFields.Account, 'Type', 'OwnerId', 'CreatedDate'],
}

// A converted lead is represented by its contact.
const stillOpen: Readonly<Record<Matchable, RawBuilder<unknown>>> = {
  Lead: sql`t.converted_at is null`,
  Contact: sql`true`,
  Account: sql`true`,
}

export const accountNameOf = (objectName: Matchable): RawBuilder<unknown> =>
  objectName === 'Contact' ? sql`(select a.name from account a where a.id = t.account_id)` : sql`null`

/**
 * Up to 100 candidates for each record, those with the most keys in common first; without those somebody
 * said are not the same. A key that thousands share is passed
 * over; `offset 0` has the keys worked out once and not for every row. The order also keeps the planner from reading the table until it has a hundred.
 */
export const candidates = (
  tx: Tx,
  actor: Actor,
  definition: ObjectDefinition,
  objectName: Matchable,
  wanted: readonly Wanted[],
): Promise<Candidate[]> =>
  many<Candidate>(
    tx,
    sql`
    select s.at, c.*
    from (
      select w.at, w.id, array(
        select key
        from unnest(w.keys) as key
        where not exists (select from match_stop_key k where k.object_name = ${objectName} and k.key = key.key)) as keys
      from json_to_recordset(${JSON.stringify(wanted)}::json) as w (at integer, id bigint, keys integer[])
      offset 0
    ) s
    cross join lateral (
      select ${selectList(chosenFields(definition, shownFields[objectName]), 't')}, ${accountNameOf(objectName)} as "accountName"
      from ${sql.table(definition.table)} t
      where t.match_keys && s.keys
        and t.id <> s.id
        and ${stillOpen[objectName]}
        and ${visible(actor, definition, 't')}
        and not exists (
          select from duplicate_verdict v
          where v.left_id = least(t.id, s.id) and v.right_id = greatest(t.id, s.id) and v.verdict = 'not_same')
      order by (select count(*) from unnest(t.match_keys) as key where key = any(s.keys)) desc, t.id
      limit 100) c
    order by s.at, c."Id"`,
  )

/** Stored records to find duplicates of, by id; of contacts with the name of their account. */
export const subjectRows = (
  tx: Tx,
  actor: Actor,
  definition: ObjectDefinition,
  objectName: Matchable,
  ids: readonly number[],
): Promise<(StoredRecord & { readonly accountName: string | null })[]> =>
  many(
    tx,
    sql`
    select ${selectList(chosenFields(definition, shownFields[objectName]), 't')}, ${accountNameOf(objectName)} as "accountName"
    from ${sql.table(definition.table)} t
    where t.id = any(${ids}::bigint[]) and ${visible(actor, definition, 't')}`,
  )

/** A stretch of records in the order of their ids that share a key with another one: where the review list goes on. */
export const subjectsAfter = (
  tx: Tx,
  actor: Actor,
  definition: ObjectDefinition,
  objectName: Matchable,
  after: number,
  limit: number,
): Promise<(StoredRecord & { readonly accountName: string | null })[]> =>
  many(
    tx,
    sql`
    select ${selectList(chosenFields(definition, shownFields[objectName]), 't')}, ${accountNameOf(objectName)} as "accountName"
    from ${sql.table(definition.table)} t
    where t.id > ${after} and ${stillOpen[objectName]} and ${visible(actor, definition, 't')}
    order by t.id
    limit ${limit}`,
  )

export interface Verdict {
  readonly leftId: number
  readonly rightId: number
  readonly verdict: 'same' | 'not_same' | 'unsure'
}

/** Remembers what somebody decided about pairs; the latest word on a pair holds. */
export const keepVerdicts = (tx: Tx, actorId: number, verdicts: readonly Verdict[]): Promise<number> =>
  run(
    tx,
    sql`
    insert into duplicate_verdict (left_id, right_id, verdict, decided_at, decided_by_id)
    select distinct on (least("leftId", "rightId"), greatest("leftId", "rightId"))
      least("leftId", "rightId"), greatest("leftId", "rightId"), verdict, ${tx.now}, ${actorId}
    from json_to_recordset(${JSON.stringify(verdicts)}::json) as v ("leftId" bigint, "rightId" bigint, verdict text)
    on conflict (left_id, right_id) do update
    set verdict = excluded.verdict, decided_at = excluded.decided_at, decided_by_id = excluded.decided_by_id`,
  )

/** Which of these records are there for the actor, of any of the objects. */
export const visibleIds = (
  tx: Tx,
  actor: Actor,
  definition: ObjectDefinition,
  ids: readonly number[],
): Promise<{ id: number }[]> =>
  many(
    tx,
    sql`
    select t.id
    from ${sql.table(definition.table)} t
    where t.id = any(${ids}::bigint[]) and ${visible(actor, definition, 't')}`,
  )
