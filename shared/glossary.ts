/** One word of the product: what it means, what it is never, and what to do instead. */
export type Term = Readonly<{
  /** Stable key: what `openGlossary` and a refusal's `rule` name. */
  key: string
  word: string
  /** Other names people know it by. */
  also?: readonly string[]
  means: string
  never: string
  instead: string
}>

/** The product's words, in the order in which a lead meets them. */
export const glossary: readonly Term[] = [
  {
    key: 'inquiry',
    word: 'Inquiry',
    also: ['response'],
    means:
      'One response of one person to one thing we did: a form, a click, a scan, a reply. It is kept as a campaign member that has responded, with its date.',
    never: 'A new lead for a person we already know.',
    instead:
      'Record the response on the lead or contact who is already there. Forms and imports do this by themselves.',
  },
  {
    key: 'lead',
    word: 'Lead',
    also: ['prospect', 'suspect'],
    means: 'An unqualified prospect: a person who showed interest, at a company we may not know yet.',
    never: 'Gets a proposal, a quote, sales history or an opportunity.',
    instead: 'Vet the lead and convert it. The proposal then belongs to the opportunity.',
  },
  {
    key: 'vetting',
    word: 'Vetting',
    also: ['qualification', 'qualify'],
    means:
      'Finding out whether a lead can become a sale: budget, authority, need and timeline, and whatever else the agreement names.',
    never: 'A status that somebody sets by hand.',
    instead:
      'Record what you learned, its source and its date. The lead is vetted when the agreement’s criteria are met.',
  },
  {
    key: 'bant',
    word: 'BANT',
    also: ['budget, authority, need, timeline'],
    means:
      'The four questions of vetting. Budget: is there money? Authority: who decides? Need: what problem must go away? Timeline: by when?',
    never: 'Four boxes to tick without having asked.',
    instead: 'Write down the answer in a few words, who gave it, and when. An empty card is an invitation to ask.',
  },
  {
    key: 'agreement',
    word: 'Agreement',
    also: ['service level agreement', 'SLA'],
    means:
      'The definition that Marketing and Sales both signed: which criteria make an MQL, which make a lead convertible, and how fast each side acts. Every version is kept.',
    never: 'An opinion, or something one side changes alone.',
    instead:
      'Propose a new version in Setup and have both sides sign it. Old leads keep the version they were judged by.',
  },
  {
    key: 'mql',
    word: 'MQL',
    also: ['marketing-qualified lead'],
    means:
      'A marketing-qualified lead: Marketing judges it ready for Sales by the criteria both signed in the agreement.',
    never: 'Another word for lead.',
    instead: 'Say lead for everyone. Say MQL only for those the agreement’s marketing criteria let through.',
  },
  {
    key: 'sal',
    word: 'SAL',
    also: ['sales-accepted lead'],
    means: 'A sales-accepted lead: a salesperson looked at an MQL and took it on.',
    never: 'A lead that was merely assigned to somebody.',
    instead:
      'Take the lead over and call. When it comes to nothing, close it with the reason, so that marketing learns from it.',
  },
  {
    key: 'sql',
    word: 'SQL',
    also: ['sales-qualified lead'],
    means: 'A sales-qualified lead: it met the criteria for conversion and was converted.',
    never: 'A promising lead that was not vetted yet.',
    instead: 'Finish the vetting, then convert. From then on the opportunity carries the sale.',
  },
  {
    key: 'conversion',
    word: 'Conversion',
    also: ['convert'],
    means:
      'The act that turns a qualified lead into an account, a contact and, unless you say no, an opportunity. The lead stays readable, closed and locked.',
    never: 'A copy. It can be undone only while nothing was built on its result.',
    instead:
      'Choose existing records where the person or company is known. Values already there are kept; only blanks are filled.',
  },
  {
    key: 'account',
    word: 'Account',
    also: ['company'],
    means:
      'A qualified prospect company, whether it buys yet or not: Prospect, Customer, Lost prospect or Former customer.',
    never: 'Another word for customer, or a company nobody has vetted.',
    instead:
      'Leave the company’s name on the lead until conversion. Account types follow from won and lost opportunities.',
  },
  {
    key: 'contact',
    word: 'Contact',
    also: ['person'],
    means:
      'A person at an account. Partners and employees are marked as such, and campaigns leave them out unless they say otherwise.',
    never: 'A place to keep unqualified people.',
    instead: 'Create a lead. Conversion makes the contact, and the history comes along.',
  },
  {
    key: 'opportunity',
    word: 'Opportunity',
    also: ['deal'],
    means:
      'One specific sale in progress, with an account, an amount, a close date and a stage. It ends Closed Won or Closed Lost.',
    never: 'Left open without end, or kept on a lead.',
    instead: 'Convert the lead first. If the sale fell through, close it as lost with the reason.',
  },
  {
    key: 'payment',
    word: 'Payment',
    also: ['collected cash', 'cash', 'refund'],
    means:
      'Money received for an opportunity, or given back. What a deal and its campaigns collected is the sum of its payments.',
    never: 'A won amount: that is what was agreed, and a promise until it is paid.',
    instead:
      'Enter each payment on the opportunity on the day the money is there, or import the bank statement. A refund is money that went back.',
  },
  {
    key: 'opportunity-owner',
    word: 'Owner of the opportunity',
    also: ['deal owner'],
    means:
      'The one person who coordinates everyone and brings the deal to a close, with the authority, skills and time to do so.',
    never: 'The account’s owner by default, or a group.',
    instead: 'Name the person who will run this deal. It may be someone other than the account’s owner.',
  },
  {
    key: 'campaign',
    word: 'Campaign',
    means:
      'One marketing initiative to many people, with its own list of member statuses, its cost and its expected result. Campaigns may have parents and children.',
    never: 'A mailing list.',
    instead: 'Add people as campaign members and move their status as they respond.',
  },
  {
    key: 'campaign-member',
    word: 'Campaign member',
    also: ['member'],
    means:
      'What one person, lead or contact, is to one campaign: one status out of that campaign’s list, with dated history.',
    never: 'A checkbox on the person.',
    instead: 'Add the person to the campaign with a status such as Sent, Registered or Attended.',
  },
  {
    key: 'segment',
    word: 'Segment',
    also: ['smart list', 'active list', 'audience'],
    means:
      'Leads and contacts chosen by what is known of them and what they did. Only the condition is kept: who fits it is asked each time.',
    never: 'A list that is rebuilt at night, and wrong until then.',
    instead: 'Describe the people once, see why each is in, and add them to a campaign or leave them out of one.',
  },
  {
    key: 'closed-lost',
    word: 'Closed Lost',
    also: ['lost'],
    means:
      'The sale failed, or the vetting did. The loss reason says which; a failed vetting names the criterion and counts against whoever vetted.',
    never: '“Other”.',
    instead: 'Choose the reason that a colleague could learn from.',
  },
  {
    key: 'unqualified',
    word: 'Unqualified',
    also: ['disqualified', 'dead end'],
    means:
      'A lead closed with a reason. It may carry a dated follow-up or stay on a newsletter, and it can be reopened with a reason.',
    never: 'Gone. Closed leads are not deleted.',
    instead: 'Close with the true reason, and set a follow-up where time may change the answer.',
  },
  {
    key: 'invisible-pipeline',
    word: 'Invisible pipeline',
    means:
      'People and accounts who seem to be thinking about a purchase, judged from what they read and what they try, before any opportunity exists.',
    never: 'Part of the forecast.',
    instead: 'Use it to choose whom to nurture and whom to call. Forecast only from opportunities.',
  },
  {
    key: 'content-marketing',
    word: 'Content marketing',
    means:
      'Earning attention with things worth reading or watching, such as guides, cases and talks, so that people with a problem find us and come forward.',
    never: 'Advertising with more words, or a reason to call everyone who downloaded something.',
    instead: 'Offer one useful piece per question buyers have, and record each download as an inquiry.',
  },
  {
    key: 'lead-nurturing',
    word: 'Lead nurturing',
    also: ['nurturing', 'drip'],
    means:
      'Staying useful to people who are not ready yet, with a dated next step, until they are. Many first purchases come more than a year after the first touch.',
    never: 'Mailing everybody the same thing until they leave.',
    instead: 'Move the lead to Nurturing with the reason it is not ready, and set when to ask again.',
  },
]

const byKey = new Map(glossary.map((term) => [term.key, term]))

/** The term with this key, if the product has it. */
export const findTerm = (key: string): Term | undefined => byKey.get(key)
