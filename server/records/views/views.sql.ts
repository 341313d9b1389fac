import type { Actor } from '../../ground/users/actor.ts'
import { many, maybeOne, run, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import type { ListView } from './view.ts'

const view = sql`v.id, v.object_name as "objectName", v.api_name as "apiName", v.label, v.filter, v.sort, v.columns,
      v.owner_id as "ownerId", v.shared_at as "sharedAt", v.version, v.created_at as "createdAt", v.created_by_id as "createdById",
      v.last_modified_at as "lastModifiedAt", v.last_modified_by_id as "lastModifiedById",
      exists (select from list_view_default d where d.user_id = ${sql.ref('asking.id')} and d.view_id = v.id) as "isDefault"`

const withinReach = sql`(v.owner_id = asking.id or v.shared_at is not null)`

/** The list views of an object this actor may use: those that came with Assay first, then by name. */
export const viewsOf = (tx: Tx, actor: Actor, objectName: string): Promise<ListView[]> =>
  many<ListView>(
    tx,
    sql`
    select ${view}
    from list_view v, (select ${actor.userId}::bigint as id) asking
    where v.object_name = ${objectName} and ${withinReach}
    order by v.owner_id is not null, case when v.owner_id is null then v.id end, lower(v.label), v.id
    limit 1000`,
  )

/** Those of all objects that came with Assay or are shared with everybody. */
export const sharedViews = (tx: Tx): Promise<ListView[]> =>
  many<ListView>(
    tx,
    sql`
    select ${view}
    from list_view v, (select null::bigint as id) asking
    where v.shared_at is not null
    order by v.object_name, v.api_name
    limit 5000`,
  )

export const viewWithin = (tx: Tx, actor: Actor, id: number): Promise<ListView | undefined> =>
  maybeOne<ListView>(
    tx,
    sql`
    select ${view}
    from list_view v, (select ${actor.userId}::bigint as id) asking
    where v.id = ${id} and ${withinReach}`,
  )

/** The same, held until the transaction ends. */
export const lockedView = (tx: Tx, actor: Actor, id: number): Promise<ListView | undefined> =>
  maybeOne<ListView>(
    tx,
    sql`
    select ${view}
    from list_view v, (select ${actor.userId}::bigint as id) asking
    where v.id = ${id} and ${withinReach}
    for no key update of v`,
  )

export type Taken = { readonly apiName: string; readonly label: string; readonly isOwn: boolean }

/** The names there are already for an object, under which another view cannot be kept. */
export const takenNames = (tx: Tx, ownerId: number, objectName: string, except: number): Promise<Taken[]> =>
  many<Taken>(
    tx,
    sql`
    select api_name as "apiName", lower(label) as label, owner_id is not distinct from ${ownerId} as "isOwn"
    from list_view
    where object_name = ${objectName} and id <> ${except}`,
  )

export type ViewRow = Pick<
  ListView,
  'id' | 'objectName' | 'apiName' | 'label' | 'filter' | 'sort' | 'columns' | 'sharedAt'
>

export const insertView = (tx: Tx, ownerId: number, row: ViewRow): Promise<number> =>
  run(
    tx,
    sql`
    insert into list_view (id, object_name, api_name, label, filter, sort, columns, owner_id, shared_at, created_at, created_by_id, last_modified_at, last_modified_by_id)
    values (${row.id}, ${row.objectName}, ${row.apiName}, ${row.label}, ${json(row.filter)}::jsonb, ${row.sort}, ${row.columns}::text[],
      ${ownerId}, ${row.sharedAt}, ${tx.now}, ${ownerId}, ${tx.now}, ${ownerId})`,
  )

export const updateView = (tx: Tx, actor: Actor, row: Omit<ViewRow, 'objectName' | 'apiName'>): Promise<number> =>
  run(
    tx,
    sql`
    update list_view
    set label = ${row.label}, filter = ${json(row.filter)}::jsonb, sort = ${row.sort}, columns = ${row.columns}::text[],
      shared_at = ${row.sharedAt}, version = version + 1, last_modified_at = ${tx.now}, last_modified_by_id = ${actor.userId}
    where id = ${row.id}`,
  )

export const deleteView = (tx: Tx, id: number): Promise<number> =>
  run(
    tx,
    sql`
    delete from list_view
    where id = ${id}`,
  )

export const saveDefault = (tx: Tx, userId: number, objectName: string, viewId: number): Promise<number> =>
  run(
    tx,
    sql`
    insert into list_view_default (user_id, object_name, view_id)
    values (${userId}, ${objectName}, ${viewId})
    on conflict (user_id, object_name) do update
    set view_id = excluded.view_id`,
  )

export const deleteDefault = (tx: Tx, userId: number, viewId: number): Promise<number> =>
  run(
    tx,
    sql`
    delete from list_view_default
    where user_id = ${userId} and view_id = ${viewId}`,
  )

/** Whoever opened their list with a view that is no longer shared opens it as usual. */
export const deleteDefaultsOfOthers = (tx: Tx, ownerId: number | null, viewId: number): Promise<number> =>
  run(
    tx,
    sql`
    delete from list_view_default
    where view_id = ${viewId} and user_id is distinct from ${ownerId}`,
  )

const json = (value: unknown): string | null => (value === null ? null : JSON.stringify(value))
