import { encodeId } from '../../../shared/ids.ts'
import { recordsById } from '../../ground/objects/list.ts'
import { theProgram } from '../../ground/users/actor.ts'
import { User } from '../../ground/users/user.ts'
import type { Tx } from '../../platform/tx.ts'
import { Lead } from '../../records/leads/fields.ts'
import { queueMail } from './mail.ts'
import type { NewMail } from './message.ts'

/** Leads that were converted for somebody who is to be told: each with the owner of what came of it. */
export type Handover = { readonly leadId: number; readonly ownerId: number }

/** Tells new owners what they were given, one letter a lead; answers the ids of the letters. */
export async function mailHandovers(tx: Tx, publicUrl: string, handovers: readonly Handover[]): Promise<number[]> {
  const [leads, owners] = await Promise.all([
    recordsById(
      tx,
      theProgram,
      Lead,
      handovers.map(({ leadId }) => leadId),
      ['Name', 'Company', 'ConvertedContactId', 'ConvertedOpportunityId'],
    ),
    recordsById(
      tx,
      theProgram,
      User,
      handovers.map(({ ownerId }) => ownerId),
      ['Name', 'Email'],
    ),
  ])
  const leadOf = new Map(leads.map((lead) => [lead.Id, lead]))
  const ownerOf = new Map(owners.map((owner) => [owner.Id, owner]))
  const letters = handovers.flatMap(({ leadId, ownerId }): NewMail[] => {
    const [lead, owner] = [leadOf.get(leadId), ownerOf.get(ownerId)]
    if (lead === undefined || typeof owner?.Email !== 'string') return []
    const what =
      typeof lead.ConvertedOpportunityId === 'number'
        ? { path: 'opportunities', id: lead.ConvertedOpportunityId }
        : { path: 'contacts', id: Number(lead.ConvertedContactId) }
    return [
      {
        kind: 'transactional',
        purpose: 'notification',
        to: owner.Email,
        toName: typeof owner.Name === 'string' ? owner.Name : undefined,
        subject: `Qualified and yours: ${String(lead.Name)}, ${String(lead.Company)}`,
        text: `${String(lead.Name)} of ${String(lead.Company)} was vetted and converted, and is yours now. What was found out, and what comes next:\n\n${publicUrl}/${what.path}/${encodeId(what.id)}`,
      },
    ]
  })
  return queueMail(tx, theProgram, letters)
}
