import { purgeWhole } from '../dialect/wholeAccounts.ts'
import type { ObjectDefinition } from '../../../ground/objects/definition.ts'
import type { Refusal } from '../../../platform/errors.ts'
import { dialectRefusal } from '../dialect/errors.ts'
import { idOrRefusal } from '../dialect/keys.ts'
import { each, settled, type Outcome } from '../dialect/settling.ts'
import type { Verb } from './call.ts'
import { writeByIds } from './saving.ts'

/** Removes records from the recycle bin for good. */
export const emptyRecycleBin: Verb<'emptyRecycleBin'> = (call, { ids }) =>
  writeByIds(call, ids, (tx, { definition }, some) =>
    settled({ tx, actor: call.actor, definition }, call.headers.AllOrNoneHeader?.allOrNone === true, async () => {
      const wanted = some.map((text) => idOrRefusal(definition, text))
      const outcomes = await each(tx, wanted, (free) => purgeWhole(tx, call.actor, definition, free), false)
      return outcomes.map((one) => inWords(definition, one))
    }),
  )

/** What the database and the recycle bin refuse, said so that somebody can act on it. */
function inWords({ label }: ObjectDefinition, outcome: Outcome): Outcome {
  const { refusal } = outcome
  if (refusal === undefined) return outcome
  if (isPointedTo(refusal))
    return {
      ...outcome,
      refusal: dialectRefusal(
        'DELETE_FAILED',
        `Other records still point to this ${label.toLowerCase()}, so it stays in the recycle bin. Remove or change those first.`,
      ),
    }
  return refusal.code === 'not_in_recycle_bin'
    ? { ...outcome, refusal: dialectRefusal('INVALID_CROSS_REFERENCE_KEY', refusal.message) }
    : outcome
}

const isPointedTo = ({ code, details }: Refusal): boolean =>
  code === 'rule_broken' && String(details.facts?.constraint).endsWith('_fkey')
