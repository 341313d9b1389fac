import { Refusal, type RefusalKind } from '../../../platform/errors.ts'

/** The words for a no that both bulk dialects share; 2.0 shouts the code. */
export type BulkCode =
  | 'InvalidJob'
  | 'InvalidJobState'
  | 'InvalidBatch'
  | 'InvalidEntity'
  | 'InvalidOperation'
  | 'InvalidXML'
  | 'InvalidUrl'
  | 'InvalidSessionId'
  | 'InvalidUser'
  | 'ClientInputError'
  | 'ExceededQuota'
  | 'FeatureNotEnabled'
  | 'InternalServerError'

/** A no in the bulk dialects' own words. */
export const bulkRefusal = (code: BulkCode, sentence: string, kind: RefusalKind = 'malformed'): Refusal =>
  new Refusal(code, sentence, { kind, facts: { dialect: true, bulk: true } })

export const isBulkRefusal = (refusal: Refusal): refusal is Refusal & { readonly code: BulkCode } =>
  refusal.details.facts?.bulk === true

/** Another user's job is not there for who may not see all. */
export const noJob = (id: string): Refusal =>
  bulkRefusal(
    'InvalidJob',
    `Unable to find job: ${id.slice(0, 18)}. It may be older than 7 days, or another user's.`,
    'not_found',
  )

export const noBatch = (id: string): Refusal =>
  bulkRefusal('InvalidBatch', `Unable to find batch: ${id.slice(0, 18)}`, 'not_found')
