import { firstIdOf } from '../../../shared/ids.ts'
import type { Tx } from '../../platform/tx.ts'
import type { Actor } from './actor.ts'
import { recentItems, saveRecentItems, type RecentItem } from './recent.sql.ts'

export type { RecentItem }

const MOST_AT_ONCE = 200

/** Notes that the actor looked at records; the newest 200 are kept for each user. Call it once for a whole set. */
export async function noteViewed(tx: Tx, { userId }: Actor, ids: readonly number[]): Promise<void> {
  const distinct = [...new Set(ids)].slice(0, MOST_AT_ONCE)
  if (userId !== null && distinct.length > 0) await saveRecentItems(tx, userId, distinct)
}

/**
 * The ids of what the actor looked at lately, newest first; with a number, only of the object whose ids begin with it.
 * Whether they may still see each is for who reads the records.
 */
export async function recentlyViewed(
  tx: Tx,
  { userId }: Actor,
  { limit, number }: { readonly limit: number; readonly number?: number },
): Promise<RecentItem[]> {
  if (userId === null) return []
  const range =
    number === undefined
      ? { from: 0, to: Number.MAX_SAFE_INTEGER }
      : { from: firstIdOf(number), to: firstIdOf(number + 1) - 1 }
  return recentItems(tx, userId, range, limit)
}
