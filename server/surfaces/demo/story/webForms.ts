import type { Tx } from '../../../platform/tx.ts'
import { createForm } from '../../forms/webForms.ts'
import type { CampaignKey } from './campaignPlans.ts'
import type { Story } from './story.ts'

type FormPlan = {
  readonly campaign: CampaignKey
  readonly name: string
  readonly source: string
  readonly asks: readonly (readonly [name: string, label: string])[]
  readonly thanks: string
}

const plans: readonly FormPlan[] = [
  {
    campaign: 'contactForm',
    name: 'Contact',
    source: 'Web',
    asks: [
      ['phone', 'Phone'],
      ['description', 'How can we help?'],
    ],
    thanks: 'Thank you. Somebody who knows your machines calls you back.',
  },
  {
    campaign: 'demoRequest',
    name: 'Request a demonstration',
    source: 'Web',
    asks: [
      ['phone', 'Phone'],
      ['title', 'Your role'],
      ['country', 'Country'],
    ],
    thanks: 'Thank you. We call to find a date.',
  },
  {
    campaign: 'bearingGuide',
    name: 'Guide: seven early signs of bearing failure',
    source: 'Content Download',
    asks: [
      ['title', 'Your role'],
      ['country', 'Country'],
    ],
    thanks: 'Thank you. Enjoy the guide.',
  },
]

/** What every form asks. */
const who = [
  { name: 'first_name', label: 'First name', required: false },
  { name: 'last_name', label: 'Last name', required: true },
  { name: 'email', label: 'E-mail', required: true },
  { name: 'company', label: 'Company', required: true },
]

/** The forms on the company's web site, each with its campaign. */
export async function putUpForms(then: Tx, story: Story): Promise<void> {
  for (const { campaign, name, source, asks, thanks } of plans) {
    await createForm(then, story.cast.marketing, {
      name,
      campaignId: story.campaigns.get(campaign) ?? null,
      memberStatus: 'Responded',
      leadSource: source,
      ownerId: story.cast.leadDesk,
      thanks,
      fields: [...who, ...asks.map(([field, label]) => ({ name: field, label, required: false }))],
    })
  }
}
