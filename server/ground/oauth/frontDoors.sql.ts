import { many, maybeOne, run, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'

export const insertDoor = (
  tx: Tx,
  door: { readonly doorHash: string; readonly grantId: number; readonly leadsTo: string; readonly expiresAt: Date },
): Promise<number> =>
  run(
    tx,
    sql`
    insert into front_door (door_hash, grant_id, leads_to, expires_at)
    values (${door.doorHash}, ${door.grantId}, ${door.leadsTo}, ${door.expiresAt})`,
  )

/** Opens it once: whose it is, while what was allowed still stands. */
export const useDoor = (
  tx: Tx,
  doorHash: string,
): Promise<{ readonly userId: number; readonly grantId: number; readonly leadsTo: string } | undefined> =>
  maybeOne(
    tx,
    sql`
    with used as (
      delete from front_door
      where door_hash = ${doorHash}
      returning grant_id, leads_to, expires_at)
    select u.id as "userId", g.id as "grantId", used.leads_to as "leadsTo"
    from used
    join oauth_grant g on g.id = used.grant_id
    join app_user u on u.id = g.user_id
    left join connected_app a on a.id = g.app_id
    where used.expires_at > ${tx.now} and g.revoked_at is null and a.disabled_at is null and u.deactivated_at is null`,
  )

/** Takes away the doors of these grants; answers the hashes they were known by, those of the sessions behind them among them. */
export const takeDoorsOf = async (tx: Tx, { ids = null, appId = null }: DoorsOf): Promise<string[]> => {
  const doors = await many<{ doorHash: string }>(
    tx,
    sql`
    delete from front_door d
    using oauth_grant g
    where g.id = d.grant_id and (g.id = any(${ids}::bigint[]) or g.app_id = ${appId}::bigint)
    returning d.door_hash as "doorHash"`,
  )
  return doors.map(({ doorHash }) => doorHash)
}

/** Of some grants, or of all of an app. */
export type DoorsOf = { readonly ids?: readonly number[] | null; readonly appId?: number | null }

export const deleteOldDoors = (tx: Tx): Promise<number> =>
  run(
    tx,
    sql`
    delete from front_door
    where expires_at <= ${tx.now}`,
  )
