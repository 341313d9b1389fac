import { notFound, Refusal } from '../../platform/errors.ts'
import { announce } from '../../platform/events.ts'
import type { Tx } from '../../platform/tx.ts'
import { refuseUnlessHas, type Actor } from '../users/actor.ts'
import { catalogueChanged, catalogueOf, lockCatalogue } from './catalogue.ts'
import { picklistAfter } from './customFieldDraft.ts'
import type { CustomPicklistValue, ValueSetRow } from './customRows.ts'
import { deleteValueSet, upsertValueSet } from './customValueSets.sql.ts'
import { drawId } from './ids.ts'

/** Lists of values that several picklists share. */
export type ValueSetDraft = {
  readonly name: string
  readonly label?: string | undefined
  readonly description?: string | undefined
  readonly values: readonly CustomPicklistValue[]
}

const MOST_VALUES = 1000

export async function addValueSet(tx: Tx, actor: Actor, draft: ValueSetDraft): Promise<ValueSetRow> {
  refuseUnlessHas(actor, 'set_up', 'add value sets')
  await lockCatalogue(tx)
  if (!/^[A-Za-z](?:_?[A-Za-z0-9]){0,79}$/.test(draft.name))
    throw new Refusal(
      'invalid_value_set_name',
      `'${draft.name.slice(0, 80)}' cannot be the name of a value set: it starts with a letter and has letters, digits and single underscores.`,
      { field: 'name', value: draft.name.slice(0, 80) },
    )
  if ((await findValueSet(tx, draft.name)) !== undefined)
    throw new Refusal('duplicate_value_set_name', `There is a value set called '${draft.name}' already.`, {
      kind: 'conflict',
      field: 'name',
    })
  return keep(tx, actor, 'created', {
    id: await drawId(tx, 'GlobalValueSet'),
    name: draft.name,
    label: draft.label ?? draft.name,
    description: draft.description ?? null,
    values: picklistAfter([], draft.values),
  })
}

/** What a list no longer names goes out of use, and stays with the records that have it. */
export async function changeValueSet(tx: Tx, actor: Actor, draft: ValueSetDraft): Promise<ValueSetRow> {
  refuseUnlessHas(actor, 'set_up', 'change value sets')
  await lockCatalogue(tx)
  const before = await valueSetNamed(tx, draft.name)
  return keep(tx, actor, 'changed', {
    ...before,
    label: draft.label ?? before.label,
    description: draft.description ?? before.description,
    values: draft.values.length === 0 ? before.values : picklistAfter(before.values, draft.values),
  })
}

export async function removeValueSet(tx: Tx, actor: Actor, name: string): Promise<void> {
  refuseUnlessHas(actor, 'set_up', 'remove value sets')
  await lockCatalogue(tx)
  const row = await valueSetNamed(tx, name)
  const users = (await catalogueOf(tx)).fields.filter(({ valueSet }) => valueSet === row.name)
  if (users.length > 0)
    throw new Refusal(
      'value_set_in_use',
      `${users
        .map((field) => `${field.objectName}.${field.name}`)
        .slice(0, 5)
        .join(', ')} take their values from '${row.name}'. Remove them first.`,
      { kind: 'conflict' },
    )
  await deleteValueSet(tx, row.id)
  await catalogueChanged(tx)
  told(tx, actor, 'removed', row)
}

export const findValueSet = async (tx: Tx, name: string): Promise<ValueSetRow | undefined> =>
  (await catalogueOf(tx)).valueSets.find((one) => one.name.toLowerCase() === name.toLowerCase())

async function valueSetNamed(tx: Tx, name: string): Promise<ValueSetRow> {
  const row = await findValueSet(tx, name)
  if (row === undefined) throw notFound(`value set called '${name.slice(0, 80)}'`)
  return row
}

async function keep(tx: Tx, actor: Actor, act: 'created' | 'changed', row: ValueSetRow): Promise<ValueSetRow> {
  if (row.values.length > MOST_VALUES)
    throw new Refusal('too_many_values', `A value set has at most ${MOST_VALUES.toLocaleString('en')} values.`, {
      field: 'values',
    })
  await upsertValueSet(tx, actor, row)
  await catalogueChanged(tx)
  told(tx, actor, act, row)
  return row
}

const told = (tx: Tx, { userId }: Actor, act: string, { id, label }: ValueSetRow): void =>
  announce(tx, { type: `value_set.${act}`, recordIds: [id], actorId: userId, payload: { name: label } })
