import { encodeId } from '../../../shared/ids.ts'
import type { Attribution, CreditedDeal, CreditGroup, DealPath } from './attribution.ts'
import { modelNames, models, origins, type Dimension, type ModelName } from './model.ts'
import type { AttributedDeal, AttributionPath } from './shapes.ts'

/** Cents become the organization's currency only here. */
export const presentCredit = (credit: Readonly<Record<`${ModelName}_cents`, number>>) =>
  Object.fromEntries(modelNames.map((model) => [model, credit[`${model}_cents`] / 100])) as Record<ModelName, number>

export const presentGroup = (dimension: Dimension, group: CreditGroup) => ({
  key: group.key,
  label: labelOf(dimension, group),
  campaign:
    dimension === 'campaign' && group.campaignId !== null
      ? { Id: encodeId(group.campaignId), Name: group.label }
      : null,
  origin: group.origin,
  deals: group.deals,
  shares: presentCredit(group),
})

/** What stands for the group on a page. */
function labelOf(dimension: Dimension, { key, label, campaignId, origin }: CreditGroup): string {
  if (key === 'none') return 'No touch known'
  if (key === 'marketing') return 'Marketing'
  if (key === 'sales') return 'Sales'
  if (key.startsWith('hidden:')) return 'Campaigns you may not see'
  if (key.startsWith('stated:')) return `Lead source only, by ${origin}`
  if (dimension === 'campaign' && campaignId === null) return `Lead source: ${label ?? ''}`
  return label ?? 'Campaigns without a type'
}

/** The same deals by who brought them about; the shares of the three add up to the total as well. */
export const presentOrigins = ({ groups }: Attribution) =>
  origins.map((origin) => ({
    origin,
    shares: presentCredit(
      Object.fromEntries(
        modelNames.map((model) => [
          `${model}_cents`,
          groups.reduce((sum, group) => sum + (group.origin === origin ? group[`${model}_cents`] : 0), 0),
        ]),
      ) as Record<`${ModelName}_cents`, number>,
    ),
  }))

export const presentDeal = (deal: CreditedDeal, names: ReadonlyMap<number, string>): AttributedDeal => {
  const named = (id: number) => ({ Id: encodeId(id), Name: names.get(id) ?? null })
  return {
    Id: encodeId(deal.id),
    Name: deal.name,
    Account: deal.accountId === null ? null : named(deal.accountId),
    Owner: named(deal.ownerId),
    StageName: deal.stage,
    Amount: deal.amount,
    Collected: deal.collected,
    CloseDate: deal.closeDate,
    IsWon: deal.isWon,
    shares: presentCredit(deal),
  }
}

/** The path of one deal: which touch stands for which milestone, and what each gets. */
export const presentPath = ({ dealId, deal, touches, collected, people, settings }: DealPath): AttributionPath => ({
  opportunity: encodeId(dealId),
  amount: deal.cents / 100,
  collected: deal.collectedCents / 100,
  models,
  settings,
  primary: {
    label: deal.campaignName ?? deal.leadSource ?? 'Nothing named',
    campaign: deal.campaignId === null ? null : { Id: encodeId(deal.campaignId), Name: deal.campaignName },
    isKnown: deal.campaignId !== null || deal.leadSource !== null,
  },
  touches: touches.map((touch, at) => {
    const ofCash = collected[at]
    const person = touch.personId === null ? undefined : people.get(touch.personId)
    return {
      at: touch.at,
      label: touch.campaignName ?? touch.source ?? 'A campaign you may not see',
      type: touch.campaignType,
      campaign: touch.campaignId === null ? null : { Id: encodeId(touch.campaignId), Name: touch.campaignName },
      source: touch.source,
      origin: touch.isSales ? 'sales' : 'marketing',
      person: person === undefined ? null : { Id: encodeId(person.recordId), Name: person.name },
      milestones: [
        ...(touch.n === 1 ? (['first'] as const) : []),
        ...(touch.n === touch.leadN ? (['lead'] as const) : []),
        ...(touch.n === touch.dealN ? (['opportunity'] as const) : []),
        ...(touch.n === touch.of ? ([touch.isClosed ? 'close' : 'last'] as const) : []),
      ],
      shares: presentCredit(touch),
      collectedShares: ofCash === undefined ? null : presentCredit(ofCash),
      weights: presentWeights(touch),
    }
  }),
})

/** The primary source asks no touch, so it has no weight here. */
const presentWeights = (touch: DealPath['touches'][number]) =>
  Object.fromEntries(
    modelNames.flatMap((model) =>
      model === 'primary' ? [] : [[model, Math.round(touch[`${model}_weight`] * 1e6) / 1e6]],
    ),
  ) as Record<Exclude<ModelName, 'primary'>, number>
