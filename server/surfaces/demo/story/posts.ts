import type { CampaignKey } from './campaignPlans.ts'

/** When a form is sent, in hours before the story's end. */
type Sent = { readonly hoursBack: number; readonly form: CampaignKey }

/** What people we know ask again; who is drawn. One ticks that they want no mail, one writes from a mailbox that is gone. */
export const askedAgain: readonly (Sent & { readonly who: 'anybody' | 'wants no mail' | 'has left' })[] = [
  { hoursBack: 20.3 * 24, form: 'bearingGuide', who: 'anybody' },
  { hoursBack: 17.1 * 24, form: 'contactForm', who: 'anybody' },
  { hoursBack: 13.2 * 24, form: 'bearingGuide', who: 'has left' },
  { hoursBack: 12.4 * 24, form: 'bearingGuide', who: 'anybody' },
  { hoursBack: 9.3 * 24, form: 'demoRequest', who: 'anybody' },
  { hoursBack: 6.2 * 24, form: 'bearingGuide', who: 'wants no mail' },
  { hoursBack: 5.1 * 24, form: 'contactForm', who: 'anybody' },
  { hoursBack: 1.2 * 24, form: 'demoRequest', who: 'anybody' },
]

/** What strangers ask; each becomes a lead. */
export const askedFirst: readonly (Sent & { readonly wish?: string })[] = [
  { hoursBack: 29, form: 'bearingGuide' },
  { hoursBack: 26, form: 'contactForm', wish: 'Two fans on the roof run hot. Can you measure without a platform?' },
  { hoursBack: 7, form: 'demoRequest' },
  { hoursBack: 4, form: 'bearingGuide' },
]

/** So many of the leads come through the intake, and not with the others. */
export const strangersPosting = askedFirst.length

/** What cannot become anything by itself: what is wrong with it, as changes to what a stranger sends, or as bytes. */
export const stuck: readonly (Sent & {
  readonly fields?: Readonly<Record<string, string>>
  readonly raw?: readonly [contentType: string, body: string]
})[] = [
  { hoursBack: 5.3 * 24, form: 'contactForm', fields: { email: 'mira.holt@ilmbeck' } },
  {
    hoursBack: 4.1 * 24,
    form: 'demoRequest',
    fields: { phone: 'please only after two, in the workshop: +49 30 23125 511' },
  },
  {
    hoursBack: 3.2 * 24,
    form: 'contactForm',
    fields: { first_name: '', last_name: '', email: 'info@ostwerk.example' },
  },
  { hoursBack: 2.2 * 24, form: 'demoRequest', fields: { employees: 'about four hundred' } },
  {
    hoursBack: 1.4 * 24,
    form: 'bearingGuide',
    raw: ['application/json', '{"last_name":"Vikander","email":"vikander@norrbruk.example","company":"Norrbruk AB"}'],
  },
  {
    hoursBack: 9,
    form: 'contactForm',
    raw: [
      'multipart/form-data; boundary=----form7d1',
      '------form7d1\r\nContent-Disposition: form-data; name="last_name"\r\n\r\nTanguy\r\n------form7d1\r\nContent-Disposition: form-data; name="em',
    ],
  },
]

/** What programs send: they fill what no person sees, or make up when they saw the form. */
export const spam: readonly (Sent & { readonly fields: Readonly<Record<string, string>> })[] = [
  { hoursBack: 8.4 * 24, form: 'contactForm', fields: { confirm_website: 'https://cheap-bearings.example' } },
  { hoursBack: 4.6 * 24, form: 'bearingGuide', fields: { assay_stamp: 'mf0q1x2z.0a1b2c3d4e5f60718293a4b5c6d7e8f9' } },
  { hoursBack: 33, form: 'contactForm', fields: { confirm_website: 'https://win-a-prize.example' } },
]

/** What Marketing put away, with why. */
export const putAway: Sent & { readonly fields: Readonly<Record<string, string>>; readonly because: string } = {
  hoursBack: 10.2 * 24,
  form: 'demoRequest',
  fields: { first_name: 'Test', last_name: 'Test', email: 'test@test', company: 'Test' },
  because: 'Our agency tried the form.',
}
