import type { Field } from '../api/describe.ts'
import { onTheWall } from './dates.ts'
import { plainText } from './fields.ts'

/** How amounts and numbers are written for this reader. */
export type Writing = Readonly<{ money: (amount: number) => string; number: (amount: number) => string }>

/** A value that history keeps as text, as people read it; a dash for none. */
export function changedWords(
  field: Pick<Field, 'type' | 'picklist'>,
  value: string | null,
  { money, number }: Writing,
): string {
  if (value === null || value === '') return '–'
  switch (field.type) {
    case 'boolean':
      return value === 'true' ? 'yes' : 'no'
    case 'date':
      return onTheWall(value).format('D MMM YYYY')
    case 'datetime':
      return onTheWall(value).format('D MMM YYYY, HH:mm')
    case 'currency':
      return money(Number(value))
    case 'percent':
      return `${number(Number(value))} %`
    case 'int':
    case 'double':
      return number(Number(value))
    default:
      return plainText(field, value)
  }
}
