import { squeezed } from './folding.ts'

/** What other systems call the field's standard stages, statuses and ratings; each line: our word, then theirs. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  StageName: [
    'Closed Won: won, close won, sold, signed, deal won, closedwon, gewonnen, gagné, ganado, vinto, ganho, 1 won, success, order',
    'Closed Lost: lost, close lost, deal lost, closedlost, verloren, perdu, perdido, perso, abandoned, cancelled, canceled, dead',
    'Prospecting: new, open, lead, prospect, inquiry, neu, nouveau, nuevo, appointment scheduled, appointmentscheduled, identified',
    'Qualification: engaging, engaged, qualified, qualifying, qualify, contacted, discovery, qualifiziert, qualified to buy, qualifiedtobuy, meeting',
    'Needs Analysis: demo, demo given, demonstration, presentation scheduled, presentationscheduled, requirements gathering, analysis, scoping',
    'Value Proposition: solution, solution presented, evaluation, trial, poc, proof of concept',
    'Id. Decision Makers: decision maker bought in, decisionmakerboughtin, decision maker, decision',
    'Proposal/Price Quote: proposal, quote, quoted, proposition, offer, angebot, proposal sent, proposal preparation, proposal submission',
    'Negotiation/Review: negotiation, negotiating, contract sent, contractsent, contract, review, verhandlung, commit',
  ],
  Status: [
    'Open - Not Contacted: new, open, not contacted, uncontacted, raw, neu, offen, nouveau, nuevo, subscriber, lead, unknown, inquiry, enquiry',
    'Working - Contacted: contacted, working, attempted, attempted to contact, attempting, connected, in progress, inprogress, open deal, contacté, in bearbeitung, kontaktiert, warm, mql, marketing qualified lead, sal, assigned',
    'Nurturing: nurture, recycled, recycle, later, not ready, bad timing, badtiming, long term',
    'Closed - Not Converted: unqualified, disqualified, dead, junk, junk lead, lost, not interested, bad, invalid, closed, lost lead, rejected, not qualified, unqualifiziert',
  ],
  Rating: ['Hot: a, high, heiß', 'Warm: b, medium', 'Cold: c, low, kalt'],
  Salutation: [
    'Mr.: mr, herr, monsieur, m, señor, sr, sir',
    'Ms.: ms, miss, frau, signora, señora',
    'Mrs.: mrs, madame, mme',
    'Dr.: dr, doctor, doktor',
    'Prof.: prof, professor',
  ],
  Priority: ['High: hoch, urgent, 1', 'Normal: medium, mittel, 2', 'Low: niedrig, 3'],
  LeadSource: [
    'Web: website, online, web form, webform, organic',
    'Trade Show: tradeshow, exhibition, fair, messe, event, conference, salon',
    'Purchased List: list, bought list',
    'Employee Referral: employee',
    'External Referral: referral, word of mouth',
  ],
}

const meanings = new Map(
  Object.entries(WORDS).map(([field, lines]) => {
    const byWord = new Map<string, string[]>()
    for (const line of lines) {
      const [ours = '', theirs = ''] = line.split(': ')
      for (const word of theirs.split(', '))
        byWord.set(squeezed(word), [...(byWord.get(squeezed(word)) ?? []), squeezed(ours)])
    }
    return [field, byWord] as const
  }),
)

/** The squeezed words of ours that a squeezed word of theirs may stand for, likeliest first. */
export const meantBy = (fieldName: string, word: string): readonly string[] => meanings.get(fieldName)?.get(word) ?? []
