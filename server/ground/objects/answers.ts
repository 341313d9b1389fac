import { encodeId } from '../../../shared/ids.ts'
import { eachRefusal, Refusal, refuseAny } from '../../platform/errors.ts'
import type { Saved } from './save.ts'

/** A list's answer; with allOrNone the first refusal undoes everything, and says which records were at fault. */
export function answerList(allOrNone: boolean, saved: readonly Saved[]) {
  if (allOrNone) refuseAny(saved.flatMap(({ refusal }, at) => (refusal === undefined ? [] : [numbered(refusal, at)])))
  return { results: saved.map(presentSaved) }
}

export const presentSaved = ({ id, created, refusal, duplicates }: Saved) => ({
  id: id === undefined ? null : encodeId(id),
  success: refusal === undefined,
  created: refusal === undefined && created === true,
  errors: refusal === undefined ? [] : eachRefusal(refusal).map(presentRefusal),
  ...(duplicates === undefined ? {} : { duplicates }),
})

/** A refusal as every answer shows it. */
export const presentRefusal = (refusal: Refusal) => {
  const { field, value, rule, way, facts } = refusal.details
  return { code: refusal.code, message: refusal.message, field, value, rule, way, facts }
}

const numbered = (refusal: Refusal, at: number): Refusal =>
  new Refusal(refusal.code, `Record ${at + 1}: ${refusal.message}`, {
    ...refusal.details,
    facts: { ...refusal.details.facts, index: at },
  })
