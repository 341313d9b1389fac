import type { ObjectDefinition } from '../../ground/objects/definition.ts'
import { valueOf } from '../../ground/objects/filter.ts'
import { visible } from '../../ground/objects/visibility.ts'
import type { Actor } from '../../ground/users/actor.ts'
import { many, sql, type RawBuilder } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'

/** A record found; `title` names it, `detail` says which of several of that name it is. */
export type Found = { readonly object: string; readonly id: number; readonly title: string; readonly detail: string | null; readonly at: Date }

export type Searched = { readonly definition: ObjectDefinition; readonly detail: (alias: string) => RawBuilder<unknown> }

/** Enough of each object to put the best first; a word's beginning may match millions. */
const LOOKED_AT = 200

/** Records of several objects that hold every word, by one statement; each object's rows are bounded. */
export const foundRecords = (tx: Tx, actor: Actor, searched: readonly Searched[], query: string): Promise<Found[]> =>
  many<Found>(tx, sql.join(searched.map((one) => foundOf(actor, one, query)), sql` union all `))

function foundOf(actor: Actor, { definition, detail }: Searched, query: string): RawBuilder<unknown> {
  const name = definition.field.get(definition.nameField.toLowerCase())
  if (name === undefined) throw new Error(`${definition.name} has no name field.`)
  return sql`(
    select ${sql.lit(definition.name)} as object, t.id, ${valueOf(name, 't')} as title, ${detail('t')} as detail, t.last_modified_at as at
    from ${sql.table(definition.table)} t
    where t.search @@ ${query}::tsquery and ${visible(actor, definition, 't')}
    limit ${LOOKED_AT})`
}
