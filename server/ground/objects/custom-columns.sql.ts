import { many, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import type { CustomFieldRow } from './custom-rows.sql.ts'

/** All of them, also those taken out of use: their columns stay. */
export const everyCustomField = (
  tx: Tx,
): Promise<Pick<CustomFieldRow, 'objectName' | 'columnName' | 'type' | 'isUnique'>[]> =>
  many(
    tx,
    sql`
    select object_name as "objectName", column_name as "columnName", type, is_unique as "isUnique"
    from custom_field
    order by id`,
  )
