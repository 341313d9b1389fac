import { elapsedMs } from '../../platform/clock.ts'
import type { Caller } from '../http/edge.ts'

/** Who stands behind a token, remembered for a moment so that not every request asks the database. */
export type KnownCaller = { readonly caller: Caller; readonly expiresAt: Date }

const FRESH_MS = 2000
const MOST = 5000

const known = new Map<string, KnownCaller & { readonly readAt: number }>()
let epoch = 0

/** Forgets everybody: called after any change of sessions, tokens, roles or sharing, so that it holds at once here. Other processes notice within two seconds. */
export function forgetCallers(): void {
  epoch += 1
  known.clear()
}

/** The caller of a token's hash: remembered, or found out by `find`. */
export async function rememberedCaller(
  tokenHash: string,
  now: Date,
  find: () => Promise<KnownCaller | undefined>,
): Promise<Caller | undefined> {
  const held = known.get(tokenHash)
  if (held !== undefined && elapsedMs() - held.readAt < FRESH_MS && held.expiresAt > now) return held.caller
  const before = epoch
  const readAt = elapsedMs()
  const found = await find()
  // What was read before a change of permissions must not outlive it.
  if (found !== undefined && before === epoch) remember(tokenHash, { ...found, readAt })
  return found?.caller
}

function remember(tokenHash: string, entry: KnownCaller & { readonly readAt: number }): void {
  known.delete(tokenHash)
  known.set(tokenHash, entry)
  const [oldest] = known.keys()
  if (known.size > MOST && oldest !== undefined) known.delete(oldest)
}
