import type { Id } from '../../../../shared/ids.ts'
import { manyOnce, maybeOne, run, sql, type RawBuilder } from '../../../platform/sql.ts'
import type { Tx } from '../../../platform/tx.ts'

/** What cursors opened together have in common. */
export type NewCursors = {
  readonly ids: readonly Id[]
  readonly userId: Id | null
  readonly text: string
  readonly withDeleted: boolean
  readonly childPath: readonly number[]
  readonly pageSize: number
}

export type OpenedPage = {
  readonly cursorId: Id
  readonly page: number
  readonly size: number
  /** Of the first page only. */
  readonly ids: readonly Id[] | null
}

/**
 * Keeps the ids of whole results, each in its order, page by page. `picked` answers `(at, ids)`: a result's ids, and its
 * place among the new cursors. One statement: all pages are of one moment.
 */
export const keepResults = (tx: Tx, cursors: NewCursors, picked: RawBuilder<unknown>): Promise<OpenedPage[]> =>
  manyOnce<OpenedPage>(
    tx,
    sql`
    with picked as materialized (${picked}),
      result as materialized (
        select cursor.id, coalesce(picked.ids, '{}') as ids
        from picked join unnest(${cursors.ids}::bigint[]) with ordinality as cursor(id, at) using (at)),
      opened as (
        insert into soql_cursor (id, user_id, text, with_deleted, child_path, page_size, total_size, opened_at)
        select id, ${cursors.userId}::bigint, ${cursors.text}, ${cursors.withDeleted}, ${cursors.childPath}::integer[],
          ${cursors.pageSize}::integer, cardinality(ids), ${tx.now}
        from result)
    insert into soql_cursor_page (cursor_id, page, ids)
    select result.id, page, result.ids[page * ${cursors.pageSize}::integer + 1 : (page + 1) * ${cursors.pageSize}::integer]
    from result cross join lateral generate_series(0, (cardinality(result.ids) - 1) / ${cursors.pageSize}::integer) as page
    where result.ids <> '{}'
    returning cursor_id as "cursorId", page, cardinality(ids) as size, case when page = 0 then ids end as ids`,
  )

export type KeptPage = {
  readonly text: string
  readonly withDeleted: boolean
  readonly childPath: readonly number[]
  readonly pageSize: number
  readonly totalSize: number
  readonly ids: readonly Id[]
}

/** A page of a result, for the user whose it is. */
export const keptPage = (
  tx: Tx,
  {
    cursorId,
    userId,
    offset,
    openedAfter,
  }: {
    readonly cursorId: Id
    readonly userId: Id | null
    readonly offset: number
    readonly openedAfter: Date
  },
): Promise<KeptPage | undefined> =>
  maybeOne<KeptPage>(
    tx,
    sql`
    select cursor.text, cursor.with_deleted as "withDeleted", cursor.child_path as "childPath",
      cursor.page_size as "pageSize", cursor.total_size as "totalSize", kept.ids
    from soql_cursor cursor
    join soql_cursor_page kept on kept.cursor_id = cursor.id and kept.page = ${offset}::integer / cursor.page_size
    where cursor.id = ${cursorId}
      and cursor.user_id is not distinct from ${userId}::bigint
      and cursor.opened_at > ${openedAfter}
      and ${offset}::integer % cursor.page_size = 0`,
  )

export const deleteCursorsBefore = (tx: Tx, moment: Date): Promise<number> =>
  run(tx, sql`delete from soql_cursor where opened_at < ${moment}`)

/** Of a user's results only the newest are kept; those of sub-queries go by their age and by how much they hold. */
export const deleteOlderCursors = (tx: Tx, userId: Id | null, mostKept: number): Promise<number> =>
  run(
    tx,
    sql`
    delete from soql_cursor
    where id in (
      select id from soql_cursor
      where user_id is not distinct from ${userId}::bigint and child_path = '{}'
      order by opened_at desc, id desc
      offset ${mostKept})`,
  )

/** Of all a user's results, those of sub-queries too, the newest are kept until they hold so many ids. */
export const deleteCursorsBeyond = (tx: Tx, userId: Id | null, mostIds: number): Promise<number> =>
  run(
    tx,
    sql`
    delete from soql_cursor
    where id in (
      select id
      from (
        select id, sum(total_size) over (order by opened_at desc, id desc rows unbounded preceding) - total_size as newer
        from soql_cursor
        where user_id is not distinct from ${userId}::bigint) held
      where newer >= ${mostIds})`,
  )
