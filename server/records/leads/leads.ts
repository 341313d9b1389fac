import { encodeId } from '../../../shared/ids.ts'
import { Refusal } from '../../platform/errors.ts'
import { announce } from '../../platform/events.ts'
import type { Tx } from '../../platform/tx.ts'
import { definitionOf } from '../../ground/objects/catalogue.ts'
import type { FieldValue, FieldValues, StoredRecord } from '../../ground/objects/definition.ts'
import {
  duplicateWish,
  importColumns,
  type ChangeDraft,
  type Door,
  type SaveOptions,
  type Wanted,
} from '../../ground/objects/door.ts'
import { readDrafts, type Draft } from '../../ground/objects/drafts.ts'
import { changeRecords, savedIds, storePrepared, type PrepareChange } from '../../ground/objects/objects.ts'
import { bringBackRecords, removeRecords, doUnless } from '../../ground/objects/removal.ts'
import { lockRecords, type Row, type Saved } from '../../ground/objects/save.ts'
import { normaliseEmail } from '../../ground/people/email.ts'
import { drawPeople, introducedPeople } from '../../ground/people/people.ts'
import { refuseUnlessMay, type Actor } from '../../ground/users/actor.ts'
import { defaultOwner } from '../../ground/users/owners.ts'
import { Lead } from './fields.ts'
import { isConverted, mayMoveTo, type LeadStatus } from './lead.ts'
import { markSeen } from './leads.sql.ts'
import { leadStatuses, stateOf, statusNamed, statusOfState } from './statuses.ts'

// The statuses are asked for at this door, too.
export { leadStatuses, stateOf, statusNamed, statusOfState }

/** Makes leads, each a person newly known to us; likely duplicates come back with each. */
export async function createLeads(
  tx: Tx,
  actor: Actor,
  drafts: readonly Draft[],
  options: SaveOptions = {},
): Promise<Saved[]> {
  refuseUnlessMay(actor, 'create', 'Lead')
  const definition = await definitionOf(tx, 'Lead')
  const statuses = await leadStatuses(tx)
  const ownerId = actor.userId ?? (await defaultOwner(tx))
  const read = await readDrafts(tx, actor, definition, drafts)
  const prepared = read.map(({ values, refusal }) => refusal ?? newLead(tx, statuses, ownerId, values))
  const people = await drawPeople(tx, prepared.filter((one) => !(one instanceof Refusal)).length)
  let at = 0
  const rows = prepared.map((one, place) =>
    one instanceof Refusal
      ? one
      : { values: one.values, columns: { ...importColumns(options, place), person_id: people[at++] } },
  )
  return storePrepared(tx, actor, definition, rows, {
    duplicates: duplicateWish(options),
    readBack: options.readBack,
    along: introducedPeople(tx, people),
    tells: 'lead.created',
  })
}

/** Changes leads; a status moves only where the life of a lead allows. `spokenWith` says that somebody talked to them just now. */
export async function updateLeads(
  tx: Tx,
  actor: Actor,
  changes: readonly ChangeDraft[],
  options?: SaveOptions & { readonly spokenWith?: boolean },
): Promise<Saved[]> {
  const definition = await definitionOf(tx, 'Lead')
  const statuses = await leadStatuses(tx)
  const prepare: PrepareChange = (before, values) => {
    const changed = changedLead(tx, statuses, before, values)
    if (changed instanceof Refusal || options?.spokenWith !== true || before.FirstContactedDate !== null) return changed
    return { values: { ...changed.values, FirstContactedDate: tx.now } }
  }
  const saved = await changeRecords(tx, actor, definition, changes, prepare, {
    duplicates: options && duplicateWish(options),
  })
  announceThose(tx, actor, 'lead.changed', saved)
  return saved
}

