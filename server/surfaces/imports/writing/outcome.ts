import { eachRefusal, type Refusal } from '../../../platform/errors.ts'
import { noCounts, type ImportCounts, type ImportNotes } from '../import.ts'
import type { RefusalRow } from '../imports.sql.ts'
import type { Row } from '../reading/row.ts'

type Tally = { -readonly [Name in keyof ImportCounts]: number }

/** Collects what became of a batch's rows. */
export type Outcome = {
  count(what: Exclude<keyof ImportCounts, 'read'>): void
  refuse(row: Row, faults: readonly { readonly field: string | null; readonly reason: string }[]): void
  refuseFor(row: Row, refusal: Refusal): void
  /** Left out on purpose, and said so. */
  skip(row: Row, reason: string): void
  /** Saved, but not all of it as the row has it. */
  remark(row: Row, field: string | null, reason: string): void
  /** Done for many rows alike: kept as one sentence and a number. */
  note(sentence: string): void
  readonly counts: ImportCounts
  readonly refusals: readonly RefusalRow[]
  notesWith(before: ImportNotes): ImportNotes
}

export function openOutcome(): Outcome {
  const counts: Tally = { ...noCounts }
  const refusals: RefusalRow[] = []
  const notes = new Map<string, number>()
  const add = (row: Row, kind: RefusalRow['kind'], number: number, field: string | null, reason: string): void =>
    // PostgreSQL keeps no NUL in a text.
    void refusals.push({
      line: row.line,
      number,
      kind,
      field,
      reason: reason.replaceAll('\0', ''),
      cells: row.cells.map((cell) => cell.replaceAll('\0', '')),
    })
  const countOne = (what: Exclude<keyof ImportCounts, 'read'>): void => {
    counts[what] += 1
    counts.read += 1
  }
  return {
    counts,
    refusals,
    count: countOne,
    refuse(row, faults) {
      faults.forEach(({ field, reason }, number) => add(row, 'refused', number, field, reason))
      countOne('refused')
    },
    refuseFor(row, refusal) {
      eachRefusal(refusal).forEach((one, number) => add(row, 'refused', number, one.details.field ?? null, one.message))
      countOne('refused')
    },
    skip(row, reason) {
      add(row, 'skipped', 0, null, reason)
      countOne('skipped')
    },
    remark: (row, field, reason) => add(row, 'noted', 100 + refusals.length, field, reason),
    note: (sentence) => void notes.set(sentence, (notes.get(sentence) ?? 0) + 1),
    notesWith: (before) => {
      const all: Record<string, { sentence: string; rows: number }> = { ...before }
      for (const [sentence, rows] of notes) all[sentence] = { sentence, rows: (all[sentence]?.rows ?? 0) + rows }
      return all
    },
  }
}
