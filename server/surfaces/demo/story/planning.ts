import { encodeId } from '../../../../shared/ids.ts'
import { setGoal, sayVerdict } from '../../../processes/campaignPlanning/campaignPlanning.ts'
import type { Draft } from '../../../ground/objects/drafts.ts'
import { planCosts } from '../../../records/campaigns/costs.ts'
import type { Tx } from '../../../platform/tx.ts'
import type { CampaignKey } from './campaignPlans.ts'
import { endOf, planOf, startOf } from './campaigns.ts'
import { daysAfter, dayOf } from './moments.ts'
import { idsOf } from './saved.ts'
import type { Story } from './story.ts'

/** What campaigns cost month by month, and what some of them were to come to. */
export async function keepThePlan(then: Tx, story: Story): Promise<void> {
  const drafts = [...story.campaigns].flatMap(([key, id]) => costsOf(story, key, id))
  idsOf(await planCosts(then, story.cast.marketing, drafts))
  await setGoals(then, story)
}

/** A fair is paid ahead; what lasts is paid evenly. */
function costsOf(story: Story, key: CampaignKey, id: number): Draft[] {
  const { cost, lasts } = planOf(key)
  if (cost === 0) return []
  const isShort = lasts < 30
  const months = monthsBetween(daysAfter(startOf(story, key), isShort ? -45 : 0), endOf(story, key))
  const gone = months.filter((month) => month <= dayOf(story.end).slice(0, 7))
  const hasEnded = story.over.has(key) || planOf(key).starts >= 720
  const spent = hasEnded ? cost : Math.round((cost * gone.length) / months.length)
  const budgeted = sharesOf(Math.round(cost / 500) * 500, months.length)
  const actual = sharesOf(spent, gone.length)
  return months.map((month, at) => ({
    CampaignId: encodeId(id),
    Month: `${month}-01`,
    BudgetedCost: budgeted[at] ?? 0,
    ActualCost: actual[at] ?? null,
    Note: isShort ? (at === months.length - 1 ? 'Travel, print and time' : 'Stand, room and speakers') : null,
  }))
}

/** Whole numbers that come to the amount, the last taking what is over. */
const sharesOf = (amount: number, parts: number): number[] => {
  const each = parts === 0 ? 0 : Math.floor(amount / parts)
  return Array.from({ length: parts }, (_, at) => (at === parts - 1 ? amount - each * (parts - 1) : each))
}

function monthsBetween(from: Date, to: Date): string[] {
  const month = (date: Date) => date.getUTCFullYear() * 12 + date.getUTCMonth()
  const howMany = Math.max(1, month(to) - month(from) + 1)
  return Array.from({ length: howMany }, (_, at) =>
    dayOf(new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + at, 1))).slice(0, 7),
  )
}

async function setGoals(then: Tx, story: Story): Promise<void> {
  const { marketing } = story.cast
  const [plants, day] = [story.campaigns.get('wantedPlants'), story.campaigns.get('customerDay')]
  if (plants !== undefined)
    await setGoal(then, marketing, plants, {
      sentence: 'Fifteen of the fifty plants let us show what we can hear in their machines.',
      measure: 'members',
      memberStatus: 'Meeting Held',
      target: 15,
      dueOn: null,
    })
  if (day === undefined) return
  await setGoal(then, marketing, day, {
    sentence: 'Customers leave knowing who to call when a bearing sings.',
    measure: 'said',
    memberStatus: null,
    target: null,
    dueOn: null,
  })
  await sayVerdict(then, marketing, day, {
    verdict: 'met',
    reason: 'In the calls of the week after, nine in ten named their engineer without looking it up.',
    version: 1,
  })
}
