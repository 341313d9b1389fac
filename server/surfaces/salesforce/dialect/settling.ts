import { decodeId, encodeId } from '../../../../shared/ids.ts'
import { eachRefusal, Refusal, together } from '../../../platform/errors.ts'
import { inSavepoint, type Tx } from '../../../platform/tx.ts'
import type { ObjectDefinition } from '../../../ground/objects/definition.ts'
import { recordsById } from '../../../ground/objects/list.ts'
import type { Saved } from '../../../ground/objects/save.ts'
import { may, type Actor } from '../../../ground/users/actor.ts'
import { withoutDetails } from './duplicates.ts'
import { dialectErrors, dialectRefusal, refusalOf, type DialectError } from './errors.ts'

/** What became of one record; results stand in the order of what was sent. */
export type WriteResult = {
  readonly id: string | null
  readonly success: boolean
  /** Of an upsert: whether the record was made, or would have been. */
  readonly created?: boolean
  readonly errors: readonly DialectError[]
}

/** What became of one record, before it is said in Salesforce's words. */
export type Outcome = {
  readonly id?: number
  readonly created?: boolean
  readonly refusal?: Refusal
}

/** One record about to be written: its refusal so far, or what the door is to get. */
export type Wanted<Input> = Input | Refusal

type Verb<Input> = (some: readonly Input[]) => Promise<readonly Saved[]>

/**
 * Calls the verb once with all that may go on; a breach the database alone saw is narrowed down by halves. `isAlone`: the
 * request writes nothing else, so that a refusal may undo the whole transaction.
 */
export async function each<Input>(
  tx: Tx,
  wanted: readonly Wanted<Input>[],
  verb: Verb<Input>,
  isAlone: boolean,
): Promise<Outcome[]> {
  const going = wanted.filter((one): one is Input => !(one instanceof Refusal))
  const saved = going.length === 0 ? [] : isAlone ? await verb(going) : await narrowed(tx, going, verb)
  let at = 0
  return wanted.map((one) => (one instanceof Refusal ? { refusal: one } : (saved[at++] ?? {})))
}

async function narrowed<Input>(tx: Tx, some: readonly Input[], verb: Verb<Input>): Promise<readonly Outcome[]> {
  try {
    return await inSavepoint(tx, () => verb(some))
  } catch (error) {
    const refusal = refusalOf(error)
    if (refusal === undefined || isForTheWhole(refusal)) throw error
    if (some.length === 1) return [{ refusal }]
    const half = Math.ceil(some.length / 2)
    return [...(await narrowed(tx, some.slice(0, half), verb)), ...(await narrowed(tx, some.slice(half), verb))]
  }
}

/** What no record of the list can be rid of: a role that may not, a database that is away. */
const isForTheWhole = ({ kind }: Refusal): boolean =>
  kind === 'forbidden' || kind === 'unauthenticated' || kind === 'unavailable' || kind === 'too_many'

class RolledBack extends Error {
  readonly outcomes: readonly Outcome[]

  constructor(outcomes: readonly Outcome[]) {
    super('Not all records could be written, and all or none were asked for.')
    this.outcomes = outcomes
  }
}

/** Results in Salesforce's words; with allOrNone one refusal undoes the others, and each says so. */
export async function settled(
  place: {
    readonly tx: Tx
    readonly actor: Actor
    readonly definition: ObjectDefinition
    readonly tellsDetails?: boolean
  },
  allOrNone: boolean,
  work: () => Promise<readonly Outcome[]>,
): Promise<WriteResult[]> {
  const { tx, actor, definition, tellsDetails = false } = place
  const results = async (outcomes: readonly Outcome[]): Promise<WriteResult[]> =>
    (await withoutHidden(tx, actor, definition, outcomes)).map((one) => {
      const result = resultOf(definition, one)
      return tellsDetails || result.success ? result : { ...result, errors: result.errors.map(inShort) }
    })
  if (!allOrNone) return results(await work())
  try {
    return await inSavepoint(tx, async () => {
      const outcomes = await work()
      if (outcomes.some(({ refusal }) => refusal !== undefined)) throw new RolledBack(outcomes)
      return results(outcomes)
    })
  } catch (error) {
    if (!(error instanceof RolledBack)) throw error
    return results(error.outcomes.map(({ refusal = rolledBack(), created }) => ({ refusal, created })))
  }
}

/** Who takes a value that a record has whom they may not see is told that it is taken, and not by which. */
async function withoutHidden(
  tx: Tx,
  actor: Actor,
  definition: ObjectDefinition,
  outcomes: readonly Outcome[],
): Promise<readonly Outcome[]> {
  if (!outcomes.some(({ refusal }) => refusal !== undefined)) return outcomes
  const holders = outcomes.flatMap(({ refusal }) =>
    refusal === undefined ? [] : eachRefusal(refusal).flatMap((one) => holderIn(one) ?? []),
  )
  if (holders.length === 0 || !may(actor, 'read', definition)) return outcomes
  const seen = new Set((await recordsById(tx, actor, definition, holders, ['Id'])).map(({ Id }) => Id))
  const told = (one: Refusal): Refusal => {
    const holder = holderIn(one)
    return holder === undefined || seen.has(holder) ? one : takenByUnknown(one)
  }
  return outcomes.map((one) =>
    one.refusal === undefined ? one : { ...one, refusal: together(eachRefusal(one.refusal).map(told)) },
  )
}

function holderIn({ code, details: { facts } }: Refusal): number | undefined {
  return code === 'duplicate_value' && typeof facts?.id === 'string' ? decodeId(facts.id) : undefined
}

const takenByUnknown = ({ details: { field = '' } }: Refusal): Refusal =>
  dialectRefusal('DUPLICATE_VALUE', `duplicate value found: ${field} duplicates value on record with id: <unknown>`, {
    kind: 'conflict',
    fields: [field],
  })

const rolledBack = (): Refusal =>
  dialectRefusal(
    'ALL_OR_NONE_OPERATION_ROLLED_BACK',
    'Record rolled back because not all records were valid and the request was using AllOrNone header',
  )

const inShort = (error: DialectError): DialectError =>
  error.duplicateResult === undefined ? error : { ...error, duplicateResult: withoutDetails(error.duplicateResult) }

function resultOf(definition: ObjectDefinition, { id, created, refusal }: Outcome): WriteResult {
  const errors = refusal === undefined ? [] : dialectErrors(refusal, definition)
  if (errors === undefined) throw refusal
  return {
    id: id === undefined ? null : encodeId(id),
    success: refusal === undefined,
    ...(created === undefined ? {} : { created }),
    errors,
  }
}

/** A result that was undone by another one's, as in a request of several parts. */
export const rolledBackResult = ({ success, created, errors }: WriteResult): WriteResult => ({
  id: null,
  success: false,
  ...(created === undefined ? {} : { created }),
  errors: success ? (dialectErrors(rolledBack()) ?? []) : errors,
})
