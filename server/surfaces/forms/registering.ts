import { decodeId, objectOfId } from '../../../shared/ids.ts'
import { theProgram } from '../../ground/users/actor.ts'
import type { Tx } from '../../platform/tx.ts'
import type { LetterSetting } from '../../processes/registrations/letters.ts'
import { registerPeople } from '../../processes/registrations/registrations.ts'
import { takesRegistrations } from '../../records/sessions/plan.ts'
import { plansByForm } from '../../records/sessions/plans.ts'
import type { Accepted } from './accepted.ts'
import type { CampaignResponse } from './campaigns.ts'

/**
 * Registers those whose form is the registration page of an event, in the order in which they sent it. Where
 * registration is closed they stay a lead or an inquiry, with a note. One answer each, in order; undefined for
 * forms that are no registration page.
 */
export async function registerVisitors(
  tx: Tx,
  setting: LetterSetting,
  accepted: readonly Accepted[],
): Promise<(CampaignResponse | undefined)[]> {
  const plans = await plansByForm(tx, [...new Set(accepted.flatMap(({ form }) => form?.id ?? []))])
  if (plans.size === 0) return accepted.map(() => undefined)
  const wishes = accepted.flatMap((one) => {
    const plan = plans.get(one.form?.id ?? 0)
    if (plan === undefined || !takesRegistrations(plan, tx.now)) return []
    return [{ one, campaignId: plan.campaignId }]
  })
  const saved = await registerPeople(
    tx,
    theProgram,
    setting,
    wishes.map(({ one, campaignId }) => ({
      campaignId,
      who: { object: one.who.object, id: one.who.id, personId: one.who.personId },
      sessionIds: sessionsIn(one.understanding.control.sessions),
      formPostId: one.post.id,
    })),
  )
  return accepted.map((one) => {
    const plan = plans.get(one.form?.id ?? 0)
    if (plan === undefined) return undefined
    const at = wishes.findIndex((wish) => wish.one === one)
    const refusal = saved[at]?.refusal
    if (at === -1) return { campaignId: plan.campaignId, notes: ['Registration was closed, so nobody was registered.'] }
    if (refusal !== undefined) return { campaignId: plan.campaignId, notes: [`Not registered: ${refusal.message}`] }
    return { campaignId: plan.campaignId, notes: [notes[saved[at]?.registration?.state ?? 'registered']] }
  })
}

const notes = {
  registered: 'Registered for the event.',
  waiting: 'On the waiting list of the event.',
  cancelled: 'The registration was cancelled meanwhile.',
} as const

const sessionsIn = (text: string): number[] =>
  text.split(';').flatMap((one) => {
    const id = decodeId(one.trim())
    return id !== undefined && objectOfId(id) === 'EventSession' ? [id] : []
  })
