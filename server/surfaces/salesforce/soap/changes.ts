import { encodeId } from '../../../../shared/ids.ts'
import type { ObjectDefinition } from '../../../ground/objects/definition.ts'
import { now } from '../../../platform/clock.ts'
import { changedWithin, deletedWithin } from '../catalogue/visible.sql.ts'
import { dialectRefusal } from '../dialect/errors.ts'
import { sobjectNamed } from '../dialect/sobjects.ts'
import type { Verb } from './call.ts'

type Span = { readonly startDate: Date; readonly endDate: Date }

/** As many as a client can mean to take at once; a shorter span has fewer. */
const MOST = 200_000

/** Records made or changed from `startDate` on, before `endDate`. */
export const getUpdated: Verb<'getUpdated'> = ({ reading, actor, rooms }, { sObjectType, ...span }) =>
  reading(async (tx) => {
    const range = rangeOf(span)
    const { definition } = await sobjectNamed(tx, actor, rooms, sObjectType.trim())
    const changed = refuseTooMany(await changedWithin(tx, actor, definition, range))
    return { ids: changed.map(({ id }) => encodeId(id)), latestDateCovered: coveredTo(span) }
  })

/** Records deleted in that span; those that were removed from the recycle bin are forgotten. */
export const getDeleted: Verb<'getDeleted'> = ({ reading, actor, rooms }, { sObjectType, ...span }) =>
  reading(async (tx) => {
    const range = rangeOf(span)
    const { definition } = await sobjectNamed(tx, actor, rooms, sObjectType.trim())
    const gone = hasBin(definition) ? refuseTooMany(await deletedWithin(tx, actor, definition, range)) : []
    return {
      deletedRecords: gone.map(({ id, at }) => ({ deletedDate: at, id: encodeId(id) })),
      // Nothing leaves the recycle bin by itself, so all that was deleted in the span is covered.
      earliestDateAvailable: span.startDate,
      latestDateCovered: coveredTo(span),
    }
  })

const hasBin = ({ hasRecycleBin, rows }: ObjectDefinition): boolean => hasRecycleBin && rows === undefined

/** What happens from now on is not covered yet. */
const coveredTo = ({ endDate }: Span): Date => (endDate < now() ? endDate : now())

function rangeOf({ startDate, endDate }: Span) {
  if (startDate < endDate) return { from: startDate, to: endDate, limit: MOST + 1 }
  throw dialectRefusal('INVALID_REPLICATION_DATE', 'startDate must be before endDate')
}

function refuseTooMany<Row>(rows: readonly Row[]): readonly Row[] {
  if (rows.length <= MOST) return rows
  throw dialectRefusal(
    'EXCEEDED_ID_LIMIT',
    `More than ${MOST} records changed in this span. Ask for a shorter one, or use Bulk API.`,
  )
}
