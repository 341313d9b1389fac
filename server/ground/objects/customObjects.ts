import { announce } from '../../platform/events.ts'
import { z } from 'zod'
import { FIRST_CUSTOM_NUMBER, MOST_CUSTOM_OBJECTS } from '../../../shared/ids.ts'
import { notFound, Refusal } from '../../platform/errors.ts'
import type { Tx } from '../../platform/tx.ts'
import { grantOf, refuseUnlessHas, type Actor } from '../users/actor.ts'
import { roles, type Role } from '../../../shared/roles.ts'
import { catalogueChanged, catalogueOf, definitionOf, findDefinition, lockCatalogue } from './catalogue.ts'
import { hasTable, makeTable, startNumbersAt } from './customColumns.sql.ts'
import { customName, isEventName } from './customNames.ts'
import { checkedFormat } from './customNumbering.ts'
import {
  highestNumber,
  insertCustomObject,
  nameFieldsOf,
  nameReferencesTo,
  replaceGrants,
  retireCustomObject,
  reviveCustomObject,
  updateCustomObject,
} from './customObjects.sql.ts'
import type { CustomFieldRow, CustomObjectRow } from './customRows.ts'
import { drawId } from './ids.ts'

/** Letters of what a role may do: c create, r read, u edit, d delete; who may do anything may read. */
const grant = z
  .string()
  .regex(/^c?r?u?d?$/)
  .refine((may) => may === '' || may.includes('r'), {
    message: 'A role that may create, change or delete records may read them.',
  })

const changeable = {
  label: z.string().trim().min(1).max(40),
  labelPlural: z.string().trim().min(1).max(40).optional(),
  description: z.string().max(1000).optional(),
  nameLabel: z.string().trim().min(1).max(40).optional(),
  sharing: z.enum(['public', 'private']).optional(),
  permissions: z.partialRecord(z.enum(roles), grant).optional(),
}

/**
 * What a new object is: a name that ends in `__c` (added when left out), labels, and how its records are named. A name that ends
 * in `__e` makes a platform event, which has no records.
 */
export const customObjectDraft = z
  .strictObject({
    name: z.string().max(80).optional(),
    ...changeable,
    /** Records number themselves by this: `INV-{0000}`. Left out, people name them. */
    nameFormat: z.string().max(60).optional(),
    startsAt: z.number().int().min(1).max(1_000_000_000).default(1),
    /** It is a platform event; left out, the name says so by its ending. */
    isEvent: z.boolean().optional(),
  })
  .meta({ id: 'CustomObjectDraft' })

export type CustomObjectDraft = z.infer<typeof customObjectDraft>

export const customObjectChange = z
  .strictObject({ ...changeable, nameFormat: z.string().max(60) })
  .partial()
  .meta({ id: 'CustomObjectChange' })

export type CustomObjectChange = z.infer<typeof customObjectChange>

/** Makes an object: a table of its own, and with it lists, records, history, permissions, imports and the API. */
export async function addCustomObject(tx: Tx, actor: Actor, draft: CustomObjectDraft): Promise<CustomObjectRow> {
  refuseUnlessHas(actor, 'set_up', 'add objects')
  await lockCatalogue(tx)
  const name = customName('object', draft)
  if ((await findDefinition(tx, name)) !== undefined) throw nameTaken(name)
  const number = ((await highestNumber(tx)) ?? FIRST_CUSTOM_NUMBER - 1) + 1
  if (number >= FIRST_CUSTOM_NUMBER + MOST_CUSTOM_OBJECTS) throw tooMany()
  const row: CustomObjectRow = {
    id: await drawId(tx, 'CustomObject'),
    number,
    name,
    label: draft.label,
    labelPlural: draft.labelPlural ?? `${draft.label}s`,
    description: draft.description ?? null,
    tableName: await freeTable(tx, name, number),
    nameLabel: draft.nameLabel ?? 'Name',
    nameFormat: draft.nameFormat === undefined ? null : checkedFormat(draft.nameFormat),
    sharing: draft.sharing ?? 'public',
    removedAt: null,
  }
  await makeTable(tx, row)
  if (row.nameFormat !== null) await startNumbersAt(tx, row.tableName, 'name', draft.startsAt)
  await insertCustomObject(tx, actor, row)
  await keepGrants(tx, row, draft.permissions)
  await catalogueChanged(tx)
  announceObject(tx, actor, 'created', row)
  return row
}

/** Changes labels, sharing and who may do what; the name stays (`renameCustomObject`). */
export async function changeCustomObject(
  tx: Tx,
  actor: Actor,
  name: string,
  change: CustomObjectChange,
): Promise<CustomObjectRow> {
  refuseUnlessHas(actor, 'set_up', 'change objects')
  await lockCatalogue(tx)
  const before = await customObjectNamed(tx, name)
  const { permissions, nameFormat, ...same } = change
  const named = Object.fromEntries(Object.entries(same).filter(([, value]) => value !== undefined))
  const after: CustomObjectRow = {
    ...before,
    ...named,
    nameFormat: formatAfter(before, nameFormat),
  }
  await updateCustomObject(tx, actor, after)
  await keepGrants(tx, after, permissions)
  await catalogueChanged(tx)
  announceObject(tx, actor, 'changed', after)
  return after
}

