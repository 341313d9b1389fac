import type { ListQuery } from '../api/records.ts'

/** Who is involved at the customer in a deal, the primary one first. */
export const contactRolesOf = (dealId: string): ListQuery => ({
  filter: { field: 'OpportunityId', op: 'eq', value: dealId },
  sort: '-IsPrimary',
  fields: ['ContactId', 'Role', 'IsPrimary'],
})

/** What was paid for a deal, the latest first. */
export const paymentsOf = (dealId: string): ListQuery => ({
  filter: { field: 'OpportunityId', op: 'eq', value: dealId },
  sort: '-ReceivedDate',
  fields: ['Amount', 'ReceivedDate', 'Method', 'Reference', 'InvoiceNumber', 'Note'],
})
