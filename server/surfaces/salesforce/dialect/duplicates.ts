import { encodeId } from '../../../../shared/ids.ts'
import { Refusal } from '../../../platform/errors.ts'
import type { Tx } from '../../../platform/tx.ts'
import type { ObjectDefinition } from '../../../ground/objects/definition.ts'
import { readDrafts, type Draft } from '../../../ground/objects/drafts.ts'
import type { Actor } from '../../../ground/users/actor.ts'
import { lookedForIn, type Match, type Matchable } from '../../../processes/duplicates/duplicate.ts'
import { findDuplicates } from '../../../processes/duplicates/duplicates.ts'

const isMatchable = (name: string): name is Matchable => name in lookedForIn

/** The drafts, with DUPLICATES_DETECTED in the place of those that look like a record we know. Two statements, however many. */
export async function suspectedAmong(
  tx: Tx,
  actor: Actor,
  definition: ObjectDefinition,
  drafts: readonly (Draft | Refusal)[],
): Promise<(Draft | Refusal)[]> {
  const { name } = definition
  if (!isMatchable(name)) return [...drafts]
  const going = drafts.filter((one): one is Draft => !(one instanceof Refusal))
  const read = await readDrafts(tx, actor, definition, going)
  const matches = await findDuplicates(
    tx,
    actor,
    name,
    read.map(({ values = {} }) => ({ values })),
  )
  let at = 0
  return drafts.map((draft) => {
    if (draft instanceof Refusal) return draft
    const found = matches[at++] ?? []
    return found.length === 0 ? draft : duplicatesDetected(name, found)
  })
}

const SENTENCE = "You're creating a duplicate record. We recommend you use an existing record instead."

const duplicatesDetected = (objectName: Matchable, matches: readonly Match[]): Refusal =>
  new Refusal('DUPLICATES_DETECTED', SENTENCE, {
    facts: { dialect: true, fields: [], duplicateResult: duplicateResultOf(objectName, matches) },
  })

/** What was found, as Salesforce's DuplicateResult. */
export function duplicateResultOf(objectName: Matchable, matches: readonly Match[]) {
  return {
    allowSave: true,
    duplicateRule: `Standard_${objectName}_Duplicate_Rule`,
    duplicateRuleEntityType: objectName,
    errorMessage: SENTENCE,
    matchResults: [...Map.groupBy(matches, ({ object }) => object)].map(([object, found]) => ({
      entityType: object,
      errors: [],
      matchEngine: 'AssayMatching',
      matchRecords: found.map(({ id, probability, reasons }) => ({
        additionalInformation: reasons.map((reason) => ({ name: 'reason', value: reason })),
        fieldDiffs: [],
        matchConfidence: Math.round(probability * 1000) / 10,
        record: { attributes: { type: object }, Id: encodeId(id) },
      })),
      rule: `Standard_${object}_Match_Rule`,
      size: found.length,
      success: true,
    })),
  }
}
