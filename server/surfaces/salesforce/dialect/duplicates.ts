import { encodeId } from '../../../../shared/ids.ts'
import type { Refusal } from '../../../platform/errors.ts'
import type { Match, Matchable } from '../../../processes/duplicates/duplicate.ts'
import type { DuplicateFacts } from '../../../processes/duplicates/rules/verdict.ts'

const SENTENCE = "You're creating a duplicate record. We recommend you use an existing record instead."

/** One record that may be the same. */
type Alike = {
  readonly object: Matchable
  readonly Id: string
  readonly probability: number
  readonly reasons: readonly string[]
  /** What is shown of it to who asks for details. */
  readonly fields?: Readonly<Record<string, unknown>>
}

type Ruling = { readonly Name: string; readonly object: Matchable; readonly maySave: boolean; readonly message: string }

/** What was found when nobody saves, as Salesforce's DuplicateResult. */
export const duplicateResultOf = (objectName: Matchable, matches: readonly Match[]) =>
  resultOf(
    { Name: `Standard_${objectName}_Duplicate_Rule`, object: objectName, maySave: true, message: SENTENCE },
    matches.map(({ object, id, probability, reasons }) => ({ object, Id: encodeId(id), probability, reasons })),
  )

/** What a duplicate rule's refusal found, as Salesforce's DuplicateResult; undefined of any other refusal. */
export function duplicateResultIn({ code, details, message }: Refusal): DuplicateResult | undefined {
  const said: unknown = details.facts?.duplicateResult
  // A part of a request said it in Salesforce's words already.
  if (said !== undefined) return said as DuplicateResult
  if (code !== 'duplicates_detected') return undefined
  // The rules room made the facts, and makes no others with this code.
  const { rule, maySave, matches } = details.facts as DuplicateFacts
  return resultOf(
    { Name: rule.Name, object: rule.object, maySave, message },
    matches.map(({ object, record: { Id, ...fields }, probability, reasons }) => ({
      object,
      Id,
      probability,
      reasons,
      fields,
    })),
  )
}

export type DuplicateResult = ReturnType<typeof resultOf>

/** The same for who did not ask for `includeRecordDetails`: of each record its id alone. */
export const withoutDetails = (result: DuplicateResult): DuplicateResult => ({
  ...result,
  matchResults: result.matchResults.map((one) => ({
    ...one,
    matchRecords: one.matchRecords.map((match) => ({
      ...match,
      record: { attributes: match.record.attributes, Id: match.record.Id },
    })),
  })),
})

const resultOf = ({ Name, object: objectName, maySave, message }: Ruling, alike: readonly Alike[]) => ({
  allowSave: maySave,
  duplicateRule: Name,
  duplicateRuleEntityType: objectName,
  errorMessage: message,
  matchResults: [...Map.groupBy(alike, ({ object }) => object)].map(([object, found]) => ({
    entityType: object,
    errors: [],
    matchEngine: 'AssayMatching',
    matchRecords: found.map(({ Id, probability, reasons, fields }) => ({
      additionalInformation: reasons.map((reason) => ({ name: 'reason', value: reason })),
      fieldDiffs: [],
      matchConfidence: Math.round(probability * 1000) / 10,
      record: { ...fields, attributes: { type: object }, Id },
    })),
    rule: `Standard_${object}_Match_Rule`,
    size: found.length,
    success: true,
  })),
})
