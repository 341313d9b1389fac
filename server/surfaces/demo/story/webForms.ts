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
  /** The letter a visitor gets. */
  readonly answer: readonly [subject: string, body: string]
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
    answer: [
      'We have your message',
      'Hello {{first_name}} {{last_name}},\n\nthank you for writing. Somebody who knows your machines calls you back within a working day.\n\nKestrelmoor Instruments',
    ],
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
    answer: [
      'Your demonstration',
      'Hello {{first_name}} {{last_name}},\n\nthank you for your interest. We call you to find a date; the demonstration takes forty minutes, on one of your machines if you like.\n\nKestrelmoor Instruments',
    ],
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
    answer: [
      'Your guide: seven early signs of bearing failure',
      'Hello {{first_name}} {{last_name}},\n\nhere is the guide you asked for. Page nine has the table most plants pin to the wall.\n\nKestrelmoor Instruments',
    ],
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
  for (const { campaign, name, source, asks, thanks, answer } of plans) {
    const id = await createForm(then, story.cast.marketing, {
      name,
      campaignId: story.campaigns.get(campaign) ?? null,
      memberStatus: 'Responded',
      leadSource: source,
      ownerId: story.cast.leadDesk,
      thanks,
      autoResponse: true,
      autoResponseSubject: answer[0],
      autoResponseBody: answer[1],
      fields: [...who, ...asks.map(([field, label]) => ({ name: field, label, required: false }))],
    })
    story.forms.set(campaign, id)
  }
}
