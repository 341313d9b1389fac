import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'

/** How long a test waits for what another part of the program is about to do. Far above what anything takes: a machine may be busy. */
export const LONGEST_WAIT_MS = 60_000

/** Looks again and again until it is so; fails with what was seen last. */
export async function until<T>(look: () => T | Promise<T>, isSo: (seen: T) => boolean): Promise<T> {
  const endsAt = performance.now() + LONGEST_WAIT_MS
  for (;;) {
    const seen = await look()
    if (isSo(seen)) return seen
    assert.ok(performance.now() < endsAt, `It did not come to be; what was seen last: ${JSON.stringify(seen)}`)
    await sleep(10)
  }
}
