import type { Saved } from '../../../../ground/objects/save.ts'
import type { Actor } from '../../../../ground/users/actor.ts'
import type { Tx } from '../../../../platform/tx.ts'
import { bulkRefusal } from '../refusals.ts'
import { idOrRefusal } from '../../dialect/keys.ts'
import type { SObject } from '../../dialect/sobjects.ts'
import { each, settled } from '../../dialect/settling.ts'
import { purgeWhole } from '../../dialect/wholeAccounts.ts'
import type { WriteResult } from '../../dialect/writing.ts'

/**
 * Deletes records past the recycle bin. One that others still point to stays as it was, and says so. Needs
 * `empty_recycle_bin`.
 */
export async function hardDeleteSObjects(
  tx: Tx,
  actor: Actor,
  { definition, door }: SObject,
  list: readonly string[],
): Promise<WriteResult[]> {
  if (door === undefined) throw bulkRefusal('InvalidEntity', `${definition.labelPlural} are only read here.`)
  const removeForGood = async (ids: readonly number[]): Promise<Saved[]> => {
    const removed = await door.remove(tx, actor, ids)
    if (!definition.hasRecycleBin) return removed
    const inBin = ids.filter((_, at) => removed[at]?.refusal === undefined)
    const purged = await purgeWhole(tx, actor, definition, inBin)
    let at = 0
    return removed.map((one) => (one.refusal === undefined ? (purged[at++] ?? one) : one))
  }
  return settled({ tx, actor, definition }, false, () =>
    each(
      tx,
      list.map((text) => idOrRefusal(definition, text)),
      removeForGood,
      false,
    ),
  )
}
