import { recordsById } from '../../../ground/objects/list.ts'
import { settingsOf } from '../../../ground/orgs/settings.ts'
import { theProgram, type Actor } from '../../../ground/users/actor.ts'
import { roles } from '../../../../shared/roles.ts'
import { User } from '../../../ground/users/user.ts'
import type { Tx } from '../../../platform/tx.ts'
import type { BulkJob } from './job.ts'
import { bulkRefusal } from './refusals.ts'

/** Who a job acts as: the user who made it, with the permissions they have now, within what their token was good for. */
export async function actorOfJob(tx: Tx, { createdById, options }: BulkJob): Promise<Actor> {
  const [user] = await recordsById(tx, theProgram, User, [createdById])
  const role = roles.find((one) => one === user?.Role)
  if (user === undefined || user.IsActive === false || role === undefined)
    throw bulkRefusal(
      'InvalidUser',
      'Whoever made this job no longer works here. Somebody else can send it again.',
      'forbidden',
    )
  const { privateObjects } = await settingsOf(tx)
  return { userId: createdById, name: String(user.Name ?? ''), role, scopes: options.scopes, privateObjects }
}
