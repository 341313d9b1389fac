import { useObject } from '../api/describe.ts'
import { changedWords } from './changedWords.ts'
import { formatMoney, formatNumber, useCurrency } from './Money.tsx'

/** A change as people read it: the field by its label, and its values before and after. */
export type ChangeWords = (
  field: string,
  from: string | null,
  to: string | null,
) => Readonly<{ label: string; from: string; to: string }>

/** History keeps values as text: moments become the reader's own time, money gets its currency, words their labels. */
export function useChangeWords(objectName: string): ChangeWords {
  const shape = useObject(objectName)
  const currency = useCurrency()
  const writing = { money: (amount: number) => formatMoney(amount, currency), number: formatNumber }
  return (name, from, to) => {
    const field = shape.fieldNamed.get(name)
    const words = (value: string | null) => (field === undefined ? (value ?? '–') : changedWords(field, value, writing))
    return { label: field?.label ?? name, from: words(from), to: words(to) }
  }
}
