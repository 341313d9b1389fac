import { Refusal } from '../../platform/errors.ts'
import { announce } from '../../platform/events.ts'
import { inOneBreath, inSavepoint, type Tx, type Underway } from '../../platform/tx.ts'
import { drawIds } from '../../ground/objects/ids.ts'
import { refuseUnlessHas, refuseUnlessMay, type Actor } from '../../ground/users/actor.ts'
import { countingMembers } from '../../records/campaigns/counting.ts'
import { isConverted } from '../../records/leads/lead.ts'
import { attachBelongings, closeLeads } from './attaching.ts'
import {
  carryLastActivity,
  insertConversions,
  mergedAwayLeads,
  winnersOf,
  type NewConversion,
} from './conversions.sql.ts'
import { MOST_AT_ONCE, type ConversionRequest, type Converted } from './converted.ts'
import { joinPersons } from './persons.ts'
import { planConversions, type Plan } from './plan.ts'
import { aPersonConverts, lostTheRace, mergedAway, tooMany } from './refusals.ts'
import { giveRoles } from './roles.ts'
import { readScene, type Scene } from './scene.ts'
import { bringVerdicts } from '../duplicates/verdicts.ts'
import { Misfit, settleAccounts, settleContacts, settleOpportunities } from './targets.ts'

export type { ConversionRequest, Converted }

/** What became of one request: the lead converted, or why not. */
export type ConversionResult =
  | { readonly leadId: number; readonly converted: Converted; readonly refusal?: undefined }
  | { readonly leadId: number; readonly converted?: undefined; readonly refusal: Refusal }

/**
 * Converts leads: each becomes an account, a contact and, unless told not to, an opportunity (vocabulary: Conversion,
 * exactly; the field's convertLead). One answer each, in order; a lead that is refused leaves nothing behind, and the others go
 * on. The number of statements does not grow with the list. Somebody faster is answered as `lead_already_converted`,
 * a conflict that names them and the records.
 */
export async function convertLeads(
  tx: Tx,
  actor: Actor,
  requests: readonly ConversionRequest[],
): Promise<ConversionResult[]> {
  refuseUnlessHas(actor, 'convert', 'convert leads')
  if (actor.userId === null) throw aPersonConverts()
  if (requests.length > MOST_AT_ONCE) throw tooMany(requests.length, MOST_AT_ONCE)
  refuseUnlessMayMake(actor, requests)
  if (requests.length === 0) return []
  const scene = await readScene(tx, actor, requests)
  const planned = planConversions(actor, scene, requests)
  const plans = planned.filter((one): one is Plan => !(one instanceof Refusal))
  const done = await carryOutWhatFits(tx, actor, scene, plans)
  const named = await withWinners(tx, actor, scene, requests, planned)
  return requests.map(({ leadId }, at) => {
    const one = named[at]
    const outcome = one === undefined || one instanceof Refusal ? one : done.get(one)
    if (outcome === undefined) throw new Error('Every request is answered.')
    return outcome instanceof Refusal ? { leadId, refusal: outcome } : { leadId, converted: outcome }
  })
}

/** Permissions of the field: converting needs to make, or change, what it makes or fills. */
function refuseUnlessMayMake(actor: Actor, requests: readonly ConversionRequest[]): void {
  refuseUnlessMay(actor, 'edit', 'Lead')
  if (requests.some(({ accountId }) => accountId === undefined)) refuseUnlessMay(actor, 'create', 'Account')
  if (requests.some(({ contactId }) => contactId === undefined)) refuseUnlessMay(actor, 'create', 'Contact')
  if (
    requests.some(
      ({ opportunityId, doNotCreateOpportunity }) => opportunityId === undefined && doNotCreateOpportunity !== true,
    )
  )
    refuseUnlessMay(actor, 'create', 'Opportunity')
}

/** A record room may refuse one of many (a custom field too long for its target): then that one is left out, and the rest converted without it. */
async function carryOutWhatFits(
  tx: Tx,
  actor: Actor,
  scene: Scene,
  plans: readonly Plan[],
): Promise<Map<Plan, Converted | Refusal>> {
  const outcomes = new Map<Plan, Converted | Refusal>()
  let fitting = plans
  while (fitting.length > 0) {
    try {
      const attempt = fitting
      const converted =
        plans.length === 1
          ? await carryOut(tx, actor, scene, attempt)
          : await inSavepoint(tx, () => carryOut(tx, actor, scene, attempt))
      for (const [at, one] of converted.entries()) outcomes.set(attempt[at] ?? missing(), one)
      return outcomes
    } catch (error) {
      if (!(error instanceof Misfit)) throw error
      // Of a single one the whole transaction is undone by the refusal.
      if (plans.length === 1) throw error.refusal
      const misfit = fitting[error.at] ?? missing()
      outcomes.set(misfit, error.refusal)
      fitting = fitting.filter((plan) => plan !== misfit)
    }
  }
  return outcomes
}

const carryOut = (tx: Tx, actor: Actor, scene: Scene, plans: readonly Plan[]): Promise<Converted[]> =>
  inOneBreath((underway) => carryOutWithin(tx, actor, underway, scene, plans))

