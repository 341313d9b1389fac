import { encodeId } from '../../../../shared/ids.ts'
import { now } from '../../../platform/clock.ts'
import { dialectRefusal } from '../dialect/errors.ts'
import { presentMoment } from '../dialect/records.ts'
import type { Asked, Operation } from '../rest/asked.ts'
import { sobjectAt } from '../rest/records.ts'
import { changedWithin, deletedWithin } from './visible.sql.ts'

/** As many ids as one answer holds; Salesforce's own limit. */
const MOST = 600_000

/** GET /sobjects/X/updated?start=&end= */
export const updated: Operation = async (here, asked) => {
  const { definition } = await sobjectAt(here, asked)
  const range = rangeIn(asked)
  const changes = refuseTooMany(await changedWithin(here.tx, here.actor, definition, { ...range, limit: MOST + 1 }))
  return {
    status: 200,
    body: { ids: changes.map(({ id }) => encodeId(id)), latestDateCovered: presentMoment(coveredTo(range.to)) },
  }
}

/** GET /sobjects/X/deleted?start=&end= : what went into the recycle bin. What has none leaves nothing behind. */
export const deleted: Operation = async (here, asked) => {
  const { definition } = await sobjectAt(here, asked)
  const range = rangeIn(asked)
  const gone = definition.hasRecycleBin
    ? refuseTooMany(await deletedWithin(here.tx, here.actor, definition, { ...range, limit: MOST + 1 }))
    : []
  const earliest = gone[0]?.at ?? range.from
  return {
    status: 200,
    body: {
      deletedRecords: gone.map(({ id, at }) => ({ id: encodeId(id), deletedDate: presentMoment(at) })),
      earliestDateAvailable: presentMoment(earliest < range.from ? earliest : range.from),
      latestDateCovered: presentMoment(coveredTo(range.to)),
    },
  }
}

/** What is yet to come is not covered. */
const coveredTo = (end: Date): Date => (end < now() ? end : now())

function refuseTooMany<Row>(rows: readonly Row[]): readonly Row[] {
  if (rows.length <= MOST) return rows
  throw dialectRefusal('EXCEEDED_ID_LIMIT', `More than ${MOST} records changed in this time. Ask for a shorter one.`)
}

function rangeIn({ query }: Asked): { from: Date; to: Date } {
  const from = momentIn('start', query['start'])
  const to = momentIn('end', query['end'])
  if (from >= to)
    throw dialectRefusal('INVALID_REPLICATION_DATE', 'startDate before endDate: start must be before end.')
  return { from, to }
}

function momentIn(name: string, text: string | undefined): Date {
  // A plus sign in an address that nobody encoded arrives as a blank.
  const moment = new Date((text ?? '').replace(/ (?=\d{2}:?\d{2}$)/, '+'))
  if (
    /^\d{4}-\d{2}-\d{2}T/.test(text ?? '') &&
    !Number.isNaN(moment.getTime()) &&
    moment.getUTCFullYear() <= 9999 &&
    moment.getUTCFullYear() > 0
  )
    return moment
  throw dialectRefusal('INVALID_REPLICATION_DATE', `${name} must be a moment such as 2027-03-31T09:30:00+00:00.`)
}
