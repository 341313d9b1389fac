import { useQueryClient } from '@tanstack/react-query'
import { sessionQuery } from '../api/session.ts'

/** An amount in the org's currency, in whole units unless it has cents. `value` marks won or cash in gold. */
export function Money({ amount, currency, value = false }: { amount: unknown; currency?: string; value?: boolean }) {
  const unit = useCurrency()
  if (typeof amount !== 'number') return null
  return (
    <span className="number" style={value ? { color: 'var(--gold-ink)' } : {}}>
      {formatMoney(amount, currency ?? unit)}
    </span>
  )
}

/** The org's currency: 'EUR'. */
export const useCurrency = (): string => useQueryClient().getQueryData(sessionQuery.queryKey)?.org.currency ?? 'USD'

export const formatMoney = (amount: number, currency: string): string =>
  new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: Number.isInteger(amount) ? 0 : 2,
    maximumFractionDigits: 2,
  }).format(amount)

/** With its cents, also where there are none: for small amounts beside each other. */
export const formatCents = (amount: number, currency: string): string =>
  new Intl.NumberFormat('en', { style: 'currency', currency, currencyDisplay: 'narrowSymbol' }).format(amount)

/** In whole units: for tables of large amounts, where the cents are told on hover. */
export const formatWholeMoney = (amount: number, currency: string): string => formatMoney(Math.round(amount), currency)

export const formatNumber = (amount: number): string =>
  new Intl.NumberFormat('en', { maximumFractionDigits: 2 }).format(amount)
