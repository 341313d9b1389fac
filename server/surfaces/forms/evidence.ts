import type { ObjectDefinition } from '../../ground/objects/definition.ts'
import { theProgram } from '../../ground/users/actor.ts'
import type { Tx } from '../../platform/tx.ts'
import { currentAgreement } from '../../processes/qualification/agreements.ts'
import { recordEvidence, type EvidenceDraft } from '../../processes/qualification/qualification.ts'
import type { Accepted } from './accepted.ts'
import { customFieldNames } from './customFields.ts'
import { fieldOf } from './understanding.ts'

const LONGEST_ANSWER = 1900
// Said to a question about budget, this is an answer, and speaks against.
const NAYS = /^(?:no|none|no\.|not yet|nein|keine?|non|aucune?|0|-|–|n\/a)$/i

/**
 * Takes answers to questions that ask for a criterion (budget, authority, need, timeline) into the ledger of what is
 * known about the lead. A criterion the agreement no longer names is left out; a contact is vetted already.
 */
export async function learnFromAnswers(
  tx: Tx,
  definition: ObjectDefinition,
  accepted: readonly Accepted[],
): Promise<void> {
  const asking = accepted.filter(
    ({ form, who }) => who.object === 'Lead' && form?.fields.some(({ criterion }) => Boolean(criterion)) === true,
  )
  if (asking.length === 0) return
  const { criteria } = await currentAgreement(tx, theProgram)
  const known = new Set(criteria.map(({ name }) => name.toLowerCase()))
  const custom = await customFieldNames(
    tx,
    asking.flatMap(({ form }) => form?.fields.map(({ name }) => name) ?? []),
  )
  const drafts = asking.flatMap((one) =>
    (one.form?.fields ?? []).flatMap(({ name, label, criterion }): EvidenceDraft[] => {
      const field = fieldOf(definition, custom, name)
      const answer = field === undefined ? '' : one.understanding.lead[field.name]
      const text = typeof answer === 'string' ? answer.replaceAll('\u0000', '').trim().slice(0, LONGEST_ANSWER) : ''
      if (!criterion || text === '' || !known.has(criterion.toLowerCase())) return []
      return [
        {
          leadId: one.who.id,
          criterion,
          value: `${label}: ${text}`,
          isMet: !NAYS.test(text),
          source: 'form',
          observedOn: one.post.receivedAt.toISOString().slice(0, 10),
        },
      ]
    }),
  )
  if (drafts.length > 0) await recordEvidence(tx, theProgram, drafts)
}
