import { drawIds } from '../../../../ground/objects/ids.ts'
import { prepareSoql } from '../../../../ground/objects/soql/soql.ts'
import type { Actor } from '../../../../ground/users/actor.ts'
import type { Tx } from '../../../../platform/tx.ts'
import { changeBatchState, insertBatches } from '../batches.sql.ts'
import type { BulkJob } from '../job.ts'
import { bulkRefusal } from '../refusals.ts'
import { idsOfObject, type IdRange } from './chunks.sql.ts'

const MOST_CHUNKS = 10_000

/**
 * Parts a query into batches of a range of ids each, so that a client takes large tables in pieces. The batch that brought
 * the query is not worked. Ranges are of ids, not of rows: some batches bring fewer rows, or none.
 */
export async function chunkBatch(
  tx: Tx,
  actor: Actor,
  job: BulkJob,
  { batchId, query, ids }: { readonly batchId: number; readonly query: string; readonly ids: number },
): Promise<void> {
  const prepared = await prepareSoql(tx, actor, query, { all: job.operation === 'queryAll' })
  if (prepared.plan === undefined || prepared.query.limit !== undefined || prepared.query.orderBy.length > 0)
    throw bulkRefusal(
      'InvalidBatch',
      'PK chunking takes queries of records without ORDER BY, LIMIT or groups: each batch would begin anew. Leave the header Sforce-Enable-PKChunking out for this one.',
    )
  await changeBatchState(tx, batchId, 'NotProcessed')
  const all = await idsOfObject(tx, actor, prepared.definition)
  const ranges = all === undefined ? [] : rangesOf(all, ids)
  const batches = await drawIds(tx, 'BulkBatch', ranges.length)
  await insertBatches(
    tx,
    job.id,
    query,
    ranges.map((range, at) => ({ id: batches[at] ?? 0, ...range })),
  )
}

function rangesOf({ fromId, untilId }: IdRange, wanted: number): readonly IdRange[] {
  const size = Math.max(wanted, Math.ceil((untilId - fromId) / MOST_CHUNKS))
  const ranges: IdRange[] = []
  for (let from = fromId; from < untilId; from += size)
    ranges.push({ fromId: from, untilId: Math.min(from + size, untilId) })
  return ranges
}
