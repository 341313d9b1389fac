import { Refusal } from '../../platform/errors.ts'
import type { Tx, Underway } from '../../platform/tx.ts'
import type { FieldValue, FieldValues, StoredRecord } from '../../ground/objects/definition.ts'
import type { Door } from '../../ground/objects/door.ts'
import type { Draft } from '../../ground/objects/drafts.ts'
import type { Saved } from '../../ground/objects/save.ts'
import { may, type Actor } from '../../ground/users/actor.ts'
import { accountDoor, openAccounts } from '../../records/accounts/accounts.ts'
import { contactDoor, createContacts } from '../../records/contacts/contacts.ts'
import { endOfQuarter } from '../../records/opportunities/opportunity.ts'
import { openOpportunities, opportunityDoor } from '../../records/opportunities/opportunities.ts'
import { NO_AMOUNT, type Written } from './converted.ts'
import { carriedOver, fillsBlanksOf } from './mapping.ts'
import type { Plan } from './plan.ts'
import type { Scene } from './scene.ts'

/** What each plan goes into, by its place: the id, whether it was made, and which blanks were filled. */
export type Settled = { readonly id: number; readonly isNew: boolean; readonly filled: readonly Written[] }

/** A record room said no to one plan of the set. */
export class Misfit extends Error {
  readonly at: number
  readonly refusal: Refusal

  constructor(at: number, refusal: Refusal) {
    super(refusal.message)
    this.at = at
    this.refusal = refusal
  }
}

/** Suggestions were made before, nobody looks at single records, and what is referred to was read or made a moment ago. */
const options = (underway: Underway, scene: Scene, plans: readonly Plan[], made: readonly Settled[] = []) => ({
  skipDuplicateCheck: true,
  readBack: false,
  underway,
  known: new Set([
    ...plans.map(({ ownerId }) => ownerId),
    ...made.map(({ id }) => id),
    ...plans.flatMap(({ lead }) => campaignOf(scene, lead) ?? []),
  ]),
})

export async function settleAccounts(
  tx: Tx,
  actor: Actor,
  underway: Underway,
  scene: Scene,
  plans: readonly Plan[],
): Promise<Settled[]> {
  const draft = ({ lead, ownerId }: Plan): Draft => ({
    Type: 'Prospect',
    ...carriedOver(scene.mapping, 'Account', lead),
    OwnerId: ownerId,
  })
  const wanted = ({ lead }: Plan): FieldValues => ({ Type: 'Prospect', ...carriedOver(scene.mapping, 'Account', lead) })
  return settle(plans, {
    existing: ({ account }) => account,
    create: (fresh) => openAccounts(tx, actor, fresh.map(draft), options(underway, scene, plans)),
    fill: (older) =>
      fillBlanks(
        tx,
        actor,
        accountDoor,
        older.map((plan) => ({ record: plan.account, wanted: wanted(plan) })),
      ),
  })
}

export async function settleContacts(
  tx: Tx,
  actor: Actor,
  underway: Underway,
  scene: Scene,
  plans: readonly Plan[],
  accounts: readonly Settled[],
): Promise<Settled[]> {
  const accountOf = new Map(plans.map((plan, at) => [plan, accounts[at]?.id]))
  const accountNames = new Map(
    plans.map(({ account, lead }, at) => [accounts[at]?.id ?? 0, String(account?.Name ?? lead.Company)]),
  )
  const draft = (plan: Plan): Draft => ({
    ...carriedOver(scene.mapping, 'Contact', plan.lead),
    AccountId: accountOf.get(plan),
    OwnerId: plan.ownerId,
  })
  return settle(plans, {
    existing: ({ contact }) => contact,
    // The contact is the lead's person: what they did needs no moving.
    create: (fresh) =>
      createContacts(tx, actor, fresh.map(draft), {
        ...options(underway, scene, plans, accounts),
        accountNames,
        people: fresh.map(({ lead }) => Number(lead.PersonId)),
      }),
    fill: (older) =>
      fillBlanks(
        tx,
        actor,
        contactDoor,
        older.map((plan): Filling => ({
          record: plan.contact,
          wanted: carriedOver(scene.mapping, 'Contact', plan.lead),
          replaced:
            plan.request.overwriteLeadSource === true && typeof plan.lead.LeadSource === 'string'
              ? { LeadSource: plan.lead.LeadSource }
              : {},
        })),
      ),
  })
}

