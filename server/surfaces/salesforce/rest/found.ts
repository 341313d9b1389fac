import type { DuplicateResult } from '../dialect/duplicates.ts'
import { attributesOf } from '../dialect/records.ts'

const VERSION = '66.0'

/**
 * What was found, as REST's errors tell it: under the name Salesforce has always misspelt, by which programs look for it, and
 * under the right one. Records bear their addresses.
 */
export function foundInRest(result: DuplicateResult | undefined): Readonly<Record<string, unknown>> {
  if (result === undefined) return {}
  const duplicateResult = {
    ...result,
    matchResults: result.matchResults.map((one) => ({
      ...one,
      matchRecords: one.matchRecords.map(({ record, ...match }) => ({
        ...match,
        record: { ...record, attributes: attributesOf(record.attributes.type, record.Id, VERSION) },
      })),
    })),
  }
  return { duplicateResut: duplicateResult, duplicateResult }
}
