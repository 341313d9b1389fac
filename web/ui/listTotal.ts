type Counted = Readonly<{ count: number; atLeast?: boolean }>

/**
 * How many there are in all. Counting ends at 10,000, so beyond that the chips are added up; where one of them ended there as
 * well, the sum is no more than a lower bound and is said in whole thousands: '24,000+'.
 */
export function totalOf(
  whole: Counted | undefined,
  parts: readonly Counted[] | undefined,
): { count?: number; atLeast?: boolean } {
  if (whole === undefined || whole.atLeast !== true) return whole === undefined ? {} : { count: whole.count }
  const sum = parts?.reduce((before, { count }) => before + count, 0) ?? 0
  if (parts?.every(({ atLeast }) => atLeast !== true) === true && sum > whole.count) return { count: sum }
  return { count: Math.max(whole.count, Math.floor(sum / 1000) * 1000), atLeast: true }
}
