import type { Refusal } from '../../platform/errors.ts'
import type { Tx } from '../../platform/tx.ts'
import type { Actor } from '../users/actor.ts'
import type { FieldValues, ObjectDefinition } from './definition.ts'

/** What matching found for one record about to be saved. */
export type DuplicateFinding = {
  readonly duplicates: readonly unknown[]
  /** Set when the org's duplicate rule blocks the save. */
  readonly refusal?: Refusal
}

/** Looks for likely duplicates of a whole set; one finding each, in the same order. */
export type DuplicateCheck = (
  tx: Tx,
  actor: Actor,
  definition: ObjectDefinition,
  records: readonly FieldValues[],
) => Promise<readonly DuplicateFinding[]>

const checks = new Map<string, DuplicateCheck>()

/**
 * The matching room stands above the record rooms, and every door that saves a record must ask it: so the
 * one file that knows every room hands its check down here at start.
 */
export function useDuplicateCheck(objectName: string, check: DuplicateCheck): void {
  checks.set(objectName, check)
}

/** What matching says to the records; nothing where no check is in place. */
export async function findingsOf(
  tx: Tx,
  actor: Actor,
  definition: ObjectDefinition,
  records: readonly FieldValues[],
): Promise<readonly DuplicateFinding[]> {
  const check = checks.get(definition.name)
  return check === undefined || records.length === 0 ? [] : check(tx, actor, definition, records)
}
