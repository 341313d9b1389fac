import { encodeId } from '../../../../shared/ids.ts'
import type { Tx } from '../../../platform/tx.ts'
import { decideNominations, proposePeople } from '../../../processes/nominations/nominations.ts'
import { planNominations } from '../../../processes/nominations/plans.ts'
import { registerPeople } from '../../../processes/registrations/registrations.ts'
import { createCampaigns } from '../../../records/campaigns/campaigns.ts'
import { openRegistration, planEvent } from '../../../records/sessions/plans.ts'
import { planSessions } from '../../../records/sessions/sessions.ts'
import { createRegistrationForm } from '../../forms/registrationForm.ts'
import { attendees, someOf } from './invitees.ts'
import { dayOf, workdayAfter } from './moments.ts'
import { idsOf, refuseAnyOf } from './saved.ts'
import { sized, type Story } from './story.ts'

// Nobody in a story is written to.
const QUIET = { publicUrl: 'http://localhost', mailFrom: 'Assay <assay@localhost>', isQuiet: true }
const ZONE = 'Europe/Berlin'
const HOUR_MS = 3_600_000

/** What is ahead on the last day: events people register for, and cards to customers that salespeople propose. */
export async function lookAhead(then: Tx, story: Story): Promise<void> {
  await announceWorkshop(then, story)
  await announceOpenDay(then, story)
  await askForCards(then, story)
}

/** A workshop in five weeks with more people than places. */
async function announceWorkshop(then: Tx, story: Story): Promise<void> {
  const { events } = story.cast
  const starts = workdayAfter(story.end, 35)
  starts.setUTCHours(8, 0, 0, 0)
  const name = `Vibration workshop ${starts.getUTCFullYear()}`
  const campaignId = await announced(then, story, { name, starts, BudgetedCost: 9500, ExpectedResponse: 80 })
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
  await letRegister(then, story, { campaignId, name })
}

/** An open day in seven weeks with places left, for whoever wants to try to register. */
async function announceOpenDay(then: Tx, story: Story): Promise<void> {
  const { events } = story.cast
  const starts = workdayAfter(story.end, 49)
  starts.setUTCHours(9, 0, 0, 0)
  const at = (hours: number): Date => new Date(starts.getTime() + hours * HOUR_MS)
  const name = `Open day at the works ${starts.getUTCFullYear()}`
  const campaignId = await announced(then, story, { name, starts, BudgetedCost: 6000, ExpectedResponse: 90 })
  await planEvent(then, events, campaignId, {
    timeZone: ZONE,
    place: 'Hamburg works',
    description: 'See how sensors are built and tested, and bring your own measurements.',
    capacity: 80,
    followsUpAttended: true,
  })
  const [tour = 0, clinic = 0] = idsOf(
    await planSessions(then, events, campaignId, [
      { name: 'Tour of the works', startsAt: at(0), endsAt: at(1.5), room: 'Hall 3', capacity: 60 },
      { name: 'Bring your measurements', startsAt: at(2), endsAt: at(3.5), room: 'Lab 1', capacity: 24 },
    ]),
  )
  const who = await attendees(then, someOf(story, 'open day', sized(story, 18)))
  refuseAnyOf(
    await registerPeople(
      then,
      events,
      QUIET,
      who.map((one, place) => ({ campaignId, who: one, sessionIds: place % 2 === 0 ? [tour, clinic] : [tour] })),
    ),
  )
  await letRegister(then, story, { campaignId, name })
}

type Announcement = {
  readonly name: string
  readonly starts: Date
  readonly BudgetedCost: number
  readonly ExpectedResponse: number
}

/** The campaign of an event of one day. */
async function announced(then: Tx, story: Story, { name, starts, ...costs }: Announcement): Promise<number> {
  const { events } = story.cast
  const [campaignId = 0] = idsOf(
    await createCampaigns(then, events, [
      {
        Name: name,
        Type: 'Event',
        Status: 'In Progress',
        IsActive: true,
        ParentId: encodeId(story.campaigns.get('network') ?? 0),
        StartDate: dayOf(starts),
        EndDate: dayOf(starts),
        OwnerId: encodeId(events.userId),
        ...costs,
      },
    ]),
  )
  return campaignId
}

async function letRegister(
  then: Tx,
  { cast: { events } }: Story,
  { campaignId, name }: { readonly campaignId: number; readonly name: string },
): Promise<void> {
  const webFormId = await createRegistrationForm(then, events, { campaignId, name })
  await openRegistration(then, events, campaignId, { open: true, webFormId })
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
