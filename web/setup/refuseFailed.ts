import { ApiError } from '../api/errors.ts'
import type { Saved } from '../api/records.ts'

/** Throws what the first refused record of a list was refused for, with the rule and the way on. */
export function refuseFailed(results: readonly Saved[]): void {
  const refused = results.find((result) => !result.success)
  if (refused !== undefined) throw new ApiError(422, refused.errors)
}
