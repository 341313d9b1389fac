import type { Refusal } from '../../../platform/errors.ts'
import type { Saved } from '../../../ground/objects/save.ts'

/** The ids of what was saved, in order. The story keeps every rule, so a refusal is a fault of the story. */
export const idsOf = (saved: readonly Saved[]): number[] =>
  saved.map(({ id, refusal }) => {
    if (refusal !== undefined) throw refusal
    if (id === undefined) throw new Error('What was saved has an id.')
    return id
  })

export function refuseAnyOf(answers: readonly { readonly refusal?: Refusal }[]): void {
  for (const { refusal } of answers) if (refusal !== undefined) throw refusal
}
