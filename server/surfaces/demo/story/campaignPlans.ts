export type CampaignKey = keyof typeof plans

export type CampaignPlan = {
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

const line = (name: string, parent?: string, cost = 0, expects = 0): CampaignPlan => ({
  name,
  type: 'Other',
  parent,
  ...everSince,
  cost,
  expects,
})

const onTheWeb = (
  name: string,
  type: 'Web Form' | 'Gated Content' | 'Other',
  cost: number,
  expects: number,
): CampaignPlan => ({ name, type, parent: 'website', ...everSince, cost, expects })

const fair = (
  name: string,
  starts: number,
  lasts: number,
  cost: number,
  expects: number,
  response: number,
): CampaignPlan => ({
  name,
  type: 'Trade Show',
  parent: 'fairs',
  starts,
  lasts,
  cost,
  expects,
  response,
})

const webinar = (about: string, starts: number, expects: number, response: number): CampaignPlan => ({
  name: `Webinar: ${about}`,
  type: 'Webinar',
  parent: 'webinars',
  starts,
  lasts: 25,
  cost: 3_100,
  expects,
  response,
})

const letter = (name: string, starts: number, lasts: number): CampaignPlan => ({
  name,
  type: 'Email',
  parent: 'mailings',
  starts,
  lasts,
  cost: 1_900,
  expects: 65_000,
  response: 15,
})

const boughtList = (of: string, starts: number, cost: number): CampaignPlan => ({
  name: `Bought list: ${of}`,
  type: 'List Purchase',
  parent: 'programme',
  starts,
  lasts: 6,
  cost,
  expects: 130_000,
  response: 2,
})

/** Three levels: the programme, its lines, and the campaigns people meet. {year} is the year it starts in. */
export const plans = {
  programme: line('Reliability programme'),
  website: line('Website', 'programme', 42_000, 900_000),
  fairs: line('Trade fairs', 'programme'),
  webinars: line('Webinars', 'programme'),
  mailings: line('Newsletter and nurture', 'programme'),
  network: line('Partners and referrals', 'programme'),
  contactForm: onTheWeb('Contact form', 'Web Form', 2_400, 700_000),
  demoRequest: onTheWeb('Request a demonstration', 'Web Form', 2_400, 900_000),
  bearingGuide: onTheWeb('Guide: seven early signs of bearing failure', 'Gated Content', 6_800, 150_000),
  calculator: onTheWeb('Calculator: what an hour of standstill costs', 'Gated Content', 11_500, 180_000),
  retrofitGuide: {
    ...onTheWeb('Guide: sensors without stopping the line', 'Gated Content', 5_200, 120_000),
    starts: 270,
    lasts: 400,
  },
  searchAds: onTheWeb('Search advertising', 'Other', 64_000, 350_000),
  fairOne: fair('Flowtec Expo {year}', 655, 4, 41_500, 380_000, 85),
  fairTwo: fair('Northern Plant Days {year}', 470, 3, 27_900, 210_000, 75),
  fairThree: fair('Flowtec Expo {year}', 290, 4, 44_200, 420_000, 75),
  fairFour: fair('Northern Plant Days {year}', 105, 3, 29_300, 260_000, 70),
  fairNext: fair('Flowtec Expo {year}', -62, 4, 46_000, 450_000, 70),
  webinarOne: webinar('reading a vibration spectrum', 610, 90_000, 50),
  webinarTwo: webinar('pumps that tell you when', 430, 90_000, 55),
  webinarThree: webinar('the business case for monitoring', 240, 110_000, 60),
  webinarFour: webinar('gearboxes, the silent budget', 75, 110_000, 60),
  webinarNext: webinar('monitoring in food plants', 9, 120_000, 60),
  newsletterSignUp: { ...onTheWeb('Newsletter sign-up', 'Web Form', 1_200, 40_000), parent: 'mailings' },
  firstLetter: letter('Letter to old inquiries, first wave', 520, 30),
  secondLetter: letter('Letter to old inquiries, second wave', 330, 30),
  thirdLetter: letter('Retrofit stories', 60, 45),
  partners: { ...line('Partner referrals', 'network', 18_000, 500_000), type: 'Referral' },
  wantedPlants: {
    ...line('Fifty plants we want to win', 'network', 22_000, 600_000),
    type: 'Business Development',
    starts: 500,
    lasts: 600,
  },
  customerDay: {
    ...line('Customer day {year}', 'network', 16_400, 240_000),
    type: 'Event',
    starts: 205,
    lasts: 2,
    response: 75,
  },
  thankYouCards: { ...line('Thank-you cards', 'network', 3_900), type: 'Gift or Greeting', starts: 320, lasts: 25 },
  listOfPlants: boughtList('processing plants', 640, 9_600),
  listOfUtilities: boughtList('utilities and food', 300, 8_200),
} as const satisfies Record<string, CampaignPlan>
