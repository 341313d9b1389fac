import { encodeId } from '../../../../shared/ids.ts'
import { createCampaigns, updateCampaigns } from '../../../records/campaigns/campaigns.ts'
import type { Tx } from '../../../platform/tx.ts'
import { plans, type CampaignKey, type CampaignPlan } from './campaignPlans.ts'
import { daysAfter, dayOf } from './moments.ts'
import { idsOf, refuseAnyOf } from './saved.ts'
import type { Story } from './story.ts'

export const planOf = (key: CampaignKey): CampaignPlan => plans[key]

export const startOf = (story: Story, key: CampaignKey): Date => daysAfter(story.end, -planOf(key).starts)

export const endOf = (story: Story, key: CampaignKey): Date => daysAfter(startOf(story, key), planOf(key).lasts)

const campaignKeys = Object.keys(plans) as CampaignKey[]

/** Days ahead a campaign is planned. */
const PLANNED_AHEAD_DAYS = 75

/** Plans the campaigns whose time has come, parents first, and moves those that start or end. */
export async function tendCampaigns(then: Tx, story: Story): Promise<void> {
  await planDue(then, story)
  await moveDue(then, story)
}

async function planDue(then: Tx, story: Story): Promise<void> {
  const due = campaignKeys.filter(
    (key) => !story.campaigns.has(key) && daysAfter(startOf(story, key), -PLANNED_AHEAD_DAYS) <= then.now,
  )
  // Level by level, since a child names its parent: three calls at most.
  for (
    let level = due.filter((key) => isPlaceable(story, key));
    level.length > 0;
    level = due.filter((key) => !story.campaigns.has(key) && isPlaceable(story, key))
  ) {
    const drafts = level.map((key) => draftOf(story, key, then.now))
    const ids = idsOf(await createCampaigns(then, story.cast.marketing, drafts))
    for (const [at, key] of level.entries()) story.campaigns.set(key, ids[at] ?? 0)
  }
}

const isPlaceable = (story: Story, key: CampaignKey): boolean => {
  const { parent } = planOf(key)
  return parent === undefined || story.campaigns.has(parent as CampaignKey)
}

function draftOf(story: Story, key: CampaignKey, now: Date) {
  const { name, type, parent, cost, expects, response } = planOf(key)
  const starts = startOf(story, key)
  const isRunning = starts <= now
  if (isRunning) story.running.add(key)
  return {
    Name: name.replace('{year}', String(starts.getUTCFullYear())),
    Type: type,
    Status: isRunning ? 'In Progress' : 'Planned',
    IsActive: isRunning,
    ParentId: parent === undefined ? null : encodeId(story.campaigns.get(parent as CampaignKey) ?? 0),
    StartDate: dayOf(starts),
    EndDate: dayOf(endOf(story, key)),
    BudgetedCost: cost === 0 ? null : Math.round(cost / 500) * 500,
    ActualCost: isRunning && cost > 0 ? cost : null,
    ExpectedRevenue: expects === 0 ? null : expects,
    ExpectedResponse: response ?? null,
    OwnerId: encodeId(
      type === 'Trade Show' || type === 'Webinar' || type === 'Event'
        ? story.cast.events.userId
        : story.cast.marketing.userId,
    ),
  }
}

async function moveDue(then: Tx, story: Story): Promise<void> {
  const known = campaignKeys.filter((key) => story.campaigns.has(key))
  const starting = known.filter(
    (key) => !story.running.has(key) && !story.over.has(key) && startOf(story, key) <= then.now,
  )
  const ending = known.filter((key) => story.running.has(key) && endOf(story, key) < then.now)
  if (starting.length + ending.length === 0) return
  for (const key of starting) story.running.add(key)
  for (const key of ending) {
    story.running.delete(key)
    story.over.add(key)
  }
  const idOf = (key: CampaignKey): number => story.campaigns.get(key) ?? 0
  refuseAnyOf(
    await updateCampaigns(then, story.cast.marketing, [
      ...starting.map((key) => ({ id: idOf(key), draft: { Status: 'In Progress', IsActive: true } })),
      ...ending.map((key) => ({
        id: idOf(key),
        draft: { Status: 'Completed', IsActive: false, ActualCost: planOf(key).cost || null },
      })),
    ]),
  )
}
