import { booleanColumn } from './booleans.ts'
import { dateColumn } from './dates.ts'
import type { ColumnReading, ReadingHints, TargetField } from './field.ts'
import { numberColumn } from './numbers.ts'
import { picklistColumn } from './picklists.ts'
import { textColumn } from './texts.ts'

/** How a column is read into a field: decided once, from a sample of its cells and what is known besides. */
export function readingOf(field: TargetField, sample: readonly string[], hints: ReadingHints = {}): ColumnReading {
  switch (field.type) {
    case 'int':
    case 'double':
    case 'currency':
    case 'percent':
      return numberColumn(field.type, sample, hints)
    case 'date':
    case 'datetime':
      return dateColumn(field.type, sample, hints)
    case 'boolean':
      return booleanColumn()
    case 'picklist':
    case 'multipicklist':
      return picklistColumn(field, sample, hints)
    case 'id':
    case 'string':
    case 'textarea':
    case 'email':
    case 'phone':
    case 'url':
    case 'reference':
      return textColumn(field)
  }
}
