import { drawId } from '../../../ground/objects/ids.ts'
import { fieldNamed, type ObjectDefinition } from '../../../ground/objects/definition.ts'
import { prepareSoql } from '../../../ground/objects/soql/soql.ts'
import { has, refuseUnlessHas, refuseUnlessInScope, refuseUnlessMay, type Actor } from '../../../ground/users/actor.ts'
import type { Act } from '../../../ground/users/roles.ts'
import { enqueue } from '../../../platform/jobs.ts'
import type { Tx } from '../../../platform/tx.ts'
import { encodeId } from '../../../../shared/ids.ts'
import { isKey } from '../dialect/keys.ts'
import { sobjectNamed, type SalesforceRooms } from '../dialect/sobjects.ts'
import { insertBatch, isReceiving, leaveBatches } from './batches.sql.ts'
import {
  isAtWork,
  isQuery,
  mayAskFor,
  type BulkJob,
  type IngestOperation,
  type JobCounts,
  type JobState,
} from './job.ts'
import {
  changeJobState,
  countsOfJobs,
  insertJob,
  jobById,
  jobsAfter,
  lockedJob,
  removeJob,
  type JobPage,
} from './jobs.sql.ts'
import { printedColumns, rowColumns } from './query/printing.ts'
import { bulkRefusal, noJob } from './refusals.ts'

export const WORK_BULK_JOB = 'work-bulk-job'

/** The user whose jobs are shown; null for who sees everybody's: what a job brought may be of objects that a role does not read. */
const reachOf = (actor: Actor): number | null => (has(actor, 'set_up') ? null : (actor.userId ?? 0))

export type WantedJob = Pick<
  BulkJob,
  | 'api'
  | 'operation'
  | 'objectName'
  | 'externalIdField'
  | 'contentType'
  | 'delimiter'
  | 'lineEnd'
  | 'concurrency'
  | 'apiVersion'
  | 'query'
  | 'options'
>

/** Opens a job, once its object, operation and query hold good for the actor. A 2.0 query begins at once. */
export async function openJob(tx: Tx, actor: Actor, rooms: SalesforceRooms, wanted: WantedJob): Promise<BulkJob> {
  const { userId } = actor
  if (userId === null) throw new Error('A bulk job belongs to a user.')
  const objectName = await checkedObject(tx, actor, rooms, wanted)
  const id = await drawId(tx, 'BulkJob')
  const begins = wanted.query !== null
  const options = { ...wanted.options, scopes: actor.scopes }
  await insertJob(tx, {
    ...wanted,
    id,
    objectName,
    options,
    state: begins ? 'UploadComplete' : 'Open',
    createdById: userId,
  })
  if (begins) {
    await insertBatch(tx, { id: await drawId(tx, 'BulkBatch'), jobId: id, state: 'Queued', query: wanted.query })
    await beginWork(tx, id)
  }
  return getJob(tx, actor, id)
}

/** The object's name as it is spelled. */
async function checkedObject(tx: Tx, actor: Actor, rooms: SalesforceRooms, wanted: WantedJob): Promise<string> {
  const { operation, query } = wanted
  if (isQuery(operation)) {
    refuseUnlessHas(actor, 'export', 'carry records out by a bulk query')
    if (query !== null) return queriedObject(tx, actor, query, operation === 'queryAll')
    return (await sobjectNamed(tx, actor, rooms, wanted.objectName)).definition.name
  }
  const { definition, door } = await sobjectNamed(tx, actor, rooms, wanted.objectName).catch(() => {
    throw bulkRefusal('InvalidJob', `Unable to find object: ${wanted.objectName.slice(0, 80)}`)
  })
  if (door === undefined)
    throw bulkRefusal(
      'InvalidEntity',
      `Entity '${definition.name}' is not supported by the Bulk API: its records are only read.`,
    )
  for (const act of actsOf[operation]) refuseUnlessMay(actor, act, definition)
  if (operation === 'hardDelete') refuseUnlessHas(actor, 'empty_recycle_bin', 'delete records for good')
  if (operation === 'upsert') refuseUnfitKey(definition, wanted.externalIdField)
  return definition.name
}

const actsOf: Record<IngestOperation, readonly Act[]> = {
  insert: ['create'],
  update: ['edit'],
  upsert: ['create', 'edit'],
  delete: ['delete'],
  hardDelete: ['delete'],
}

function refuseUnfitKey(definition: ObjectDefinition, name: string | null): void {
  const { name: object } = definition
  if (name === null || name === '')
    throw bulkRefusal('InvalidJob', `External ID was blank for ${object}. An External ID must be specified for upsert.`)
  const field = fieldNamed(definition, name)
  if (field === undefined || !isKey(field, definition))
    throw bulkRefusal(
      'InvalidJob',
      `Field ${name.slice(0, 80)} is not an External ID of ${object}: records are not found by it.`,
    )
}

