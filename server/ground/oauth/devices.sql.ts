import { maybeOne, run, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'

export type DeviceRow = {
  readonly appId: number
  readonly clientId: string
  readonly scopes: readonly string[]
  readonly expiresAt: Date
  readonly askedAt: Date | null
  readonly userId: number | null
  readonly isActive: boolean | null
  readonly answer: 'allowed' | 'denied' | null
}

export const insertDevice = (
  tx: Tx,
  device: {
    readonly deviceHash: string
    readonly userCode: string
    readonly appId: number
    readonly scopes: readonly string[]
    readonly expiresAt: Date
  },
): Promise<number> =>
  run(
    tx,
    sql`
    insert into device_request (device_hash, user_code, app_id, scopes, created_at, expires_at)
    values (${device.deviceHash}, ${device.userCode}, ${device.appId}, ${device.scopes}, ${tx.now}, ${device.expiresAt})`,
  )

/** The request as it stood before this look, locked, with the time of the look written down. */
export const askDevice = (tx: Tx, deviceHash: string): Promise<DeviceRow | undefined> =>
  maybeOne<DeviceRow>(
    tx,
    sql`
    with before as (
      select d.*, a.client_id, u.deactivated_at
      from device_request d
      join connected_app a on a.id = d.app_id
      left join app_user u on u.id = d.user_id
      where d.device_hash = ${deviceHash}
      for update of d),
    asked as (
      update device_request
      set asked_at = ${tx.now}
      where device_hash in (select device_hash from before))
    select app_id as "appId", client_id as "clientId", scopes, expires_at as "expiresAt", asked_at as "askedAt",
      user_id as "userId", deactivated_at is null as "isActive", answer
    from before`,
  )

/** What was given is given once. */
export const deleteDevice = (tx: Tx, deviceHash: string): Promise<number> =>
  run(
    tx,
    sql`
    delete from device_request
    where device_hash = ${deviceHash}`,
  )

export type WaitingDevice = { readonly appId: number; readonly scopes: readonly string[] }

export const waitingDevice = (tx: Tx, userCode: string): Promise<WaitingDevice | undefined> =>
  maybeOne<WaitingDevice>(
    tx,
    sql`
    select app_id as "appId", scopes
    from device_request
    where user_code = ${userCode} and answer is null and expires_at > ${tx.now}`,
  )

export const answerDevice = (tx: Tx, userCode: string, userId: number, answer: 'allowed' | 'denied'): Promise<number> =>
  run(
    tx,
    sql`
    update device_request
    set user_id = ${userId}, answer = ${answer}
    where user_code = ${userCode} and answer is null and expires_at > ${tx.now}`,
  )

export const deleteOldDevices = (tx: Tx): Promise<number> =>
  run(
    tx,
    sql`
    delete from device_request
    where expires_at <= ${tx.now}`,
  )
