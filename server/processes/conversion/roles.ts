import type { Tx } from '../../platform/tx.ts'
import type { Actor } from '../../ground/users/actor.ts'
import { addContactRoles } from '../../records/opportunities/opportunities.ts'
import type { Converted } from './converted.ts'
import type { Plan } from './plan.ts'
import type { Scene } from './scene.ts'

/**
 * In an opportunity that was there before, the contact gets a role, primary only when nobody is yet. (A new opportunity's
 * primary contact came with it.) The role's id at the place of each plan that got one.
 */
export async function giveRoles(
  tx: Tx,
  actor: Actor,
  { roles }: Scene,
  plans: readonly Plan[],
  converted: readonly Converted[],
): Promise<(number | undefined)[]> {
  const primaryIn = new Set(roles.filter(({ isPrimary }) => isPrimary).map(({ opportunityId }) => opportunityId))
  const present = new Set(roles.map(({ opportunityId, contactId }) => `${opportunityId}:${contactId}`))
  const given = plans.flatMap((plan, at) => {
    const one = converted[at]
    const opportunityId = plan.opportunity?.Id
    if (opportunityId === undefined || one === undefined) return []
    const place = `${opportunityId}:${one.contactId}`
    if (present.has(place)) return []
    present.add(place)
    const isPrimary = !primaryIn.has(opportunityId)
    primaryIn.add(opportunityId)
    return [{ at, role: { opportunityId, contactId: one.contactId, isPrimary } }]
  })
  const ids = await addContactRoles(
    tx,
    actor,
    given.map(({ role }) => role),
  )
  const byPlace = new Map(given.map(({ at }, index) => [at, ids[index]]))
  return plans.map((_, at) => byPlace.get(at))
}
