import type { SegmentCondition } from '../../../shared/segmentCondition.ts'
import type { ObjectDefinition } from '../../ground/objects/definition.ts'
import { visible } from '../../ground/objects/visibility.ts'
import type { Actor } from '../../ground/users/actor.ts'
import { many, maybeOne, run, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import type { Segment } from './segment.ts'

const columns =
  sql.raw(`s.id, s.name, s.description, s.condition, s.owner_id as "ownerId", s.version, s.created_at as "createdAt",
      s.last_modified_at as "lastModifiedAt", s.last_modified_by_id as "lastModifiedById"`)

/** The segments behind a name, in the order of their names. */
export const segmentsAfter = (
  tx: Tx,
  after: { readonly name: string; readonly id: number } | undefined,
  limit: number,
): Promise<Segment[]> =>
  many<Segment>(
    tx,
    sql`
    select ${columns}
    from segment s
    where ${after === undefined ? sql`true` : sql`(lower(s.name), s.id) > (lower(${after.name}), ${after.id}::bigint)`}
    order by lower(s.name), s.id
    limit ${limit}`,
  )

export const segmentById = (tx: Tx, id: number): Promise<Segment | undefined> =>
  maybeOne<Segment>(
    tx,
    sql`
    select ${columns}
    from segment s
    where s.id = ${id}`,
  )

/** The same, held until the transaction ends. */
export const lockedSegment = (tx: Tx, id: number): Promise<Segment | undefined> =>
  maybeOne<Segment>(
    tx,
    sql`
    select ${columns}
    from segment s
    where s.id = ${id}
    for update`,
  )

export type Named = { readonly id: number; readonly name: string; readonly condition: SegmentCondition }

/** These segments and all they ask for, by themselves or through others. */
export const conditionsBelow = (tx: Tx, ids: readonly number[]): Promise<Named[]> =>
  many<Named>(
    tx,
    sql`
    with recursive asked (id) as (
      select id from segment where id = any(${ids}::bigint[])
      union
      select u.uses_id from segment_use u join asked on asked.id = u.segment_id
    )
    select s.id, s.name, s.condition
    from asked
    join segment s on s.id = asked.id`,
  )

/** The names of segments that ask for this one. */
export const usersOf = async (tx: Tx, id: number): Promise<string[]> => {
  const rows = await many<{ name: string }>(
    tx,
    sql`
    select s.name
    from segment_use u
    join segment s on s.id = u.segment_id
    where u.uses_id = ${id}
    order by lower(s.name)`,
  )
  return rows.map(({ name }) => name)
}

export const namesOfSegments = (tx: Tx, ids: readonly number[]): Promise<{ id: number; name: string }[]> =>
  many(
    tx,
    sql`
    select id, name
    from segment
    where id = any(${ids}::bigint[])`,
  )

/** Whether another segment has this name. */
export const isTaken = async (tx: Tx, name: string, except: number): Promise<boolean> =>
  (await maybeOne(
    tx,
    sql`
    select id
    from segment
    where lower(name) = lower(${name}) and id <> ${except}`,
  )) !== undefined

/** Each of these campaigns as far as the actor may see it, with the ids of itself and of all below it. */
export const campaignsBelow = (
  tx: Tx,
  actor: Actor,
  Campaign: ObjectDefinition,
  ids: readonly number[],
): Promise<{ id: number; below: number[] }[]> =>
  many(
    tx,
    sql`
    with recursive tree (root, id) as (
      select t.id, t.id from campaign t where t.id = any(${ids}::bigint[]) and ${visible(actor, Campaign, 't')}
      union
      select tree.root, t.id from campaign t join tree on t.parent_id = tree.id where ${visible(actor, Campaign, 't')}
    )
    select root as id, array_agg(tree.id order by tree.id) as below
    from tree
    group by root`,
  )

/** Until the transaction ends nobody else lets one segment ask for another: two at once could make a ring. */
export const lockUses = (tx: Tx): Promise<number> => run(tx, sql`lock table segment_use in share row exclusive mode`)

export type SegmentRow = Pick<Segment, 'id' | 'name' | 'description' | 'condition'>

export const insertSegment = (tx: Tx, ownerId: number, row: SegmentRow): Promise<number> =>
  run(
    tx,
    sql`
    insert into segment (id, name, description, condition, owner_id, created_at, created_by_id, last_modified_at, last_modified_by_id)
    values (${row.id}, ${row.name}, ${row.description}, ${JSON.stringify(row.condition)}::jsonb, ${ownerId}, ${tx.now}, ${ownerId}, ${tx.now}, ${ownerId})`,
  )

export const updateSegment = (tx: Tx, actor: Actor, row: SegmentRow): Promise<number> =>
  run(
    tx,
    sql`
    update segment
    set name = ${row.name}, description = ${row.description}, condition = ${JSON.stringify(row.condition)}::jsonb,
      version = version + 1, last_modified_at = ${tx.now}, last_modified_by_id = ${actor.userId}
    where id = ${row.id}`,
  )

/** Writes down which segments one asks for, in place of what it asked for before. */
export const writeUses = (tx: Tx, id: number, uses: readonly number[]): Promise<number> =>
  run(
    tx,
    sql`
    with gone as (
      delete from segment_use where segment_id = ${id} and uses_id <> all(${uses}::bigint[])
    )
    insert into segment_use (segment_id, uses_id)
    select ${id}, unnest(${uses}::bigint[])
    on conflict do nothing`,
  )

export const deleteSegmentRow = (tx: Tx, id: number): Promise<number> =>
  run(
    tx,
    sql`
    delete from segment
    where id = ${id}`,
  )
