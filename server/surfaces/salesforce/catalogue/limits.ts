import type { Operation } from '../rest/asked.ts'
import { usedSince } from './limits.sql.ts'

/** What clients look at before they begin; what is used of it is counted, and none of it runs out. */
const LIMITS = [
  'DailyApiRequests',
  'ConcurrentAsyncGetReportInstances',
  'ConcurrentSyncReportRuns',
  'DailyAsyncApexExecutions',
  'DailyBulkApiBatches',
  'DailyBulkV2QueryFileStorageMB',
  'DailyBulkV2QueryJobs',
  'DailyDeliveredPlatformEvents',
  'DailyDurableGenericStreamingApiEvents',
  'DailyDurableStreamingApiEvents',
  'DailyGenericStreamingApiEvents',
  'DailyStandardVolumePlatformEvents',
  'DailyStreamingApiEvents',
  'DailyWorkflowEmails',
  'DataStorageMB',
  'DurableStreamingApiConcurrentClients',
  'FileStorageMB',
  'HourlyAsyncReportRuns',
  'HourlyODataCallout',
  'HourlyPublishedPlatformEvents',
  'HourlyPublishedStandardVolumePlatformEvents',
  'HourlySyncReportRuns',
  'HourlyTimeBasedWorkflow',
  'MassEmail',
  'PermissionSets',
  'SingleEmail',
  'StreamingApiConcurrentClients',
]

/** Of what cannot be made here there is none to be had. */
const NONE = [
  'ActiveScratchOrgs',
  'DailyScratchOrgs',
  'Package2VersionCreates',
  'Package2VersionCreatesWithoutValidation',
]

const DAY_MS = 86_400_000

/** GET /limits */
export const limits: Operation = async ({ tx, usage }) => {
  const { used, max } = usage?.() ?? { used: 0, max: 0 }
  const counted: Readonly<Record<string, number>> = {
    DailyApiRequests: used,
    ...(await usedSince(tx, new Date(tx.now.getTime() - DAY_MS))),
  }
  const body = Object.fromEntries([
    ...NONE.map((name) => [name, { Max: 0, Remaining: 0 }]),
    ...LIMITS.map((name) => [name, { Max: max, Remaining: Math.max(max - (counted[name] ?? 0), 0) }]),
  ])
  return { status: 200, body }
}