/** What leads would become with these values, by the rules of every change; one answer each, in order. Stores nothing. */
export async function leadsWith(tx: Tx, wanted: readonly Wanted[]): Promise<(FieldValues | Refusal)[]> {
  const statuses = await leadStatuses(tx)
  return wanted.map(({ before, values }) => {
    const outcome = changedLead(tx, statuses, before, values)
    return outcome instanceof Refusal ? outcome : outcome.values
  })
}

/** Puts leads into the recycle bin. A converted lead stays: reports and the contact's story need it. */
export async function deleteLeads(tx: Tx, actor: Actor, ids: readonly number[]): Promise<Saved[]> {
  const locked = await lockRecords(tx, actor, Lead, ids)
  const saved = await doUnless(tx, actor, {
    definition: Lead,
    ids,
    refusalOf: (id) => {
      const lead = locked.get(id)
      return lead !== undefined && isConverted(lead) ? alreadyConverted(lead) : undefined
    },
    work: (free) => removeRecords(tx, actor, Lead, free),
  })
  announceThose(tx, actor, 'lead.deleted', saved)
  return saved
}

export async function restoreLeads(tx: Tx, actor: Actor, ids: readonly number[]): Promise<Saved[]> {
  const saved = await bringBackRecords(tx, actor, Lead, ids)
  announceThose(tx, actor, 'lead.restored', saved)
  return saved
}

/** The actor looked at leads: they are no longer unread when the actor is their owner. */
export const viewLeads = (tx: Tx, actor: Actor, ids: readonly number[]): Promise<number> => markSeen(tx, actor, ids)

export const leadDoor: Door = {
  definition: Lead,
  create: createLeads,
  update: updateLeads,
  remove: deleteLeads,
  restore: restoreLeads,
}

function newLead(tx: Tx, statuses: readonly LeadStatus[], ownerId: number, values: FieldValues): Row | Refusal {
  const status =
    values.Status === undefined || values.Status === null
      ? statusOfState(statuses, 'open')
      : statusNamed(statuses, String(values.Status))
  if (status === undefined) return unknownStatus(statuses, values.Status)
  if (status.state === 'converted') return convertInstead(status)
  if (status.state === 'unqualified' && !values.UnqualifiedReason) return reasonMissing()
  // What was read of a draft is nobody else's, and imports bring a hundred thousand: it is not copied.
  const lead = Object.assign(tidied(values), { Status: status.name, OwnerId: values.OwnerId ?? ownerId })
  if (status.state === 'working') Object.assign(lead, { FirstContactedDate: tx.now })
  if (status.state === 'unqualified') Object.assign(lead, { ClosedDate: tx.now })
  return { values: lead }
}

function changedLead(
  tx: Tx,
  statuses: readonly LeadStatus[],
  before: StoredRecord,
  values: FieldValues,
): { readonly values: FieldValues } | Refusal {
  if (isConverted(before)) return alreadyConverted(before)
  if (values.OwnerId === null)
    return new Refusal('required_field_missing', 'A lead always has an owner: a user or a queue.', {
      field: 'OwnerId',
      value: null,
      rule: 'A lead always has an owner.',
    })
  const moved = values.Status === undefined ? {} : move(tx, statuses, before, values)
  return moved instanceof Refusal ? moved : { values: { ...tidied(values), ...moved } }
}

function move(
  tx: Tx,
  statuses: readonly LeadStatus[],
  before: StoredRecord,
  values: FieldValues,
): FieldValues | Refusal {
  const status = values.Status === null ? statusOfState(statuses, 'open') : statusNamed(statuses, String(values.Status))
  if (status === undefined) return unknownStatus(statuses, values.Status)
  const from = stateOf(statuses, before.Status)
  if (status.name === before.Status) return { Status: status.name }
  if (status.state === 'converted') return convertInstead(status)
  if (!mayMoveTo[from].some((state) => state === status.state)) return cannotMove(before, status)
  if (status.state === 'unqualified' && !(values.UnqualifiedReason ?? before.UnqualifiedReason)) return reasonMissing()
  if (from === 'unqualified' && status.state !== 'unqualified' && !values.ReopenedReason) return reopenReasonMissing()
  return { Status: status.name, ...marks(tx, from, status, before) }
}

