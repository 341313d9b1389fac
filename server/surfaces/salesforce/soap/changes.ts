import { encodeId } from '../../../../shared/ids.ts'
import { firstPage, nextPage, prepareSoql, type SoqlRow } from '../../../ground/objects/soql/soql.ts'
import type { Tx } from '../../../platform/tx.ts'
import { dialectRefusal } from '../dialect/errors.ts'
import { sobjectNamed } from '../dialect/sobjects.ts'
import type { Call, Verb } from './call.ts'

type Span = { readonly sObjectType: string; readonly startDate: Date; readonly endDate: Date }

/** As many as a client can mean to take at once; a shorter span has fewer. */
const MOST_ROWS = 200_000

/** Records made or changed from `startDate` on, before `endDate`. */
export const getUpdated: Verb<'getUpdated'> = (call, span) =>
  call.writing(async (tx) => {
    const rows = await rowsOf(tx, call, span, false)
    return {
      ids: rows.flatMap(({ id }) => (id === null ? [] : [encodeId(id)])),
      latestDateCovered: coveredTo(tx, span),
    }
  })

/** Records deleted in that span; those that were removed from the recycle bin are forgotten. */
export const getDeleted: Verb<'getDeleted'> = (call, span) =>
  call.writing(async (tx) => {
    const rows = await rowsOf(tx, call, span, true)
    return {
      deletedRecords: rows.flatMap(({ id, values: { SystemModstamp: deletedDate } }) =>
        id === null || !(deletedDate instanceof Date) ? [] : [{ deletedDate, id: encodeId(id) }],
      ),
      // Nothing leaves the recycle bin by itself, so all that was deleted in the span is covered.
      earliestDateAvailable: span.startDate,
      latestDateCovered: coveredTo(tx, span),
    }
  })

/** What happens from now on is not covered yet. */
const coveredTo = ({ now }: Tx, { endDate }: Span): Date => (endDate < now ? endDate : now)

async function rowsOf(tx: Tx, { actor, rooms }: Call, span: Span, isDeleted: boolean): Promise<SoqlRow[]> {
  const { startDate, endDate } = span
  if (startDate >= endDate) throw dialectRefusal('INVALID_REPLICATION_DATE', 'startDate must be before endDate')
  const { definition } = await sobjectNamed(tx, actor, rooms, span.sObjectType.trim())
  if (isDeleted && !definition.hasRecycleBin) return []
  const prepared = await prepareSoql(
    tx,
    actor,
    `SELECT Id, SystemModstamp FROM ${definition.name} WHERE SystemModstamp >= ${startDate.toISOString()} AND SystemModstamp < ${endDate.toISOString()}${isDeleted ? ' AND IsDeleted = true' : ''}`,
    { all: isDeleted },
  )
  let page = await firstPage(tx, actor, prepared)
  if (page.totalSize > MOST_ROWS)
    throw dialectRefusal(
      'EXCEEDED_ID_LIMIT',
      `More than ${MOST_ROWS} records changed in this span. Ask for a shorter one, or use Bulk API.`,
    )
  const rows = [...page.rows]
  while (page.locator !== null) {
    page = await nextPage(tx, actor, page.locator)
    rows.push(...page.rows)
  }
  return rows
}
