import type { Tx } from '../../platform/tx.ts'
import { definitionOf } from '../../ground/objects/catalogue.ts'
import type { FieldValues, StoredRecord } from '../../ground/objects/definition.ts'
import { lockRecords, updateRecords, type Change } from '../../ground/objects/save.ts'
import type { Actor } from '../../ground/users/actor.ts'
import type { Belonging } from './conversions.sql.ts'
import type { Converted, Written } from './converted.ts'
import type { Plan } from './plan.ts'
import type { Scene } from './scene.ts'

/**
 * Open tasks and meetings come to the contact and the opportunity, notes and files to the contact, memberships gain the contact. All stay
 * visible on the lead, whose person is the contact's. What was written, by lead.
 */
export async function attachBelongings(
  tx: Tx,
  actor: Actor,
  scene: Scene,
  converted: readonly Converted[],
  gone: ReadonlySet<number>,
): Promise<Map<number, Written[]>> {
  const goesTo = new Map(converted.map((one) => [one.leadId, one]))
  const belongings = [...scene.belongings.values()]
    .flat()
    .filter(({ id, object, leadId }) => object !== 'Campaign' && !gone.has(id) && goesTo.has(leadId))
  const written = new Map<number, Written[]>()
  for (const [objectName, ofObject] of Map.groupBy(belongings, ({ object }) => object)) {
    const definition = await definitionOf(tx, objectName)
    const locked = await lockRecords(
      tx,
      actor,
      definition,
      ofObject.map(({ id }) => id),
    )
    const changes = ofObject.flatMap((belonging): Change[] => {
      const [record, to] = [locked.get(belonging.id), goesTo.get(belonging.leadId)]
      if (record === undefined || to === undefined) return []
      const values = attachedTo[belonging.object](record, to)
      const entries = Object.entries(values).map(([field, after]) => ({
        id: record.Id,
        field,
        before: record[field] ?? null,
        after,
      }))
      written.set(to.leadId, [...(written.get(to.leadId) ?? []), ...entries])
      return [{ id: record.Id, values }]
    })
    await updateRecords(tx, actor, definition, locked, changes)
  }
  return written
}

const attachedTo: Record<Belonging['object'], (record: StoredRecord, to: Converted) => FieldValues> = {
  Task: (task, to) => ({ WhoId: to.contactId, WhatId: task.WhatId ?? to.opportunityId ?? to.accountId }),
  Event: (event, to) => ({ WhoId: to.contactId, WhatId: event.WhatId ?? to.opportunityId ?? to.accountId }),
  Note: (_, to) => ({ ParentId: to.contactId }),
  Attachment: (_, to) => ({ ParentId: to.contactId }),
  ContentDocumentLink: (_, to) => ({ LinkedEntityId: to.contactId }),
  CampaignMember: (member, to) => ({ ContactId: member.ContactId ?? to.contactId }),
  Campaign: () => ({}),
}

/** The leads themselves: closed, locked, and pointing to what they became. */
export async function closeLeads(
  tx: Tx,
  actor: Actor,
  scene: Scene,
  plans: readonly Plan[],
  converted: readonly Converted[],
): Promise<void> {
  const changes = plans.map(({ lead, status }, at): Change => {
    const one = converted[at]
    return {
      id: lead.Id,
      values: {
        Status: status,
        ClosedDate: tx.now,
        ConvertedAt: tx.now,
        ConvertedAccountId: one?.accountId ?? null,
        ConvertedContactId: one?.contactId ?? null,
        ConvertedOpportunityId: one?.opportunityId ?? null,
      },
    }
  })
  await updateRecords(tx, actor, await definitionOf(tx, 'Lead'), scene.leads, changes)
}
