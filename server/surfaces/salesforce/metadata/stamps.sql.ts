import { many, sql } from '../../../platform/sql.ts'
import type { Tx } from '../../../platform/tx.ts'

/** Who made a component when, and who changed it last. */
export type Stamp = {
  readonly id: number
  readonly createdAt: Date
  readonly createdById: number | null
  readonly lastModifiedAt: Date
  readonly lastModifiedById: number | null
}

export const stampRows = (tx: Tx): Promise<Stamp[]> =>
  many<Stamp>(
    tx,
    sql`
    select id, created_at as "createdAt", created_by_id as "createdById", coalesce(last_modified_at, created_at) as "lastModifiedAt",
      coalesce(last_modified_by_id, created_by_id) as "lastModifiedById"
    from custom_field
    where removed_at is null
    union all
    select id, created_at, created_by_id, last_modified_at, last_modified_by_id
    from custom_object
    where removed_at is null
    union all
    select id, created_at, created_by_id, last_modified_at, last_modified_by_id
    from global_value_set
    union all
    select id, created_at, created_by_id, last_modified_at, last_modified_by_id
    from list_view
    where shared_at is not null
    union all
    select id, created_at, created_by_id, last_modified_at, last_modified_by_id
    from user_group`,
  )
