import { encodeId } from '../../../../shared/ids.ts'
import { definitionOfId } from '../../../ground/objects/catalogue.ts'
import { recordsById } from '../../../ground/objects/list.ts'
import type { ObjectDefinition } from '../../../ground/objects/definition.ts'
import type { Actor } from '../../../ground/users/actor.ts'
import { Refusal } from '../../../platform/errors.ts'
import { inSavepoint, type Tx } from '../../../platform/tx.ts'
import { lookedForIn, type Matchable } from '../../../processes/duplicates/duplicate.ts'
import { mergeRecords, movedByMerge } from '../../../processes/duplicates/merge.ts'
import { dialectRefusal, refusalOf } from '../dialect/errors.ts'
import { idOrRefusal } from '../dialect/keys.ts'
import { draftsOf } from '../dialect/records.ts'
import { sobjectNamed, type SObject } from '../dialect/sobjects.ts'
import type { Of } from './answers.ts'
import type { Arguments } from './arguments.ts'
import { refuseTooMany, type Call, type Verb } from './call.ts'
import { sentRecord, type Sent } from './records.ts'
import { errorsOf } from './results.ts'
import { MOST_WRITTEN } from './saving.ts'

const MOST_LOSERS = 2

type MergeRequest = Arguments<'merge'>['request'][number]

type Merged = { readonly id: number; readonly losers: readonly number[]; readonly related: readonly number[] }

/** Merges records into the master, whose fields win where they are given. One that is refused does not keep the others from it. */
export const merge: Verb<'merge'> = async (call, { request }) => {
  refuseTooMany(request, MOST_WRITTEN)
  return call.writing(async (tx) => {
    const results: Of<'MergeResult'>[] = []
    // One after the other: a merge may take what the one before it made.
    for (const one of request) results.push(await mergedOrNot(tx, call, one))
    return results
  })
}

async function mergedOrNot(tx: Tx, call: Call, request: MergeRequest): Promise<Of<'MergeResult'>> {
  try {
    const { id, losers, related } = await inSavepoint(tx, () => mergeOne(tx, call, request))
    return {
      errors: [],
      id: encodeId(id),
      mergedRecordIds: losers.map(encodeId),
      success: true,
      updatedRelatedIds: related.map(encodeId),
    }
  } catch (error) {
    if (refusalOf(error)?.kind === 'unavailable') throw error
    return {
      errors: errorsOf(call.flavour, error),
      id: null,
      mergedRecordIds: [],
      success: false,
      updatedRelatedIds: [],
    }
  }
}

async function mergeOne(
  tx: Tx,
  { actor, rooms }: Call,
  { masterRecord, recordToMergeIds }: MergeRequest,
): Promise<Merged> {
  const sent = sentRecord(masterRecord)
  const sobject = await sobjectNamed(tx, actor, rooms, sent.type)
  const name = matchable(sobject.definition)
  if (recordToMergeIds.length > MOST_LOSERS)
    throw dialectRefusal(
      'EXCEEDED_ID_LIMIT',
      `A merge takes at most ${MOST_LOSERS} records besides the master. Merge the others in a further request.`,
    )
  const master = idIn(sobject.definition, sent.id ?? '')
  const losers = recordToMergeIds.map((id) => idIn(sobject.definition, id))
  const mergeId = await mergeRecords(tx, actor, name, {
    master,
    losers,
    values: await valuesOf(tx, actor, sobject, sent),
  })
  return { id: master, losers, related: await visibleAmong(tx, actor, await movedByMerge(tx, mergeId)) }
}

const matchable = ({ name }: ObjectDefinition): Matchable => {
  if (isMatchable(name)) return name
  throw dialectRefusal('INVALID_TYPE', `Records of ${name} cannot be merged. Merge leads, contacts or accounts.`)
}

const isMatchable = (name: string): name is Matchable => Object.hasOwn(lookedForIn, name)

function idIn(definition: ObjectDefinition, text: string): number {
  const id = idOrRefusal(definition, text)
  if (id instanceof Refusal) throw id
  return id
}

async function valuesOf(tx: Tx, actor: Actor, sobject: SObject, { fields }: Sent) {
  const [draft] = await draftsOf(tx, actor, sobject, [fields])
  if (draft instanceof Refusal) throw draft
  return draft
}

/** The records a merge pointed to the master that the actor may see, in order. */
async function visibleAmong(tx: Tx, actor: Actor, ids: readonly number[]): Promise<number[]> {
  const found: number[] = []
  const byDefinition = new Map<ObjectDefinition, number[]>()
  for (const id of ids) {
    const definition = await definitionOfId(tx, id)
    if (definition !== undefined) byDefinition.set(definition, [...(byDefinition.get(definition) ?? []), id])
  }
  for (const [definition, some] of byDefinition) {
    const records = await recordsById(tx, actor, definition, some, ['Id']).catch(noneToSee)
    found.push(...records.map(({ Id }) => Id))
  }
  return found.sort((a, b) => a - b)
}

/** What a role may not read at all is not among what it sees. */
function noneToSee(error: unknown): readonly { readonly Id: number }[] {
  if (refusalOf(error)?.kind === 'forbidden') return []
  throw error
}
