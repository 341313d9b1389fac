import type { Tx } from '../../platform/tx.ts'
import { deleteExpiredAccessTokens } from './accessTokens.sql.ts'
import { deleteOldAssertions } from './assertions.sql.ts'
import { deleteOldCodes } from './codes.sql.ts'
import { deleteOldDevices } from './devices.sql.ts'
import { deleteOldDoors } from './frontDoors.sql.ts'
import { UNUSED_MS } from './grants.ts'
import { deleteOldGrants, deleteUsedRefreshBefore } from './grants.sql.ts'
import { forgetOldSigningKeys } from './signingKeys.ts'
import { deleteOldUse } from './use.sql.ts'

const DAY_MS = 86_400_000
const USE_KEPT_MS = 92 * DAY_MS

/** Forgets what opens nothing any more, codes and grants a day after their end; and use of more than three months ago. */
export async function forgetOldAccess(tx: Tx): Promise<void> {
  const now = tx.now.getTime()
  await deleteExpiredAccessTokens(tx)
  await deleteOldAssertions(tx)
  await deleteOldDevices(tx)
  await deleteOldDoors(tx)
  await deleteOldCodes(tx, new Date(now - DAY_MS))
  await deleteOldGrants(tx, new Date(now - UNUSED_MS), new Date(now - DAY_MS))
  await deleteUsedRefreshBefore(tx, new Date(now - UNUSED_MS))
  await forgetOldSigningKeys(tx)
  await deleteOldUse(tx, new Date(now - USE_KEPT_MS))
}
