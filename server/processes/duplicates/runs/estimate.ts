/** A share estimated from a sample, with the bounds between which it lies 95 times in 100. */
export interface Estimate {
  readonly share: number
  readonly from: number
  readonly to: number
  /** How many were looked at and decided; who was unsure does not count. */
  readonly of: number
}

/** Standard normal quantile of 97.5 %. */
const Z = 1.959964

/**
 * The share of successes in what a sample was drawn from, with Wilson's interval (Wilson 1927): unlike the usual one
 * it stays within 0 and 1 and holds for small samples and shares near 1. Undefined for an empty sample.
 */
export function wilson(successes: number, of: number): Estimate | undefined {
  if (of === 0) return undefined
  const share = successes / of
  const spread = Z ** 2 / of
  const middle = (share + spread / 2) / (1 + spread)
  const half = (Z / (1 + spread)) * Math.sqrt((share * (1 - share)) / of + spread / (4 * of))
  return { share, from: Math.max(0, middle - half), to: Math.min(1, middle + half), of }
}
