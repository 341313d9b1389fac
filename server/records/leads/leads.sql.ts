import { Refusal } from '../../platform/errors.ts'
import { maybeOne, run, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import type { Actor } from '../../ground/users/actor.ts'
import { visible } from '../../ground/objects/visibility.ts'
import { Lead } from './fields.ts'

/** Who owns what nobody brought in person: the user named in the settings, else the first active administrator. */
export const defaultOwner = async (tx: Tx): Promise<number> => {
  const row = await maybeOne<{ id: number }>(tx, sql`
    select coalesce(
      (select (value #>> '{}')::bigint from setting where name = 'default_lead_owner'),
      (select min(id) from app_user where role = 'administrator' and deactivated_at is null)) as id`)
  if (typeof row?.id === 'number') return row.id
  throw new Refusal('no_default_owner', 'There is nobody to own this lead: create an administrator, or name a default owner in Setup.')
}

export const markSeen = (tx: Tx, actor: Actor, id: number): Promise<number> =>
  run(tx, sql`
    update lead t
    set last_viewed_at = ${tx.now},
      read_by_owner_at = case when owner_id = ${actor.userId} then coalesce(read_by_owner_at, ${tx.now}) else read_by_owner_at end
    where t.id = ${id} and ${visible(actor, Lead, 't')}`)
