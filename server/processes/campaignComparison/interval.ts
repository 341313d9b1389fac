/** A share of a whole, with the interval it lies in. */
export type Rate = {
  readonly count: number
  readonly of: number
  /** Null of nothing: no share of nobody is 0. */
  readonly rate: number | null
  readonly low: number | null
  readonly high: number | null
}

/** 95 % of the normal distribution. */
const Z = 1.959964

/**
 * The share with its 95 % interval (Wilson, "Probable inference, the law of succession, and statistical inference", 1927):
 * unlike the usual one it stays within 0 and 1 and holds for few and for none.
 */
export function rateOf(count: number, of: number): Rate {
  if (of <= 0) return { count, of, rate: null, low: null, high: null }
  const share = count / of
  const middle = (share + (Z * Z) / (2 * of)) / (1 + (Z * Z) / of)
  const half = (Z / (1 + (Z * Z) / of)) * Math.sqrt((share * (1 - share)) / of + (Z * Z) / (4 * of * of))
  // At the ends the formula answers 0 and 1 themselves, but for the machine's last digit.
  return {
    count,
    of,
    rate: share,
    low: count === 0 ? 0 : Math.max(0, middle - half),
    high: count === of ? 1 : Math.min(1, middle + half),
  }
}
