import { definitionOf } from '../../ground/objects/catalogue.ts'
import { reading } from '../../platform/transactions.ts'
import type { Database, OrgRef } from '../../platform/tx.ts'
import { danglingCount, everyProgress, hereCount } from './copies.sql.ts'
import { countOf } from './reading.ts'
import { SourceError, type Source } from './source.ts'

/** One object after the copying: how many records are there, how many came, and what explains a difference. */
export type Count = {
  readonly objectName: string
  readonly there: number
  readonly here: number
  readonly remarks: readonly string[]
}

export async function compareCounts(
  db: Database,
  org: OrgRef,
  { source, sourceId, names }: { source: Source; sourceId: string; names: readonly CountedObject[] },
): Promise<Count[]> {
  const progress = new Map(
    (await reading(db, org, (tx) => everyProgress(tx, sourceId))).map((one) => [one.objectName, one]),
  )
  const dangling = await reading(db, org, (tx) => danglingCount(tx, sourceId))
  const counts: Count[] = []
  for (const { name, isRecord, isAsked } of names) {
    const known = progress.get(name)
    const there = isAsked ? await countOf(source, name).catch(readInstead(known?.read ?? 0)) : (known?.read ?? 0)
    const here = isRecord
      ? await reading(db, org, async (tx) => hereCount(tx, sourceId, await definitionOf(tx, name)))
      : (known?.kept ?? 0)
    const remarks = Object.entries(known?.notes ?? {}).map(([text, count]) => `${count} ${text}`)
    const open = dangling.get(name) ?? 0
    if (open > 0) remarks.push(`${open} references lead to records that are not copied, and were left blank`)
    counts.push({ objectName: name, there, here, remarks })
  }
  return counts
}

/** How an object is counted: by its records here, or by what was kept of a history; there by a question, or as read. */
export type CountedObject = { readonly name: string; readonly isRecord: boolean; readonly isAsked: boolean }

/** Where the source counts no such records, what it showed counts. */
const readInstead =
  (read: number) =>
  (error: unknown): number => {
    if (error instanceof SourceError && error.status < 500) return read
    throw error
  }
