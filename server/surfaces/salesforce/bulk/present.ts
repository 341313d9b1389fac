import { encodeId } from '../../../../shared/ids.ts'
import { type BulkBatch, isQuery } from './job.ts'
import type { CountedJob } from './jobs.ts'

/** `2026-01-01T00:00:00.000+0000`, as 2.0 says a moment. */
const moment = (at: Date): string => at.toISOString().replace('Z', '+0000')

/** A job as 2.0 shows it. */
export function presentJob({ job, counts }: CountedJob) {
  const query = isQuery(job.operation)
  return {
    id: encodeId(job.id),
    operation: job.operation,
    object: job.objectName,
    createdById: encodeId(job.createdById),
    createdDate: moment(job.createdAt),
    systemModstamp: moment(job.changedAt),
    state: job.state,
    ...(job.externalIdField === null ? {} : { externalIdFieldName: job.externalIdField }),
    concurrencyMode: job.concurrency,
    contentType: job.contentType,
    apiVersion: Number(job.apiVersion),
    ...(job.options.assignmentRuleId === undefined ? {} : { assignmentRuleId: job.options.assignmentRuleId }),
    jobType: job.api === 'v1' ? 'Classic' : query ? 'V2Query' : 'V2Ingest',
    ...(job.api === 'v2' && !query
      ? { contentUrl: `services/data/v${job.apiVersion}/jobs/ingest/${encodeId(job.id)}/batches` }
      : {}),
    lineEnding: job.lineEnd,
    columnDelimiter: job.delimiter,
    numberRecordsProcessed: counts.processed,
    ...(query ? { isPkChunkingSupported: true } : { numberRecordsFailed: counts.failed }),
    retries: 0,
    totalProcessingTime: counts.workedMs,
    apiActiveProcessingTime: counts.workedMs,
    apexProcessingTime: 0,
    ...(job.problem === null ? {} : { errorMessage: job.problem }),
  }
}

/** A job as 1.0 shows it, in the order of its elements. */
export function jobInfo({ job, counts: { batches, processed, failed, workedMs } }: CountedJob) {
  return {
    id: encodeId(job.id),
    operation: job.operation,
    object: job.objectName,
    createdById: encodeId(job.createdById),
    createdDate: job.createdAt.toISOString(),
    systemModstamp: job.changedAt.toISOString(),
    state: job.state,
    externalIdFieldName: job.externalIdField ?? undefined,
    concurrencyMode: job.concurrency,
    contentType: job.contentType,
    numberBatchesQueued: batches.queued,
    numberBatchesInProgress: batches.inProgress,
    numberBatchesCompleted: batches.completed,
    numberBatchesFailed: batches.failed,
    numberBatchesTotal: batches.all,
    numberRecordsProcessed: processed,
    numberRetries: 0,
    apiVersion: job.apiVersion,
    assignmentRuleId: job.options.assignmentRuleId,
    numberRecordsFailed: failed,
    totalProcessingTime: workedMs,
    apiActiveProcessingTime: workedMs,
    apexProcessingTime: 0,
  }
}

/** A batch as 1.0 shows it. */
export const batchInfo = (batch: BulkBatch) => ({
  id: encodeId(batch.id),
  jobId: encodeId(batch.jobId),
  state: batch.state,
  stateMessage: batch.problem ?? undefined,
  createdDate: batch.createdAt.toISOString(),
  systemModstamp: batch.changedAt.toISOString(),
  numberRecordsProcessed: batch.processed,
  numberRecordsFailed: batch.failed,
  totalProcessingTime: batch.workedMs,
  apiActiveProcessingTime: batch.workedMs,
  apexProcessingTime: 0,
})
