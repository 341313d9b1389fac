import { encodeId } from '../../../../shared/ids.ts'
import type { ObjectDefinition } from '../../../ground/objects/definition.ts'
import { dialectErrors, type DialectError } from '../dialect/errors.ts'
import type { Of } from './answers.ts'

/** An error of one record, as results carry it. */
export const errorOf = ({ errorCode, message, fields }: DialectError): Of<'Error'> => ({
  fields,
  message,
  statusCode: errorCode,
})

/** What a refusal says, as errors of one record. What is no refusal is thrown on. */
export function errorsOf(error: unknown, definition?: ObjectDefinition): readonly Of<'Error'>[] {
  const errors = dialectErrors(error, definition)
  if (errors === undefined) throw error
  return errors.map(errorOf)
}

export const idOrNull = (id: number | null | undefined): string | null => (typeof id === 'number' ? encodeId(id) : null)
