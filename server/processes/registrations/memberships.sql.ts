import { many, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'

export type Membership = {
  readonly id: number
  readonly campaignId: number
  readonly personId: number
  readonly status: string
}

export const membershipsAt = (
  tx: Tx,
  campaignIds: readonly number[],
  personIds: readonly number[],
): Promise<Membership[]> =>
  many<Membership>(
    tx,
    sql`
    select id, campaign_id as "campaignId", person_id as "personId", status
    from campaign_member
    where campaign_id = any(${campaignIds}::bigint[]) and person_id = any(${personIds}::bigint[])`,
  )
