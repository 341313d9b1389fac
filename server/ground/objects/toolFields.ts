import { sql, type RawBuilder } from '../../platform/sql.ts'
import type { FieldDeclaration, FieldType } from './definition.ts'
import { columnType } from './save.sql.ts'

/**
 * Standard fields that no page of ours shows, and that the field's own tools ask for by name all the same: blank where
 * Assay has no use for them, else worked out from what it keeps.
 */

const NO_USE = 'Assay has no use for this field. It is there because tools made for the field ask for it.'
const WORKED_OUT = 'Assay works this out from other fields.'

export { columnType }

const forTools = { forTools: true, onDemand: true, tracked: false } as const

type More = Partial<FieldDeclaration>

/** A field that is always blank. */
export const alwaysBlank = (name: string, type: FieldType = 'string', more: More = {}): FieldDeclaration => ({
  name,
  type,
  ...forTools,
  readOnly: NO_USE,
  expression: () => sql`null::${sql.raw(columnType({ type }))}`,
  ...more,
})

/** Checkboxes that are never set. */
export const neverSet = (...names: readonly string[]): readonly FieldDeclaration[] =>
  names.map((name) => ({
    name,
    type: 'boolean',
    ...forTools,
    readOnly: NO_USE,
    neverNull: true,
    expression: () => sql`false`,
  }))

/** A field that holds the same in every record. */
export const alwaysThe = (value: string, name: string, more: More = {}): FieldDeclaration => ({
  name,
  type: 'string',
  ...forTools,
  readOnly: NO_USE,
  neverNull: true,
  expression: () => sql`${sql.lit(value)}::text`,
  ...more,
})

/** A field worked out from the record, given its table's alias. */
export const workedOut = (
  name: string,
  type: FieldType,
  expression: (alias: string) => RawBuilder<unknown>,
  more: More = {},
): FieldDeclaration => ({ name, type, ...forTools, readOnly: WORKED_OUT, expression, ...more })

/** Another name of a column that is there. */
export const sameAs = (column: string, name: string, type: FieldType, more: More = {}): FieldDeclaration =>
  workedOut(name, type, (alias) => sql`${sql.ref(`${alias}.${column}`)}`, more)

/** When somebody last looked at a record, or came across it. */
export const lastReferenced: FieldDeclaration = sameAs('last_viewed_at', 'LastReferencedDate', 'datetime')

/** What a directory of companies that no longer exists once knew of a person. */
export const jigsaw = (idName: string): readonly FieldDeclaration[] => [
  alwaysBlank('Jigsaw', 'string', { label: 'Data.com key', length: 20 }),
  alwaysBlank(idName, 'string', { length: 20 }),
]

export const individual: FieldDeclaration = alwaysBlank('IndividualId', 'reference', {
  referenceTo: ['Individual'],
  relationshipName: 'Individual',
})

const RECURRENCE: readonly (readonly [string, FieldType])[] = [
  ['RecurrenceActivityId', 'string'],
  ['RecurrenceEndDateOnly', 'date'],
  ['RecurrenceTimeZoneSidKey', 'string'],
  ['RecurrenceType', 'string'],
  ['RecurrenceInterval', 'int'],
  ['RecurrenceDayOfWeekMask', 'int'],
  ['RecurrenceDayOfMonth', 'int'],
  ['RecurrenceInstance', 'string'],
  ['RecurrenceMonthOfYear', 'string'],
]

const ONCE = 'A task or an event happens once here. Make one for each day it is on.'

/** What says how a task or an event repeats, and is blank. */
export const blankRecurrence = (name: string, type: FieldType = 'string'): FieldDeclaration =>
  alwaysBlank(name, type, { readOnly: ONCE })

/** Activities happen once here. */
export const neverRecurring: readonly FieldDeclaration[] = [
  ...neverSet('IsArchived'),
  ...neverSet('IsRecurrence').map((field) => ({ ...field, readOnly: ONCE })),
  ...RECURRENCE.map(([name, type]) => blankRecurrence(name, type)),
]
