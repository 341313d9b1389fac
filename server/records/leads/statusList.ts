import { Refusal } from '../../platform/errors.ts'
import { announce } from '../../platform/events.ts'
import type { Tx } from '../../platform/tx.ts'
import {
  defineObject,
  type FieldValues,
  type ObjectDefinition,
  type StoredRecord,
} from '../../ground/objects/definition.ts'
import { isValue } from '../../ground/objects/expressions.ts'
import type { ChangeDraft, Door } from '../../ground/objects/door.ts'
import { valueOf, type Draft } from '../../ground/objects/drafts.ts'
import { changeRecords, createRecords, savedIds } from '../../ground/objects/objects.ts'
import { removeForGood, doUnless } from '../../ground/objects/removal.ts'
import type { Saved } from '../../ground/objects/save.ts'
import { renameValues, valuesInUse, type Renamed, type ValueList } from '../../ground/objects/valueLists.ts'
import { refuseUnlessHas, type Actor } from '../../ground/users/actor.ts'
import { leadStates, type LeadStatus } from './lead.ts'
import { forgetLeadStatuses, leadStatuses, statusNamed } from './statuses.ts'
import { stepBackAsDefault } from './statuses.sql.ts'

export const LeadStatusObject: ObjectDefinition = defineObject({
  name: 'LeadStatus',
  label: 'Lead status',
  labelPlural: 'Lead statuses',
  path: 'lead-statuses',
  table: 'lead_status',
  nameField: 'MasterLabel',
  hasOwner: false,
  hasRecycleBin: false,
  fields: [
    { name: 'MasterLabel', label: 'Label', type: 'string', length: 255, required: true, neverNull: true },
    { name: 'ApiName', label: 'API name', type: 'string', length: 255, readOnly: 'It is the label.', neverNull: true },
    { name: 'SortOrder', label: 'Order', type: 'int', range: [0, 1_000_000], neverNull: true },
    { name: 'IsDefault', label: 'Default', type: 'boolean', defaultValue: false },
    {
      name: 'State',
      type: 'picklist',
      picklist: leadStates.map((value) => ({ value, label: value.charAt(0).toUpperCase() + value.slice(1) })),
      restricted: true,
      required: true,
      neverNull: true,
      help: 'The rules hang on the state; the status is your own word for it.',
    },
    {
      name: 'IsConverted',
      label: 'Converted',
      type: 'boolean',
      expression: isValue('state', 'converted'),
      readOnly: 'It follows from the state.',
    },
  ],
  meaning:
    'Your own word for where a lead stands; each belongs to one of the states open, working, nurturing, converted, unqualified.',
})

const statusesOfLeads: ValueList = { table: LeadStatusObject.table, bornBy: { table: 'lead', column: 'status' } }

async function createStatuses(tx: Tx, actor: Actor, drafts: readonly Draft[]): Promise<Saved[]> {
  refuseUnlessHas(actor, 'set_up', 'change lead statuses')
  const present = await leadStatuses(tx)
  const saved = await createRecords(
    tx,
    actor,
    LeadStatusObject,
    drafts,
    (values, at) => {
      const refusal = taken(present, values) ?? defaultIsOpen(values)
      return (
        refusal ?? {
          values: {
            ...values,
            ApiName: values.MasterLabel ?? null,
            SortOrder: values.SortOrder ?? present.length + 1 + at,
          },
        }
      )
    },
    {
      ahead: () =>
        stepBackAsDefault(
          tx,
          drafts.some((draft) => valueOf(LeadStatusObject, draft, 'IsDefault') === true),
        ),
    },
  )
  return changed(tx, actor, saved, {
    act: 'created',
    nameOf: (_, at) => valueOf(LeadStatusObject, drafts[at] ?? {}, 'MasterLabel'),
  })
}

async function updateStatuses(tx: Tx, actor: Actor, changes: readonly ChangeDraft[]): Promise<Saved[]> {
  refuseUnlessHas(actor, 'set_up', 'change lead statuses')
  const present = await leadStatuses(tx)
  const inUse = await valuesInUse(
    tx,
    statusesOfLeads,
    changes.map(({ id }) => id),
  )
  await stepBackAsDefault(
    tx,
    changes.some(({ draft }) => valueOf(LeadStatusObject, draft, 'IsDefault') === true),
  )
  const renamed: Renamed[] = []
  const saved = await changeRecords(tx, actor, LeadStatusObject, changes, (before, values) => {
    const refusal =
      taken(
        present.filter(({ id }) => id !== before.Id),
        values,
      ) ?? moved(present, inUse, before, values)
    if (refusal !== undefined) return refusal
    if (typeof values.MasterLabel !== 'string' || values.MasterLabel === before.ApiName) return { values }
    renamed.push({ from: String(before.ApiName), to: values.MasterLabel })
    return { values: { ...values, ApiName: values.MasterLabel } }
  })
  await renameValues(tx, statusesOfLeads, renamed)
  return changed(tx, actor, saved, { act: 'changed', nameOf: (id) => present.find((one) => one.id === id)?.name })
}

