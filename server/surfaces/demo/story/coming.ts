import { encodeId } from '../../../../shared/ids.ts'
import { recordsById } from '../../../ground/objects/list.ts'
import { theProgram } from '../../../ground/users/actor.ts'
import type { Tx } from '../../../platform/tx.ts'
import { decideNominations, proposePeople } from '../../../processes/nominations/nominations.ts'
import { planNominations } from '../../../processes/nominations/plans.ts'
import { registerPeople } from '../../../processes/registrations/registrations.ts'
import { createCampaigns } from '../../../records/campaigns/campaigns.ts'
import { Contact } from '../../../records/contacts/fields.ts'
import { planEvent } from '../../../records/sessions/plans.ts'
import { planSessions } from '../../../records/sessions/sessions.ts'
import { dayOf, workdayAfter } from './moments.ts'
import { idsOf, refuseAnyOf } from './saved.ts'
import { sized, type KnownContact, type Story } from './story.ts'

// Nobody in a story is written to.
const QUIET = { publicUrl: 'http://localhost', mailFrom: 'Assay <assay@localhost>', isQuiet: true }
const ZONE = 'Europe/Berlin'
const HOUR_MS = 3_600_000

/** What is ahead on the last day: an event people register for, and cards to customers that salespeople propose. */
export async function lookAhead(then: Tx, story: Story): Promise<void> {
  await announceWorkshop(then, story)
  await askForCards(then, story)
}

/** A workshop in five weeks with more people than places. */
async function announceWorkshop(then: Tx, story: Story): Promise<void> {
  const { events } = story.cast
  const starts = workdayAfter(story.end, 35)
  starts.setUTCHours(8, 0, 0, 0)
  const [campaignId = 0] = idsOf(
    await createCampaigns(then, events, [
      {
        Name: `Vibration workshop ${starts.getUTCFullYear()}`,
        Type: 'Event',
        Status: 'In Progress',
        IsActive: true,
        ParentId: encodeId(story.campaigns.get('network') ?? 0),
        StartDate: dayOf(starts),
        EndDate: dayOf(starts),
        BudgetedCost: 9500,
        ExpectedResponse: 30,
        OwnerId: encodeId(events.userId),
      },
    ]),
  )
  const people = someOf(story, 'workshop', sized(story, 46))
  await planEvent(then, events, campaignId, {
    timeZone: ZONE,
    place: 'Training centre, Hamburg',
    description: 'A day at the machines: measure, read and decide. Lunch is included.',
    capacity: Math.max(Math.round(people.length * 0.85), 1),
    followsUpAttended: true,
  })
  const sessionIds = await planProgramme(then, story, { campaignId, starts, people: people.length })
  const who = await attendees(then, people)
  refuseAnyOf(
    await registerPeople(
      then,
      events,
      QUIET,
      who.map((one, place) => ({
        campaignId,
        who: one,
        sessionIds: [sessionIds[0] ?? 0, sessionIds[place % 3 === 0 ? 2 : 1] ?? 0, sessionIds[3] ?? 0],
      })),
    ),
  )
}

async function planProgramme(
  then: Tx,
  story: Story,
  { campaignId, starts, people }: { readonly campaignId: number; readonly starts: Date; readonly people: number },
): Promise<number[]> {
  const at = (hours: number): Date => new Date(starts.getTime() + hours * HOUR_MS)
  return idsOf(
    await planSessions(then, story.cast.events, campaignId, [
      { name: 'Welcome and coffee', startsAt: at(0), endsAt: at(0.5), room: 'Foyer' },
      {
        name: 'Reading a spectrum',
        startsAt: at(0.5),
        endsAt: at(2.5),
        room: 'Lab 1',
        speaker: 'Ingrid Vaasala',
        capacity: Math.ceil(people * 0.6),
      },
      {
        name: 'Mounting sensors',
        startsAt: at(0.5),
        endsAt: at(2.5),
        room: 'Lab 2',
        capacity: Math.ceil(people * 0.3),
      },
      { name: 'What it saved us: two plants report', startsAt: at(3.5), endsAt: at(5), room: 'Large hall' },
    ]),
  )
}

/** Thank-you cards of this year: each salesperson proposes some customers, and the head of sales has begun to decide. */
async function askForCards(then: Tx, story: Story): Promise<void> {
  const { marketing, manager, sellers } = story.cast
  const [campaignId = 0] = idsOf(
    await createCampaigns(then, marketing, [
      {
        Name: `Thank-you cards ${story.end.getUTCFullYear()}`,
        Type: 'Gift or Greeting',
        Status: 'Planned',
        IsActive: true,
        ParentId: encodeId(story.campaigns.get('network') ?? 0),
        StartDate: dayOf(workdayAfter(story.end, 30)),
        BudgetedCost: 4000,
        OwnerId: encodeId(marketing.userId),
      },
    ]),
  )
  const last = story.campaigns.get('thankYouCards')
  await planNominations(then, marketing, campaignId, {
    quota: 12,
    closesOn: dayOf(workdayAfter(story.end, 12)),
    approverIds: [manager.userId],
    ...(last === undefined ? {} : { previousCampaignId: last }),
  })
  for (const [at, seller] of sellers.entries()) {
    const mine = someOf(story, `cards ${seller.name}`, 5, ({ place }) => place.seller.userId === seller.userId)
    const who = await attendees(then, mine)
    const proposals = who.map((one, place) => ({
      who: one,
      name: mine[place]?.name ?? '',
      reason: reasons[(at + place) % reasons.length] ?? null,
    }))
    const saved = await proposePeople(then, seller, campaignId, proposals)
    const [first, second] = saved.flatMap(({ id }) => id ?? [])
    refuseAnyOf(
      await decideNominations(then, manager, [
        ...(first === undefined ? [] : [{ id: first, approve: true, reason: null }]),
        ...(second === undefined || at > 0
          ? []
          : [{ id: second, approve: false, reason: 'Left the company in spring.' }]),
      ]),
    )
  }
}

const reasons = [
  'Gave us the reference of the year.',
  'Renewed without asking for a discount.',
  'Opened the door to the second plant.',
  'Spoke for us at the fair.',
] as const

/** Contacts of the story, each once. */
function someOf(
  story: Story,
  what: string,
  howMany: number,
  isMeant: (contact: KnownContact) => boolean = () => true,
): KnownContact[] {
  const random = story.random.fork(what)
  const meant = story.contacts.filter(isMeant)
  const found = new Map<number, KnownContact>()
  for (let tries = 0; tries < howMany * 6 && found.size < howMany && meant.length > 0; tries++) {
    const contact = random.pick(meant)
    found.set(contact.id, contact)
  }
  return [...found.values()]
}

async function attendees(then: Tx, contacts: readonly KnownContact[]) {
  const rows = await recordsById(
    then,
    theProgram,
    Contact,
    contacts.map(({ id }) => id),
    ['PersonId'],
  )
  const people = new Map(rows.map((row) => [row.Id, Number(row['PersonId'])]))
  return contacts.flatMap(({ id }) => {
    const personId = people.get(id)
    return personId === undefined ? [] : [{ object: 'Contact' as const, id, personId }]
  })
}
