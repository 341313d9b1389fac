import { squeezed } from '../reading/folding.ts'

/** What an object is called in headings and file names. */
const WORDS: Readonly<Record<string, string>> = {
  Lead: 'lead, leads, prospect, prospects, mql, mqls, sql, inquiry, inquiries, attendee, attendees, visitor, visitors, registrant, registrants, scan, scans, interessent, interessenten, badge, badges, subscribers, qualified leads',
  Contact:
    'contact, contacts, person, people, persons, kontakt, kontakte, ansprechpartner, contactos, contatti, contatos, crm lead contacts, res partner',
  Account:
    'account, accounts, company, companies, organization, organizations, organisation, organisations, customer, customers, client, clients, firma, firmen, kunden, unternehmen, sociétés, entreprises, empresas, aziende, bedrijven',
  Opportunity:
    'opportunity, opportunities, deal, deals, pipeline, sales pipeline, opps, opp, verkaufschancen, opportunités, oportunidades, closed deals, trattative',
  Payment:
    'payment, payments, receipt, receipts, money received, cash received, collections, zahlung, zahlungen, zahlungseingang, zahlungseingänge, paiement, paiements, pago, pagos, pagamenti, betalingen',
  Campaign: 'campaign, campaigns, kampagne, kampagnen, campagnes, campañas',
  CampaignMember: 'campaign member, campaign members, campaignmember, members, member, campaign responses',
  Task: 'task, tasks, todo, todos, to do, aufgabe, aufgaben, tâches, tareas, activities',
  Event: 'event, events, meeting, meetings, appointment, appointments, calendar, termine',
  Note: 'note, notes, notizen',
  User: 'user, users, sales team, sales teams, team, teams, agent, agents, sales agent, sales agents, employee, employees, staff, reps, sales reps',
}

const bySqueezed = new Map(
  Object.entries(WORDS).map(([objectName, words]) => [objectName, new Set(words.split(', ').map(squeezed))] as const),
)

/** Whether a squeezed word is what an object is called. */
export const isWordForObject = (objectName: string, word: string): boolean =>
  bySqueezed.get(objectName)?.has(word) ?? false

/** The first object called so, by every squeezed word. */
const objectByWord = new Map(
  [...bySqueezed].flatMap(([objectName, words]) => [...words].map((word) => [word, objectName] as const)).toReversed(),
)

/** The words of a heading or file name: 'Lead_First-name' and 'leadFirstName' are three. */
export const wordsIn = (text: string): readonly string[] =>
  text
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)

/** The object a heading speaks of in its first words, and the heading without them: 'Contact: First Name' → Contact, 'First Name'. */
export function objectIn(heading: string): { readonly objectName: string; readonly rest: string } | undefined {
  const words = wordsIn(heading)
  for (const count of [2, 1]) {
    const first = words.slice(0, count).join(' ')
    const rest = words.slice(count).join(' ')
    const objectName = rest === '' ? undefined : objectByWord.get(squeezed(first))
    if (objectName !== undefined) return { objectName, rest }
  }
  return undefined
}

/** How strongly a file's name speaks of an object: 1 when its last words are its name, less when they stand elsewhere. */
export function namedInFile(objectName: string, fileName: string): number {
  const words = wordsIn(fileName.replace(/\.\w+$/, ''))
  const names = bySqueezed.get(objectName) ?? new Set<string>()
  let best = 0
  words.forEach((word, at) => {
    const pair = squeezed(`${word} ${words[at + 1] ?? ''}`)
    if (at + 1 < words.length && names.has(pair)) best = Math.max(best, 1)
    else if (names.has(squeezed(word))) best = Math.max(best, at === words.length - 1 ? 1 : 0.8)
  })
  return best
}
