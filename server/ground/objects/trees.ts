import { Refusal } from '../../platform/errors.ts'
import { many, run, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import { columnOf } from './columns.ts'
import type { FieldValues, ObjectDefinition } from './definition.ts'
import type { Wanted } from './door.ts'
import { valueOf, type Draft } from './drafts.ts'

/** The first half of the lock's key; the second is the table of the org. Nobody else's. */
const TREES = 4153902
/** Trees are kept free of rings; should one be there all the same, nobody walks it for ever. */
const MOST_STEPS = 100

/** Records of one object that stand below each other, by the field that names the one above. */
export type Tree = {
  readonly definition: ObjectDefinition
  readonly field: string
  /** What is refused who would close a ring: the sentence, and the rule behind it. */
  readonly ring: { readonly message: string; readonly rule: string }
}

/** For each record: itself and all that stand above it. */
export type Ancestry = ReadonlyMap<number, readonly number[]>

/**
 * For each record of a tree: itself and all that stand above it. Until the transaction ends nobody else moves a record
 * of this object, so that two moves cannot close a ring between them.
 */
export async function standingAbove(tx: Tx, { definition, field }: Tree, ids: readonly number[]): Promise<Ancestry> {
  if (ids.length === 0) return new Map()
  const { table } = definition
  const up = sql.ref(columnOf(definition, field))
  await run(tx, sql`select pg_advisory_xact_lock(${TREES}, hashtext(${`${tx.org.schema}.${table}`}))`)
  const rows = await many<{ id: number; above: number[] }>(
    tx,
    sql`
    with recursive above (id, ancestor, steps) as (
      select id, id, 0 from ${sql.table(table)} where id = any(${ids}::bigint[])
      union all
      select above.id, one.${up}, steps + 1
      from above
      join ${sql.table(table)} one on one.id = above.ancestor
      where one.${up} is not null and steps < ${MOST_STEPS}
    )
    select id, array_agg(ancestor) as above
    from above
    group by id`,
  )
  return new Map(rows.map(({ id, above }) => [id, above]))
}

/** The records that drafts want to stand below. */
export const namedAbove = ({ definition, field }: Tree, drafts: readonly Draft[]): number[] =>
  drafts.flatMap((draft) => {
    const id = valueOf(definition, draft, field)
    return typeof id === 'number' ? [id] : []
  })

/** The refusal for a record that would stand above itself, however many steps lie between. */
export function ringRefusal(
  { field, ring: { message, rule } }: Tree,
  above: Ancestry,
  { id, values, moved }: Readonly<{ id: number; values: FieldValues; moved: ReadonlySet<number> }>,
): Refusal | undefined {
  const over = values[field]
  if (typeof over !== 'number') return undefined
  const ancestors = above.get(over) ?? [over]
  // What the same list has moved already no longer stands where it stood.
  if (!ancestors.includes(id) && !ancestors.some((one) => moved.has(one))) return undefined
  return new Refusal('circular_dependency', message, { field, rule })
}

/** The same for records that would become one with others, each by itself; one answer each, in order. */
export async function ringRefusals(
  tx: Tx,
  tree: Tree,
  wanted: readonly Wanted[],
): Promise<readonly (Refusal | undefined)[]> {
  const over = wanted.flatMap(({ values }) => values[tree.field] ?? []).filter((id) => typeof id === 'number')
  const above = await standingAbove(tx, tree, over)
  return wanted.map(({ before, values }) => ringRefusal(tree, above, { id: before.Id, values, moved: new Set() }))
}
