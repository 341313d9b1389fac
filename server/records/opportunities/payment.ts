/** How money came in, as a bank statement or a till tells it. */
export const paymentMethods = [
  'Bank transfer',
  'Direct debit',
  'Card',
  'Cheque',
  'Cash',
  'Credit note',
  'Other',
] as const

/** Money in whole cents, because sums of fractions drift. */
export const centsOf = (amount: unknown): number => Math.round(Number(amount ?? 0) * 100)
