import type { Actor } from '../../ground/users/actor.ts'
import type { Tx } from '../../platform/tx.ts'
import type { Import } from './import.ts'
import { importThatRefused, markMended, refusedLines, unmarkMended } from './mending.sql.ts'
import type { Layout } from './reading/layout.ts'
import type { Row } from './reading/row.ts'
import { keyOfColumns } from './understanding.ts'

/** What the file of refused rows says of each row, before the row's own cells. */
export const REASON_COLUMNS = ['Line', 'What happened', 'Field', 'Reason'] as const
const LINES_LOOKED_AT = 100

type Understood = Pick<Import, 'objectName' | 'mapping' | 'options'> & { readonly mendsId: number }

/**
 * Recognises a file of refused rows that comes back: its first columns are ours, the others those of an import that refused
 * rows in these very lines. It is read as that import was: the same object, mapping and choices, without our own columns.
 * Undefined for any other file.
 */
export async function understandMended(
  tx: Tx,
  actor: Actor,
  { columns, sample }: Layout,
): Promise<Understood | undefined> {
  if (!REASON_COLUMNS.every((name, at) => columns[at] === name)) return undefined
  const lines = [...new Set(sample.slice(0, LINES_LOOKED_AT).flatMap((row) => lineIn(row) ?? []))]
  if (lines.length === 0) return undefined
  const own = columns.slice(REASON_COLUMNS.length)
  const refused = await importThatRefused(tx, actor.userId, keyOfColumns(own), lines)
  if (refused === undefined) return undefined
  const before = new Map(refused.mapping.map((one) => [one.column, one]))
  return {
    mendsId: refused.id,
    objectName: refused.objectName,
    options: { ...refused.options, encoding: undefined, delimiter: undefined, hasHeader: undefined, sheet: undefined },
    mapping: columns.map((column, at) =>
      at < REASON_COLUMNS.length
        ? { column, field: null, confidence: 1, reason: 'Assay added it, to say why the row was refused.' }
        : (before.get(column) ?? { column, field: null, confidence: 0, reason: 'It was not in the first file.' }),
    ),
  }
}

const lineIn = (cells: readonly string[]): number | undefined =>
  /^\s*\d{1,12}\s*$/.test(cells[0] ?? '') ? Number(cells[0]) : undefined

/** A row that is not imported again, and why. */
type LeftOut<Read> = { readonly read: Read; readonly because: string }

/** Of a mended file's rows, those that were saved the first time, or mended before, are left out. */
export async function mendedAmong<Read extends { readonly row: Row }>(
  tx: Tx,
  mendsId: number,
  rows: readonly Read[],
): Promise<{ readonly going: readonly Read[]; readonly leftOut: readonly LeftOut<Read>[] }> {
  const known = new Map(
    (
      await refusedLines(
        tx,
        mendsId,
        rows.flatMap(({ row }) => lineIn(row.cells) ?? []),
      )
    ).map((one) => [one.line, one]),
  )
  const seen = new Set<number>()
  const going: Read[] = []
  const leftOut: LeftOut<Read>[] = []
  for (const read of rows) {
    const line = lineIn(read.row.cells)
    const refused = line === undefined ? undefined : known.get(line)
    const because =
      refused === undefined
        ? undefined
        : refused.isSaved
          ? `Line ${line} of the first file was saved then.`
          : refused.mendedById !== null || seen.has(refused.line)
            ? `Line ${line} of the first file was mended before.`
            : undefined
    if (because === undefined) going.push(read)
    else leftOut.push({ read, because })
    if (line !== undefined) seen.add(line)
  }
  return { going, leftOut }
}

/** Tells the first import which of its refused rows are in now: all that went and were not refused again. */
export async function settleMended(
  tx: Tx,
  { importId, mendsId }: { readonly importId: number; readonly mendsId: number },
  rows: readonly { readonly row: Row }[],
  refused: readonly { readonly line: number; readonly kind: string }[],
): Promise<void> {
  const still = new Set(refused.flatMap(({ line, kind }) => (kind === 'noted' ? [] : [line])))
  const lines = rows.flatMap(({ row }) => (still.has(row.line) ? [] : (lineIn(row.cells) ?? [])))
  if (lines.length > 0) await markMended(tx, mendsId, importId, lines)
}

/** An import that mended rows of another is undone: they are refused again. */
export const forgetMended = (tx: Tx, importId: number): Promise<number> => unmarkMended(tx, importId)
