import type { ObjectDefinition } from '../../ground/objects/definition.ts'
import { valueOf } from '../../ground/objects/filter.ts'
import { visible } from '../../ground/objects/visibility.ts'
import { beginnings, wholeWords } from '../../ground/objects/words.ts'
import type { Actor } from '../../ground/users/actor.ts'
import { many, sql, type RawBuilder } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import { Account } from '../../records/accounts/fields.ts'
import { Campaign } from '../../records/campaigns/fields.ts'
import { Contact } from '../../records/contacts/fields.ts'
import { Lead } from '../../records/leads/fields.ts'
import { Opportunity } from '../../records/opportunities/fields.ts'

/** A record found; `title` names it, `detail` says which of several of that name it is. */
export type Found = {
  readonly object: string
  readonly id: number
  readonly title: string
  readonly detail: string | null
  /** When it was last changed, in seconds since 1970: hundreds are compared and none is shown. */
  readonly changedAtSeconds: number
}

export type Searched = {
  readonly definition: ObjectDefinition
  readonly detail: (alias: string) => RawBuilder<unknown>
}

const accountName = (id: string) => (alias: string) =>
  sql`(select a.name from account a where a.id = ${sql.ref(`${alias}.${id}`)})`

/** What is searched, and what tells two records of one name apart. */
export const searched: readonly Searched[] = [
  { definition: Lead, detail: (t) => sql`concat_ws(' · ', ${sql.ref(`${t}.company`)}, ${sql.ref(`${t}.status`)})` },
  { definition: Contact, detail: accountName('account_id') },
  {
    definition: Account,
    detail: (t) => sql`concat_ws(' · ', ${sql.ref(`${t}.billing_city`)}, ${sql.ref(`${t}.industry`)})`,
  },
  {
    definition: Opportunity,
    detail: (t) => sql`concat_ws(' · ', ${accountName('account_id')(t)}, ${sql.ref(`${t}.stage_name`)})`,
  },
  { definition: Campaign, detail: (t) => sql`concat_ws(' · ', ${sql.ref(`${t}.type`)}, ${sql.ref(`${t}.status`)})` },
]

/** Records of an org's own object are told apart by its name. */
export const searchedOwn = (definition: ObjectDefinition): Searched => ({
  definition,
  detail: () => sql`${sql.lit(definition.label)}::text`,
})

/** Enough of each object to put the best first; a word's beginning may match millions. */
const LOOKED_AT = sql.lit(60)

/** How many of an object's newest records are looked through before its index of words is asked. */
const NEWEST = sql.lit(300)

/** So many of the newest hold what is sought that among all others only something better is sought, or nothing. */
const COMMON = sql.lit(8)

/** Records of several objects that hold every word, by one statement; each object's rows are bounded, and some come twice. */
export const foundRecords = (
  tx: Tx,
  actor: Actor,
  searched: readonly Searched[],
  words: readonly string[],
): Promise<Found[]> =>
  many<Found>(
    tx,
    sql.join(
      searched.map((one) => foundOf(actor, one, words)),
      sql` union all `,
    ),
  )

/**
 * Of a word's beginning the index gathers all records that hold it, though sixty are wanted. What is common stands in some
 * of the newest records, which are looked through at once; the index is then asked for whole words only, or for nothing.
 */
function foundOf(actor: Actor, searched: Searched, words: readonly string[]): RawBuilder<unknown> {
  const { definition } = searched
  const table = sql.table(definition.table)
  const columns = foundColumns(searched)
  const mayBeSeen = visible(actor, definition, 't')
  return sql`(
    with newest as materialized (
      select ${columns}, t.search @@ ${queryOf(wholeWords(words))} as holds_whole
      from (select * from ${table} order by id desc limit ${NEWEST}) t
      where t.search @@ ${queryOf(beginnings(words))} and ${mayBeSeen}
      limit ${LOOKED_AT}
    )
    select object, id, title, detail, "changedAtSeconds"
    from newest
    union all (
    select ${columns}
    from ${table} t
    where t.search @@ (
        select case
          when count(*) filter (where holds_whole) >= ${COMMON} then null
          when count(*) >= ${COMMON} then ${queryOf(wholeWords(words))}
          else ${rarest(table, words)} end
        from newest)
      and ${words.length === 1 ? sql`true` : sql`(t.search @@ ${queryOf(beginnings(words))}) is true`}
      and ${mayBeSeen}
    limit ${LOOKED_AT}))`
}

function foundColumns({ definition, detail }: Searched): RawBuilder<unknown> {
  const name = definition.field.get(definition.nameField.toLowerCase())
  if (name === undefined) throw new Error(`${definition.name} has no name field.`)
  return sql`${sql.lit(definition.name)} as object, t.id, ${valueOf(name, 't')} as title, ${detail('t')} as detail, extract(epoch from t.last_modified_at)::float8 as "changedAtSeconds"`
}

/** The beginning that the fewest of the newest hold: the index is asked for it alone, and what it finds is held against the others. */
function rarest(table: RawBuilder<unknown>, words: readonly string[]): RawBuilder<unknown> {
  if (words.length === 1) return queryOf(beginnings(words))
  const each = sql.join(words.map((word) => sql`(${queryOf(beginnings([word]))})`))
  return sql`(
          select word
          from (values ${each}) as sought (word)
          order by (
            select count(*)
            from (select search from ${table} order by id desc limit ${NEWEST}) latest
            where latest.search @@ word)
          limit 1)`
}

/** As a select of its own, so that one plan serves all words: to plan anew took as long as many a search. */
const queryOf = (query: string): RawBuilder<unknown> => sql`(select ${query}::tsquery)`
