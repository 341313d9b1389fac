import { Refusal } from '../../platform/errors.ts'
import type { Tx } from '../../platform/tx.ts'
import { defaultOwnerRow } from './owners.sql.ts'

/** Who owns what nobody brought in person: the user named in the settings, else the first active administrator. */
export async function defaultOwner(tx: Tx): Promise<number> {
  const id = await defaultOwnerRow(tx)
  if (id !== undefined) return id
  throw new Refusal(
    'no_default_owner',
    'There is nobody to own this record: create an administrator, or name a default owner in Setup.',
  )
}
