import { encodeId } from '../../../shared/ids.ts'
import { Refusal } from '../../platform/errors.ts'
import { rememberedByOrg } from '../../platform/remembered.ts'
import { many, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import type { FieldValue, ObjectDefinition } from './definition.ts'
import type { Row } from './save.ts'

const STALE_AFTER_MS = 2000

const leftUsers = rememberedByOrg<ReadonlySet<FieldValue>>(
  STALE_AFTER_MS,
  async (tx) =>
    new Set(
      (await many<{ id: number }>(tx, sql`select id from app_user where deactivated_at is not null`)).map(
        ({ id }) => id,
      ),
    ),
)

/** Called when this process deactivated or activated users. */
export const forgetLeftUsers = (): void => leftUsers.forget()

/**
 * Refuses records given to somebody who has left. Who owned a record before keeps it, and an import tells of the time when
 * they were here.
 */
export async function withOwnersAtWork<Prepared extends Row>(
  tx: Tx,
  definition: ObjectDefinition,
  given: readonly (Prepared | Refusal)[],
  ownerBefore: (at: number) => FieldValue | undefined = () => undefined,
): Promise<(Prepared | Refusal)[]> {
  if (!definition.hasOwner) return [...given]
  const left = await leftUsers(tx)
  if (left.size === 0) return [...given]
  return given.map((one, at) => {
    if (one instanceof Refusal || typeof one.columns?.import_id === 'number') return one
    const owner = one.values.OwnerId
    return typeof owner === 'number' && left.has(owner) && owner !== ownerBefore(at) ? leftRefusal(owner) : one
  })
}

const leftRefusal = (owner: number): Refusal =>
  new Refusal(
    'inactive_owner',
    'This user is deactivated and takes nothing over any more. Choose somebody who is here, or a queue.',
    { field: 'OwnerId', value: encodeId(owner), rule: 'An owner is an active user or a queue.' },
  )
