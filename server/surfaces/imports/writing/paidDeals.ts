import { decodeId, encodeId, idOf } from '../../../../shared/ids.ts'
import { definitionOf } from '../../../ground/objects/catalogue.ts'
import type { Actor } from '../../../ground/users/actor.ts'
import type { Tx } from '../../../platform/tx.ts'
import type { Batch } from './terms.ts'
import type { Outcome } from './outcome.ts'
import { dealsInvoiced, dealsNamed, type DealAsked, type DealFound } from './paidDeals.sql.ts'
import type { ReadRow, Reference, RowFault } from './plan.ts'

/**
 * Rows of payments that say which deal was paid: by its id or a field of its own, by its name (with the account where
 * several are called so), or by an invoice of which another payment is booked. Answers those rows with the id of the deal;
 * the others are refused, row by row. Rows of anything else are answered as they are.
 */
export async function withDealsPaid(
  tx: Tx,
  actor: Actor,
  { plan }: Batch,
  rows: readonly ReadRow[],
  outcome: Outcome,
): Promise<readonly ReadRow[]> {
  if (plan.target.name !== 'Payment') return rows
  const asked = rows.map((row, n) => ({ row, n, ...wordsOf(row) }))
  const named = asked.filter(({ deal }) => deal !== undefined && isName(deal))
  const invoiced = asked.filter(({ deal, invoice }) => deal === undefined && invoice !== undefined)
  const Opportunity = await definitionOf(tx, 'Opportunity')
  const found = new Map<number, DealFound>()
  if (named.length > 0)
    for (const one of await dealsNamed(tx, actor, Opportunity, named.map(asDealAsked))) found.set(one.n, one)
  if (invoiced.length > 0)
    for (const one of await dealsInvoiced(
      tx,
      actor,
      Opportunity,
      invoiced.map(({ n, invoice = '' }) => ({ n, invoice })),
    ))
      found.set(one.n, one)
  return asked.flatMap(({ row, n, deal, account, invoice }) => {
    const others = row.references.filter(({ field }) => field !== 'OpportunityId' && field !== 'AccountId')
    const { ids = [] } = found.get(n) ?? {}
    const [id] = ids
    if (ids.length === 1 && id !== undefined)
      return { ...row, references: [...others, { field: 'OpportunityId', by: 'Id', value: encodeId(id) }] }
    // What is no name may be an id, or what an earlier file called the deal.
    if (ids.length === 0 && deal !== undefined && account === undefined)
      return { ...row, references: [...others, deal] }
    outcome.refuse(row.row, [faultOf({ deal, account, invoice, isAmbiguous: ids.length > 1 })])
    return []
  })
}

type Words = {
  readonly deal: Reference | undefined
  readonly account: string | undefined
  readonly invoice: string | undefined
}

const wordsOf = ({ references, values }: ReadRow): Words => ({
  deal: references.find(({ field }) => field === 'OpportunityId'),
  account: references.find(({ field }) => field === 'AccountId')?.value,
  invoice: typeof values.InvoiceNumber === 'string' ? values.InvoiceNumber : undefined,
})

const isName = ({ by, value }: Reference): boolean => by === 'Name' && !isDeal(decodeId(value))

const isDeal = (id: number | undefined): boolean =>
  id !== undefined && id >= idOf('Opportunity', 0) && id < idOf('Opportunity', 2 ** 44)

const asDealAsked = ({ n, deal, account }: Words & { readonly n: number }): DealAsked => ({
  n,
  name: deal?.value ?? '',
  account: account ?? null,
  accountId: account === undefined ? null : (decodeId(account) ?? null),
})

function faultOf({ deal, account, invoice, isAmbiguous }: Words & { readonly isAmbiguous: boolean }): RowFault {
  const field = 'OpportunityId'
  const called = deal === undefined ? '' : `'${deal.value.slice(0, 80)}'`
  const of = account === undefined ? '' : ` of '${account.slice(0, 80)}'`
  if (isAmbiguous && deal !== undefined)
    return {
      field,
      reason: `Several opportunities${of} are called ${called}. ${account === undefined ? 'Name the account in a column of its own, or say the id.' : 'Say the id.'}`,
    }
  if (isAmbiguous)
    return { field, reason: `Several opportunities were paid under the invoice '${invoice}'. Say which one.` }
  if (deal !== undefined)
    return { field, reason: `There is no opportunity ${called}${of} here, or you may not see it. Import it first.` }
  return {
    field,
    reason:
      invoice === undefined
        ? 'This row does not say what was paid. Name the opportunity, its id, or an invoice that is known.'
        : `No payment of the invoice '${invoice.slice(0, 80)}' is known yet, so it does not say which opportunity was paid. Name it.`,
  }
}
