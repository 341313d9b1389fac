import { many, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import type { LeadStatus } from './lead.ts'

export const leadStatusRows = (tx: Tx): Promise<LeadStatus[]> =>
  many<LeadStatus>(tx, sql`
    select id, api_name as name, master_label as label, state, is_default as "isDefault", sort_order as "sortOrder"
    from lead_status
    order by sort_order, id`)
