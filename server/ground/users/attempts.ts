import { now } from '../../platform/clock.ts'
import { Refusal } from '../../platform/errors.ts'
import { networkOf } from '../../platform/networks.ts'

/**
 * How often somebody may try a password. Counted in the memory of this process: several web processes behind one
 * address allow as many times more, and a restart forgets. That is enough against guessing, because each try
 * also costs an argon2 hash and passwords have ten characters.
 */
const WINDOW_MS = 15 * 60_000
const MOST_KEPT = 20_000

const most = {
  // One office may sit behind one address.
  address: 40,
  accountFromAddress: 8,
  // Higher, so that a stranger cannot easily lock somebody out.
  account: 60,
} as const

type Count = { failed: number; readonly endsAt: number }

const counts = new Map<string, Count>()

export type Attempt = { readonly account: string; readonly address: string }

/** Counts a try before it is made, so that many at once are counted too. Refuses with the seconds to wait. */
export function countAttempt(attempt: Attempt): void {
  const limits = limitsOf(attempt)
  const at = now().getTime()
  const reached = limits.map(([key, limit]) => (current(key, at).failed >= limit ? current(key, at).endsAt : 0))
  const endsAt = Math.max(...reached)
  if (endsAt > 0) throw tooMany(Math.ceil((endsAt - at) / 1000))
  for (const [key] of limits) keep(key, { ...current(key, at), failed: current(key, at).failed + 1 })
}

/** A right password takes its own try back, and ends the count against this account from this address. */
export function forgetAttempts(attempt: Attempt): void {
  const [address, both, account] = limitsOf(attempt).map(([key]) => key)
  const at = now().getTime()
  for (const key of [address, account])
    if (key !== undefined) keep(key, { ...current(key, at), failed: Math.max(0, current(key, at).failed - 1) })
  if (both !== undefined) counts.delete(both)
}

/** For tests: as after a restart. */
export const forgetAllAttempts = (): void => counts.clear()

const limitsOf = ({ account, address }: Attempt): readonly (readonly [string, number])[] => {
  // As the name is looked up: a blank around it makes no other account.
  const name = account.trim().toLowerCase()
  const place = placeOf(address)
  return [
    [`address ${place}`, most.address],
    [`both ${place} ${name}`, most.accountFromAddress],
    [`account ${name}`, most.account],
  ]
}

/** What stands ahead of an address says what is tried there. */
function placeOf(text: string): string {
  const at = text.lastIndexOf(' ') + 1
  return text.slice(0, at) + networkOf(text.slice(at))
}

function current(key: string, at: number): Count {
  const held = counts.get(key)
  return held !== undefined && held.endsAt > at ? held : { failed: 0, endsAt: at + WINDOW_MS }
}

function keep(key: string, count: Count): void {
  counts.delete(key)
  counts.set(key, count)
  const [oldest] = counts.keys()
  if (counts.size > MOST_KEPT && oldest !== undefined) counts.delete(oldest)
}

const tooMany = (retryAfterSeconds: number): Refusal =>
  new Refusal(
    'too_many_attempts',
    `There were too many tries that went wrong. Try again in ${inWords(retryAfterSeconds)}, or ask an administrator for a link to choose a new password.`,
    {
      kind: 'too_many',
      facts: { retryAfterSeconds },
    },
  )

const inWords = (seconds: number): string =>
  seconds > 90 ? `${Math.ceil(seconds / 60)} minutes` : `${seconds} seconds`
