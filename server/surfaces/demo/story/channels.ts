import type { InquirySource } from '../../../records/inquiries/inquiry.ts'
import type { CampaignKey } from './campaignPlans.ts'

/** How much somebody tells about themselves, depending on how they come to us. */
export type Detail = 'form' | 'download' | 'badge' | 'list' | 'spoken'

/** A way on which people reach us, and what became of those who did. */
export type Channel = {
  readonly source: string
  /** Of a hundred leads. */
  readonly share: number
  readonly campaign?: CampaignKey
  /** The member statuses people enter the campaign with; one of them by weight. */
  readonly statuses?: readonly (readonly [string, number])[]
  readonly detail: Detail
  readonly inquiry?: InquirySource
  /** How many are ever called, and how many of those convert. */
  readonly called: number
  readonly converted: number
  /** How many are somebody's at once, rather than the queue's. */
  readonly assigned: number
  /** Marketing brings them in as a list, some days after they were met. */
  readonly broughtBy?: 'marketing' | 'events'
}

type Statuses = NonNullable<Channel['statuses']>
type More = Pick<Channel, 'campaign' | 'statuses' | 'inquiry' | 'broughtBy'>

const channel = (
  source: string,
  share: number,
  detail: Detail,
  [called, converted, assigned]: readonly [called: number, converted: number, assigned: number],
  more: More = {},
): Channel => ({ source, share, detail, called, converted, assigned, ...more })

const through = (campaign: CampaignKey, statuses: Statuses, inquiry?: InquirySource): More => ({
  campaign,
  statuses,
  inquiry,
})

const responded: Statuses = [['Responded', 1]]
const registered: Statuses = [['Registered', 1]]
const bought: Statuses = [['Bought', 1]]
const referred: Statuses = [['Referred', 1]]
const atStand: Statuses = [
  ['Visited Stand', 7],
  ['Attended', 3],
]
const wanted: Statuses = [
  ['Awaiting Meeting Invite', 4],
  ['Invited', 6],
]

const fair = (campaign: CampaignKey): More => ({ ...through(campaign, atStand, 'Event'), broughtBy: 'events' })
const webinar = (campaign: CampaignKey): More => through(campaign, registered, 'Event')
const page = (campaign: CampaignKey): More => through(campaign, responded, 'Web form')
const content = (campaign: CampaignKey): More => through(campaign, responded, 'Content download')
const ofList = (campaign: CampaignKey, statuses: Statuses): More => ({
  ...through(campaign, statuses),
  broughtBy: 'marketing',
})

export const channels: readonly Channel[] = [
  channel('Web', 11, 'form', [0.165, 0.47, 0.5], page('contactForm')),
  channel('Web', 5, 'form', [0.27, 0.55, 0.7], page('demoRequest')),
  channel('Content Download', 10, 'download', [0.035, 0.27, 0.1], content('bearingGuide')),
  channel('Content Download', 5, 'download', [0.06, 0.35, 0.15], content('calculator')),
  channel('Content Download', 3, 'download', [0.05, 0.32, 0.1], content('retrofitGuide')),
  channel('Purchased List', 12, 'list', [0.008, 0.13, 0], ofList('listOfPlants', bought)),
  channel('Purchased List', 9, 'list', [0.009, 0.15, 0], ofList('listOfUtilities', bought)),
  channel('Trade Show', 3.2, 'badge', [0.075, 0.4, 0.2], fair('fairOne')),
  channel('Trade Show', 2.2, 'badge', [0.07, 0.36, 0.2], fair('fairTwo')),
  channel('Trade Show', 3.6, 'badge', [0.08, 0.42, 0.25], fair('fairThree')),
  channel('Trade Show', 2.6, 'badge', [0.08, 0.38, 0.25], fair('fairFour')),
  channel('Webinar', 2.3, 'download', [0.04, 0.33, 0.1], webinar('webinarOne')),
  channel('Webinar', 2.4, 'download', [0.045, 0.33, 0.1], webinar('webinarTwo')),
  channel('Webinar', 2.5, 'download', [0.045, 0.36, 0.1], webinar('webinarThree')),
  channel('Webinar', 2.2, 'download', [0.05, 0.36, 0.1], webinar('webinarFour')),
  channel('Webinar', 0.35, 'download', [0.02, 0.3, 0.1], webinar('webinarNext')),
  channel('Email', 5, 'download', [0.03, 0.27, 0.05], page('newsletterSignUp')),
  channel('Advertisement', 7, 'form', [0.04, 0.3, 0.2], page('searchAds')),
  channel('Social', 4, 'download', [0.013, 0.2, 0.05]),
  channel('Partner', 2.6, 'spoken', [0.26, 0.52, 0.7], through('partners', referred)),
  channel('Phone Inquiry', 2.2, 'spoken', [0.34, 0.55, 0.9]),
  channel('External Referral', 1.6, 'spoken', [0.36, 0.62, 0.8]),
  channel('Employee Referral', 0.8, 'spoken', [0.34, 0.55, 0.8]),
  channel('Targeted Cold Contact', 2, 'list', [0.13, 0.22, 0.6], ofList('wantedPlants', wanted)),
  channel('Networking', 1.4, 'badge', [0.09, 0.3, 0.4]),
  channel('Other', 1.5, 'list', [0.01, 0.15, 0.05]),
]
