import { definitionOf } from '../../ground/objects/catalogue.ts'
import { decodeCursor, encodeCursor } from '../../ground/objects/cursor.ts'
import { getRecord } from '../../ground/objects/objects.ts'
import type { Actor } from '../../ground/users/actor.ts'
import type { Tx } from '../../platform/tx.ts'
import type { Happening } from './entry.ts'
import { happenings, type Place } from './timeline.sql.ts'

export type TimelinePage = { readonly happenings: readonly Happening[]; readonly next: string | null }

/**
 * Everything that happened with the person behind a lead or contact, newest first, a page at a time: what they
 * did, what we did with them, and what their records went through, whether as lead or as contact.
 */
export async function readTimeline(
  tx: Tx,
  actor: Actor,
  objectName: 'Lead' | 'Contact',
  recordId: number,
  { after, limit }: { readonly after?: string; readonly limit: number },
): Promise<TimelinePage> {
  const definitions = { lead: await definitionOf(tx, 'Lead'), contact: await definitionOf(tx, 'Contact') }
  const { PersonId } = await getRecord(
    tx,
    actor,
    objectName === 'Lead' ? definitions.lead : definitions.contact,
    recordId,
    ['PersonId'],
  )
  const rows = await happenings(tx, actor, Number(PersonId), definitions, placeIn(after), limit + 1)
  const page = rows.slice(0, limit)
  const last = rows.length > limit ? page.at(-1) : undefined
  return { happenings: page, next: last === undefined ? null : encodeCursor([last.at, last.kind, last.id]) }
}

function placeIn(after: string | undefined): Place {
  const [at, kind, id] = after === undefined ? [] : decodeCursor(after, 3)
  return at instanceof Date
    ? { at, kind: String(kind), id: Number(id) }
    : { at: new Date('9999-12-31T00:00:00Z'), kind: '', id: 0 }
}
