import { encodeId } from '../../../../shared/ids.ts'
import { createCampaigns, updateCampaigns } from '../../../records/campaigns/campaigns.ts'
import type { Tx } from '../../../platform/tx.ts'
import { daysAfter, dayOf } from './moments.ts'
import { idsOf, refuseAnyOf } from './saved.ts'
import type { Story } from './story.ts'

export type CampaignKey = keyof typeof plans

type CampaignPlan = {
  readonly name: string
  readonly type: string
  readonly parent?: string
  /** Days before now on which it starts; below 0 it is still to come. */
  readonly starts: number
  readonly lasts: number
  readonly cost: number
  readonly expects: number
  /** Share of those addressed who should respond, in percent. */
  readonly response?: number
}

const everSince = { starts: 730, lasts: 820 } as const

/** Three levels: the programme, its lines, and the campaigns people meet. {year} is the year it starts in. */
const plans = {
  programme: { name: 'Reliability programme', type: 'Other', ...everSince, cost: 0, expects: 0 },
  website: { name: 'Website', type: 'Other', parent: 'programme', ...everSince, cost: 42_000, expects: 900_000 },
  fairs: { name: 'Trade fairs', type: 'Other', parent: 'programme', ...everSince, cost: 0, expects: 0 },
  webinars: { name: 'Webinars', type: 'Other', parent: 'programme', ...everSince, cost: 0, expects: 0 },
  mailings: { name: 'Newsletter and nurture', type: 'Other', parent: 'programme', ...everSince, cost: 0, expects: 0 },
  network: { name: 'Partners and referrals', type: 'Other', parent: 'programme', ...everSince, cost: 0, expects: 0 },
  contactForm: { name: 'Contact form', type: 'Web Form', parent: 'website', ...everSince, cost: 2_400, expects: 700_000 },
  demoRequest: { name: 'Request a demonstration', type: 'Web Form', parent: 'website', ...everSince, cost: 2_400, expects: 900_000 },
  bearingGuide: { name: 'Guide: seven early signs of bearing failure', type: 'Gated Content', parent: 'website', ...everSince, cost: 6_800, expects: 150_000 },
  calculator: { name: 'Calculator: what an hour of standstill costs', type: 'Gated Content', parent: 'website', ...everSince, cost: 11_500, expects: 180_000 },
  retrofitGuide: { name: 'Guide: sensors without stopping the line', type: 'Gated Content', parent: 'website', starts: 270, lasts: 400, cost: 5_200, expects: 120_000 },
  searchAds: { name: 'Search advertising', type: 'Other', parent: 'website', ...everSince, cost: 64_000, expects: 350_000 },
  fairOne: { name: 'Flowtec Expo {year}', type: 'Trade Show', parent: 'fairs', starts: 655, lasts: 4, cost: 41_500, expects: 380_000, response: 8 },
  fairTwo: { name: 'Northern Plant Days {year}', type: 'Trade Show', parent: 'fairs', starts: 470, lasts: 3, cost: 27_900, expects: 210_000, response: 7 },
  fairThree: { name: 'Flowtec Expo {year}', type: 'Trade Show', parent: 'fairs', starts: 290, lasts: 4, cost: 44_200, expects: 420_000, response: 9 },
  fairFour: { name: 'Northern Plant Days {year}', type: 'Trade Show', parent: 'fairs', starts: 105, lasts: 3, cost: 29_300, expects: 260_000, response: 7 },
  fairNext: { name: 'Flowtec Expo {year}', type: 'Trade Show', parent: 'fairs', starts: -62, lasts: 4, cost: 46_000, expects: 450_000, response: 9 },
  webinarOne: { name: 'Webinar: reading a vibration spectrum', type: 'Webinar', parent: 'webinars', starts: 610, lasts: 28, cost: 2_900, expects: 90_000, response: 12 },
  webinarTwo: { name: 'Webinar: pumps that tell you when', type: 'Webinar', parent: 'webinars', starts: 430, lasts: 28, cost: 3_100, expects: 90_000, response: 12 },
  webinarThree: { name: 'Webinar: the business case for monitoring', type: 'Webinar', parent: 'webinars', starts: 240, lasts: 28, cost: 3_100, expects: 110_000, response: 12 },
  webinarFour: { name: 'Webinar: gearboxes, the silent budget', type: 'Webinar', parent: 'webinars', starts: 75, lasts: 28, cost: 3_300, expects: 110_000, response: 12 },
  webinarNext: { name: 'Webinar: monitoring in food plants', type: 'Webinar', parent: 'webinars', starts: 9, lasts: 21, cost: 3_300, expects: 120_000, response: 12 },
  newsletterSignUp: { name: 'Newsletter sign-up', type: 'Web Form', parent: 'mailings', ...everSince, cost: 1_200, expects: 40_000 },
  firstLetter: { name: 'Letter to old inquiries, first wave', type: 'Email', parent: 'mailings', starts: 520, lasts: 30, cost: 1_800, expects: 60_000, response: 4 },
  secondLetter: { name: 'Letter to old inquiries, second wave', type: 'Email', parent: 'mailings', starts: 330, lasts: 30, cost: 1_800, expects: 60_000, response: 4 },
  thirdLetter: { name: 'Retrofit stories', type: 'Email', parent: 'mailings', starts: 60, lasts: 45, cost: 2_100, expects: 80_000, response: 5 },
  partners: { name: 'Partner referrals', type: 'Referral', parent: 'network', ...everSince, cost: 18_000, expects: 500_000 },
  wantedPlants: { name: 'Fifty plants we want to win', type: 'Business Development', parent: 'network', starts: 500, lasts: 600, cost: 22_000, expects: 600_000 },
  customerDay: { name: 'Customer day {year}', type: 'Event', parent: 'network', starts: 205, lasts: 2, cost: 16_400, expects: 240_000, response: 35 },
  thankYouCards: { name: 'Thank-you cards', type: 'Gift or Greeting', parent: 'network', starts: 320, lasts: 25, cost: 3_900, expects: 0 },
  listOfPlants: { name: 'Bought list: processing plants', type: 'List Purchase', parent: 'programme', starts: 640, lasts: 6, cost: 9_600, expects: 150_000, response: 2 },
  listOfUtilities: { name: 'Bought list: utilities and food', type: 'List Purchase', parent: 'programme', starts: 300, lasts: 6, cost: 8_200, expects: 120_000, response: 2 },
} as const satisfies Record<string, CampaignPlan>

