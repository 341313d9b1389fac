import { many, one, run, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'

/** Calls of one kind in one hour. */
export type Use = {
  readonly hour: Date
  readonly userId: number | null
  readonly appId: number | null
  readonly family: string
  readonly entity: string | null
  readonly calls: number
  readonly errors: number
  readonly bytes: number
  readonly milliseconds: number
}

export const addUse = (tx: Tx, uses: readonly Use[]): Promise<number> =>
  run(
    tx,
    sql`
    insert into api_use (hour, user_id, app_id, family, entity, calls, errors, bytes, milliseconds)
    select hour, "userId", "appId", family, entity, calls, errors, bytes, milliseconds
    from json_to_recordset(${JSON.stringify(uses)}::json) as new (
      hour timestamptz, "userId" bigint, "appId" bigint, family text, entity text,
      calls bigint, errors bigint, bytes bigint, milliseconds double precision)
    on conflict (hour, user_id, app_id, family, entity) do update
    set calls = api_use.calls + excluded.calls, errors = api_use.errors + excluded.errors,
      bytes = api_use.bytes + excluded.bytes, milliseconds = api_use.milliseconds + excluded.milliseconds`,
  )

export const callsSince = async (tx: Tx, since: Date): Promise<number> =>
  (
    await one<{ calls: number }>(
      tx,
      sql`
    select coalesce(sum(calls), 0)::bigint as calls
    from api_use
    where hour > ${since}`,
    )
  ).calls

export type NamedUse = Use & { readonly userName: string | null; readonly appName: string | null }

/** Where a page begins: behind this row, the newest hour first. */
export type UsePlace = Pick<Use, 'userId' | 'appId' | 'family' | 'entity'> & { readonly hour: string }

export const useRows = (
  tx: Tx,
  { from, to, after }: { readonly from: Date; readonly to: Date; readonly after: UsePlace | undefined },
  limit: number,
): Promise<NamedUse[]> =>
  many<NamedUse>(
    tx,
    sql`
    select s.hour, s.user_id as "userId", s.app_id as "appId", s.family, s.entity, s.calls, s.errors, s.bytes, s.milliseconds,
      nullif(concat_ws(' ', u.first_name, u.last_name), '') as "userName", a.name as "appName"
    from api_use s
    left join app_user u on u.id = s.user_id
    left join connected_app a on a.id = s.app_id
    where s.hour >= ${from} and s.hour < ${to}
      and (${after?.hour ?? null}::timestamptz is null or s.hour < ${after?.hour ?? null}::timestamptz
        or (s.hour = ${after?.hour ?? null}::timestamptz
          and (coalesce(s.user_id, 0), coalesce(s.app_id, 0), s.family, coalesce(s.entity, ''))
            > (${after?.userId ?? 0}::bigint, ${after?.appId ?? 0}::bigint, ${after?.family ?? ''}, ${after?.entity ?? ''})))
    order by s.hour desc, coalesce(s.user_id, 0), coalesce(s.app_id, 0), s.family, coalesce(s.entity, '')
    limit ${limit}`,
  )

export type UseSum = Omit<NamedUse, 'hour' | 'entity'>

/** Sums by program, user and kind; the busiest first. */
export const useSums = (tx: Tx, from: Date, limit: number): Promise<UseSum[]> =>
  many<UseSum>(
    tx,
    sql`
    select s.user_id as "userId", s.app_id as "appId", s.family, s.calls, s.errors, s.bytes, s.milliseconds,
      nullif(concat_ws(' ', u.first_name, u.last_name), '') as "userName", a.name as "appName"
    from (
      select user_id, app_id, family, sum(calls)::bigint as calls, sum(errors)::bigint as errors,
        sum(bytes)::bigint as bytes, sum(milliseconds) as milliseconds
      from api_use
      where hour >= ${from}
      group by user_id, app_id, family) s
    left join app_user u on u.id = s.user_id
    left join connected_app a on a.id = s.app_id
    order by s.calls desc, s.family, s.user_id, s.app_id
    limit ${limit}`,
  )

export const deleteOldUse = (tx: Tx, before: Date): Promise<number> =>
  run(
    tx,
    sql`
    delete from api_use
    where hour < ${before}`,
  )