async function carryOutWithin(
  tx: Tx,
  actor: Actor,
  underway: Underway,
  scene: Scene,
  plans: readonly Plan[],
): Promise<Converted[]> {
  const accounts = await settleAccounts(tx, actor, underway, scene, plans)
  const contacts = await settleContacts(tx, actor, underway, scene, plans, accounts)
  const opportunities = await settleOpportunities(tx, actor, underway, scene, plans, accounts, contacts)
  const ids = await drawIds(tx, 'Conversion', plans.length)
  const converted = plans.map((plan, at): Converted => ({
    leadId: plan.lead.Id,
    conversionId: ids[at] ?? missing(),
    accountId: accounts[at]?.id ?? missing(),
    contactId: contacts[at]?.id ?? missing(),
    opportunityId: opportunities[at]?.id ?? null,
    createdAccount: accounts[at]?.isNew === true,
    createdContact: contacts[at]?.isNew === true,
    createdOpportunity: opportunities[at]?.isNew === true,
    criteriaMet: plan.qualification.metAll,
  }))
  const { joined, attached } = await bringAlong(tx, actor, scene, plans, converted)
  const roles = await giveRoles(tx, actor, scene, plans, converted)
  const rows = plans.map((plan, at): NewConversion => {
    const one = converted[at] ?? missing()
    return {
      ...one,
      agreementVersion: plan.qualification.agreementVersion,
      overrideReason: plan.overrideReason,
      evidenceIds: plan.qualification.findings.flatMap(({ evidence }) => evidence?.id ?? []),
      versions: Object.fromEntries(
        [accounts[at], contacts[at], opportunities[at]].flatMap((settled) =>
          settled?.isNew === true ? [[String(settled.id), 1]] : [],
        ),
      ),
      journal: {
        lead: { Status: plan.lead.Status ?? null, ClosedDate: plan.lead.ClosedDate ?? null },
        filled: [accounts[at], contacts[at], opportunities[at]].flatMap((settled) => settled?.filled ?? []),
        attached: attached.get(plan.lead.Id) ?? [],
        joined: plan.contact === undefined ? null : (joined.get(Number(plan.lead.PersonId)) ?? null),
        roleId: roles[at] ?? null,
      },
    }
  })
  const touched = converted.filter((_, at) => (plans[at]?.lead.LastActivityDate ?? null) !== null)
  // Sent together: none needs another's answer.
  await Promise.all([
    closeLeads(tx, actor, scene, plans, converted),
    insertConversions(tx, actor.userId ?? missing(), rows),
    touched.length === 0 ? 0 : carryLastActivity(tx, touched),
    bringVerdicts(tx, converted),
  ])
  announceConversions(tx, actor, plans, converted)
  return converted
}

/** Joins the persons of leads with those of their contacts, and brings along what the leads had; campaigns count them anew. */
async function bringAlong(tx: Tx, actor: Actor, scene: Scene, plans: readonly Plan[], converted: readonly Converted[]) {
  const joins = plans.flatMap(({ lead, contact }) =>
    contact === undefined ? [] : [{ from: Number(lead.PersonId), to: Number(contact.PersonId) }],
  )
  const bring = async () => {
    const joined = await joinPersons(tx, joins)
    const removed = new Set([...joined.values()].flatMap(({ removedMembers }) => removedMembers.map(({ id }) => id)))
    return { joined, attached: await attachBelongings(tx, actor, scene, converted, removed) }
  }
  const members = plans.filter(({ lead }) =>
    scene.belongings.get(lead.Id)?.some(({ object }) => object === 'CampaignMember'),
  )
  // Nobody waits for numbers that cannot change.
  if (members.length === 0) return bring()
  const personIds = [
    ...members.map(({ lead }) => Number(lead.PersonId)),
    ...joins.map(({ from }) => from),
    ...joins.map(({ to }) => to),
  ]
  return countingMembers(tx, actor, { personIds: [...new Set(personIds)] }, 'Conversion', bring)
}

function announceConversions(tx: Tx, actor: Actor, plans: readonly Plan[], converted: readonly Converted[]): void {
  const wantsMail = plans.filter(({ request }) => request.sendNotificationEmail === true)
  announce(tx, {
    type: 'lead.converted',
    recordIds: converted.map(({ leadId }) => leadId),
    actorId: actor.userId,
    payload: { conversions: converted },
  })
  announce(tx, {
    type: 'lead.handed_over',
    recordIds: wantsMail.map(({ lead }) => lead.Id),
    actorId: actor.userId,
    payload: { ownerIds: wantsMail.map(({ ownerId }) => ownerId) },
  })
}

/** Names who was faster, by converting or by merging; asked only when somebody was. */
async function withWinners(
  tx: Tx,
  actor: Actor,
  scene: Scene,
  requests: readonly ConversionRequest[],
  planned: readonly (Plan | Refusal)[],
): Promise<(Plan | Refusal)[]> {
  const lost = [...scene.leads.values()].filter(isConverted).map(({ Id }) => Id)
  const gone = requests.flatMap(({ leadId }) => (scene.leads.has(leadId) ? [] : [leadId]))
  const winners = new Map(lost.length === 0 ? [] : (await winnersOf(tx, lost)).map((one) => [one.leadId, one]))
  const masters = new Map(
    gone.length === 0 ? [] : (await mergedAwayLeads(tx, actor, gone)).map(({ id, masterId }) => [id, masterId]),
  )
  return planned.map((one, at) => {
    const leadId = requests[at]?.leadId ?? 0
    const lead = scene.leads.get(leadId)
    if (!(one instanceof Refusal)) return one
    if (lead !== undefined) return one.code === 'lead_already_converted' ? lostTheRace(lead, winners.get(leadId)) : one
    const masterId = masters.get(leadId)
    return masterId === undefined ? one : mergedAway(leadId, masterId)
  })
}

function missing(): never {
  throw new Error('A list of conversions lost its order.')
}