export const campaignKeys = Object.keys(plans) as CampaignKey[]

export const planOf = (key: CampaignKey): CampaignPlan => plans[key]

export const startOf = (story: Story, key: CampaignKey): Date => daysAfter(story.end, -planOf(key).starts)

export const endOf = (story: Story, key: CampaignKey): Date => daysAfter(startOf(story, key), planOf(key).lasts)

/** Weeks ahead a campaign is planned. */
const PLANNED_AHEAD_DAYS = 75

/** Plans the campaigns whose time has come, parents first, and moves those that start or end. */
export async function tendCampaigns(then: Tx, story: Story): Promise<void> {
  await planDue(then, story)
  await moveDue(then, story)
}

async function planDue(then: Tx, story: Story): Promise<void> {
  const due = campaignKeys.filter((key) => !story.campaigns.has(key) && daysAfter(startOf(story, key), -PLANNED_AHEAD_DAYS) <= then.now)
  // Level by level, since a child names its parent: three calls at most.
  for (let level = due.filter((key) => isPlaceable(story, key)); level.length > 0; level = due.filter((key) => !story.campaigns.has(key) && isPlaceable(story, key))) {
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
    OwnerId: encodeId(type === 'Trade Show' || type === 'Webinar' || type === 'Event' ? story.cast.events.userId : story.cast.marketing.userId),
  }
}

async function moveDue(then: Tx, story: Story): Promise<void> {
  const known = campaignKeys.filter((key) => story.campaigns.has(key))
  const starting = known.filter((key) => !story.running.has(key) && !story.over.has(key) && startOf(story, key) <= then.now)
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
      ...ending.map((key) => ({ id: idOf(key), draft: { Status: 'Completed', IsActive: false, ActualCost: planOf(key).cost || null } })),
    ]),
  )
}
