import type { Tx } from '../../platform/tx.ts'
import { encodeCursor, placeInTime } from '../objects/cursor.ts'
import { refuseUnlessHas, type Actor } from '../users/actor.ts'
import { setupChangePage, type KeptSetupChange, type SetupChangeWish } from './setupChanges.sql.ts'

type Wish = Omit<SetupChangeWish, 'before'> & { readonly after?: string | undefined }

/** Who changed what in Setup, the latest first, a page at a time; needs `set_up`. */
export async function listSetupChanges(
  tx: Tx,
  actor: Actor,
  { after, limit, ...wish }: Wish,
): Promise<{ readonly changes: readonly KeptSetupChange[]; readonly next: string | null }> {
  refuseUnlessHas(actor, 'set_up', 'see what was changed in Setup')
  const rows = await setupChangePage(tx, { ...wish, before: placeInTime(after), limit: limit + 1 })
  const changes = rows.slice(0, limit)
  const last = rows.length > limit ? changes.at(-1) : undefined
  return { changes, next: last === undefined ? null : encodeCursor([last.at, last.id]) }
}