/** The moments a move is remembered by. */
const marks = (tx: Tx, from: string, status: LeadStatus, before: StoredRecord): FieldValues => ({
  ...(status.state === 'working' && before.FirstContactedDate === null ? { FirstContactedDate: tx.now } : {}),
  ...(status.state === 'unqualified' ? { ClosedDate: tx.now } : {}),
  ...(from === 'unqualified' && status.state !== 'unqualified' ? { ClosedDate: null, UnqualifiedReason: null } : {}),
})

const tidied = (values: FieldValues): FieldValues => {
  const email: FieldValue | undefined = values.Email
  if (typeof email !== 'string') return values
  const normal = normaliseEmail(email)
  return normal === email ? values : { ...values, Email: normal }
}

const announceThose = (tx: Tx, actor: Actor, type: string, saved: readonly Saved[]): void =>
  announce(tx, { type, recordIds: savedIds(saved), actorId: actor.userId })

const unknownStatus = (statuses: readonly LeadStatus[], value: unknown): Refusal =>
  new Refusal(
    'invalid_or_null_for_restricted_picklist',
    `'${String(value).slice(0, 80)}' is no lead status here. The statuses are ${statuses.map(({ name }) => `'${name}'`).join(', ')}.`,
    {
      field: 'Status',
      value,
      rule: 'Status is one of the lead statuses of this organization.',
    },
  )

const convertInstead = (status: LeadStatus): Refusal =>
  new Refusal(
    'convert_instead',
    'A lead becomes converted by converting it, not by setting its status: converting makes the account, the contact and, if you wish, the opportunity.',
    {
      field: 'Status',
      value: status.name,
      rule: 'Only conversion makes a lead converted.',
      way: { label: 'Convert lead', action: 'convert' },
    },
  )

const reasonMissing = (): Refusal =>
  new Refusal(
    'unqualified_reason_missing',
    'Say why this lead is closed. The reason shows marketing which leads to stop sending, and lets you ask again later.',
    {
      field: 'UnqualifiedReason',
      value: null,
      rule: 'A lead is closed as unqualified only with a reason.',
      way: { label: 'Choose a reason', action: 'close' },
    },
  )

const reopenReasonMissing = (): Refusal =>
  new Refusal(
    'reopen_reason_missing',
    'Say why this lead is opened again. It was closed with a reason, and the next person wants to know what changed.',
    {
      field: 'ReopenedReason',
      value: null,
      rule: 'A closed lead reopens with a recorded reason.',
      way: { label: 'Reopen lead', action: 'reopen' },
    },
  )

const cannotMove = (before: StoredRecord, status: LeadStatus): Refusal =>
  new Refusal('lead_cannot_move', `A lead that is '${String(before.Status)}' cannot become '${status.label}'.`, {
    field: 'Status',
    value: status.name,
    rule: 'A status follows the life of a lead: open, working, nurturing and back, or closed.',
  })

export const alreadyConverted = (lead: StoredRecord): Refusal =>
  new Refusal('lead_already_converted', 'This lead is already converted, and locked. Open its contact instead.', {
    kind: 'conflict',
    rule: 'A converted lead stays readable, closed and locked.',
    way:
      typeof lead.ConvertedContactId === 'number'
        ? { label: 'Open the contact', href: `/contacts/${encodeId(lead.ConvertedContactId)}` }
        : undefined,
    facts: {
      accountId: idOrNull(lead.ConvertedAccountId),
      contactId: idOrNull(lead.ConvertedContactId),
      opportunityId: idOrNull(lead.ConvertedOpportunityId),
    },
  })

const idOrNull = (id: FieldValue | undefined): string | null => (typeof id === 'number' ? encodeId(id) : null)
