import type { ObjectDefinition } from '../../ground/objects/definition.ts'
import { valueOf } from '../../ground/objects/filter.ts'
import { visible } from '../../ground/objects/visibility.ts'
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
const LOOKED_AT = 100

/** Records of several objects that hold every word, by one statement; each object's rows are bounded. */
export const foundRecords = (tx: Tx, actor: Actor, searched: readonly Searched[], query: string): Promise<Found[]> =>
  many<Found>(
    tx,
    sql.join(
      searched.map((one) => foundOf(actor, one, query)),
      sql` union all `,
    ),
  )

function foundOf(actor: Actor, { definition, detail }: Searched, query: string): RawBuilder<unknown> {
  const name = definition.field.get(definition.nameField.toLowerCase())
  if (name === undefined) throw new Error(`${definition.name} has no name field.`)
  return sql`(
    select ${sql.lit(definition.name)} as object, t.id, ${valueOf(name, 't')} as title, ${detail('t')} as detail, extract(epoch from t.last_modified_at)::float8 as "changedAtSeconds"
    from ${sql.table(definition.table)} t
    where t.search @@ ${query}::tsquery and ${visible(actor, definition, 't')}
    limit ${LOOKED_AT})`
}
