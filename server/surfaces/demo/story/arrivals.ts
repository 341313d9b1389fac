import { encodeId } from '../../../../shared/ids.ts'
import { theProgram, type Actor } from '../../../ground/users/actor.ts'
import { createLeads } from '../../../records/leads/leads.ts'
import type { Tx } from '../../../platform/tx.ts'
import type { Random } from '../random.ts'
import { disguised, type Disguised } from '../world/disguises.ts'
import type { Person } from '../world/people.ts'
import { endOf, planOf, startOf } from './campaigns.ts'
import { channels, type Channel } from './channels.ts'
import type { Colleague } from './cast.ts'
import { enterCampaigns } from './memberships.ts'
import { daysAfter, season, type Step } from './moments.ts'
import { idsOf } from './saved.ts'
import type { KnownContact, Verdict, Arrival } from './threads.ts'
import { sized, type Story } from './story.ts'
import { atTheDoor, fateOf, sortOut } from './sorting.ts'
import { planVetting } from './vettings.ts'
import { draftOf } from './leadDrafts.ts'

/** How many come in each step on each channel: seasonal, in bursts around campaigns, and so many in all as was asked for. */
export function planArrivals(story: Story, steps: readonly Step[], leads: number): readonly Coming[] {
  const weights = steps.map((step) => channels.map((channel) => [channel, weightOf(story, channel, step)] as const))
  const sums = new Map(
    channels.map((channel, at) => [channel, weights.reduce((sum, step) => sum + (step[at]?.[1] ?? 0), 0)]),
  )
  const share = channels.reduce((sum, channel) => sum + ((sums.get(channel) ?? 0) > 0 ? channel.share : 0), 0)
  let exact = 0
  let given = 0
  return weights.map((step) =>
    step.map(([channel, weight]) => {
      const sum = sums.get(channel) ?? 0
      exact += sum === 0 ? 0 : (leads * channel.share * weight) / sum / share
      const now = Math.round(exact) - given
      given += now
      return [channel, now] as const
    }),
  )
}

function weightOf(story: Story, { campaign, broughtBy }: Channel, step: Step): number {
  const usual =
    season(step.at, story.end) *
    step.days *
    (step.isWorkday ? 1 : 0.4) *
    story.random.fork(`mood ${step.at.getTime()}`).logNormal(1, 0.18)
  if (campaign === undefined) return usual
  const [starts, ends] = [startOf(story, campaign), daysAfter(endOf(story, campaign), broughtBy === undefined ? 0 : 5)]
  if (step.at < starts || step.at > ends) return 0
  // A list comes at once, a fair within a few days; a web page is there all the time.
  return planOf(campaign).lasts < 10 ? step.days : usual
}

/** How many come on which channels. */
export type Coming = readonly (readonly [Channel, number])[]

const AT_A_TIME = 3
const APART_MS = 17 * 60_000

/** The same arrivals in small groups, some minutes apart: near the end of the story, where people look at it closely. */
export function oneByOne(
  story: Story,
  at: Date,
  coming: Coming,
): readonly { readonly at: Date; readonly coming: Coming }[] {
  const random = story.random.fork(`queue ${at.getTime()}`)
  const each = coming.flatMap(([channel, howMany]) =>
    Array.from({ length: howMany }, () => ({ channel, place: random.next() })),
  )
  const inOrder = each.toSorted((one, other) => one.place - other.place).map(({ channel }) => channel)
  return Array.from({ length: Math.ceil(inOrder.length / AT_A_TIME) }, (_, nth) => {
    const group = Map.groupBy(inOrder.slice(nth * AT_A_TIME, (nth + 1) * AT_A_TIME), (channel) => channel)
    return {
      at: new Date(
        Math.min(at.getTime() + nth * APART_MS + random.whole(0, APART_MS - 1), story.end.getTime() - 60_000),
      ),
      coming: [...group].map(([channel, those]) => [channel, those.length] as const),
    }
  })
}

/** Stores everybody who came in a step, enters them into their campaigns, and puts what follows on the agendas. */
export async function receive(then: Tx, story: Story, plan: Coming, onDuty: readonly Colleague[]): Promise<void> {
  const arrivals = plan.flatMap(([channel, howMany]) =>
    Array.from({ length: howMany }, () => arriveOn(story, channel, onDuty)),
  )
  for (const [broughtBy, brought] of Map.groupBy(arrivals, ({ channel }) => channel.broughtBy)) {
    const actor: Actor = broughtBy === undefined ? theProgram : story.cast[broughtBy]
    const drafts = brought.map((arrival) => ({
      ...draftOf(story, then.now, arrival),
      ...atTheDoor(story.random.fork(`door ${arrival.person.number}`), arrival.fate),
      OwnerId: encodeId(ownerOf(story, arrival)),
    }))
    const ids = idsOf(await createLeads(then, actor, drafts, { skipDuplicateCheck: true }))
    await enterCampaigns(
      then,
      story,
      actor,
      brought.map(({ channel, seen }, at) => ({ channel, leadId: ids[at] ?? 0, name: seen.lastName })),
    )
    for (const [at, arrival] of brought.entries()) follow(then, story, arrival, ids[at] ?? 0)
  }
}

