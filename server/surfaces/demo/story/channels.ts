import type { InquirySource } from '../../../records/inquiries/inquiry.ts'
import type { CampaignKey } from './campaigns.ts'

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

const responded = [['Responded', 1]] as const
const atStand = [
  ['Visited Stand', 7],
  ['Attended', 3],
] as const

export const channels: readonly Channel[] = [
  { source: 'Web', share: 11, campaign: 'contactForm', statuses: responded, detail: 'form', inquiry: 'Web form', called: 0.165, converted: 0.47, assigned: 0.5 },
  { source: 'Web', share: 5, campaign: 'demoRequest', statuses: responded, detail: 'form', inquiry: 'Web form', called: 0.27, converted: 0.55, assigned: 0.7 },
  { source: 'Content Download', share: 10, campaign: 'bearingGuide', statuses: responded, detail: 'download', inquiry: 'Content download', called: 0.035, converted: 0.27, assigned: 0.1 },
  { source: 'Content Download', share: 5, campaign: 'calculator', statuses: responded, detail: 'download', inquiry: 'Content download', called: 0.06, converted: 0.35, assigned: 0.15 },
  { source: 'Content Download', share: 3, campaign: 'retrofitGuide', statuses: responded, detail: 'download', inquiry: 'Content download', called: 0.05, converted: 0.32, assigned: 0.1 },
  { source: 'Purchased List', share: 12, campaign: 'listOfPlants', statuses: [['Bought', 1]], detail: 'list', called: 0.008, converted: 0.13, assigned: 0, broughtBy: 'marketing' },
  { source: 'Purchased List', share: 9, campaign: 'listOfUtilities', statuses: [['Bought', 1]], detail: 'list', called: 0.009, converted: 0.15, assigned: 0, broughtBy: 'marketing' },
  { source: 'Trade Show', share: 3.2, campaign: 'fairOne', statuses: atStand, detail: 'badge', inquiry: 'Event', called: 0.075, converted: 0.4, assigned: 0.2, broughtBy: 'events' },
  { source: 'Trade Show', share: 2.2, campaign: 'fairTwo', statuses: atStand, detail: 'badge', inquiry: 'Event', called: 0.07, converted: 0.36, assigned: 0.2, broughtBy: 'events' },
  { source: 'Trade Show', share: 3.6, campaign: 'fairThree', statuses: atStand, detail: 'badge', inquiry: 'Event', called: 0.08, converted: 0.42, assigned: 0.25, broughtBy: 'events' },
  { source: 'Trade Show', share: 2.6, campaign: 'fairFour', statuses: atStand, detail: 'badge', inquiry: 'Event', called: 0.08, converted: 0.38, assigned: 0.25, broughtBy: 'events' },
  { source: 'Webinar', share: 2.3, campaign: 'webinarOne', statuses: [['Registered', 1]], detail: 'download', inquiry: 'Event', called: 0.04, converted: 0.33, assigned: 0.1 },
  { source: 'Webinar', share: 2.4, campaign: 'webinarTwo', statuses: [['Registered', 1]], detail: 'download', inquiry: 'Event', called: 0.045, converted: 0.33, assigned: 0.1 },
  { source: 'Webinar', share: 2.5, campaign: 'webinarThree', statuses: [['Registered', 1]], detail: 'download', inquiry: 'Event', called: 0.045, converted: 0.36, assigned: 0.1 },
  { source: 'Webinar', share: 2.2, campaign: 'webinarFour', statuses: [['Registered', 1]], detail: 'download', inquiry: 'Event', called: 0.05, converted: 0.36, assigned: 0.1 },
  { source: 'Webinar', share: 0.35, campaign: 'webinarNext', statuses: [['Registered', 1]], detail: 'download', inquiry: 'Event', called: 0.02, converted: 0.3, assigned: 0.1 },
  { source: 'Email', share: 5, campaign: 'newsletterSignUp', statuses: responded, detail: 'download', inquiry: 'Web form', called: 0.03, converted: 0.27, assigned: 0.05 },
  { source: 'Advertisement', share: 7, campaign: 'searchAds', statuses: responded, detail: 'form', inquiry: 'Web form', called: 0.04, converted: 0.3, assigned: 0.2 },
  { source: 'Social', share: 4, detail: 'download', called: 0.013, converted: 0.2, assigned: 0.05 },
  { source: 'Partner', share: 2.6, campaign: 'partners', statuses: [['Referred', 1]], detail: 'spoken', called: 0.26, converted: 0.52, assigned: 0.7 },
  { source: 'Phone Inquiry', share: 2.2, detail: 'spoken', called: 0.34, converted: 0.55, assigned: 0.9 },
  { source: 'External Referral', share: 1.6, detail: 'spoken', called: 0.36, converted: 0.62, assigned: 0.8 },
  { source: 'Employee Referral', share: 0.8, detail: 'spoken', called: 0.34, converted: 0.55, assigned: 0.8 },
  { source: 'Targeted Cold Contact', share: 2, campaign: 'wantedPlants', statuses: [['Awaiting Meeting Invite', 4], ['Invited', 6]], detail: 'list', called: 0.13, converted: 0.22, assigned: 0.6, broughtBy: 'marketing' },
  { source: 'Networking', share: 1.4, detail: 'badge', called: 0.09, converted: 0.3, assigned: 0.4 },
  { source: 'Other', share: 1.5, detail: 'list', called: 0.01, converted: 0.15, assigned: 0.05 },
]
