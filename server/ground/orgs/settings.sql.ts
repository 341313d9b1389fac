import { many, run, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'

export type SettingRow = { readonly name: string; readonly value: unknown }

export const settingRows = (tx: Tx): Promise<SettingRow[]> =>
  many<SettingRow>(
    tx,
    sql`
    select name, value
    from setting`,
  )

export const saveSettingRows = (tx: Tx, userId: number | null, rows: readonly SettingRow[]): Promise<number> =>
  run(
    tx,
    sql`
    insert into setting (name, value, last_modified_at, last_modified_by_id)
    select name, value, ${tx.now}, ${userId}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as new (name text, value jsonb)
    on conflict (name) do update
    set value = excluded.value, last_modified_at = excluded.last_modified_at, last_modified_by_id = excluded.last_modified_by_id`,
  )
