import { createHash } from 'node:crypto'
import type { Actor } from '../../ground/users/actor.ts'
import type { Tx } from '../../platform/tx.ts'
import type { Import } from './import.ts'
import { rememberedMapping, type RememberedMapping } from './imports.sql.ts'
import { guessObject } from './mapping/guess.ts'
import { keyColumnOf } from './mapping/keys.ts'
import type { Column } from './mapping/suggest.ts'
import { squeezed } from './reading/folding.ts'
import type { Layout } from './reading/layout.ts'
import { doorFor, targetsFor, type Doors } from './targets.ts'

/** Below this nothing was understood, and a person has to say what the file holds. */
const LEAST_SURE = 0.3

type Understood = Pick<Import, 'objectName' | 'guesses' | 'mapping' | 'options' | 'columnsKey'>

/**
 * What a file seems to hold and where its columns belong, or the choices made for the last file with columns of the same
 * names. Throws where `wanted` names an object that is not imported, or not by this actor.
 */
export async function understand(
  tx: Tx,
  actor: Actor,
  doors: Doors,
  fileName: string,
  layout: Layout,
  wanted: string | undefined,
): Promise<Understood> {
  const columns = columnsOf(layout)
  const columnsKey = keyOfColumns(layout.columns)
  const targets = await targetsFor(tx, actor, doors)
  const guesses = guessObject(fileName, columns, targets)
  const told = guesses.map(({ object, confidence, reason }) => ({ object, confidence, reason })).slice(0, 5)
  const before = await rememberedMapping(tx, columnsKey)
  if (before !== undefined && (wanted === undefined || wanted === before.objectName) && doors.has(before.objectName)) {
    return { objectName: before.objectName, guesses: told, ...asBefore(before, layout.columns), columnsKey }
  }
  if (wanted !== undefined) doorFor(doors, actor, wanted)
  const [likeliest] = guesses
  const objectName = wanted ?? (likeliest !== undefined && likeliest.confidence >= LEAST_SURE ? likeliest.object : null)
  const mapping =
    guesses.find(({ object }) => object === objectName)?.mapping ??
    layout.columns.map((column) => ({
      column,
      field: null,
      confidence: 0,
      reason: 'It is not known yet what the file holds.',
    }))
  return { objectName, guesses: told, mapping, options: { keyColumn: keyColumnOf(columns, mapping) }, columnsKey }
}

/** The choices of the last file with these columns, in the order and spelling of this one's. */
function asBefore(
  { mapping, options }: RememberedMapping,
  columns: readonly string[],
): Pick<Import, 'mapping' | 'options'> {
  const now = new Map(columns.map((column) => [squeezed(column), column]))
  const before = new Map(mapping.map((one) => [squeezed(one.column), one]))
  const spelled = (column: string): string => now.get(squeezed(column)) ?? column
  return {
    mapping: columns.map((column) => ({
      field: null,
      confidence: 0,
      ...before.get(squeezed(column)),
      column,
      reason: 'As in the last file with these columns.',
    })),
    options: {
      ...options,
      ...(typeof options.keyColumn === 'string' ? { keyColumn: spelled(options.keyColumn) } : {}),
      ...(options.values === undefined
        ? {}
        : {
            values: Object.fromEntries(
              Object.entries(options.values).map(([column, words]) => [spelled(column), words]),
            ),
          }),
    },
  }
}

/** Columns with the cells of the first rows. */
export const columnsOf = ({ columns, sample }: Layout): readonly Column[] =>
  columns.map((name, at) => ({ name, cells: sample.map((row) => row[at] ?? '') }))

/** One key for files with columns of the same names, in any order and spelling. */
export const keyOfColumns = (columns: readonly string[]): string =>
  createHash('sha256').update(columns.map(squeezed).toSorted().join('\n')).digest('hex')
