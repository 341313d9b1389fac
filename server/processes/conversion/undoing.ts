import { encodeId, objectOfId } from '../../../shared/ids.ts'
import { notFound, Refusal } from '../../platform/errors.ts'
import { announce } from '../../platform/events.ts'
import type { Tx } from '../../platform/tx.ts'
import { definitionOf } from '../../ground/objects/catalogue.ts'
import type { FieldValue, FieldValues, StoredRecord } from '../../ground/objects/definition.ts'
import type { Door } from '../../ground/objects/door.ts'
import { lockRecords, updateRecords } from '../../ground/objects/save.ts'
import { refuseUnlessHas, theProgram, type Actor } from '../../ground/users/actor.ts'
import { accountDoor } from '../../records/accounts/accounts.ts'
import { contactDoor } from '../../records/contacts/contacts.ts'
import { contactRoleDoor, opportunityDoor } from '../../records/opportunities/opportunities.ts'
import { conversionOfLead, markUndone, rolesInOpportunities } from './conversions.sql.ts'
import type { Conversion, Written } from './converted.ts'
import { partPersons } from './persons.ts'
import { obstaclesTo, type Obstacle, type ObstacleKind } from './undoing.sql.ts'

/** Whether a conversion can still be undone; if not, what stands in the way and since when. */
export type Undoing = {
  readonly isPossible: boolean
  readonly obstacles: readonly (Obstacle & { readonly sentence: string })[]
}

/**
 * Undoes a conversion exactly: blanks it filled are blank again (unless somebody changed them since), what it made goes to the
 * recycle bin, activities and memberships come back, and the lead reopens with its former status. Only while nothing was built on
 * the result. Throws not_found, not_converted, conversion_built_upon.
 */
export async function undoConversion(
  tx: Tx,
  actor: Actor,
  leadId: number,
  reason: string | null = null,
): Promise<Conversion> {
  refuseUnlessHas(actor, 'convert', 'undo a conversion')
  const lead = (await lockRecords(tx, actor, await definitionOf(tx, 'Lead'), [leadId])).get(leadId)
  if (lead === undefined) throw notFound('lead', encodeId(leadId))
  const conversion = await conversionOfLead(tx, actor, leadId)
  if (conversion === undefined) throw notConverted()
  await lockMade(tx, actor, conversion)
  const { obstacles } = await undoingOf(tx, conversion)
  if (obstacles.length > 0) throw builtUpon(obstacles)
  await giveBack(tx, actor, conversion)
  await reopen(tx, actor, lead, conversion)
  await markUndone(tx, actor.userId, conversion.conversionId, reason)
  announce(tx, {
    type: 'lead.conversion_undone',
    recordIds: [leadId],
    actorId: actor.userId,
    payload: { conversionId: conversion.conversionId, reason },
  })
  return conversion
}

export async function undoingOf(tx: Tx, conversion: Conversion): Promise<Undoing> {
  const obstacles = await obstaclesTo(tx, conversion)
  return {
    isPossible: obstacles.length === 0,
    obstacles: obstacles.map((one) => ({ ...one, sentence: sentenceOf(one) })),
  }
}

/** Whoever may convert may take it back, though their role may delete nothing else; it stays on record who did. */
const onBehalfOf = (actor: Actor): Actor => ({ ...theProgram, userId: actor.userId, name: actor.name })

const doors: Readonly<Record<string, Door>> = {
  Account: accountDoor,
  Contact: contactDoor,
  Opportunity: opportunityDoor,
}

async function lockMade(tx: Tx, actor: Actor, conversion: Conversion): Promise<void> {
  for (const [name, ids] of madeBy(conversion))
    await lockRecords(tx, onBehalfOf(actor), await definitionOf(tx, name), ids)
}

async function giveBack(tx: Tx, actor: Actor, conversion: Conversion): Promise<void> {
  const { attached, filled, joined } = conversion.journal
  await writeBack(tx, actor, attached)
  await contactRoleDoor.remove(tx, onBehalfOf(actor), await rolesGiven(tx, conversion))
  if (joined !== null) await partPersons(tx, joined)
  await writeBack(tx, actor, filled)
  for (const [name, ids] of madeBy(conversion)) await doors[name]?.remove(tx, onBehalfOf(actor), ids)
}

/** The role in an opportunity that was there before, or those of the one that goes. */
async function rolesGiven(tx: Tx, { createdOpportunity, opportunityId, journal }: Conversion): Promise<number[]> {
  if (!createdOpportunity || opportunityId === null) return journal.roleId === null ? [] : [journal.roleId]
  return (await rolesInOpportunities(tx, [opportunityId])).map(({ id }) => id)
}

const madeBy = (conversion: Conversion): [string, number[]][] => {
  const made = [
    conversion.createdOpportunity ? conversion.opportunityId : null,
    conversion.createdContact ? conversion.contactId : null,
    conversion.createdAccount ? conversion.accountId : null,
  ].filter((id) => id !== null)
  return made.map((id) => [objectOfId(id) ?? '', [id]])
}

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

async function reopen(tx: Tx, actor: Actor, lead: StoredRecord, { journal }: Conversion): Promise<void> {
  const closed = journal.lead.ClosedDate
  const values: FieldValues = {
    Status: journal.lead.Status ?? null,
    ClosedDate: typeof closed === 'string' ? new Date(closed) : null,
    ConvertedAt: null,
    ConvertedAccountId: null,
    ConvertedContactId: null,
    ConvertedOpportunityId: null,
  }
  const definition = await definitionOf(tx, 'Lead')
  await updateRecords(tx, actor, definition, new Map([[lead.Id, lead]]), [{ id: lead.Id, values }])
}

const sentenceOf = ({ kind, recordId }: Obstacle): string =>
  sentences[kind](objectOfId(recordId)?.toLowerCase() ?? 'record')

const sentences: Record<ObstacleKind, (object: string) => string> = {
  changed: (object) => `The ${object} was changed since.`,
  deleted: (object) => `The ${object} was deleted since.`,
  activity: () => 'Something was done or planned with the new records since.',
  activity_done: () => 'A task that came along with the lead was completed since.',
  contact_role: () => 'The contact has a role in another opportunity, or the opportunity has another contact.',
  opportunity: () => 'The account has another opportunity.',
  contact: () => 'The account has another contact.',
  child_account: () => 'Another account stands below the new one.',
  lead: () => 'Another lead was converted into the same records.',
  membership: () => 'The contact was added to another campaign.',
}

const notConverted = (): Refusal =>
  new Refusal('not_converted', 'This lead is not converted, so there is nothing to undo.', { kind: 'conflict' })

const builtUpon = (obstacles: Undoing['obstacles']): Refusal =>
  new Refusal(
    'conversion_built_upon',
    `This conversion can no longer be undone: work was built on it. ${obstacles.map(({ sentence }) => sentence).join(' ')} Correct the account, the contact and the opportunity themselves instead.`,
    {
      kind: 'conflict',
      rule: 'A conversion is undone only while nothing was built on its result.',
      facts: {
        obstacles: obstacles.map(({ kind, recordId, since, sentence }) => ({
          kind,
          recordId: encodeId(recordId),
          since,
          sentence,
        })),
      },
    },
  )
