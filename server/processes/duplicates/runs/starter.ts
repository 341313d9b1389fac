import { recordsById } from '../../../ground/objects/list.ts'
import { settingsOf } from '../../../ground/orgs/settings.ts'
import { theProgram, type Actor } from '../../../ground/users/actor.ts'
import { roles } from '../../../../shared/roles.ts'
import { User } from '../../../ground/users/user.ts'
import { Refusal } from '../../../platform/errors.ts'
import type { Tx } from '../../../platform/tx.ts'

/** Who long work acts as: the user who started it, with the permissions they have now. Throws `starter_gone`. */
export async function starterOf(tx: Tx, userId: number): Promise<Actor> {
  const [user] = await recordsById(tx, theProgram, User, [userId])
  const role = roles.find((one) => one === user?.Role)
  if (user === undefined || user.IsActive === false || role === undefined) {
    throw new Refusal('starter_gone', 'Whoever started this no longer works here. Somebody else can start it again.', {
      kind: 'forbidden',
    })
  }
  const { privateObjects } = await settingsOf(tx)
  return { userId, name: String(user.Name ?? ''), role, privateObjects }
}
