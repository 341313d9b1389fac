import { encodeCursor, placeInTime } from '../objects/cursor.ts'
import { drawId } from '../objects/ids.ts'
import type { Tx } from '../../platform/tx.ts'
import type { SignIn } from './signIn.ts'
import { refuseUnlessHas, type Actor } from './actor.ts'
import { deleteSignInsBefore, insertSignIn, signInPage, type KeptSignIn, type SignInWish } from './signIns.sql.ts'

/** Half a year, as long as the field keeps them. */
const KEPT_MS = 180 * 86_400_000

export async function keepSignIn(tx: Tx, signIn: SignIn): Promise<void> {
  await insertSignIn(tx, await drawId(tx, 'LoginHistory'), signIn)
}

export const forgetOldSignIns = (tx: Tx): Promise<unknown> =>
  deleteSignInsBefore(tx, new Date(tx.now.getTime() - KEPT_MS))

type Wish = Omit<SignInWish, 'before'> & { readonly after?: string | undefined }

/** Who came in and who tried to, the latest first, a page at a time; for who keeps users. */
export async function listSignIns(
  tx: Tx,
  actor: Actor,
  { after, limit, ...wish }: Wish,
): Promise<{ readonly signIns: readonly KeptSignIn[]; readonly next: string | null }> {
  refuseUnlessHas(actor, 'keep_users', 'see who signed in')
  const rows = await signInPage(tx, { ...wish, before: placeInTime(after), limit: limit + 1 })
  const signIns = rows.slice(0, limit)
  const last = rows.length > limit ? signIns.at(-1) : undefined
  return { signIns, next: last === undefined ? null : encodeCursor([last.at, last.id]) }
}
