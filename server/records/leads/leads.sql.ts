import { run, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import type { Actor } from '../../ground/users/actor.ts'
import { visible } from '../../ground/objects/visibility.ts'
import { Lead } from './fields.ts'

export const markSeen = (tx: Tx, actor: Actor, ids: readonly number[]): Promise<number> =>
  run(
    tx,
    sql`
    update lead t
    set last_viewed_at = ${tx.now},
      read_by_owner_at = case when owner_id = ${actor.userId} then coalesce(read_by_owner_at, ${tx.now}) else read_by_owner_at end
    where t.id = any(${ids}::bigint[]) and ${visible(actor, Lead, 't')}`,
  )
