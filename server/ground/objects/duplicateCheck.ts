import { Refusal } from '../../platform/errors.ts'
import type { Tx } from '../../platform/tx.ts'
import type { Actor } from '../users/actor.ts'
import type { FieldValues, ObjectDefinition } from './definition.ts'
import type { FoundMatch } from './schemas.ts'

/** A record about to be saved, as it would then be; `id` when it is there already. */
export type Candidate = { readonly id?: number; readonly values: FieldValues }

/** What matching found for one record about to be saved. */
export type DuplicateFinding = {
  readonly duplicates: readonly FoundMatch[]
  /** Set when a duplicate rule of the org keeps the record from being saved. */
  readonly refusal?: Refusal
}

/** How whoever saves wants likely duplicates to be met. */
export type DuplicateWish = {
  /**
   * True: an alert is known and waved through, and so is a block where the actor may. False: an alert keeps the record from
   * being saved. Left out: alerts come back with what was saved.
   */
  readonly allowDuplicates?: boolean
  /** Only records count that who saves may see, even where a rule looks past that. */
  readonly onlySeen?: boolean
  /** Nobody is there to be told: only rules that block or report look at the records. */
  readonly alertsNobody?: boolean
}

/** The rules that apply to one set of records, ready to look at them. */
export type Inspection = {
  /** Whether a record may be refused: then nothing is stored before the answer is known. */
  readonly mayRefuse: boolean
  /** Fields records are compared by: a change that touches none of them is not looked at. */
  readonly comparedBy: ReadonlySet<string>
  /** Looks at records; one finding each, in order. Its statements are sent before it returns, so what is written next is not found. */
  readonly find: (records: readonly Candidate[]) => Promise<readonly DuplicateFinding[]>
  /** Called when the records were stored, with their ids in the order they were looked at; undefined: that one was not. */
  readonly stored: (ids: readonly (number | undefined)[]) => Promise<void>
}

/** Gets the org's rules ready; undefined when none has anything to say about such a save. */
export type DuplicateCheck = (
  tx: Tx,
  actor: Actor,
  definition: ObjectDefinition,
  on: 'create' | 'edit',
  wish: DuplicateWish,
) => Promise<Inspection | undefined>

const checks = new Map<string, DuplicateCheck>()

/**
 * The matching room stands above the record rooms, and every door that saves a record must ask it: so the
 * one file that knows every room hands its check down here at start.
 */
export function useDuplicateCheck(objectName: string, check: DuplicateCheck): void {
  checks.set(objectName, check)
}

/** What the org's duplicate rules have to say about a save; undefined where none does, or the caller asked for none. */
export const inspectionFor = async (
  tx: Tx,
  actor: Actor,
  definition: ObjectDefinition,
  on: 'create' | 'edit',
  wish: DuplicateWish | undefined,
): Promise<Inspection | undefined> =>
  wish === undefined ? undefined : checks.get(definition.name)?.(tx, actor, definition, on, wish)

/** Records that may be stored, refusals in the place of others, and what was found of each, by its place. */
export type Inspected<Prepared> = {
  readonly prepared: readonly (Prepared | Refusal)[]
  readonly findings: Promise<ReadonlyMap<number, DuplicateFinding>>
  /** Says which became which record: ids by place. */
  readonly stored: (idAt: (place: number) => number | undefined) => Promise<void>
}

/**
 * Has those records looked at that `candidateOf` names. Where a rule may refuse one, the answer is waited for; elsewhere what
 * is written next travels behind the question, and costs no round trip more.
 */
export async function inspected<Prepared>(
  inspection: Inspection | undefined,
  prepared: readonly (Prepared | Refusal)[],
  candidateOf: (one: Prepared, place: number) => Candidate | undefined,
): Promise<Inspected<Prepared>> {
  if (inspection === undefined) return unlooked(prepared)
  const looked = prepared.flatMap((one, place) => {
    const candidate = one instanceof Refusal ? undefined : candidateOf(one, place)
    return candidate === undefined ? [] : [{ place, candidate }]
  })
  if (looked.length === 0) return unlooked(prepared)
  const findings = inspection
    .find(looked.map(({ candidate }) => candidate))
    .then((found) => new Map(looked.flatMap(({ place }, at) => (found[at] === undefined ? [] : [[place, found[at]]]))))
  const stored: Inspected<Prepared>['stored'] = (idAt) => inspection.stored(looked.map(({ place }) => idAt(place)))
  if (!inspection.mayRefuse) return { prepared, findings, stored }
  const known = await findings
  return { prepared: prepared.map((one, place) => known.get(place)?.refusal ?? one), findings, stored }
}

const unlooked = <Prepared>(prepared: readonly (Prepared | Refusal)[]): Inspected<Prepared> => ({
  prepared,
  findings: Promise.resolve(new Map()),
  stored: async () => undefined,
})
