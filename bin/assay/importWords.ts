import type { Import } from '../../server/surfaces/imports/import.ts'
import { isWorthAWord } from '../../server/surfaces/imports/reading/encoding.ts'
import { inWords } from './progress.ts'

const delimiterWords: Readonly<Record<string, string>> = { ',': 'commas', ';': 'semicolons', '\t': 'tabs', '|': 'bars' }

const MOST_NAMED = 20

const someOf = (names: readonly string[]): string =>
  names.length <= MOST_NAMED
    ? names.join(', ')
    : `${names.slice(0, MOST_NAMED).join(', ')} and ${inWords(names.length - MOST_NAMED)} more`

/** What was understood of the file. */
export function importUnderstood({ fileName, objectName, layout, mapping }: Import): readonly string[] {
  const between = delimiterWords[layout.dialect.delimiter] ?? `'${layout.dialect.delimiter}'`
  const mapped = mapping.filter(({ field }) => field !== null)
  const left = mapping.filter(({ field }) => field === null)
  return [
    `${fileName}: ${objectName ?? 'not known what'}, ${mapping.length} columns between ${between}, ${layout.encoding.name}${layout.hasHeader ? '' : ', without a header'}.`,
    ...(isWorthAWord(layout.encoding) ? [`  ${layout.encoding.reason}`] : []),
    ...mapped.map(({ column, field, by }) => `  ${column} → ${field}${by === undefined ? '' : ` by ${by}`}`),
    ...(left.length === 0 ? [] : [`  left out: ${someOf(left.map(({ column }) => column))}`]),
  ]
}

/** What became of it, a sentence a line. */
export function importSummary({ state, counts, notes, problem }: Import): readonly string[] {
  const tried = state === 'checked'
  const told = [
    [counts.created, 'made'],
    [counts.updated, 'changed'],
    [counts.known, 'of people known already, recorded as inquiries'],
    [counts.skipped, 'left out'],
    [counts.refused, 'refused'],
  ] as const
  const parts = told.filter(([rows]) => rows > 0).map(([rows, word]) => `${inWords(rows)} ${word}`)
  return [
    `${stateWords[state] ?? `This import is ${state}`}: ${inWords(counts.read)} rows read${parts.length === 0 ? '' : `; ${parts.join(', ')}`}.`,
    ...Object.values(notes).map(({ sentence, rows }) => `  ${sentence} (${inWords(rows)})`),
    ...(problem === null ? [] : [problem]),
    ...(tried ? ['Nothing was kept: this was a trial.'] : []),
  ]
}

const stateWords: Partial<Record<Import['state'], string>> = {
  done: 'Done',
  checked: 'Tried',
  failed: 'Stopped before the end',
  paused: 'Paused by somebody',
  cancelled: 'Cancelled by somebody',
  undone: 'Taken back',
}
