import { encodeId, numberOfId } from '../../../shared/ids.ts'
import { valueIn, type Cells, type Column, type Fetched } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import { catalogueOf, type Catalogue } from './catalogue.ts'
import type { Field, ObjectDefinition } from './definition.ts'
import { namesOf } from './present.ts'

/** Where a row holds its version. */
export const VERSION_AT = 1

/** Rows as PostgreSQL sent them: each begins with the id and the version, and the fields follow in this order. */
export type SentRows = Fetched & { readonly fields: readonly Field[] }

/**
 * Records as JSON, letter for letter what `presentRecords` answers, right from what PostgreSQL sent: of a list of sixty,
 * making objects of every row and text of every object took half of the time.
 */
export async function writtenRecords(tx: Tx, definition: ObjectDefinition, sent: SentRows): Promise<string[]> {
  const parts = partsOf(definition, sent)
  const references = await writtenReferences(tx, parts, sent.rows)
  return sent.rows.map((cells) => writtenRecord(cells, parts, references))
}

/** A field of the answer: where its cell is, and how it is written. */
type Part = {
  readonly at: number
  readonly key: string
  /** For a reference: what begins the record it points to; undefined where that is not shown. */
  readonly relationship?: string
  readonly isReference: boolean
  readonly write: (cell: string) => string
}

type Reference = { readonly id: string; readonly whole: string }

function writtenRecord(cells: Cells, parts: readonly Part[], references: ReadonlyMap<string, Reference>): string {
  let text = `{"Id":"${encodeId(Number(cells[0]))}"`
  for (const { at, key, relationship, isReference, write } of parts) {
    const cell = cells[at] ?? null
    if (isReference) {
      const reference = cell === null ? undefined : references.get(cell)
      text += key + (reference?.id ?? 'null')
      if (relationship !== undefined) text += relationship + (reference?.whole ?? 'null')
    } else text += key + (cell === null ? 'null' : write(cell))
  }
  return `${text}}`
}

const partsBefore = new WeakMap<
  readonly Field[],
  { readonly columns: readonly Column[]; readonly parts: readonly Part[] }
>()

/** In the order of the object's declaration, as every answer is. */
function partsOf(definition: ObjectDefinition, { fields, columns }: SentRows): readonly Part[] {
  const before = partsBefore.get(fields)
  if (before !== undefined && before.columns.every(({ kind }, at) => kind === columns[at]?.kind)) return before.parts
  const place = new Map(
    fields.filter(({ name }) => name !== 'Id').map((field, at) => [field.name, VERSION_AT + 1 + at]),
  )
  const parts = definition.fields.flatMap((field) => {
    const at = place.get(field.name)
    return at === undefined ? [] : [partOf(field, at, columns[at])]
  })
  partsBefore.set(fields, { columns, parts })
  return parts
}

const partOf = ({ name, type, relationshipName }: Field, at: number, column: Column | undefined): Part => ({
  at,
  key: `,${JSON.stringify(name)}:`,
  relationship: relationshipName === undefined ? undefined : `,${JSON.stringify(relationshipName)}:`,
  isReference: type === 'reference',
  write: writerOf(column),
})

async function writtenReferences(
  tx: Tx,
  parts: readonly Part[],
  rows: readonly Cells[],
): Promise<ReadonlyMap<string, Reference>> {
  const wanted = new Set<string>()
  for (const { at, isReference } of parts) {
    if (!isReference) continue
    for (const cells of rows) {
      const cell = cells[at] ?? null
      if (cell !== null) wanted.add(cell)
    }
  }
  const names = await namesOf(tx, Array.from(wanted, Number))
  const { byNumber } = await catalogueOf(tx)
  return new Map(Array.from(wanted, (cell) => [cell, writtenReference(Number(cell), names, byNumber)]))
}

function writtenReference(id: number, names: ReadonlyMap<number, string>, objects: Catalogue['byNumber']): Reference {
  const shown = encodeId(id)
  const whole = { Id: shown, Name: names.get(id) ?? null, type: objects.get(numberOfId(id))?.name }
  return { id: `"${shown}"`, whole: JSON.stringify(whole) }
}

/** `2026-05-04 12:30:00.12+00`, as it comes where times are in UTC. */
const PLAIN_MOMENT = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?\+00$/

function writerOf(column: Column | undefined): (cell: string) => string {
  const whatever = (cell: string): string => JSON.stringify(valueIn(column, cell))
  switch (column?.kind) {
    case 'text':
      return (cell) => JSON.stringify(cell)
    case 'number':
      return (cell) => JSON.stringify(Number(cell))
    case 'boolean':
      return (cell) => (cell === 't' ? 'true' : 'false')
    case 'moment':
      return (cell) => {
        const [, day, time, part = ''] = PLAIN_MOMENT.exec(cell) ?? []
        // Thousandths, as a Date has them.
        return day === undefined ? whatever(cell) : `"${day}T${time}.${part.slice(0, 3).padEnd(3, '0')}Z"`
      }
    default:
      return whatever
  }
}
