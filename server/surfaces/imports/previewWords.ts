import { isFault } from './reading/field.ts'
import { squeezed } from './reading/folding.ts'
import { cleanText } from './reading/texts.ts'
import type { Plan } from './writing/plan.ts'

/** A word of the file in a picklist's column, and what it is read as. */
export type ColumnWord = {
  readonly word: string
  /** How many of the first rows hold it. */
  readonly rows: number
  /** The list's value; the word itself where the list is open; null where it cannot be read. */
  readonly value: string | null
  /** Whether the value is on the list. */
  readonly isListed: boolean
  /** What it might mean, where it is not on the list. */
  readonly suggestion: string | null
}

const MOST_WORDS = 100

/** The distinct words of a picklist's column that are not the list's own, the most frequent first; none for other columns. */
export function wordsOf(planned: Plan['columns'][number] | undefined, cells: readonly string[]): readonly ColumnWord[] {
  if (planned === undefined || (planned.field.type !== 'picklist' && planned.field.type !== 'multipicklist')) return []
  const { field, reading } = planned
  const choices = (field.picklist ?? []).map(({ value, label }) => ({ value, label: label ?? value }))
  const own = new Set(choices.flatMap(({ value, label }) => [squeezed(value), squeezed(label)]))
  const counts = new Map<string, number>()
  for (const cell of cells) {
    const words = field.type === 'multipicklist' ? cell.split(/[;|]/) : [cell]
    for (const word of words.map(cleanText)) {
      if (word !== '' && word.length <= 255) counts.set(word, (counts.get(word) ?? 0) + 1)
    }
  }
  return [...counts]
    .filter(([word]) => !own.has(squeezed(word)))
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, MOST_WORDS)
    .map(([word, rows]) => {
      const read = reading.read(word)
      const value = isFault(read) || read === null ? null : String(read)
      const isListed = choices.some((choice) => choice.value === value)
      return { word, rows, value, isListed, suggestion: isListed ? null : suggestionFor(word, choices) }
    })
}

/** The one value that holds the word, or that the word holds; null where none does, or several do. */
function suggestionFor(
  word: string,
  choices: readonly { readonly value: string; readonly label: string }[],
): string | null {
  const key = squeezed(word)
  const near = choices.filter(({ label }) => {
    const theirs = squeezed(label)
    return key.length >= 3 && theirs.length >= 3 && (theirs.includes(key) || key.includes(theirs))
  })
  return near.length === 1 ? (near[0]?.value ?? null) : null
}
