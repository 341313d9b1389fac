import type { Journal } from './merge.sql.ts'

/**
 * Whether a later merge into the same master started from what an earlier one had made of it: a value, the created date, or a
 * row that several had in common. Then its journal tells of the earlier merge too, and it has to be undone first.
 */
export function restsOn(later: Journal, earlier: Journal): boolean {
  if (later.before.createdAt !== earlier.before.createdAt) return true
  if (Object.keys(later.chosenValues).some((field) => field in earlier.chosenValues)) return true
  const touched = new Set([
    ...earlier.before.joined.flatMap(({ kept }) => kept.map(({ id }) => id)),
    ...earlier.moved.flatMap(({ ids }) => ids),
  ])
  return later.before.joined.some(({ kept }) => kept.some(({ id }) => touched.has(id)))
}
