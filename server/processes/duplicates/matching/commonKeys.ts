import { rememberedByOrg } from '../../../platform/remembered.ts'
import type { Tx } from '../../../platform/tx.ts'
import { definitionNamed } from '../definitionNamed.ts'
import type { Matchable } from '../duplicate.ts'
import { renewStopKeys, stopKeyRows } from './matching.sql.ts'

/** Keys that so many records of an object share that they bring none of them together. */
export type CommonKeys = Readonly<Record<Matchable, ReadonlySet<number>>>

/** How long a process may go by the keys that were common before another one looked again. */
const STALE_AFTER_MS = 60_000

const remembered = rememberedByOrg<CommonKeys>(STALE_AFTER_MS, async (tx) => {
  const rows = await stopKeyRows(tx)
  const keysOf = (object: Matchable) => new Set(rows.flatMap((row) => (row.object === object ? [row.key] : [])))
  return { Lead: keysOf('Lead'), Contact: keysOf('Contact'), Account: keysOf('Account') }
})

/** What is passed over in this org, so that one lead with a placeholder's number does not wait for thousands. */
export const commonKeysOf = (tx: Tx): Promise<CommonKeys> => remembered(tx)

/** Keys to look up among the records of each of these objects; none where all are passed over. */
export const keysAmong = (
  objects: readonly Matchable[],
  commonKeys: CommonKeys,
  keys: readonly number[],
): Readonly<Partial<Record<Matchable, readonly number[]>>> =>
  Object.fromEntries(
    objects.map((object) => {
      const common = commonKeys[object]
      return [object, common.size === 0 ? keys : keys.filter((key) => !common.has(key))]
    }),
  )

const MOST_RECORDS_A_KEY = 1000

/** Notes which keys are shared by too many to look through. */
export async function passOverCommonKeys(tx: Tx): Promise<void> {
  for (const object of ['Lead', 'Contact', 'Account'] as const)
    await renewStopKeys(tx, definitionNamed(object), object, MOST_RECORDS_A_KEY)
  remembered.forget()
  tx.afterCommit.push(remembered.forget)
}
