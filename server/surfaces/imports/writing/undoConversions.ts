import { namesOf } from '../../../ground/objects/present.ts'
import { has, type Actor } from '../../../ground/users/actor.ts'
import { leadsBehind, undoConversions, type UndoResult } from '../../../processes/conversion/undoing.ts'
import { Refusal } from '../../../platform/errors.ts'
import { inSavepoint, type Tx } from '../../../platform/tx.ts'

const REASON = 'The import of the deal was undone'

/**
 * Undoes the conversions of leads into deals an import made, where nothing was built on them. Answers a sentence for
 * each that stays and why; its deal stays with it.
 */
export async function undoConversionsInto(
  tx: Tx,
  actor: Actor,
  opportunityIds: readonly number[],
): Promise<{ readonly staying: ReadonlySet<number>; readonly sentences: readonly string[] }> {
  const behind = await leadsBehind(tx, opportunityIds)
  if (behind.length === 0) return { staying: new Set(), sentences: [] }
  const names = await namesOf(
    tx,
    behind.map(({ leadId }) => leadId),
  )
  const mayUndo = has(actor, 'convert')
  const results = mayUndo ? await undone(tx, actor, [...new Set(behind.map(({ leadId }) => leadId))]) : []
  const why = new Map(
    results.flatMap(({ leadId, refusal }) => (refusal === undefined ? [] : [[leadId, refusal.message]])),
  )
  const kept = behind.filter(({ leadId }) => !mayUndo || why.has(leadId))
  return {
    staying: new Set(kept.map(({ opportunityId }) => opportunityId)),
    sentences: kept.map(
      ({ leadId }) =>
        `The lead ${names.get(leadId) ?? ''} stays converted, and its deal stays. ${why.get(leadId) ?? 'Whoever imported the file may not undo conversions.'}`,
    ),
  }
}

/** All at once; one by one where a record room refuses one of them, so that the others are undone all the same. */
async function undone(tx: Tx, actor: Actor, leadIds: readonly number[]): Promise<readonly UndoResult[]> {
  const attempt = async (ids: readonly number[]) => {
    try {
      return await inSavepoint(tx, () => undoConversions(tx, actor, ids, REASON))
    } catch (error) {
      if (error instanceof Refusal) return error
      throw error
    }
  }
  const together = await attempt(leadIds)
  if (!(together instanceof Refusal)) return together
  const results: UndoResult[] = []
  for (const leadId of leadIds) {
    const alone = await attempt([leadId])
    results.push(...(alone instanceof Refusal ? [{ leadId, refusal: alone }] : alone))
  }
  return results
}
