import type { ObjectDefinition, StoredRecord } from '../../../ground/objects/definition.ts'
import { chosenFields, selectList } from '../../../ground/objects/list.ts'
import { many, maybeOne, one, run, sql } from '../../../platform/sql.ts'
import type { Tx } from '../../../platform/tx.ts'
import type { Matchable } from '../duplicate.ts'
import { accountNameOf, shownFields } from '../duplicates.sql.ts'

/** Whether a model is of people, be they leads or contacts, or of companies. */
export type ModelKind = 'Person' | 'Account'

export interface ModelRow {
  readonly kind: ModelKind
  readonly model: unknown
  readonly records: number
}

export const modelRows = (tx: Tx): Promise<ModelRow[]> =>
  many<ModelRow>(tx, sql`select kind, model, records from match_model`)

export const putModel = (tx: Tx, kind: ModelKind, model: unknown, records: number): Promise<number> =>
  run(
    tx,
    sql`
    insert into match_model (kind, model, records, learned_at)
    values (${kind}, ${JSON.stringify(model)}::jsonb, ${records}, ${tx.now})
    on conflict (kind) do update
    set model = excluded.model, records = excluded.records, learned_at = excluded.learned_at`,
  )

/** How many records the tables hold, as PostgreSQL last counted them: exact enough, and free. */
export const roughlyHowMany = async (tx: Tx, tables: readonly string[]): Promise<number> => {
  const { rows } = await one<{ rows: number }>(
    tx,
    sql`
    select coalesce(sum(greatest(reltuples, 0)), 0)::float8 as rows
    from pg_class
    where oid = any(select to_regclass(name)::oid from unnest(${tables}::text[]) as name)`,
  )
  return rows
}

export type ReadRow = StoredRecord & { readonly accountName: string | null }

/** Records from all over the table in the order of their ids, the same ones as long as nothing changes; of a `share` of 1 all of them. */
export const sampledRows = (
  tx: Tx,
  definition: ObjectDefinition,
  objectName: Matchable,
  { share, after, most }: { readonly share: number; readonly after: number; readonly most: number },
): Promise<ReadRow[]> =>
  many<ReadRow>(
    tx,
    sql`
    select ${selectList(chosenFields(definition, shownFields[objectName]), 't')}, ${accountNameOf(objectName)} as "accountName"
    from ${sql.table(definition.table)} t ${share < 1 ? sql`tablesample system (${share * 100}) repeatable (7)` : sql``}
    where t.deleted_at is null and t.id > ${after}
    order by t.id
    limit ${most}`,
  )

/** The next records to get their keys anew, in the order of their ids, deleted ones too: they may come back. */
export const rowsToKey = (
  tx: Tx,
  definition: ObjectDefinition,
  objectName: Matchable,
  after: number,
  limit: number,
): Promise<ReadRow[]> =>
  many<ReadRow>(
    tx,
    sql`
    select ${selectList(chosenFields(definition, shownFields[objectName]), 't')}, ${accountNameOf(objectName)} as "accountName"
    from ${sql.table(definition.table)} t
    where t.id > ${after}
    order by t.id
    limit ${limit}
    for no key update of t`,
  )

/** How far an object's records follow a scheme that is not the present one; held, so that one job works at it. */
export const lockOldScheme = (
  tx: Tx,
  objectName: Matchable,
  scheme: number,
): Promise<{ keyedUpTo: number } | undefined> =>
  maybeOne(
    tx,
    sql`
    select keyed_up_to as "keyedUpTo"
    from match_key_scheme
    where object_name = ${objectName} and scheme <> ${scheme}
    for update skip locked`,
  )

export const markKeyed = (tx: Tx, objectName: Matchable, upTo: number): Promise<number> =>
  run(tx, sql`update match_key_scheme set keyed_up_to = ${upTo} where object_name = ${objectName}`)

export const markScheme = (tx: Tx, objectName: Matchable, scheme: number): Promise<number> =>
  run(tx, sql`update match_key_scheme set scheme = ${scheme}, keyed_up_to = 0 where object_name = ${objectName}`)

export const stopKeyRows = (tx: Tx): Promise<{ readonly object: Matchable; readonly key: number }[]> =>
  many(tx, sql`select object_name as object, key from match_stop_key`)

/**
 * Keeps which keys more records share than anybody would look through, by PostgreSQL's own statistics of the column
 * (`analyze` keeps the most common elements of arrays); answers how many there are.
 */
export const renewStopKeys = async (
  tx: Tx,
  { table }: ObjectDefinition,
  objectName: Matchable,
  mostRecords: number,
): Promise<number> => {
  await run(tx, sql`delete from match_stop_key where object_name = ${objectName}`)
  return run(
    tx,
    sql`
    insert into match_stop_key (object_name, key)
    select distinct ${objectName}, common.key
    from pg_stats s
    join pg_class c on c.oid = to_regclass(${table})
    cross join lateral unnest(s.most_common_elems::text::integer[], s.most_common_elem_freqs) as common (key, share)
    where s.schemaname = current_schema() and s.tablename = ${table} and s.attname = 'match_keys'
      and common.key is not null and common.share * c.reltuples > ${mostRecords}`,
  )
}
