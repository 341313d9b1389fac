import type { CellReading, ColumnReading } from './field.ts'
import { isBlankWord } from './numbers.ts'

const YES =
  'yes y true t 1 on x ✓ ✔ ja j wahr oui o vrai si sí verdadero vero sim verdadeiro tak да kyllä evet checked ticked selected'
const NO = 'no n false f 0 off ✗ ✘ nein falsch non faux falso não nao nie нет ei hayır unchecked unticked'
const meaning = new Map<string, boolean>([
  ...YES.split(' ').map((word) => [word, true] as const),
  ...NO.split(' ').map((word) => [word, false] as const),
])

export const isBooleanWord = (cell: string): boolean => meaning.has(cell.trim().toLowerCase())

/** Yes and no in the words of several languages; '1.0' is a yes that went through a spreadsheet. */
export const booleanColumn = (): ColumnReading => ({
  read: (cell): CellReading => {
    const word = cell.trim().toLowerCase()
    const known = meaning.get(word.replace(/^([01])\.0+$/, '$1'))
    if (known !== undefined) return known
    return isBlankWord(word) ? null : { fault: 'is neither yes nor no' }
  },
})
