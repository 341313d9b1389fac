import { definitionOf } from '../../ground/objects/catalogue.ts'
import { decodeCursor, encodeCursor } from '../../ground/objects/cursor.ts'
import { fieldNamed, type ObjectDefinition } from '../../ground/objects/definition.ts'
import { getRecord } from '../../ground/objects/objects.ts'
import type { Actor } from '../../ground/users/actor.ts'
import type { Tx } from '../../platform/tx.ts'
import type { Happening, TimelineObject } from './entry.ts'
import { scopeOfAccount, scopeOfOpportunity, scopeOfPerson, type Definitions, type Scope } from './scope.sql.ts'
import { happenings, type Place } from './timeline.sql.ts'

export type TimelinePage = { readonly happenings: readonly Happening[]; readonly next: string | null }

/**
 * Everything that happened, newest first, a page at a time. Of a lead or contact: what the person did, what we did with
 * them, and what their records went through, whether as lead or as contact. Of an account: the same of all its people and
 * deals. Of an opportunity: what was done about it and how it moved.
 */
export async function readTimeline(
  tx: Tx,
  actor: Actor,
  objectName: TimelineObject,
  recordId: number,
  { after, limit }: { readonly after?: string; readonly limit: number },
): Promise<TimelinePage> {
  const definitions: Definitions = {
    Lead: await definitionOf(tx, 'Lead'),
    Contact: await definitionOf(tx, 'Contact'),
    Account: await definitionOf(tx, 'Account'),
    Opportunity: await definitionOf(tx, 'Opportunity'),
  }
  const definition = definitions[objectName]
  const scope = await scopeOf(tx, actor, objectName, recordId, definitions)
  const rows = await happenings(tx, actor, scope, toldOtherwise(definition), placeIn(after), limit + 1)
  const page = rows.slice(0, limit)
  const last = rows.length > limit ? page.at(-1) : undefined
  return {
    happenings: page.map((one) => (one.kind === 'change' ? withLabel(definition, one) : one)),
    next: last === undefined ? null : encodeCursor([last.at, last.kind, last.id]),
  }
}

async function scopeOf(
  tx: Tx,
  actor: Actor,
  objectName: TimelineObject,
  recordId: number,
  definitions: Definitions,
): Promise<Scope> {
  const isPerson = objectName === 'Lead' || objectName === 'Contact'
  const record = await getRecord(tx, actor, definitions[objectName], recordId, [isPerson ? 'PersonId' : 'Id'])
  if (isPerson) return scopeOfPerson(actor, Number(record.PersonId), definitions)
  return objectName === 'Account'
    ? scopeOfAccount(actor, recordId, definitions)
    : scopeOfOpportunity(actor, recordId, definitions)
}

/** Fields whose changes stand as entries of their own kind, and references, of which history keeps only numbers. */
const toldOtherwise = ({ fields }: ObjectDefinition): string[] => [
  'Status',
  'StageName',
  ...fields.filter(({ type }) => type === 'reference' || type === 'id').map(({ name }) => name),
]

function withLabel(definition: ObjectDefinition, one: Happening): Happening {
  const [name = ''] = one.title.split(':', 1)
  return { ...one, title: `${fieldNamed(definition, name)?.label ?? name}${one.title.slice(name.length)}` }
}

function placeIn(after: string | undefined): Place {
  const [at, kind, id] = after === undefined ? [] : decodeCursor(after, 3)
  return at instanceof Date
    ? { at, kind: String(kind), id: Number(id) }
    : { at: new Date('9999-12-31T00:00:00Z'), kind: '', id: 0 }
}
