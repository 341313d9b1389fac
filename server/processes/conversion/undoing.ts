import { encodeId, objectOfId } from '../../../shared/ids.ts'
import { notFound, Refusal } from '../../platform/errors.ts'
import { announce } from '../../platform/events.ts'
import type { Tx } from '../../platform/tx.ts'
import { definitionOf } from '../../ground/objects/catalogue.ts'
import type { FieldValue, FieldValues, StoredRecord } from '../../ground/objects/definition.ts'
import type { Door } from '../../ground/objects/door.ts'
import { lockForRemoval } from '../../ground/objects/removal.ts'
import { lockRecords, updateRecords } from '../../ground/objects/save.ts'
import { refuseUnlessHas, theProgram, type Actor } from '../../ground/users/actor.ts'
import { accountDoor } from '../../records/accounts/accounts.ts'
import { countingMembers } from '../../records/campaigns/counting.ts'
import { contactDoor } from '../../records/contacts/contacts.ts'
import { contactRoleDoor, opportunityDoor } from '../../records/opportunities/opportunities.ts'
import {
  conversionsOfLeads,
  leadsConvertedInto,
  markUndone,
  personsOfLeads,
  rolesInOpportunities,
} from './conversions.sql.ts'
import type { Conversion, Written } from './converted.ts'
import { partVerdicts } from '../duplicates/verdicts.ts'
import { partPersons } from './persons.ts'
import { builtUpon, undoingsOf } from './obstacles.ts'

/** What became of one conversion that was to be undone. */
export type UndoResult =
  | { readonly leadId: number; readonly conversion: Conversion; readonly refusal?: undefined }
  | { readonly leadId: number; readonly conversion?: undefined; readonly refusal: Refusal }

/**
 * Undoes a conversion exactly: blanks it filled are blank again (unless somebody changed them since), what it made goes to the
 * recycle bin, activities and memberships come back, and the lead reopens with its former status. Only while nothing was built on
 * the result. Throws not_found, not_converted, converted_elsewhere, conversion_built_upon.
 */
export async function undoConversion(
  tx: Tx,
  actor: Actor,
  leadId: number,
  reason: string | null = null,
): Promise<Conversion> {
  const [result] = await undoConversions(tx, actor, [leadId], reason)
  if (result?.conversion === undefined) throw result?.refusal ?? new Error('One lead in, one answer out.')
  return result.conversion
}

/** The same for leads of a list, one answer each, in order. Those that were built upon stay, and the others are undone. */
export async function undoConversions(
  tx: Tx,
  actor: Actor,
  leadIds: readonly number[],
  reason: string | null = null,
): Promise<UndoResult[]> {
  refuseUnlessHas(actor, 'convert', 'undo a conversion')
  const leads = await lockRecords(tx, actor, await definitionOf(tx, 'Lead'), leadIds)
  const conversions = new Map((await conversionsOfLeads(tx, actor, leadIds)).map((one) => [one.leadId, one]))
  await lockMade(tx, [...conversions.values()])
  const undoings = await undoingsOf(tx, [...conversions.values()])
  const results = leadIds.map((leadId): UndoResult => {
    const conversion = conversions.get(leadId)
    const lead = leads.get(leadId)
    if (lead === undefined) return { leadId, refusal: notFound('lead', encodeId(leadId)) }
    if (conversion === undefined)
      return { leadId, refusal: (lead.ConvertedAt ?? null) !== null ? convertedElsewhere() : notConverted() }
    const { obstacles = [] } = undoings.get(conversion.conversionId) ?? {}
    return obstacles.length > 0 ? { leadId, refusal: builtUpon(obstacles) } : { leadId, conversion }
  })
  const undone = results.flatMap(({ conversion }) => conversion ?? [])
  if (undone.length === 0) return results
  await countingMembers(tx, actor, await concernedBy(tx, undone), 'Conversion', () => giveBack(tx, actor, undone))
  await partVerdicts(tx, undone)
  await reopen(tx, actor, leads, undone)
  await markUndone(
    tx,
    actor.userId,
    undone.map(({ conversionId }) => conversionId),
    reason,
  )
  for (const { leadId, conversionId } of undone)
    announce(tx, {
      type: 'lead.conversion_undone',
      recordIds: [leadId],
      actorId: actor.userId,
      payload: { conversionId, reason },
    })
  return results
}

/** Whoever may convert may take it back, though their role may delete nothing else; it stays on record who did. */
const onBehalfOf = (actor: Actor): Actor => ({ ...theProgram, userId: actor.userId, name: actor.name })

const doors: Readonly<Record<string, Door>> = {
  Account: accountDoor,
  Contact: contactDoor,
  Opportunity: opportunityDoor,
}

async function lockMade(tx: Tx, conversions: readonly Conversion[]): Promise<void> {
  for (const [name, ids] of madeBy(conversions)) await lockForRemoval(tx, await definitionOf(tx, name), ids)
}

/** The people whose memberships come back, and the memberships a joining took away. */
async function concernedBy(tx: Tx, conversions: readonly Conversion[]) {
  const joined = conversions.flatMap(({ journal }) => journal.joined ?? [])
  return {
    personIds: [
      ...new Set([
        ...(await personsOfLeads(
          tx,
          conversions.map(({ leadId }) => leadId),
        )),
        ...joined.flatMap(({ from, to }) => [from, to]),
      ]),
    ],
    memberIds: joined.flatMap(({ removedMembers }) => removedMembers.map(({ id }) => id)),
  }
}

