import { run, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import type { Actor } from '../../ground/users/actor.ts'

/** Takes the primary mark from whoever has it in these opportunities, or in the opportunities of these roles. */
export const demotePrimaries = async (
  tx: Tx,
  actor: Actor,
  opportunityIds: readonly number[],
  roleIds: readonly number[],
): Promise<number> =>
  opportunityIds.length === 0 && roleIds.length === 0
    ? 0
    : run(
        tx,
        sql`
    update opportunity_contact_role
    set is_primary = false, version = version + 1, last_modified_at = ${tx.now}, last_modified_by_id = ${actor.userId}
    where is_primary and id <> all(${roleIds}::bigint[]) and (
      opportunity_id = any(${opportunityIds}::bigint[])
      or opportunity_id in (select opportunity_id from opportunity_contact_role where id = any(${roleIds}::bigint[])))`,
      )
