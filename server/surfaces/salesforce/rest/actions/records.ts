import { encodeId } from '../../../../../shared/ids.ts'
import { lookedForIn, type Matchable } from '../../../../processes/duplicates/duplicate.ts'
import { findDuplicatesOf } from '../../../../processes/duplicates/duplicates.ts'
import { mergeRecords as merge } from '../../../../processes/duplicates/merge.ts'
import { inSavepoint } from '../../../../platform/tx.ts'
import { duplicateResultOf } from '../../dialect/duplicates.ts'
import { dialectRefusal, refusalOf } from '../../dialect/errors.ts'
import { sobjectNamed } from '../../dialect/sobjects.ts'
import { updateSObjects } from '../../dialect/writing.ts'
import type { Here } from '../asked.ts'
import { refusalOfErrors } from '../records.ts'
import { objectOf, requiredId, type Action, type Inputs, type Invoked } from './action.ts'

const recordId = {
  name: 'recordId',
  label: 'Record ID',
  description: 'The record.',
  type: 'ID',
  required: true,
} as const

/** Gives records to another owner. */
export const assignRecord: Action = {
  name: 'assignRecord',
  label: 'Assign Record',
  description: 'Gives a record to another owner, a user or a queue.',
  inputs: [
    recordId,
    { name: 'ownerId', label: 'Owner ID', description: 'The user or queue.', type: 'ID', required: true },
  ],
  outputs: [{ name: 'recordId', label: 'Record ID', description: 'The record.', type: 'ID' }],
  invoke: (here, inputs) => each(here, inputs, assignOne),
}

async function assignOne(here: Here, inputs: Inputs): Promise<Invoked> {
  const id = requiredId(inputs, 'recordId')
  const sobject = await sobjectNamed(here.tx, here.actor, here.rooms, (await objectOf(here, id)).name)
  const change = { Id: encodeId(id), OwnerId: encodeId(requiredId(inputs, 'ownerId')) }
  const [result] = await updateSObjects(here.tx, here.actor, sobject, [change], { isAlone: true })
  if (result?.success !== true) throw refusalOfErrors(result?.errors ?? [])
  return { outputs: { recordId: encodeId(id) } }
}

/** Makes one record of several. */
export const mergeRecords: Action = {
  name: 'mergeRecords',
  label: 'Merge Records',
  description: 'Merges up to nine leads, contacts or accounts into a master, which keeps everything that was theirs.',
  inputs: [
    { name: 'masterRecordId', label: 'Master', description: 'The record that stays.', type: 'ID', required: true },
    {
      name: 'recordToMergeIds',
      label: 'Records to Merge',
      description: 'The records that become part of it.',
      type: 'ID',
      required: true,
      isList: true,
    },
  ],
  outputs: [{ name: 'masterRecordId', label: 'Master', description: 'The record that stayed.', type: 'ID' }],
  invoke: (here, inputs) => each(here, inputs, mergeOne),
}

async function mergeOne(here: Here, inputs: Inputs): Promise<Invoked> {
  const master = requiredId(inputs, 'masterRecordId')
  const { recordToMergeIds } = inputs
  const losers = [recordToMergeIds].flat().map((one) => requiredId({ recordToMergeIds: one }, 'recordToMergeIds'))
  await merge(here.tx, here.actor, matchable((await objectOf(here, master)).name), { master, losers })
  return { outputs: { masterRecordId: encodeId(master) } }
}

/** Looks for records that are probably the same. */
export const findDuplicates: Action = {
  name: 'findDuplicates',
  label: 'Find Duplicates',
  description: 'Finds records that are probably the same lead, contact or account, and says why.',
  inputs: [recordId],
  outputs: [
    {
      name: 'duplicateResults',
      label: 'Duplicate Results',
      description: 'What was found, as a list of DuplicateResult.',
      type: 'SOBJECT',
      isList: true,
    },
  ],
  invoke: (here, inputs) => each(here, inputs, findOne),
}

async function findOne(here: Here, inputs: Inputs): Promise<Invoked> {
  const id = requiredId(inputs, 'recordId')
  const name = matchable((await objectOf(here, id)).name)
  const [matches = []] = await findDuplicatesOf(here.tx, here.actor, name, [id])
  return { outputs: { duplicateResults: matches.length === 0 ? [] : [duplicateResultOf(name, matches)] } }
}

/** One after the other, each undone alone when it is refused: a merge may take what the one before it made. */
async function each(
  here: Here,
  inputs: readonly Inputs[],
  invokeOne: (here: Here, inputs: Inputs) => Promise<Invoked>,
): Promise<readonly Invoked[]> {
  const invoked: Invoked[] = []
  for (const one of inputs) {
    try {
      invoked.push(await inSavepoint(here.tx, () => invokeOne(here, one)))
    } catch (error) {
      const refusal = refusalOf(error)
      if (refusal === undefined || refusal.kind === 'unavailable') throw error
      invoked.push({ refusal })
    }
  }
  return invoked
}

function matchable(name: string): Matchable {
  if (isMatchable(name)) return name
  throw dialectRefusal('INVALID_TYPE', `Records of ${name} have no duplicates here. Name leads, contacts or accounts.`)
}

const isMatchable = (name: string): name is Matchable => Object.hasOwn(lookedForIn, name)
