import { sobjectsFor } from '../dialect/sobjects.ts'
import type { Operation } from '../rest/asked.ts'
import { countsWithinReach } from './visible.sql.ts'

/** GET /limits/recordCount?sObjects=Account,Contact: how many records there are of each, of all objects unless some are named. */
export const recordCounts: Operation = async ({ tx, actor, rooms }, { query }) => {
  const named = new Set((query.sObjects ?? '').toLowerCase().split(',').filter(Boolean))
  const objects = (await sobjectsFor(tx, actor, rooms)).flatMap(({ definition }) =>
    definition.rows === undefined && (named.size === 0 || named.has(definition.name.toLowerCase())) ? [definition] : [],
  )
  return { status: 200, body: { sObjects: await countsWithinReach(tx, actor, objects) } }
}
