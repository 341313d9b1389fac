import { randomBytes } from 'node:crypto'
import { getRecord } from '../../../ground/objects/objects.ts'
import { refuseUnlessHas, type Actor } from '../../../ground/users/actor.ts'
import { hashPassword, refuseWeakPassword } from '../../../ground/users/passwords.ts'
import { closeSessionsOf } from '../../../ground/users/sessions.ts'
import { User } from '../../../ground/users/user.ts'
import { setPassword } from '../../../ground/users/users.ts'
import { Refusal } from '../../../platform/errors.ts'
import type { Tx } from '../../../platform/tx.ts'
import { dialectRefusal, refusalOf } from './errors.ts'
import { idOrRefusal } from './keys.ts'

/** Who gives a password, and how transactions are opened for them. */
type Giver = {
  readonly actor: Actor
  readonly reading: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>
  readonly writing: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>
}

/** A password nobody chose. */
export const unguessable = (): string => randomBytes(15).toString('base64url')

/** Gives a user another password. Whoever was signed in as this user is so no more. */
export async function givePassword(
  { actor, reading, writing }: Giver,
  userId: string,
  password: string,
): Promise<void> {
  const user = await userFor({ actor, reading }, userId)
  refuseWeak(password, user.email)
  // Outside the transaction: hashing takes longer than one should wait.
  const hash = await hashPassword(password)
  await writing(async (tx) => {
    await setPassword(tx, actor, user.id, hash)
    await closeSessionsOf(tx, [user.id])
  })
}

/** The user whose password is in question. Throws INVALID_ID_FIELD for nobody. */
export async function userFor(
  { actor, reading }: Pick<Giver, 'actor' | 'reading'>,
  userId: string,
): Promise<{ readonly id: number; readonly email: string }> {
  refuseUnlessHas(actor, 'keep_users', 'set the password of a user')
  const id = idOrRefusal(User, userId)
  if (id instanceof Refusal) throw id
  const user = await reading((tx) => getRecord(tx, actor, User, id)).catch(noUser)
  return { id, email: String(user.Email) }
}

const noUser = (error: unknown): never => {
  if (refusalOf(error)?.kind === 'not_found')
    throw dialectRefusal('INVALID_ID_FIELD', 'There is no such user.', { fields: ['userId'] })
  throw error
}

function refuseWeak(password: string, email: string): void {
  try {
    refuseWeakPassword(password, email)
  } catch (error) {
    if (error instanceof Refusal) throw dialectRefusal('INVALID_NEW_PASSWORD', error.message)
    throw error
  }
}
