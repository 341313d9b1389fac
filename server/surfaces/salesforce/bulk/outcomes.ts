import type { RowError } from './job.ts'

/** The errors of a row as the field's tools read them in a cell: `REQUIRED_FIELD_MISSING:Required fields are missing: [Name]:Name --`. */
export const errorCell = (errors: readonly RowError[]): string =>
  errors
    .map(
      ({ errorCode, message, fields }) =>
        `${errorCode}:${message}:${fields.length === 0 ? '' : `${fields.join(',')} `}--`,
    )
    .join(';')
