import type { TimePlace } from '../../ground/objects/cursor.ts'
import type { ObjectDefinition } from '../../ground/objects/definition.ts'
import { valueOf } from '../../ground/objects/filter.ts'
import { notMerged, visibleOrDeleted } from '../../ground/objects/visibility.ts'
import type { Actor } from '../../ground/users/actor.ts'
import { many, sql, type RawBuilder } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'

/** A record in the recycle bin. */
export type Binned = {
  readonly object: string
  /** What one of the object is called. */
  readonly label: string
  readonly id: number
  readonly name: string | null
  readonly deletedAt: Date
  readonly deletedById: number | null
}

export type BinWish = {
  /** What stands somewhere in the name, in any letter case. */
  readonly named?: string | undefined
  readonly before: TimePlace
  readonly limit: number
}

/** What was deleted of these objects within the actor's reach, the latest first. What a merge took away comes back with the merge. */
export const binnedRecords = (
  tx: Tx,
  actor: Actor,
  definitions: readonly ObjectDefinition[],
  wish: BinWish,
): Promise<Binned[]> =>
  many<Binned>(
    tx,
    sql`
    select object, label, id, name, deleted_at as "deletedAt", deleted_by_id as "deletedById"
    from (
      ${sql.join(
        definitions.map((definition) => binnedOf(actor, definition, wish)),
        sql` union all `,
      )}) bin
    order by deleted_at desc, id desc
    limit ${wish.limit}`,
  )

function binnedOf(actor: Actor, definition: ObjectDefinition, { named, before, limit }: BinWish): RawBuilder<unknown> {
  const name = nameOf(definition)
  return sql`(
    select ${sql.lit(definition.name)} as object, ${sql.lit(definition.label)} as label, t.id, ${name} as name, t.deleted_at, t.deleted_by_id
    from ${sql.table(definition.table)} t
    where t.deleted_at is not null and ${notMerged(definition)}
      and (t.deleted_at, t.id) < (${before.at}, ${before.id})
      and ${named === undefined ? sql`true` : sql`strpos(lower(${name}), lower(${named})) > 0`}
      and ${visibleOrDeleted(actor, definition, 't')}
    order by t.deleted_at desc, t.id desc
    limit ${limit})`
}

function nameOf({ name, field, nameField }: ObjectDefinition): RawBuilder<unknown> {
  const named = field.get(nameField.toLowerCase())
  if (named === undefined) throw new Error(`${name} has no name field.`)
  return sql`(${valueOf(named, 't')})::text`
}
