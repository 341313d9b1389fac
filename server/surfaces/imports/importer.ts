import { recordsById } from '../../ground/objects/list.ts'
import { settingsOf } from '../../ground/orgs/settings.ts'
import { theProgram, type Actor } from '../../ground/users/actor.ts'
import { roles } from '../../../shared/roles.ts'
import { User } from '../../ground/users/user.ts'
import { Refusal } from '../../platform/errors.ts'
import type { Tx } from '../../platform/tx.ts'
import type { Import } from './import.ts'

/** Who an import acts as: the user who started it, with the permissions they have now, within what their token was good for. */
export async function importerOf(
  tx: Tx,
  { createdById: userId, scopes }: Pick<Import, 'createdById' | 'scopes'>,
): Promise<Actor> {
  if (userId === null) return theProgram
  const [user] = await recordsById(tx, theProgram, User, [userId])
  const role = roles.find((one) => one === user?.Role)
  if (user === undefined || user.IsActive === false || role === undefined) {
    throw new Refusal(
      'importer_gone',
      'Whoever started this import no longer works here. Somebody else can import the file again.',
      { kind: 'forbidden' },
    )
  }
  const { privateObjects } = await settingsOf(tx)
  return { userId, name: String(user.Name ?? ''), role, scopes: scopes ?? undefined, privateObjects }
}
