import { drawId } from '../objects/ids.ts'
import type { Tx } from '../../platform/tx.ts'
import type { SignIn } from './signIn.ts'
import { deleteSignInsBefore, insertSignIn } from './signIns.sql.ts'

/** Half a year, as long as the field keeps them. */
const KEPT_MS = 180 * 86_400_000

export async function keepSignIn(tx: Tx, signIn: SignIn): Promise<void> {
  await insertSignIn(tx, await drawId(tx, 'LoginHistory'), signIn)
}

export const forgetOldSignIns = (tx: Tx): Promise<unknown> =>
  deleteSignInsBefore(tx, new Date(tx.now.getTime() - KEPT_MS))
