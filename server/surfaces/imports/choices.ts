import { Refusal } from '../../platform/errors.ts'
import type { ColumnMapping } from './mapping/suggest.ts'

/** Where a person wants a column; a `field` of null leaves it out. */
export type MappingChoice = { readonly column: string; readonly field: string | null; readonly by?: string }

/**
 * The suggested mapping with a person's choices in it; a field given to one column is free for no other. Throws
 * `column_unknown` and `invalid_field`, each naming what there is.
 */
export function withChoices(
  suggested: readonly ColumnMapping[],
  chosen: readonly MappingChoice[],
  fields: readonly string[],
): readonly ColumnMapping[] {
  const byColumn = new Map(chosen.map((one) => [one.column, one]))
  const stranger = chosen.find(
    ({ column, field }) =>
      !suggested.some((one) => one.column === column) || (field !== null && !fields.includes(field)),
  )
  if (stranger !== undefined) throw strangeChoice(stranger, suggested, fields)
  const taken = new Set(chosen.flatMap(({ field }) => field ?? []))
  return suggested.map((one) => {
    const choice = byColumn.get(one.column)
    if (choice !== undefined)
      return {
        column: one.column,
        field: choice.field,
        by: choice.by,
        confidence: 1,
        reason: choice.field === null ? 'You left it out.' : 'You chose it.',
      }
    // A field somebody gave to another column is no longer free.
    return one.field !== null && taken.has(one.field)
      ? { column: one.column, field: null, confidence: 0, reason: `You gave ${one.field} to another column.` }
      : one
  })
}

const strangeChoice = (
  { column, field }: { column: string; field: string | null },
  suggested: readonly ColumnMapping[],
  fields: readonly string[],
): Refusal =>
  suggested.some((one) => one.column === column)
    ? new Refusal('invalid_field', `'${field}' cannot be imported here. Fields that can: ${fields.join(', ')}.`, {
        kind: 'malformed',
        field: 'mapping',
        value: field,
      })
    : new Refusal(
        'column_unknown',
        `The file has no column '${column}'. Its columns are ${suggested
          .map((one) => `'${one.column}'`)
          .slice(0, 50)
          .join(', ')}.`,
        { kind: 'malformed', field: 'mapping', value: column },
      )