async function removeStatuses(tx: Tx, actor: Actor, ids: readonly number[]): Promise<Saved[]> {
  refuseUnlessHas(actor, 'set_up', 'change lead statuses')
  const present = await leadStatuses(tx)
  const inUse = await valuesInUse(tx, statusesOfLeads, ids)
  const saved = await doUnless(tx, actor, {
    definition: LeadStatusObject,
    ids,
    refusalOf: (id) => kept(present, inUse, id, ids),
    work: (free) => removeForGood(tx, actor, LeadStatusObject, free),
  })
  return changed(tx, actor, saved, { act: 'removed', nameOf: (id) => present.find((one) => one.id === id)?.name })
}

export const leadStatusDoor: Door = {
  definition: LeadStatusObject,
  create: createStatuses,
  update: updateStatuses,
  remove: removeStatuses,
}

type Told = Readonly<{ act: string; nameOf: (id: number | undefined, at: number) => unknown }>

/** Remembered for who looks after the org, by the name of the first. */
function changed(tx: Tx, actor: Actor, saved: Saved[], { act, nameOf }: Told): Saved[] {
  tx.afterCommit.push(forgetLeadStatuses)
  const first = saved.findIndex(({ refusal }) => refusal === undefined)
  announce(tx, {
    type: `lead_status.${act}`,
    recordIds: savedIds(saved),
    actorId: actor.userId,
    payload: { name: nameOf(saved[first]?.id, first) },
  })
  return saved
}

const taken = (present: readonly LeadStatus[], { MasterLabel }: FieldValues): Refusal | undefined =>
  typeof MasterLabel === 'string' && statusNamed(present, MasterLabel) !== undefined
    ? new Refusal('lead_status_is_taken', `There is already a lead status called '${MasterLabel}'.`, {
        kind: 'conflict',
        field: 'MasterLabel',
        rule: 'A lead status is named once.',
      })
    : undefined

const defaultIsOpen = ({ IsDefault, State }: FieldValues): Refusal | undefined =>
  IsDefault === true && State !== 'open'
    ? new Refusal('default_status_is_open', 'A new lead is open, so the default status belongs to the state open.', {
        field: 'IsDefault',
        rule: 'The default status is open.',
      })
    : undefined

function moved(
  present: readonly LeadStatus[],
  inUse: ReadonlySet<number>,
  before: StoredRecord,
  values: FieldValues,
): Refusal | undefined {
  if (before.IsDefault === true && values.IsDefault === false) return noDefault()
  const after = { ...before, ...values }
  if (values.State === undefined || values.State === before.State) return defaultIsOpen(after)
  if (inUse.has(before.Id))
    return new Refusal(
      'lead_status_in_use',
      'Leads stand in this status, and another state would change what they are. Move them to another status first.',
      { field: 'State', rule: 'The state of a status in use stays.' },
    )
  return lastOfState(present, before.Id, [before.Id]) ?? defaultIsOpen(after)
}

function kept(
  present: readonly LeadStatus[],
  inUse: ReadonlySet<number>,
  id: number,
  going: readonly number[],
): Refusal | undefined {
  if (present.find((status) => status.id === id)?.isDefault === true) return noDefault()
  if (inUse.has(id))
    return new Refusal('lead_status_in_use', 'Leads stand in this status. Move them to another status first.', {
      rule: 'A status somebody stands in is not deleted.',
    })
  return lastOfState(present, id, going)
}

function lastOfState(present: readonly LeadStatus[], id: number, going: readonly number[]): Refusal | undefined {
  const status = present.find((one) => one.id === id)
  if (status === undefined || present.some(({ id: other, state }) => state === status.state && !going.includes(other)))
    return undefined
  return new Refusal(
    'last_status_of_state',
    `'${status.label}' is the only status of the state ${status.state}, and every state needs one. Add another first.`,
    { rule: 'Each state has at least one status.' },
  )
}

const noDefault = (): Refusal =>
  new Refusal('no_default_status', 'New leads need a default status. Make another status the default first.', {
    field: 'IsDefault',
    rule: 'One lead status is the default.',
  })
