import type { RawBuilder } from '../../../platform/sql.ts'
import type { Field, FieldType } from '../definition.ts'
import type { Place } from './refusals.ts'

/** What a condition, a sort or a list speaks of: a field, or what a function makes of one. */
export type Operand = {
  readonly sql: RawBuilder<unknown>
  readonly type: FieldType
  /** As refusals call it. */
  readonly name: string
  readonly at: Place
  readonly neverNull: boolean
  /** The field whose plain value it is. */
  readonly field?: Field
  /** Of a person's whole name: the last one, which an index knows. */
  readonly lastName?: RawBuilder<unknown>
  /** The values of its picklist's labels are compared, rather than its own. */
  readonly byLabel?: boolean
}
