import { Refusal } from '../../platform/errors.ts'
import { announce } from '../../platform/events.ts'
import type { Tx } from '../../platform/tx.ts'
import { definitionOf } from '../../ground/objects/catalogue.ts'
import { defineObject, type FieldValues, type ObjectDefinition } from '../../ground/objects/definition.ts'
import type { ChangeDraft, Door } from '../../ground/objects/door.ts'
import { valueOf, type Draft } from '../../ground/objects/drafts.ts'
import { changeRecords, createRecords, savedIds } from '../../ground/objects/objects.ts'
import { removeForGood } from '../../ground/objects/removal.ts'
import type { Saved } from '../../ground/objects/save.ts'
import { neverSet } from '../../ground/objects/toolFields.ts'
import type { Actor } from '../../ground/users/actor.ts'
import { updateCampaigns } from './campaigns.ts'
import { campaignsOfCosts, lockTotals, type CostTotals } from './costs.sql.ts'

/**
 * What a campaign costs in a month: a line may be planned, spent, or both. The campaign's BudgetedCost and ActualCost
 * stay what they are to every tool, the totals; what of them stands in no month is the difference, and is shown as such.
 * A line takes from that difference first, and raises the total only by what goes beyond it; a line that shrinks or goes
 * lowers the total. Whoever sets a total by hand or by a tool changes the difference, and no line.
 */
export const CampaignCost: ObjectDefinition = defineObject({
  name: 'CampaignCost',
  label: 'Campaign cost',
  labelPlural: 'Campaign costs',
  path: 'campaign-costs',
  table: 'campaign_cost',
  nameField: 'Note',
  hasOwner: false,
  hasRecycleBin: false,
  reachedThrough: ['CampaignId'],
  fields: [
    {
      name: 'CampaignId',
      label: 'Campaign',
      type: 'reference',
      referenceTo: ['Campaign'],
      relationshipName: 'Campaign',
      required: true,
      createOnly: true,
    },
    { name: 'Month', type: 'date', required: true, neverNull: true, help: 'Any day of the month; its first is kept.' },
    { name: 'BudgetedCost', label: 'Budgeted', type: 'currency' },
    { name: 'ActualCost', label: 'Actual', type: 'currency' },
    { name: 'Note', type: 'string', length: 255 },
    ...neverSet('IsDeleted'),
  ],
  meaning: 'What a campaign is planned to cost, or did cost, in one month.',
})

export async function planCosts(tx: Tx, actor: Actor, drafts: readonly Draft[]): Promise<Saved[]> {
  const definition = await definitionOf(tx, 'CampaignCost')
  const totals = await lockTotals(tx, drafts.flatMap(campaignIn))
  const added: Added[] = []
  const saved = await createRecords(tx, actor, definition, drafts, (values) => {
    const refusal = unfit(values)
    if (refusal !== undefined) return refusal
    added.push({ campaignId: Number(values.CampaignId), before: {}, after: values })
    return { values: { ...values, Month: firstOf(values.Month) } }
  })
  await keepTotals(tx, actor, totals, added)
  announce(tx, { type: 'campaign_cost.planned', recordIds: savedIds(saved), actorId: actor.userId })
  return saved
}

export async function updateCosts(tx: Tx, actor: Actor, changes: readonly ChangeDraft[]): Promise<Saved[]> {
  const definition = await definitionOf(tx, 'CampaignCost')
  const ids = changes.map(({ id }) => id)
  const lines = await campaignsOfCosts(tx, ids)
  const totals = await lockTotals(
    tx,
    [...lines.values()].map(({ CampaignId }) => CampaignId),
  )
  const added: Added[] = []
  const saved = await changeRecords(tx, actor, definition, changes, (before, values) => {
    const after = { ...before, ...values }
    const refusal = unfit(after)
    if (refusal !== undefined) return refusal
    added.push({ campaignId: Number(before.CampaignId), before, after })
    return { values: values.Month === undefined ? values : { ...values, Month: firstOf(values.Month) } }
  })
  await keepTotals(tx, actor, totals, added)
  announce(tx, { type: 'campaign_cost.changed', recordIds: savedIds(saved), actorId: actor.userId })
  return saved
}

