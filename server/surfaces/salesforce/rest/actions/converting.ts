import { encodeId } from '../../../../../shared/ids.ts'
import { Refusal } from '../../../../platform/errors.ts'
import { convertLeads, type ConversionRequest } from '../../../../processes/conversion/conversion.ts'
import { refusalOf } from '../../dialect/errors.ts'
import { idIn, requiredId, switchIn, textIn, type Action, type Inputs } from './action.ts'

/** Turns leads into accounts, contacts and opportunities. */
export const convertLead: Action = {
  name: 'convertLead',
  label: 'Convert Lead',
  description: 'Converts a lead into an account, a contact and, unless told not to, an opportunity.',
  inputs: [
    { name: 'leadId', label: 'Lead ID', description: 'The lead to convert.', type: 'ID', required: true },
    {
      name: 'convertedStatus',
      label: 'Converted Status',
      description: 'A status that means converted.',
      type: 'STRING',
    },
    { name: 'accountId', label: 'Account ID', description: 'Convert into this account.', type: 'ID' },
    { name: 'contactId', label: 'Contact ID', description: 'Convert into this contact of that account.', type: 'ID' },
    { name: 'opportunityId', label: 'Opportunity ID', description: 'Attach to this open opportunity.', type: 'ID' },
    { name: 'opportunityName', label: 'Opportunity Name', description: 'Name of the new opportunity.', type: 'STRING' },
    { name: 'doNotCreateOpportunity', label: 'No Opportunity', description: 'Make no opportunity.', type: 'BOOLEAN' },
    { name: 'ownerId', label: 'Owner ID', description: 'Owner of what is newly made.', type: 'ID' },
    {
      name: 'overwriteLeadSource',
      label: 'Overwrite Lead Source',
      description: "Replace the contact's.",
      type: 'BOOLEAN',
    },
    { name: 'sendNotificationEmail', label: 'Send Notification', description: 'Mail the new owner.', type: 'BOOLEAN' },
    {
      name: 'overrideReason',
      label: 'Override Reason',
      description: 'Why it is converted though the criteria are not met, by someone who may.',
      type: 'STRING',
    },
  ],
  outputs: [
    { name: 'leadId', label: 'Lead ID', description: 'The lead.', type: 'ID' },
    { name: 'accountId', label: 'Account ID', description: 'The account.', type: 'ID' },
    { name: 'contactId', label: 'Contact ID', description: 'The contact.', type: 'ID' },
    { name: 'opportunityId', label: 'Opportunity ID', description: 'The opportunity, if any.', type: 'ID' },
  ],
  invoke: async ({ tx, actor }, inputs) => {
    const requests = inputs.map(requestOrRefusal)
    const results = await convertLeads(
      tx,
      actor,
      requests.filter((one): one is ConversionRequest => !(one instanceof Refusal)),
    )
    let at = 0
    return requests.map((request) => {
      const { converted, refusal } = request instanceof Refusal ? { refusal: request } : (results[at++] ?? {})
      if (converted === undefined) return { refusal: refusal ?? missing() }
      const { leadId, accountId, contactId, opportunityId } = converted
      return {
        outputs: {
          leadId: encodeId(leadId),
          accountId: encodeId(accountId),
          contactId: encodeId(contactId),
          opportunityId: opportunityId === null ? null : encodeId(opportunityId),
        },
      }
    })
  },
}

function requestOrRefusal(inputs: Inputs): ConversionRequest | Refusal {
  try {
    return {
      leadId: requiredId(inputs, 'leadId'),
      convertedStatus: textIn(inputs, 'convertedStatus'),
      accountId: idIn(inputs, 'accountId'),
      contactId: idIn(inputs, 'contactId'),
      opportunityId: idIn(inputs, 'opportunityId'),
      opportunityName: textIn(inputs, 'opportunityName'),
      doNotCreateOpportunity: switchIn(inputs, 'doNotCreateOpportunity'),
      ownerId: idIn(inputs, 'ownerId'),
      overwriteLeadSource: switchIn(inputs, 'overwriteLeadSource'),
      sendNotificationEmail: switchIn(inputs, 'sendNotificationEmail'),
      overrideReason: textIn(inputs, 'overrideReason'),
    }
  } catch (error) {
    const refusal = refusalOf(error)
    if (refusal === undefined) throw error
    return refusal
  }
}

function missing(): never {
  throw new Error('Every lead is answered.')
}
