import type { CellReading, ColumnReading, ReadingHints, TargetField } from './field.ts'
import { isMisspelling, squeezed } from './folding.ts'
import { meantBy } from './picklistWords.ts'
import { cleanText } from './texts.ts'

/** How a word of the file was understood, when it is not one of the list's own words. */
export type WordReading = {
  readonly from: string
  readonly to: string
  readonly why: 'chosen' | 'synonym' | 'misspelling'
}

/** Reads a picklist: by value or label whatever their case and spaces, then synonyms, then slips of the finger. */
export function picklistColumn(field: TargetField, sample: readonly string[], hints: ReadingHints): ColumnReading {
  const reader = wordReader(field, hints)
  const known = new Map<string, CellReading>()
  const one = (word: string): CellReading => {
    const kept = known.get(word)
    if (kept !== undefined) return kept
    const reading = reader(word)
    const value = typeof reading === 'string' ? reading : (reading?.to ?? refusal(field, word))
    // A column of free text must not fill the memory.
    if (known.size < 10_000) known.set(word, value)
    return value
  }
  const read =
    field.type === 'multipicklist'
      ? (cell: string): CellReading => several(cell, one)
      : (cell: string): CellReading => {
          const word = cleanText(cell)
          return word === '' ? null : one(word)
        }
  return { read, decided: decidedFor(sample, reader) }
}

type WordReader = (word: string) => string | WordReading | undefined

function wordReader(field: TargetField, hints: ReadingHints): WordReader {
  const choices = field.picklist ?? []
  const bySqueezed = new Map(
    choices.flatMap(
      ({ value, label }) =>
        [
          [squeezed(label ?? value), value],
          [squeezed(value), value],
        ] as const,
    ),
  )
  const chosen = new Map(Object.entries(hints.values ?? {}).map(([from, to]) => [squeezed(from), to]))
  return (word) => {
    const key = squeezed(word)
    const to = chosen.get(key)
    if (to !== undefined) return { from: word, to, why: 'chosen' }
    const exact = bySqueezed.get(key)
    if (exact !== undefined) return exact
    const meant = meantBy(field.name, key)
      .map((one) => bySqueezed.get(one))
      .find((one) => one !== undefined)
    if (meant !== undefined) return { from: word, to: meant, why: 'synonym' }
    const near = [...bySqueezed].filter(([one]) => isMisspelling(key, one))
    const nearest = new Set(near.map(([, value]) => value))
    if (nearest.size === 1) for (const value of nearest) return { from: word, to: value, why: 'misspelling' }
    return field.restricted ? undefined : word
  }
}

const refusal = (field: TargetField, word: string): CellReading => {
  const choices = (field.picklist ?? []).map(({ label, value }) => label ?? value)
  const shown =
    choices.length > 12 ? `${choices.slice(0, 12).join(', ')} and ${choices.length - 12} more` : choices.join(', ')
  return { fault: `is not a ${field.label} ('${word}'); it may be ${shown}` }
}

function several(cell: string, one: (word: string) => CellReading): CellReading {
  const words = cleanText(cell)
    .split(/[;|]/)
    .map((word) => word.trim())
    .filter(Boolean)
  const values: string[] = []
  for (const word of words) {
    const reading = one(word)
    if (typeof reading !== 'string') return reading
    values.push(reading)
  }
  return values.length === 0 ? null : values.join(';')
}

function decidedFor(sample: readonly string[], reader: WordReader): string | undefined {
  const words = new Set(sample.map(cleanText).filter((word) => word !== ''))
  const changed = [...words].map(reader).filter((reading) => typeof reading === 'object')
  if (changed.length === 0) return undefined
  const shown = changed.slice(0, 6).map(({ from, to }) => `${from} is read as ${to}`)
  return `${shown.join(', ')}${changed.length > 6 ? ` and ${changed.length - 6} more` : ''}.`
}
