import { encodeId } from '../../../../shared/ids.ts'
import type { ObjectDefinition } from '../../../ground/objects/definition.ts'
import type { DuplicateResult } from '../dialect/duplicates.ts'
import { dialectErrors, type DialectError } from '../dialect/errors.ts'
import type { Of } from './answers.ts'
import type { Flavour } from './envelope.ts'
import { writtenRecord } from './recordXml.ts'
import { textElement } from './xml.ts'

/** An error of one record, as results carry it; of a likely duplicate also what it is likely a duplicate of. */
export const errorOf = (
  flavour: Flavour,
  { errorCode, message, fields, duplicateResult }: DialectError,
): Of<'Error'> => ({
  fields,
  message,
  statusCode: errorCode,
  ...(duplicateResult !== undefined && { duplicateResult: foundOf(flavour, duplicateResult) }),
})

/** What was found, its records as XML. */
export const foundOf = (flavour: Flavour, { matchResults, ...found }: DuplicateResult): Of<'DuplicateResult'> => ({
  ...found,
  matchResults: matchResults.map((result) => ({
    ...result,
    matchRecords: result.matchRecords.map((match) => ({
      ...match,
      record: writtenRecord(flavour, result.entityType, match.record.Id, detailsOf(match.record)),
    })),
  })),
})

const detailsOf = (record: Readonly<Record<string, unknown>>): string =>
  Object.entries(record)
    .map(([name, value]) => (typeof value === 'string' && name !== 'Id' ? textElement(`sf:${name}`, value) : ''))
    .join('')

/** What a refusal says, as errors of one record. What is no refusal is thrown on. */
export function errorsOf(flavour: Flavour, error: unknown, definition?: ObjectDefinition): readonly Of<'Error'>[] {
  const errors = dialectErrors(error, definition)
  if (errors === undefined) throw error
  return errors.map((one) => errorOf(flavour, one))
}

export const idOrNull = (id: number | null | undefined): string | null => (typeof id === 'number' ? encodeId(id) : null)
