import { many, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import { visible } from '../../ground/objects/visibility.ts'
import type { Actor } from '../../ground/users/actor.ts'
import { opportunityDoor } from '../../records/opportunities/opportunities.ts'

/** A sale in progress at an account that may be meant. */
export type OpenOpportunity = {
  readonly id: number
  readonly name: string
  readonly accountId: number
  readonly stageName: string
  readonly closeDate: string
  readonly amount: number | null
  readonly ownerId: number
  readonly ownerName: string
  /** Whether the owner of the account works it. */
  readonly isAccountOwners: boolean
  /** Those of the contacts asked about who have a role in it. */
  readonly contactIds: readonly number[]
}

/** Open opportunities of some accounts, the next to close first. */
export const openOpportunities = (
  tx: Tx,
  actor: Actor,
  accountIds: readonly number[],
  contactIds: readonly number[],
): Promise<OpenOpportunity[]> =>
  many<OpenOpportunity>(
    tx,
    sql`
    select o.id, o.name, o.account_id as "accountId", o.stage_name as "stageName", o.close_date as "closeDate", o.amount,
      o.owner_id as "ownerId", concat_ws(' ', u.first_name, u.last_name) as "ownerName", o.owner_id = a.owner_id as "isAccountOwners",
      array(
        select r.contact_id from opportunity_contact_role r
        where r.opportunity_id = o.id and r.contact_id = any(${contactIds}::bigint[])) as "contactIds"
    from opportunity o
    join account a on a.id = o.account_id
    left join app_user u on u.id = o.owner_id
    where o.account_id = any(${accountIds}::bigint[]) and o.closed_at is null and ${visible(actor, opportunityDoor.definition, 'o')}
    order by o.close_date, o.id
    limit 50`,
  )
