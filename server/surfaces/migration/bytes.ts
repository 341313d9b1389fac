import { keepPiece, PIECE_MAX_BYTES, removePieces } from '../../records/files/uploads.ts'
import { inTransaction } from '../../platform/transactions.ts'
import type { Database, OrgRef, Tx } from '../../platform/tx.ts'
import { arrived, nextAwaited } from './copies.sql.ts'
import { files } from './plan.ts'
import { SourceError, type Source } from './source.ts'

/** Fetches the bytes of files one by one, each in a transaction of its own; answers those the source would not give. */
export async function fetchBytes(
  db: Database,
  org: OrgRef,
  { source, sourceId, onFile }: { source: Source; sourceId: string; onFile: () => void },
): Promise<number> {
  let refused = 0
  for (;;) {
    const outcome = await inTransaction(db, org, (tx) => fetchNext(tx, source, sourceId))
    if (outcome === 'none') return refused
    if (outcome === 'refused') refused++
    onFile()
  }
}

async function fetchNext(tx: Tx, source: Source, sourceId: string): Promise<'none' | 'kept' | 'refused'> {
  const next = await nextAwaited(tx, sourceId)
  if (next === undefined) return 'none'
  const from = files.find(({ name }) => name === next.objectName)?.bytes?.from ?? ''
  try {
    const answer = await source.get(`/sobjects/${next.objectName}/${next.theirId}/${from}`)
    await removePieces(tx, [next.recordId])
    if (answer.body !== null) await keepPieces(tx, next.recordId, answer.body)
    await arrived(tx, sourceId, next.theirId)
    return 'kept'
  } catch (error) {
    if (!(error instanceof SourceError) || ![403, 404].includes(error.status)) throw error
    await arrived(tx, sourceId, next.theirId)
    return 'refused'
  }
}

/** Cuts a stream into pieces; never more than one, and what just came, is held. */
async function keepPieces(tx: Tx, recordId: number, body: AsyncIterable<Uint8Array>): Promise<void> {
  let held: Uint8Array[] = []
  let size = 0
  let number = 0
  const flush = async (least: number): Promise<void> => {
    while (size >= least && size > 0) {
      const all = Buffer.concat(held)
      await keepPiece(tx, recordId, number++, all.subarray(0, PIECE_MAX_BYTES))
      held = [all.subarray(PIECE_MAX_BYTES)]
      size = Math.max(0, size - PIECE_MAX_BYTES)
    }
  }
  for await (const part of body) {
    held.push(part)
    size += part.length
    await flush(PIECE_MAX_BYTES)
  }
  await flush(1)
}
