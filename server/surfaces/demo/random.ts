/** Chance that can be repeated: the same seed gives the same numbers, on every machine. */
export type Random = {
  /** At least 0 and below 1. */
  readonly next: () => number
  readonly chance: (probability: number) => boolean
  /** Both ends are possible. */
  readonly whole: (from: number, to: number) => number
  readonly pick: <T>(from: readonly T[]) => T
  readonly weighted: <T>(from: readonly (readonly [T, number])[]) => T
  /** Half of the values lie below the median; sigma says how far they scatter. */
  readonly logNormal: (median: number, sigma: number) => number
  /** Chance of its own for one purpose, so that what is drawn for it changes nothing elsewhere. */
  readonly fork: (purpose: string | number) => Random
}

export function randomFrom(seed: number): Random {
  let state = seed >>> 0
  // mulberry32: small, fast and even enough for stories.
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return {
    next,
    chance: (probability) => next() < probability,
    whole: (from, to) => from + Math.floor(next() * (to - from + 1)),
    pick: (from) => at(from, Math.floor(next() * from.length)),
    weighted: (from) => weighted(next(), from),
    logNormal: (median, sigma) => median * Math.exp(sigma * normal(next(), next())),
    fork: (purpose) => randomFrom(hashed(seed, String(purpose))),
  }
}

function at<T>(from: readonly T[], place: number): T {
  const found = from[place]
  if (found === undefined) throw new Error('There is nothing to choose from.')
  return found
}

function weighted<T>(chance: number, from: readonly (readonly [T, number])[]): T {
  let left = chance * from.reduce((sum, [, weight]) => sum + weight, 0)
  for (const [one, weight] of from) {
    left -= weight
    if (left < 0) return one
  }
  return at(from, from.length - 1)[0]
}

/** Box and Muller's. */
const normal = (one: number, other: number): number => Math.sqrt(-2 * Math.log(1 - one)) * Math.cos(2 * Math.PI * other)

function hashed(seed: number, text: string): number {
  let hash = (seed ^ 0x811c9dc5) >>> 0
  for (let place = 0; place < text.length; place++) hash = Math.imul(hash ^ text.charCodeAt(place), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  return (hash ^ (hash >>> 13)) >>> 0
}
