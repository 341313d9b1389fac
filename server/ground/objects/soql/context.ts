import type { Tx } from '../../../platform/tx.ts'
import { may, type Actor } from '../../users/actor.ts'
import { catalogueOf, picklistOf, type Catalogue } from '../catalogue.ts'
import type { Field, ObjectDefinition, PicklistValue } from '../definition.ts'
import { calendarFor, type Calendar } from './calendar.ts'

/** What a query is checked against: who asks, the objects and fields of the org, and what day it is there. */
export type Context = {
  readonly text: string
  readonly actor: Actor
  /** Whether records in the recycle bin are among the rows. */
  readonly withDeleted: boolean
  readonly catalogue: Catalogue
  readonly picklists: ReadonlyMap<Field, readonly PicklistValue[]>
  readonly calendar: Calendar
  /** Counts up, so that every table of the statement has a name of its own. */
  readonly names: { used: number }
  /** Counts the conditions, those of sub-queries too; what asks one field for many values is one. */
  readonly conditions: { count: number }
}

export async function contextFor(tx: Tx, actor: Actor, text: string, withDeleted: boolean): Promise<Context> {
  const catalogue = await catalogueOf(tx)
  const [picklists, calendar] = await Promise.all([keptPicklists(tx, catalogue, text), calendarFor(tx, actor, text)])
  return { text, actor, withDeleted, catalogue, picklists, calendar, names: { used: 0 }, conditions: { count: 0 } }
}

/** An object by its name in any letter case, if the actor may read its records. */
export function readableObject({ catalogue, actor }: Context, name: string): ObjectDefinition | undefined {
  const definition = catalogue.byName.get(name.toLowerCase())
  return definition !== undefined && may(actor, 'read', definition) ? definition : undefined
}

const keptBefore = new WeakMap<Catalogue, readonly Field[]>()

/** Lists of values that are kept in tables, of fields whose name stands in the text. */
async function keptPicklists(
  tx: Tx,
  catalogue: Catalogue,
  text: string,
): Promise<Map<Field, readonly PicklistValue[]>> {
  const fields = keptBefore.get(catalogue) ?? catalogue.all.flatMap((one) => one.fields.filter(isKept))
  keptBefore.set(catalogue, fields)
  const words = text.toLowerCase()
  const wanted = fields.filter(({ name }) => words.includes(name.toLowerCase()))
  // Few are, and their rooms remember them.
  const lists = await Promise.all(wanted.map((field) => picklistOf(tx, field)))
  return new Map(wanted.map((field, at) => [field, lists[at] ?? []]))
}

const isKept = ({ picklist }: Field): boolean => typeof picklist === 'function'

/** The values of a picklist field, where the text names it. */
export const valuesOf = ({ picklists }: Context, field: Field): readonly PicklistValue[] =>
  typeof field.picklist === 'function' ? (picklists.get(field) ?? []) : (field.picklist ?? [])
