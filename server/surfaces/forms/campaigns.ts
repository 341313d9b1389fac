import { decodeId, objectOfId } from '../../../shared/ids.ts'
import { theProgram } from '../../ground/users/actor.ts'
import { recordResponses, type Response } from '../../records/inquiries/responses.ts'
import type { Tx } from '../../platform/tx.ts'
import type { Accepted } from './accepted.ts'

export type CampaignResponse = { readonly campaignId: number | null; readonly notes: readonly string[] }

/**
 * Notes the response of each sender to the campaign their form names. A campaign that is not there leaves a
 * note: the lead is worth more than the attribution. One answer each, in order.
 */
export async function respondToCampaigns(tx: Tx, accepted: readonly Accepted[]): Promise<CampaignResponse[]> {
  const wanted = accepted.map(wantedCampaign)
  const responses = accepted.flatMap((one, at): Response[] => {
    const campaignId = wanted[at]
    if (typeof campaignId !== 'number') return []
    const status = one.understanding.control.memberStatus || one.form?.memberStatus || undefined
    return [{ campaignId, personId: one.who.personId, object: one.who.object, recordId: one.who.id, status }]
  })
  const saved = await recordResponses(tx, theProgram, responses)
  let next = 0
  return wanted.map((campaignId) => {
    if (campaignId === undefined) return { campaignId: null, notes: [] }
    if (typeof campaignId === 'string')
      return { campaignId: null, notes: [`'${campaignId.slice(0, 40)}' is no campaign, so no response was noted.`] }
    const refusal = saved[next++]?.refusal
    return refusal === undefined
      ? { campaignId, notes: [] }
      : { campaignId: null, notes: [`No campaign response was noted: ${refusal.message}`] }
  })
}

/** The campaign a post names, or its form's; the text when it is no campaign's id. */
function wantedCampaign({ understanding: { control }, form }: Accepted): number | string | undefined {
  if (control.campaign === '') return form?.campaignId ?? undefined
  const id = decodeId(control.campaign)
  return id !== undefined && objectOfId(id) === 'Campaign' ? id : control.campaign
}