async function giveBack(tx: Tx, actor: Actor, conversions: readonly Conversion[]): Promise<void> {
  await writeBack(
    tx,
    actor,
    conversions.flatMap(({ journal }) => journal.attached),
  )
  await contactRoleDoor.remove(tx, onBehalfOf(actor), await rolesGiven(tx, conversions))
  // Joined persons part one after the other: the same memberships may have gone through several hands.
  for (const { journal } of conversions) if (journal.joined !== null) await partPersons(tx, journal.joined)
  await writeBack(
    tx,
    actor,
    conversions.flatMap(({ journal }) => journal.filled),
  )
  for (const [name, ids] of madeBy(conversions)) {
    for (const { refusal } of (await doors[name]?.remove(tx, onBehalfOf(actor), ids)) ?? [])
      if (refusal !== undefined) throw refusal
  }
}

/** Roles in opportunities that were there before, and those of the ones that go. */
async function rolesGiven(tx: Tx, conversions: readonly Conversion[]): Promise<number[]> {
  const gone = conversions.flatMap(({ createdOpportunity, opportunityId }) =>
    createdOpportunity && opportunityId !== null ? [opportunityId] : [],
  )
  const before = conversions.flatMap(({ createdOpportunity, opportunityId, journal }) =>
    (!createdOpportunity || opportunityId === null) && journal.roleId !== null ? [journal.roleId] : [],
  )
  return gone.length === 0 ? before : [...before, ...(await rolesInOpportunities(tx, gone)).map(({ id }) => id)]
}

/** What conversions made, by object, what points to others first. */
const madeBy = (conversions: readonly Conversion[]): [string, number[]][] => [
  ['Opportunity', conversions.flatMap((one) => (one.createdOpportunity ? (one.opportunityId ?? []) : []))],
  ['Contact', conversions.flatMap((one) => (one.createdContact ? one.contactId : []))],
  ['Account', conversions.flatMap((one) => (one.createdAccount ? one.accountId : []))],
]

/** Each field as it was, where it still is as conversion left it. One change an object, whatever the number of records. */
async function writeBack(tx: Tx, actor: Actor, written: readonly Written[]): Promise<void> {
  for (const [name, ofObject] of Map.groupBy(written, ({ id }) => objectOfId(id) ?? '')) {
    const definition = await definitionOf(tx, name)
    const locked = await lockRecords(tx, onBehalfOf(actor), definition, [...new Set(ofObject.map(({ id }) => id))])
    const changes = [...Map.groupBy(ofObject, ({ id }) => id)].flatMap(([id, fields]) => {
      const record = locked.get(id)
      return record === undefined ? [] : [{ id, values: formerValues(record, fields) }]
    })
    const door = doors[name]
    if (door === undefined) await updateRecords(tx, onBehalfOf(actor), definition, locked, changes)
    else
      for (const { refusal } of await door.update(
        tx,
        onBehalfOf(actor),
        changes.map(({ id, values }) => ({ id, draft: values })),
      ))
        if (refusal !== undefined) throw refusal
  }
}

const formerValues = (record: StoredRecord, fields: readonly Written[]): FieldValues =>
  Object.fromEntries(
    fields
      .filter(({ field, after }) => asKept(record[field]) === asKept(after))
      .map(({ field, before }) => [field, before]),
  )

/** A journal keeps a moment as text. */
const asKept = (value: FieldValue | undefined): FieldValue =>
  value instanceof Date ? value.toISOString() : (value ?? null)

async function reopen(
  tx: Tx,
  actor: Actor,
  leads: ReadonlyMap<number, StoredRecord>,
  conversions: readonly Conversion[],
): Promise<void> {
  const changes = conversions.map(({ leadId, journal }) => {
    const closed = journal.lead.ClosedDate
    const values: FieldValues = {
      Status: journal.lead.Status ?? null,
      ClosedDate: typeof closed === 'string' ? new Date(closed) : null,
      ConvertedAt: null,
      ConvertedAccountId: null,
      ConvertedContactId: null,
      ConvertedOpportunityId: null,
    }
    return { id: leadId, values }
  })
  await updateRecords(tx, actor, await definitionOf(tx, 'Lead'), leads, changes)
}

const notConverted = (): Refusal =>
  new Refusal('not_converted', 'This lead is not converted, so there is nothing to undo.', { kind: 'conflict' })

/** A copied lead brings the fact, and nothing of how it came about. */
const convertedElsewhere = (): Refusal =>
  new Refusal(
    'converted_elsewhere',
    'This lead was converted in the system it was copied from, so there is nothing here to undo. Correct the account, the contact and the opportunity themselves instead.',
    { kind: 'conflict', rule: 'Only a conversion made here can be undone.' },
  )

/** Leads that became these opportunities, and still are. */
export const leadsBehind = (
  tx: Tx,
  opportunityIds: readonly number[],
): Promise<{ readonly leadId: number; readonly opportunityId: number }[]> => leadsConvertedInto(tx, opportunityIds)