/** Undefined at the place of a plan that wants no opportunity. */
export async function settleOpportunities(
  tx: Tx,
  actor: Actor,
  underway: Underway,
  scene: Scene,
  plans: readonly Plan[],
  accounts: readonly Settled[],
  contacts: readonly Settled[],
): Promise<(Settled | undefined)[]> {
  const wanting = plans.filter(({ request }) => request.doNotCreateOpportunity !== true)
  const place = new Map(plans.map((plan, at) => [plan, at]))
  const today = tx.now.toISOString().slice(0, 10)
  const draft = (plan: Plan): Draft => {
    const { lead, request, ownerId } = plan
    const at = place.get(plan) ?? 0
    return {
      ...wantedOfOpportunity(scene, plan),
      Name: request.opportunityName ?? String(lead.Company).slice(0, 120),
      AccountId: accounts[at]?.id,
      ContactId: contacts[at]?.id,
      OwnerId: ownerId,
      StageName: scene.firstStage,
      CloseDate: request.closeDate ?? endOfQuarter(today, scene.fiscalYearStartsIn),
      Amount: request.amount ?? null,
      NoAmountReason: request.amount === undefined ? (request.noAmountReason ?? NO_AMOUNT) : null,
      ...(request.keepOutOfForecast === true ? { ForecastCategoryName: 'Omitted' } : {}),
    }
  }
  const settled = await settle(
    wanting,
    {
      existing: ({ opportunity }) => opportunity,
      create: (fresh) =>
        openOpportunities(tx, actor, fresh.map(draft), options(underway, scene, plans, [...accounts, ...contacts])),
      fill: (older) =>
        fillBlanks(
          tx,
          actor,
          opportunityDoor,
          older.map((plan) => ({
            record: plan.opportunity,
            wanted: may(actor, 'edit', 'Opportunity') ? wantedOfOpportunity(scene, plan) : {},
          })),
        ),
    },
    (plan) => place.get(plan) ?? 0,
  )
  const byPlan = new Map(wanting.map((plan, at) => [plan, settled[at]]))
  return plans.map((plan) => byPlan.get(plan))
}

/** The primary campaign is the one the person responded to last. */
function wantedOfOpportunity(scene: Scene, { lead }: Plan): FieldValues {
  const campaignId = campaignOf(scene, lead)
  return {
    ...carriedOver(scene.mapping, 'Opportunity', lead),
    ...(campaignId === undefined ? {} : { CampaignId: campaignId }),
  }
}

const campaignOf = (scene: Scene, lead: StoredRecord): number | undefined =>
  scene.belongings.get(lead.Id)?.find(({ object }) => object === 'Campaign')?.id

type Ways = {
  readonly existing: (plan: Plan) => StoredRecord | undefined
  readonly create: (fresh: readonly Plan[]) => Promise<Saved[]>
  readonly fill: (older: readonly Plan[]) => Promise<Filled[]>
}

/** Makes what is new with one call, fills what is there with another, and puts both back into the order of the plans. */
async function settle(
  plans: readonly Plan[],
  ways: Ways,
  placeOf: (plan: Plan, at: number) => number = (_, at) => at,
): Promise<Settled[]> {
  const isThere = (plan: Plan): boolean => ways.existing(plan) !== undefined
  const [fresh, older] = [plans.filter((plan) => !isThere(plan)), plans.filter(isThere)]
  const created = fresh.length === 0 ? [] : await ways.create(fresh)
  const filled = older.length === 0 ? [] : await ways.fill(older)
  const places = new Map(plans.map((plan, at) => [plan, placeOf(plan, at)]))
  const results = new Map<Plan, Settled>()
  for (const [at, plan] of fresh.entries()) {
    const saved = created[at]
    if (saved?.id === undefined || saved.refusal !== undefined)
      throw new Misfit(places.get(plan) ?? 0, saved?.refusal ?? new Refusal('not_saved', 'This could not be saved.'))
    results.set(plan, { id: saved.id, isNew: true, filled: [] })
  }
  for (const [at, plan] of older.entries()) {
    const one = filled[at]
    if (one === undefined || one.refusal !== undefined)
      throw new Misfit(places.get(plan) ?? 0, one?.refusal ?? new Refusal('not_saved', 'This could not be saved.'))
    results.set(plan, { id: one.id, isNew: false, filled: one.written })
  }
  return plans.flatMap((plan) => results.get(plan) ?? [])
}

type Filling = {
  readonly record: StoredRecord | undefined
  readonly wanted: FieldValues
  readonly replaced?: FieldValues
}
type Filled = { readonly id: number; readonly written: readonly Written[]; readonly refusal?: Refusal }

/** Fills blanks of records that are there, several leads into one record included: what the first filled is no blank for the second. */
async function fillBlanks(tx: Tx, actor: Actor, door: Door, fillings: readonly Filling[]): Promise<Filled[]> {
  const now = new Map<number, FieldValues>()
  const drafts = new Map<number, Record<string, FieldValue>>()
  const filled = fillings.map(({ record, wanted, replaced = {} }): Filled => {
    if (record === undefined) throw new Error('Only what is there is filled.')
    const before = now.get(record.Id) ?? record
    const values = { ...fillsBlanksOf(before, wanted), ...replaced }
    now.set(record.Id, { ...before, ...values })
    if (Object.keys(values).length > 0) drafts.set(record.Id, { ...drafts.get(record.Id), ...values })
    return {
      id: record.Id,
      written: Object.entries(values).map(([field, after]) => ({
        id: record.Id,
        field,
        before: before[field] ?? null,
        after,
      })),
    }
  })
  if (drafts.size === 0) return filled
  const saved = await door.update(
    tx,
    actor,
    [...drafts].map(([id, draft]) => ({ id, draft })),
  )
  const refusals = new Map(
    saved.flatMap(({ id, refusal }) => (id !== undefined && refusal !== undefined ? [[id, refusal]] : [])),
  )
  return filled.map((one) => ({ ...one, refusal: refusals.get(one.id) }))
}
