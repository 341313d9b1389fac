import type { Random } from '../random.ts'

/** What people say and write down. Braces are filled in. */

export type Letter = 'Budget' | 'Authority' | 'Need' | 'Timeline'

export const letters: readonly Letter[] = ['Budget', 'Authority', 'Need', 'Timeline']

const said: Readonly<Record<Letter, { readonly met: readonly string[]; readonly notMet: readonly string[] }>> = {
  Budget: {
    met: [
      '€{k}k approved for this year',
      '€{k}k in the maintenance budget, more with a business case',
      'Pilot up to €{k}k without the board',
      'Planned as an investment of about €{k}k',
      'Insurer pays half, €{k}k are set aside',
    ],
    notMet: [
      'Budget frozen until next year',
      'No money for this before the new fiscal year',
      'Spent everything on the new line',
      'Would want it for free as a reference',
    ],
  },
  Authority: {
    met: [
      'Decides alone up to €50k',
      'Plant manager signs, we were introduced',
      'Head of maintenance decides with procurement',
      'Speaks for the board, which meets monthly',
      'Technical director asked for the offer himself',
    ],
    notMet: [
      'Has no say, collects information for a colleague',
      'Group headquarters decide, no contact there',
      'Procurement decides and does not know about it',
    ],
  },
  Need: {
    met: [
      '{n} unplanned stops last year, each about a day',
      'Gearbox failed twice in {n} months',
      'Insurer asks for condition monitoring',
      'Manual readings every week on {n} motors',
      'New line starts up and must be watched',
      'Replaces a system that is no longer supported',
    ],
    notMet: [
      'Everything runs, only curious',
      'Solved it with spare pumps',
      'Has a competing system until it is written off',
    ],
  },
  Timeline: {
    met: [
      'Before the next shutdown',
      'Must run by the end of the quarter',
      'Decision within six weeks',
      'Installation in the summer stop',
      'Board decides next month',
    ],
    notMet: ['Not before 2029', 'No date, perhaps when the hall is rebuilt', 'Waits for the merger to be over'],
  },
}

export const evidenceOf = (random: Random, letter: Letter, isMet: boolean): string =>
  random
    .pick(isMet ? said[letter].met : said[letter].notMet)
    .replace('{k}', String(random.whole(2, 30) * 5))
    .replace('{n}', String(random.whole(2, 18)))

/** Why a lead with this letter missing is closed, and the others nobody can help. */
export const reasonFor: Readonly<Record<Letter, string>> = {
  Budget: 'No budget',
  Authority: 'No authority',
  Need: 'No need',
  Timeline: 'No timeline',
}

export const otherReasons: readonly (readonly [string, number])[] = [
  ['No interest', 5],
  ['Not our market', 3],
  ['Student or research', 1.2],
  ["Competitor's person", 0.5],
  ['Bad data', 0.8],
]

/** Why those nobody calls are closed. */
export const sortedOutBecause: readonly (readonly [string, number])[] = [
  ['Not our market', 5],
  ['Bad data', 3],
  ['Student or research', 3],
  ['No interest', 2.5],
  ["Competitor's person", 1],
  ['Duplicate', 1],
]

export const notReadyBecause: readonly (readonly [string, number])[] = [
  ['Not ready', 6],
  ['No budget', 3],
  ['No stakeholder support', 2.5],
  ['Unsure of the solution', 2.5],
  ['Vendors not decided', 2],
]

export const overrideReasons = [
  'Board member of ours knows the plant manager; wants an offer this week.',
  'Tender closes on Friday, the missing point is asked on the way.',
  'Old customer with a new company; we know how they buy.',
  'Met in person at the fair, budget to be confirmed with the offer.',
  'Partner vouches for the project.',
]

export const reopenedBecause = [
  'Called us back: budget is there now',
  'New plant manager asks again',
  'Pump failed last week',
  'Answered the newsletter with a question',
]

export const messages = [
  'Please call me about monitoring for our cooling pumps.',
  'We lost two days to a bearing last month. What does it take to see that coming?',
  'How much is it for about forty motors?',
  'Do your sensors work in wet areas with daily cleaning?',
  'Looking for a supplier for three plants, decision this year.',
  'Can I connect it to our existing control system?',
  'Need documents for an internal presentation.',
  'Is there a version for hazardous areas?',
]

export const vettingNotes = [
  'Speaks quickly, wants facts and no slides. Call in the morning.',
  'Has tried a competitor and was left alone with the data.',
  'Production is afraid of another system; maintenance wants it.',
  'Colleague in the sister plant already uses our sensors.',
  'Works council has to be told before anything is measured.',
  'Would be a good reference if it works out.',
]

export const salesNotes = [
  'Procurement asks for three offers. Ours is the only one with service on site.',
  'Walked through the hall: 28 measuring points are enough for the first step.',
  'They compare with hand-held readings, not with a competitor.',
  'Price is fine, payment terms are not: they want 60 days.',
  'IT wants to know where the data is kept. Sent the paper.',
  'Champion is on holiday until the 15th; deputy can sign.',
]

export const products = [
  'pump monitoring',
  'vibration monitoring',
  'gearbox sensors',
  'retrofit of line 2',
  'fan monitoring',
  'pilot on 12 motors',
  'compressor monitoring',
  'cooling tower sensors',
]

export const furtherProducts = [
  'more measuring points',
  'second plant',
  'service contract',
  'renewal of licences',
  'replacement sensors',
  'analytics module',
  'training',
]

/** What a salesperson does when a deal comes to a stage. */
export const workAt: Readonly<Record<string, readonly (readonly [subject: string, type: string])[]>> = {
  Prospecting: [['Introduced myself by phone', 'Call']],
  Qualification: [
    ['Call: how they decide', 'Call'],
    ['Call: who else is involved', 'Call'],
  ],
  'Needs Analysis': [
    ['Site visit prepared', 'Meeting'],
    ['Call: list of machines', 'Call'],
  ],
  'Value Proposition': [
    ['Showed savings per stop', 'Email'],
    ['Demonstration on their data', 'Demo'],
  ],
  'Id. Decision Makers': [
    ['Call with procurement', 'Call'],
    ['Introduced to the plant manager', 'Meeting'],
  ],
  'Perception Analysis': [['Asked what speaks against us', 'Call']],
  'Proposal/Price Quote': [
    ['Sent proposal', 'Proposal'],
    ['Sent quote', 'Quote'],
  ],
  'Negotiation/Review': [
    ['Call: terms of payment', 'Call'],
    ['Contract with their lawyers', 'Email'],
  ],
  'Closed Won': [['Handed over to installation', 'Call']],
  'Closed Lost': [['Asked why', 'Call']],
}

export const nextSteps = [
  'Get the list of machines',
  'Talk to procurement',
  'Send revised offer',
  'Visit the plant',
  'Wait for the board',
  'Call after the shutdown',
  'Clear data protection',
]

export const meetings: readonly (readonly [subject: string, type: string, minutes: number])[] = [
  ['Site visit', 'Meeting', 180],
  ['Demonstration', 'Demo', 60],
  ['Presentation to the board', 'Meeting', 90],
  ['Project talk', 'Call', 30],
]
