import type { ObjectDefinition } from '../../../ground/objects/definition.ts'
import { visible } from '../../../ground/objects/visibility.ts'
import type { Actor } from '../../../ground/users/actor.ts'
import { manyOnce, sql } from '../../../platform/sql.ts'
import type { Tx } from '../../../platform/tx.ts'

export type DealAsked = {
  readonly n: number
  readonly name: string
  readonly account: string | null
  readonly accountId: number | null
}

/** The deals meant, two at most: more than one is one too many. */
export type DealFound = { readonly n: number; readonly ids: readonly number[] }

/** Deals called so, of the account where one is named. */
export const dealsNamed = (
  tx: Tx,
  actor: Actor,
  Opportunity: ObjectDefinition,
  asked: readonly DealAsked[],
): Promise<DealFound[]> =>
  manyOnce<DealFound>(
    tx,
    sql`
    select w.n, (array_agg(o.id order by o.id))[1:2] as ids
    from json_to_recordset(${JSON.stringify(asked)}::json) as w (n int, name text, account text, "accountId" bigint)
    join opportunity o on lower(o.name) = lower(w.name)
    left join account a on a.id = o.account_id
    where (w.account is null or lower(a.name) = lower(w.account) or a.id = w."accountId") and ${visible(actor, Opportunity, 'o')}
    group by w.n`,
  )

/** Deals for which a payment of the invoice is booked. */
export const dealsInvoiced = (
  tx: Tx,
  actor: Actor,
  Opportunity: ObjectDefinition,
  asked: readonly { readonly n: number; readonly invoice: string }[],
): Promise<DealFound[]> =>
  manyOnce<DealFound>(
    tx,
    sql`
    select w.n, (array_agg(distinct o.id))[1:2] as ids
    from json_to_recordset(${JSON.stringify(asked)}::json) as w (n int, invoice text)
    join payment p on lower(p.invoice_number) = lower(w.invoice) and p.deleted_at is null
    join opportunity o on o.id = p.opportunity_id
    where ${visible(actor, Opportunity, 'o')}
    group by w.n`,
  )
