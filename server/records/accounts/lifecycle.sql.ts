import { sql, type RawBuilder } from '../../platform/sql.ts'

/**
 * Where an account stands, from what became of its opportunities: Customer has a Closed Won, Lost
 * prospect has only Closed Lost ones, and a former customer is one a person marked so.
 */
export const lifecycle = (alias: string): RawBuilder<unknown> => sql`(
  select case
    when ${sql.ref(`${alias}.type`)} = 'Former Customer' then 'Former customer'
    when bool_or(o.won_at is not null) then 'Customer'
    when bool_and(o.closed_at is not null) then 'Lost prospect'
    else 'Prospect' end
  from opportunity o
  where o.account_id = ${sql.ref(`${alias}.id`)} and o.deleted_at is null)`
