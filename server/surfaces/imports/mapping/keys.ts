import { wordsIn } from './objectWords.ts'
import type { Column, ColumnMapping } from './suggest.ts'
import { squeezed } from '../reading/folding.ts'

const KEY_WORDS = new Set([
  'id',
  'key',
  'uid',
  'uuid',
  'guid',
  'identifier',
  'number',
  'no',
  'nr',
  'code',
  'ref',
  'reference',
])

/** One name for a key column, however it is written: 'mql_id' and 'MQL Id' are one. */
export const keyName = (column: string): string => squeezed(column.replace(/__c$/i, ''))

/**
 * The column by which the file itself tells its rows apart: named like a key, filled, and never twice the same in the
 * sample. It is remembered with each record, so that a later file can name the record by it.
 */
export function keyColumnOf(columns: readonly Column[], mapping: readonly ColumnMapping[]): string | null {
  const candidates = columns.filter(
    (column, at) => (mapping[at]?.field ?? null) === null && isKeyNamed(column.name) && tellsApart(column.cells),
  )
  const plain = candidates.find(({ name }) => squeezed(name) === 'id')
  return plain?.name ?? candidates[0]?.name ?? null
}

function isKeyNamed(name: string): boolean {
  const words = wordsIn(name.replace(/__c$/i, '')).map((word) => word.toLowerCase())
  return KEY_WORDS.has(words.at(-1) ?? '') || /(?:id|guid)$/i.test(words.join(''))
}

function tellsApart(cells: readonly string[]): boolean {
  const filled = cells.map((cell) => cell.trim()).filter(Boolean)
  return filled.length > 0 && filled.length >= cells.length * 0.95 && new Set(filled).size === filled.length
}
