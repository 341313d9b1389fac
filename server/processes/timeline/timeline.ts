import { z } from 'zod'
import { definitionOf } from '../../ground/objects/catalogue.ts'
import { decodeCursor, encodeCursor } from '../../ground/objects/cursor.ts'
import { fieldNamed, type ObjectDefinition } from '../../ground/objects/definition.ts'
import { referenceIn } from '../../ground/objects/history.ts'
import { getRecord } from '../../ground/objects/objects.ts'
import { namesOf } from '../../ground/objects/present.ts'
import type { Actor } from '../../ground/users/actor.ts'
import type { Tx } from '../../platform/tx.ts'
import type { Change, Happening, TimelineObject } from './entry.ts'
import { scopeOfAccount, scopeOfOpportunity, scopeOfPerson, type Definitions, type Scope } from './scope.sql.ts'
import { happenings, type ChangesTold, type Place } from './timeline.sql.ts'

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
  const rows = await happenings(tx, actor, scope, changesTold(definition), placeIn(after), limit + 1)
  const page = rows.slice(0, limit)
  const last = rows.length > limit ? page.at(-1) : undefined
  return {
    happenings: await withChanges(tx, definition, page),
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

const changesTold = ({ fields }: ObjectDefinition): ChangesTold => ({
  otherwise: ['Status', 'StageName', 'OwnerId', ...fields.filter(({ type }) => type === 'id').map(({ name }) => name)],
  computed: fields.filter(({ readOnly }) => readOnly !== undefined).map(({ name }) => name),
  byStage: ['Probability', 'ForecastCategoryName'],
})

/** A change comes with its field as the title, and its values in the detail; of a reference history keeps the number, people read the name. */
async function withChanges(tx: Tx, definition: ObjectDefinition, page: readonly Happening[]): Promise<Happening[]> {
  const changes = new Map(page.filter(({ kind }) => kind === 'change').map((one) => [one, changeIn(one)]))
  const names = await namesOf(
    tx,
    [...changes.values()].flatMap(({ field, from, to }) =>
      [referenceIn(definition, field, from), referenceIn(definition, field, to)].filter((id) => id !== undefined),
    ),
  )
  return page.map((one) => {
    const change = changes.get(one)
    if (change === undefined) return one
    const named = (value: string | null) => names.get(referenceIn(definition, change.field, value) ?? 0) ?? value
    const [from, to] = [named(change.from), named(change.to)]
    const label = fieldNamed(definition, change.field)?.label ?? change.field
    return {
      ...one,
      title: `${label}: ${from ?? '–'} → ${to ?? '–'}`,
      detail: null,
      change: { field: change.field, from, to },
    }
  })
}

const valuesOfChange = z.tuple([z.string().nullable(), z.string().nullable()])

function changeIn({ title, detail }: Happening): Change {
  const [from, to] = valuesOfChange.parse(JSON.parse(detail ?? '[null,null]'))
  return { field: title, from, to }
}

function placeIn(after: string | undefined): Place {
  const [at, kind, id] = after === undefined ? [] : decodeCursor(after, 3)
  return at instanceof Date
    ? { at, kind: String(kind), id: Number(id) }
    : { at: new Date('9999-12-31T00:00:00Z'), kind: '', id: 0 }
}
