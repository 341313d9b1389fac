import { refuseUnlessMay, theProgram, type Actor } from '../../ground/users/actor.ts'
import { Refusal } from '../../platform/errors.ts'
import type { Tx } from '../../platform/tx.ts'
import type { EventPlan, EventStatuses } from '../../records/sessions/plan.ts'
import { findKnownPeople, lockAddresses, recordInquiries } from '../../records/inquiries/inquiries.ts'
import { createLeads } from '../../records/leads/leads.ts'
import type { Capture } from './checkIn.ts'
import { membershipsAt } from './memberships.sql.ts'
import { standMembers } from './memberships.ts'
import { peopleOfLeads } from './capturing.sql.ts'
import type { Attendee } from './registration.ts'

export type Captured =
  | {
      readonly personId: number
      readonly name: string
      /** Whether nobody knew them before. */
      readonly isNewLead: boolean
      readonly isNewMember: boolean
      readonly statusBefore: string | null
    }
  | { readonly refusal: Refusal }

/**
 * People typed in at the door or the stand: whoever is known by their address gets an inquiry, whoever is not becomes
 * a lead, and both become members of the campaign with the status named (the attended one by default). A known person
 * may be out of the steward's sight; then nothing of theirs is told but what was typed. One answer each, in order.
 */
export async function capturePeople(
  tx: Tx,
  actor: Actor,
  plan: EventPlan,
  statuses: EventStatuses,
  captures: readonly Capture[],
): Promise<Captured[]> {
  refuseUnlessMay(actor, 'create', 'Lead')
  refuseUnlessMay(actor, 'create', 'CampaignMember')
  const asked = captures.map(({ email, firstName, lastName }) => ({ email: email ?? '', firstName, lastName }))
  await lockAddresses(
    tx,
    asked.map(({ email }) => email),
  )
  // Who may see whom decides what is shown, never whether somebody is made a lead a second time.
  const known = await findKnownPeople(tx, theProgram, asked)
  const strangers = captures.flatMap((capture, at) => (known[at] === undefined ? [{ capture, at }] : []))
  const seen = new Map<string, number>()
  const fresh = strangers.filter(({ capture, at }) => {
    const key = capture.email?.toLowerCase() ?? ''
    if (key === '') return true
    if (seen.has(key)) return false
    return seen.set(key, at)
  })
  const saved = await createLeads(
    tx,
    actor,
    fresh.map(({ capture }) => draftOf(capture)),
    { skipDuplicateCheck: true },
  )
  const people = await peopleOfLeads(
    tx,
    saved.flatMap(({ id, refusal }) => (id === undefined || refusal !== undefined ? [] : [id])),
  )
  const met = new Map<number, Attendee | Refusal>()
  fresh.forEach(({ at }, place) => {
    const { id = 0, refusal } = saved[place] ?? {}
    met.set(at, refusal ?? { object: 'Lead', id, personId: people.get(id) ?? 0 })
  })
  const whoIs = captures.map((capture, at): Attendee | Refusal => {
    const found = known[at] ?? met.get(at) ?? met.get(seen.get(capture.email?.toLowerCase() ?? '') ?? -1)
    return found ?? new Refusal('not_found', 'Nobody was made of this.')
  })
  return welcome(tx, actor, { plan, statuses, captures, whoIs, isKnown: known.map((one) => one !== undefined) })
}

type Welcome = {
  readonly plan: EventPlan
  readonly statuses: EventStatuses
  readonly captures: readonly Capture[]
  readonly whoIs: readonly (Attendee | Refusal)[]
  readonly isKnown: readonly boolean[]
}

/** Their memberships and their inquiries, written in the steward's name with the reach of the program. */
async function welcome(
  tx: Tx,
  actor: Actor,
  { plan, statuses, captures, whoIs, isKnown }: Welcome,
): Promise<Captured[]> {
  const { campaignId, campaignName } = plan
  const people = whoIs.flatMap((who) => (who instanceof Refusal ? [] : [who]))
  const before = new Map(
    (
      await membershipsAt(
        tx,
        [campaignId],
        people.map(({ personId }) => personId),
      )
    ).map((one) => [one.personId, one.status]),
  )
  const met = captures.flatMap((capture, at) => {
    const who = whoIs[at]
    return who === undefined || who instanceof Refusal ? [] : [{ capture, who }]
  })
  const inTheirName: Actor = { ...theProgram, userId: actor.userId, name: actor.name }
  await standMembers(
    tx,
    inTheirName,
    met.map(({ capture, who }) => ({
      campaignId,
      who,
      status: capture.status ?? statuses.attended,
      unless: capture.status === null ? [] : [statuses.attended],
    })),
  )
  await recordInquiries(
    tx,
    actor,
    met.map(({ capture, who }) => ({
      personId: who.personId,
      source: 'Event',
      subject: campaignName,
      details: detailsOf(capture),
      campaignId,
      respondedAt: tx.now,
    })),
  )
  return captures.map((capture, at): Captured => {
    const who = whoIs[at]
    if (who === undefined || who instanceof Refusal)
      return { refusal: who ?? new Refusal('not_found', 'Nobody was made of this.') }
    return {
      personId: who.personId,
      name: [capture.firstName, capture.lastName].filter(Boolean).join(' '),
      isNewLead: isKnown[at] !== true,
      isNewMember: !before.has(who.personId),
      statusBefore: before.get(who.personId) ?? null,
    }
  })
}

const draftOf = ({ firstName, lastName, company, email, phone, note, interest }: Capture) => ({
  FirstName: firstName,
  LastName: lastName,
  Company: company ?? '[not provided]',
  Email: email,
  Phone: phone,
  LeadSource: 'Trade Show',
  Description: [interest === null ? '' : `Interested in: ${interest}`, note ?? ''].filter(Boolean).join('\n') || null,
})

const detailsOf = ({ company, email, phone, note, interest }: Capture): Record<string, string> =>
  Object.fromEntries(
    Object.entries({ Company: company, 'E-mail': email, Phone: phone, Interest: interest, Note: note }).flatMap(
      ([label, value]) => (value === null ? [] : [[label, value]]),
    ),
  )
