import { Refusal } from '../../platform/errors.ts'
import type { Tx } from '../../platform/tx.ts'
import type { Actor } from '../users/actor.ts'
import type { FieldValues, ObjectDefinition } from './definition.ts'

/** Says which of a set of records, as they would be stored, may not be; one answer each, in the same order. */
export type SaveCheck = (
  tx: Tx,
  actor: Actor,
  records: readonly FieldValues[],
) => Promise<readonly (Refusal | undefined)[]>

const checks = new Map<string, SaveCheck>()

/**
 * A process above the records may know a rule they cannot (a lead that is not vetted gets no demo): the one file that knows
 * every room hands its check down here at start.
 */
export function useSaveCheck(objectName: string, check: SaveCheck): void {
  checks.set(objectName, check)
}

/** What was prepared, with a refusal in the place of what the check refuses. */
export async function checkedForSaving<Prepared extends { readonly values: FieldValues }>(
  tx: Tx,
  actor: Actor,
  definition: ObjectDefinition,
  prepared: readonly (Prepared | Refusal)[],
  wholeAt: (values: FieldValues, at: number) => FieldValues = (values) => values,
): Promise<(Prepared | Refusal)[]> {
  const check = checks.get(definition.name)
  if (check === undefined) return [...prepared]
  const places = prepared.flatMap((one, at) => (one instanceof Refusal ? [] : [{ at, whole: wholeAt(one.values, at) }]))
  const verdicts = await check(
    tx,
    actor,
    places.map(({ whole }) => whole),
  )
  const refusals = new Map(places.map(({ at }, index) => [at, verdicts[index]]))
  return prepared.map((one, at) => refusals.get(at) ?? one)
}