function arriveOn(story: Story, channel: Channel, onDuty: readonly Colleague[]): Arrival {
  const number = story.leads++
  const random = story.random.fork(`lead ${number}`)
  const verdict = random.chance(channel.called) ? verdictOn(random, channel) : undefined
  const vetter =
    verdict === undefined ? undefined : random.chance(0.93) ? random.pick(onDuty) : random.pick(story.cast.vetters)
  const contact = verdict === 'convert' && random.chance(0.035) ? someContact(story, random) : undefined
  const { person, seen } = whoComes(story, random, { number, verdict, contact })
  const fate = verdict === undefined ? fateOf(random, channel) : undefined
  return {
    channel,
    person,
    seen,
    verdict,
    vetter,
    fate,
    isAssigned:
      fate?.endsWith('at once') !== true &&
      random.chance(verdict === undefined ? channel.assigned * 0.35 : Math.max(0.5, channel.assigned)),
    contact,
  }
}

const verdictOn = (random: Random, { converted }: Channel): Verdict =>
  random.chance(converted * 0.86) ? 'convert' : random.chance(0.68) ? 'dead_end' : 'maybe'

const SECOND_TIME = 0.021
const AT_AN_ACCOUNT = 0.03
const TO_AN_ACCOUNT = 0.6

type Who = {
  readonly number: number
  readonly verdict: Verdict | undefined
  readonly contact: KnownContact | undefined
}

/** Mostly somebody new; sometimes the same person again, a contact we have, or a colleague of theirs. */
function whoComes(
  story: Story,
  random: Random,
  { number, verdict, contact }: Who,
): { readonly person: Person; readonly seen: Disguised } {
  if (contact !== undefined) return again(story, random, contact.number, contact.place.company.number)
  if (verdict === undefined && number > 40 && random.chance(SECOND_TIME)) return oncemore(story, random, number)
  const place =
    random.chance(verdict === 'convert' ? TO_AN_ACCOUNT : AT_AN_ACCOUNT) && story.places.length > 0
      ? random.pick(story.places)
      : undefined
  if (place !== undefined) story.employers.set(number, place.company.number)
  const person = story.world.person(number, place?.company.number)
  return { person, seen: { ...person, companyName: person.company.name } }
}

function oncemore(story: Story, random: Random, number: number) {
  const contact = random.chance(0.28) ? someContact(story, random) : undefined
  if (contact !== undefined) return again(story, random, contact.number, contact.place.company.number)
  const earlier = Math.floor(number * random.next())
  return again(story, random, earlier, story.employers.get(earlier))
}

function again(story: Story, random: Random, number: number, at: number | undefined) {
  const person = story.world.person(number, at)
  return { person, seen: disguised(random, person) }
}

const someContact = (story: Story, random: Random): KnownContact | undefined =>
  story.contacts.length === 0 ? undefined : random.pick(story.contacts)

const assigneeOf = ({ cast }: Story, { vetter, isAssigned, person }: Arrival): Colleague | undefined =>
  isAssigned ? (vetter ?? cast.vetters[person.number % cast.vetters.length]) : undefined

function ownerOf(story: Story, arrival: Arrival): number {
  const { cast } = story
  const assignee = assigneeOf(story, arrival)
  if (assignee !== undefined) return assignee.userId
  const { channel } = arrival
  return channel.source === 'Trade Show' ? cast.fairDesk : cast.leadDesk
}

function follow(then: Tx, story: Story, arrival: Arrival, leadId: number): void {
  const { channel, person, seen, verdict, vetter, contact } = arrival
  if (verdict === undefined || vetter === undefined) {
    const assignee = assigneeOf(story, arrival)
    if (assignee !== undefined && person.number % 10 < 4)
      story.glances.note(assignee.userId, daysAfter(then.now, 1 + (person.number % 4)), leadId)
    return sortOut(story, then.now, arrival, leadId)
  }
  const random = story.random.fork(`vetting ${leadIdFree(person.number, seen)}`)
  const name = [seen.firstName, seen.lastName].filter(Boolean).join(' ')
  const vetting = planVetting(random, {
    leadId,
    personNumber: person.number,
    name,
    company: person.company,
    channel,
    vetter,
    verdict,
    contact,
  })
  story.calls.note(
    vetter.userId,
    random.chance(vetter.calledAtOnce) ? then.now : daysAfter(then.now, random.logNormal(1, 0.6)),
    vetting,
  )
}

/** What tells a lead apart without its id, which another run may draw differently. */
const leadIdFree = (number: number, { email, lastName }: Disguised): string => `${number} ${lastName} ${email}`

export const howManyLeads = (size: number): number => sized({ size }, 20_000)
