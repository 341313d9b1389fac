import type { ObjectDefinition, StoredRecord } from '../../ground/objects/definition.ts'
import { chosenFields, selectList } from '../../ground/objects/list.ts'
import { visible } from '../../ground/objects/visibility.ts'
import type { Actor } from '../../ground/users/actor.ts'
import { compile, many, run, sql, type RawBuilder } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import { definitionNamed } from './definitionNamed.ts'
import { comparedFields, type Matchable } from './duplicate.ts'

/** A stored record that shares a key with the subject at `at`. */
export type Candidate = StoredRecord & {
  readonly at: number
  readonly object: Matchable
  readonly accountName: string | null
}

/** A record to look for, with the keys it is looked up by among the records of each object. */
export interface Wanted {
  readonly at: number
  readonly id: number
  readonly keys: Readonly<Partial<Record<Matchable, readonly number[]>>>
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

/** What is read of candidates: all that a match shows, or only what they are compared by, in a third less time. */
type Reading = 'shown' | 'compared'
const fieldsRead: Readonly<Record<Reading, Readonly<Record<Matchable, readonly string[]>>>> = {
  shown: shownFields,
  compared: comparedFields,
}

/**
 * Up to 100 candidates of each object for each record, those with the most keys in common first; without those somebody
 * said are not the same. One statement for all objects: asking each by itself costs a lead's save a tenth more. Of those
 * that are only compared every row has the fields of all objects, null where they are another's.
 */
export async function candidates(
  tx: Tx,
  actor: Actor,
  objects: readonly Matchable[],
  wanted: readonly Wanted[],
  reading: Reading = 'shown',
): Promise<Candidate[]> {
  const areNew = wanted.every(({ id }) => id === 0)
  const rows = await many<Candidate>(
    tx,
    sql`
    select s.at, c.*
    from json_to_recordset(${JSON.stringify(wanted.map(({ keys, ...one }) => ({ ...one, ...keys })))}::json)
      as s (at integer, id bigint, ${keysTyped(objects)})
    cross join lateral (${sql.join(
      objects.map((object) => candidatesAmong(actor, object, { objects, reading, areNew })),
      sql` union all `,
    )}) c
    order by s.at, c."Id"`,
  )
  return objects.length === 1 || reading === 'compared' ? rows : rows.map(withoutOthersFields)
}

type Asked = { readonly objects: readonly Matchable[]; readonly reading: Reading; readonly areNew: boolean }

// The order by common keys also keeps the planner from reading the table until it has a hundred. What is found by one key has
// one in common: it need not be counted.
function candidatesAmong(actor: Actor, object: Matchable, { objects, reading, areNew }: Asked): RawBuilder<unknown> {
  const definition = definitionNamed(object)
  const keys = sql.ref(`s.${object}`)
  return sql`
      (select ${columnsAmong[reading](object)(objects)}
      from (
        select ${selectList(chosenFields(definition, fieldsRead[reading][object]), 't')}, ${accountNameOf(object)} as "accountName"
        from ${sql.table(definition.table)} t
        where t.match_keys && ${keys}
          and ${stillOpen[object]}
          and ${visible(actor, definition, 't')}
          ${areNew ? sql`` : notDecided}
        order by case
            when cardinality(${keys}) = 1 then 1
            else (select count(*) from unnest(t.match_keys) as key where key = any(${keys}))
          end desc, t.id
        limit 100) one)`
}

// Of a record that is not stored yet nobody can have said anything.
const notDecided = sql`and t.id <> s.id
          and not exists (
            select from duplicate_verdict v
            where v.left_id = least(t.id, s.id) and v.right_id = greatest(t.id, s.id) and v.verdict = 'not_same')`

const keysTyped = remembered((objects) => sql.join(objects.map((object) => sql`${sql.ref(object)} integer[]`)))

type Columns = (objects: readonly Matchable[]) => RawBuilder<unknown>

const columnsAmong: Readonly<Record<Reading, (object: Matchable) => Columns>> = {
  shown: columnsOf('shown'),
  compared: columnsOf('compared'),
}

/** What is read of an object's records, laid out beside the others': a field that only others have is null. */
function columnsOf(reading: Reading): (object: Matchable) => Columns {
  const fields = fieldsRead[reading]
  const composed = (object: Matchable): Columns =>
    remembered((among) => {
      const own = new Set(fields[object])
      const names = [...new Set(among.flatMap((one) => fields[one]))]
      const columns = names.map((name) => (own.has(name) ? sql.ref(name) : sql`null as ${sql.ref(name)}`))
      return sql`${sql.lit(object)} as object, "Id", version, "accountName", ${sql.join(columns)}`
    })
  const columns = { Lead: composed('Lead'), Contact: composed('Contact'), Account: composed('Account') }
  return (object) => columns[object]
}

/** The same text for the same objects, made once: composing it costs more than sending it. */
function remembered(
  compose: (objects: readonly Matchable[]) => RawBuilder<unknown>,
): (objects: readonly Matchable[]) => RawBuilder<unknown> {
  const known = new Map<string, RawBuilder<unknown>>()
  return (objects) => {
    const text = known.get(objects.join()) ?? sql.raw(compile(compose(objects)).text)
    known.set(objects.join(), text)
    return text
  }
}

/** A record bears its own object's fields and no other's, be they null. */
function withoutOthersFields(row: Candidate): Candidate {
  const { at, object, Id, version, accountName } = row
  const shown = Object.fromEntries(shownFields[object].map((name) => [name, row[name] ?? null]))
  return { ...shown, at, object, Id, version, accountName }
}

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