/** Gives an object another API name; its records, fields and everything that points to it stay what they are. */
export async function renameCustomObject(tx: Tx, actor: Actor, name: string, to: string): Promise<CustomObjectRow> {
  refuseUnlessHas(actor, 'set_up', 'change objects')
  await lockCatalogue(tx)
  const before = await customObjectNamed(tx, name)
  const after = { ...before, name: customName('object', { name: to, label: to }) }
  if (isEventName(before.name) !== isEventName(after.name)) throw keepsKind(before.name)
  const rival = await findDefinition(tx, after.name)
  if (rival !== undefined && rival.name !== before.name) throw nameTaken(after.name)
  await updateCustomObject(tx, actor, after)
  await nameFieldsOf(tx, before.name, after.name)
  await nameReferencesTo(tx, before.name, after.name)
  await catalogueChanged(tx)
  announceObject(tx, actor, 'changed', after)
  return after
}

/** Takes an object out of use with all its records, which stay in the database. Refused while fields of others point to it. */
export async function removeCustomObject(tx: Tx, actor: Actor, name: string): Promise<void> {
  refuseUnlessHas(actor, 'set_up', 'remove objects')
  await lockCatalogue(tx)
  const row = await customObjectNamed(tx, name)
  const pointing = await fieldsPointingTo(tx, row.name)
  if (pointing.length > 0) {
    const names = pointing.map((field) => `${field.objectName}.${field.name}`)
    throw new Refusal(
      'object_referred_to',
      `${row.labelPlural} cannot be removed: ${names.slice(0, 5).join(', ')} ${names.length === 1 ? 'points' : 'point'} to them. Remove ${names.length === 1 ? 'that field' : 'those fields'} first.`,
      { kind: 'conflict', rule: 'What others point to stays.', facts: { fields: names } },
    )
  }
  await retireCustomObject(tx, actor, row)
  await catalogueChanged(tx)
  announceObject(tx, actor, 'removed', row)
}

const announceObject = (
  tx: Tx,
  { userId }: Actor,
  what: 'created' | 'changed' | 'removed' | 'restored',
  { id, name }: CustomObjectRow,
): void => announce(tx, { type: `custom_object.${what}`, recordIds: [id], actorId: userId, payload: { name } })

/** Brings back the object of this name that was last removed, with its fields and records. */
export async function restoreCustomObject(tx: Tx, actor: Actor, name: string): Promise<CustomObjectRow> {
  refuseUnlessHas(actor, 'set_up', 'add objects')
  await lockCatalogue(tx)
  if ((await findDefinition(tx, name)) !== undefined) throw nameTaken(name)
  const row = (await catalogueOf(tx)).objects
    .filter((one) => one.removedAt !== null && one.name.toLowerCase() === name.toLowerCase())
    .toSorted((a, b) => (b.removedAt?.getTime() ?? 0) - (a.removedAt?.getTime() ?? 0))[0]
  if (row === undefined) throw notFound(`object called '${name.slice(0, 80)}' that was removed`)
  await reviveCustomObject(tx, row)
  await catalogueChanged(tx)
  announceObject(tx, actor, 'restored', row)
  return { ...row, removedAt: null }
}

/** An object the org made, in any letter case. */
export async function customObjectNamed(tx: Tx, name: string): Promise<CustomObjectRow> {
  const row = (await catalogueOf(tx)).objects.find(
    (one) => one.removedAt === null && one.name.toLowerCase() === name.toLowerCase(),
  )
  if (row === undefined) throw notFound(`object of your own called '${name.slice(0, 80)}'`)
  return row
}

/** What each role may do to an object's records, as letters of `crud`. */
export async function permissionsOf(tx: Tx, objectName: string): Promise<Record<Role, string>> {
  const definition = await definitionOf(tx, objectName)
  return Object.fromEntries(roles.map((role) => [role, grantOf(role, definition)])) as Record<Role, string>
}

/** Fields of other objects, of the standard ones too, that point to this one. */
const fieldsPointingTo = async (tx: Tx, name: string): Promise<CustomFieldRow[]> => {
  const { fields, byName } = await catalogueOf(tx)
  return fields.filter(
    (field) => field.referenceTo === name && field.objectName !== name && byName.has(field.objectName.toLowerCase()),
  )
}

/** The table bears the name, for whoever reads the database; one removed under the same name keeps its own. */
const freeTable = async (tx: Tx, name: string, number: number): Promise<string> =>
  (await hasTable(tx, name.toLowerCase())) ? `${name.toLowerCase()}_${number}` : name.toLowerCase()

function formatAfter({ nameFormat }: CustomObjectRow, wanted: string | undefined): string | null {
  if (wanted === undefined) return nameFormat
  if (nameFormat !== null) return checkedFormat(wanted)
  throw new Refusal(
    'named_by_people',
    'Records that people named do not begin to number themselves. Add a field that numbers them instead.',
    { field: 'nameFormat' },
  )
}

const keepGrants = async (
  tx: Tx,
  { id }: CustomObjectRow,
  permissions: CustomObjectDraft['permissions'] = {},
): Promise<void> => {
  const grants = roles.flatMap((role) => {
    const may = permissions[role]
    return may === undefined || role === 'administrator' ? [] : [{ role, may }]
  })
  if (grants.length > 0) await replaceGrants(tx, id, grants)
}

const nameTaken = (name: string): Refusal =>
  new Refusal('duplicate_object_name', `There is an object called '${name}' already. Choose another name.`, {
    kind: 'conflict',
    field: 'name',
    value: name,
  })

const keepsKind = (name: string): Refusal =>
  new Refusal(
    'kind_of_object_stays',
    `${name} cannot become another kind of object: what ends in __c has records, what ends in __e is an event. Make a new one.`,
    { field: 'to' },
  )

const tooMany = (): Refusal =>
  new Refusal(
    'too_many_objects',
    `An organization makes at most ${MOST_CUSTOM_OBJECTS} objects, those it removed included.`,
  )