export async function removeCosts(tx: Tx, actor: Actor, ids: readonly number[]): Promise<Saved[]> {
  const lines = await campaignsOfCosts(tx, ids)
  const totals = await lockTotals(
    tx,
    [...lines.values()].map(({ CampaignId }) => CampaignId),
  )
  const saved = await removeForGood(tx, actor, CampaignCost, ids)
  const gone = savedIds(saved).flatMap((id) => lines.get(id) ?? [])
  await keepTotals(
    tx,
    actor,
    totals,
    gone.map((before) => ({ campaignId: before.CampaignId, before, after: {} })),
  )
  announce(tx, { type: 'campaign_cost.removed', recordIds: savedIds(saved), actorId: actor.userId })
  return saved
}

export const campaignCostDoor: Door = {
  definition: CampaignCost,
  create: planCosts,
  update: updateCosts,
  remove: removeCosts,
}

type Added = { readonly campaignId: number; readonly before: FieldValues; readonly after: FieldValues }

/** Lets the totals of the campaigns follow their lines; only those that change are written, with history. */
async function keepTotals(
  tx: Tx,
  actor: Actor,
  totals: ReadonlyMap<number, CostTotals>,
  added: readonly Added[],
): Promise<void> {
  const byCampaign = Map.groupBy(added, ({ campaignId }) => campaignId)
  const changes = [...byCampaign].flatMap(([id, lines]) => {
    const total = totals.get(id)
    if (total === undefined) return []
    const draft = {
      ...totalAfter('BudgetedCost', total.budgeted, total.budgetedInMonths, lines),
      ...totalAfter('ActualCost', total.actual, total.actualInMonths, lines),
    }
    return Object.keys(draft).length === 0 ? [] : [{ id, draft }]
  })
  const refused = (await updateCampaigns(tx, actor, changes)).find(({ refusal }) => refusal !== undefined)
  if (refused?.refusal !== undefined) throw refused.refusal
}

/** In cents, because sums of fractions drift. */
function totalAfter(
  field: 'BudgetedCost' | 'ActualCost',
  total: number | null,
  inMonths: number,
  lines: readonly Added[],
): Record<string, number> {
  const cents = (values: FieldValues): number => Math.round(Number(values[field] ?? 0) * 100)
  const added = lines.reduce((sum, { before, after }) => sum + cents(after) - cents(before), 0)
  if (added === 0) return {}
  const now = Math.round((total ?? 0) * 100)
  const free = Math.max(0, now - Math.round(inMonths * 100))
  const next = added > 0 ? now + Math.max(0, added - free) : Math.max(0, now + added)
  return next === now && total !== null ? {} : { [field]: next / 100 }
}

function unfit(values: FieldValues): Refusal | undefined {
  const { BudgetedCost: budgeted = null, ActualCost: actual = null } = values
  if (budgeted === null && actual === null)
    return new Refusal('required_field_missing', 'A cost is planned, spent or both. Say how much it is.', {
      field: 'BudgetedCost',
      rule: 'Every cost has an amount.',
    })
  for (const [field, amount] of [
    ['BudgetedCost', budgeted],
    ['ActualCost', actual],
  ] as const)
    if (typeof amount === 'number' && amount < 0)
      return new Refusal(
        'invalid_value',
        'A cost is not below nothing. Money that came back lowers the line it was spent in.',
        {
          field,
          value: amount,
          rule: 'A cost is 0 or more.',
        },
      )
  return undefined
}

const firstOf = (month: FieldValues[string] | undefined): string => `${String(month).slice(0, 7)}-01`

function campaignIn(draft: Draft): number[] {
  const id = valueOf(CampaignCost, draft, 'CampaignId')
  return typeof id === 'number' ? [id] : []
}
