import { many, run, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import type { LeadStatus } from './lead.ts'

export const leadStatusRows = (tx: Tx): Promise<LeadStatus[]> =>
  many<LeadStatus>(
    tx,
    sql`
    select id, api_name as name, master_label as label, state, is_default as "isDefault", sort_order as "sortOrder"
    from lead_status
    order by sort_order, id`,
  )

export const insertLeadStatuses = (tx: Tx, statuses: readonly LeadStatus[]): Promise<number> =>
  run(
    tx,
    sql`
    insert into lead_status (id, api_name, master_label, sort_order, is_default, state)
    select id, name, label, "sortOrder", "isDefault", state
    from json_to_recordset(${JSON.stringify(statuses)}::json)
      as r (id bigint, name text, label text, "sortOrder" integer, "isDefault" boolean, state text)
    where not exists (select from lead_status)`,
  )

/** The default status steps back for another. */
export const stepBackAsDefault = async (tx: Tx, wanted: boolean): Promise<number> =>
  wanted ? run(tx, sql`update lead_status set is_default = false, version = version + 1 where is_default`) : 0