/** The object a query is about, once it was understood. What has no place in a table's cells is refused at once. */
async function queriedObject(tx: Tx, actor: Actor, query: string, all: boolean): Promise<string> {
  const prepared = await prepareSoql(tx, actor, query, { all })
  printedColumns(rowColumns(prepared))
  return prepared.definition.name
}

export async function getJob(tx: Tx, actor: Actor, id: number): Promise<BulkJob> {
  const job = await jobById(tx, reachOf(actor), id)
  if (job === undefined) throw noJob(encodeId(id))
  return job
}

/**
 * The job, locked until the transaction ends. Its rows are written within the scopes of the token that made it, so a token
 * that may only read neither sends any, nor has them worked, nor ends what another one began.
 */
export async function lockJob(tx: Tx, actor: Actor, id: number): Promise<BulkJob> {
  const job = await lockedJob(tx, reachOf(actor), id)
  if (job === undefined) throw noJob(encodeId(id))
  if (!isQuery(job.operation)) refuseUnlessInScope(actor, 'edit')
  return job
}

/** Rows are written as who made the job: nobody else sends any, and nobody else has them worked. */
export function refuseOtherSenders({ createdById }: BulkJob, { userId }: Actor): void {
  if (createdById !== userId)
    throw bulkRefusal(
      'InvalidUser',
      'Only whoever made a job sends its data: it is written in their name. Make a job of your own.',
      'forbidden',
    )
}

export type CountedJob = { readonly job: BulkJob; readonly counts: JobCounts }

const NOTHING: JobCounts = {
  processed: 0,
  failed: 0,
  workedMs: 0,
  batches: { queued: 0, inProgress: 0, completed: 0, failed: 0, notProcessed: 0, all: 0 },
}

/** Jobs with what their batches add up to. */
export async function countedJobs(tx: Tx, jobs: readonly BulkJob[]): Promise<CountedJob[]> {
  const counts = new Map(
    (jobs.length === 0
      ? []
      : await countsOfJobs(
          tx,
          jobs.map(({ id }) => id),
        )
    ).map((one) => [one.jobId, one]),
  )
  return jobs.map((job) => ({ job, counts: counts.get(job.id) ?? NOTHING }))
}

export async function countedJob(tx: Tx, job: BulkJob): Promise<CountedJob> {
  const [counted] = await countedJobs(tx, [job])
  return counted ?? { job, counts: NOTHING }
}

/** The actor's jobs, or everybody's for who sees everything, the newest first. */
export const listJobs = async (tx: Tx, actor: Actor, page: Omit<JobPage, 'userId'>): Promise<CountedJob[]> =>
  countedJobs(tx, await jobsAfter(tx, { ...page, userId: reachOf(actor) }))

/** Moves a job where a client asks it to go. Throws InvalidJobState where its state does not allow that. */
export async function askForState(tx: Tx, actor: Actor, id: number, state: JobState): Promise<BulkJob> {
  const job = await lockJob(tx, actor, id)
  if (job.state === state && state === 'Closed') return job
  if (!(mayAskFor[job.api][job.state] as readonly JobState[]).includes(state)) throw cannotBecome(job, state)
  if (state === 'Aborted') await leaveBatches(tx, id)
  if (state === 'UploadComplete') {
    refuseOtherSenders(job, actor)
    await refuseUnfinishedUpload(tx, job)
  }
  await changeJobState(tx, id, state)
  if (state === 'UploadComplete') await beginWork(tx, id)
  return getJob(tx, actor, id)
}

const cannotBecome = ({ state: from }: BulkJob, to: JobState) =>
  bulkRefusal(
    'InvalidJobState',
    from === to
      ? `${to === 'Aborted' ? 'Aborting already Aborted' : 'Closing already Completed'} Job not allowed`
      : isAtWork[from]
        ? `The job is ${from}, and cannot become ${to}`
        : `${to === 'Aborted' ? 'Aborting' : 'Closing'} already ${from} Job not allowed`,
  )

async function refuseUnfinishedUpload(tx: Tx, { id }: BulkJob): Promise<void> {
  if (await isReceiving(tx, id))
    throw bulkRefusal('InvalidJobState', 'The data of this job is still on its way. Wait for the answer to the upload.')
}

/** Leaves the work on a job to the worker, from the commit on. */
export const beginWork = (tx: Tx, id: number): Promise<void> =>
  enqueue(tx, WORK_BULK_JOB, { jobId: id }, { jobKey: `bulk:${id}` })

/** Removes a job with its rows and results. One that is at work is aborted first. */
export async function deleteJob(tx: Tx, actor: Actor, id: number): Promise<void> {
  const { state } = await lockJob(tx, actor, id)
  if (state === 'Open' || state === 'InProgress')
    throw bulkRefusal(
      'InvalidJobState',
      `Error encountered when deleting the job because the job is not terminated: it is ${state}. Abort it first.`,
    )
  await removeJob(tx, id)
}
