import { encodeId } from '../../../../shared/ids.ts'
import { recordsById } from '../../../ground/objects/list.ts'
import { theProgram } from '../../../ground/users/actor.ts'
import { createTasks } from '../../../records/activities/activities.ts'
import { addCampaignMembers, updateCampaignMembers } from '../../../records/campaigns/members.ts'
import { contactDoor } from '../../../records/contacts/contacts.ts'
import { recordInquiries } from '../../../records/inquiries/inquiries.ts'
import { updateLeads } from '../../../records/leads/leads.ts'
import type { Tx } from '../../../platform/tx.ts'
import type { Random } from '../random.ts'
import { planOf, startOf, tendCampaigns, type CampaignKey } from './campaigns.ts'
import { DAY_MS, dayOf, daysAfter } from './moments.ts'
import { idsOf, refuseAnyOf } from './saved.ts'
import { sized, type KnownContact, type Story } from './story.ts'

/** Marketing's hours: campaigns start and end, people are invited and answer, and leads nobody calls are sorted. */
export async function workAsMarketing(then: Tx, story: Story): Promise<void> {
  const { marketing, events } = story.cast
  await tendCampaigns(then, story)
  await inviteDue(then, story)
  const moved = story.memberMoves.due(events.userId, then.now)
  if (moved.length > 0) refuseAnyOf(await updateCampaignMembers(then, events, lastOfEach(moved).map(({ memberId, status }) => ({ id: memberId, draft: { Status: status } }))))
  const sorted = story.sortings.due(marketing.userId, then.now)
  if (sorted.length > 0) refuseAnyOf(await updateLeads(then, marketing, sorted.map(({ leadId, draft }) => ({ id: leadId, draft }))))
  await hearFromContacts(then, story)
}

/** A list changes each record once: of several moves due the last is what counts. */
const lastOfEach = <T extends { readonly memberId: number }>(moves: readonly T[]): readonly T[] => [...new Map(moves.map((move) => [move.memberId, move])).values()]

type Invitation = {
  readonly campaign: CampaignKey
  /** Days before its start. */
  readonly ahead: number
  readonly leads: number
  /** Share of the contacts. */
  readonly contacts: number
  readonly status: string
  /** Where they go from there, after days; one of them by weight, null for who does not answer. */
  readonly answers: readonly (readonly [readonly (readonly [string, number])[] | null, number])[]
}

const mailed: Invitation['answers'] = [
  [null, 62],
  [[['Opened', 1]], 24],
  [[['Opened', 1], ['Clicked', 2]], 10],
  [[['Clicked', 1], ['Responded', 5]], 4],
]
const toFair: Invitation['answers'] = [[null, 70], [[['Registered', 9], ['Visited Stand', 23]], 20], [[['Registered', 6], ['No Show', 24]], 10]]

const invitations: readonly Invitation[] = [
  { campaign: 'firstLetter', ahead: 0, leads: 900, contacts: 0, status: 'Sent', answers: mailed },
  { campaign: 'secondLetter', ahead: 0, leads: 1100, contacts: 0.1, status: 'Sent', answers: mailed },
  { campaign: 'thirdLetter', ahead: 0, leads: 1200, contacts: 0.2, status: 'Sent', answers: mailed },
  { campaign: 'fairTwo', ahead: 20, leads: 120, contacts: 0.3, status: 'Invited', answers: toFair },
  { campaign: 'fairThree', ahead: 20, leads: 160, contacts: 0.3, status: 'Invited', answers: toFair },
  { campaign: 'fairFour', ahead: 20, leads: 160, contacts: 0.3, status: 'Invited', answers: toFair },
  { campaign: 'fairNext', ahead: 70, leads: 60, contacts: 0.15, status: 'Invited', answers: [[null, 90], [[['Registered', 5]], 10]] },
  { campaign: 'webinarNext', ahead: 0, leads: 90, contacts: 0.1, status: 'Invited', answers: [[null, 80], [[['Registered', 3]], 20]] },
  { campaign: 'customerDay', ahead: 45, leads: 0, contacts: 0.4, status: 'Invited', answers: [[null, 3], [[['Attending', 14], ['Attended', 46]], 6], [[['Attending', 12], ['No Show', 46]], 1], [[['Declined', 10]], 3]] },
  { campaign: 'thankYouCards', ahead: 0, leads: 0, contacts: 0.5, status: 'Approved', answers: [[[['Sent', 6]], 1]] },
  { campaign: 'wantedPlants', ahead: 0, leads: 40, contacts: 0, status: 'Awaiting Meeting Invite', answers: [[null, 5], [[['Invited', 20], ['Meeting Held', 60]], 3], [[['Invited', 20], ['Declined', 40]], 2]] },
]

async function inviteDue(then: Tx, story: Story): Promise<void> {
  const due = invitations.filter(({ campaign, ahead }) => !story.invited.has(campaign) && story.campaigns.has(campaign) && daysAfter(startOf(story, campaign), -ahead) <= then.now)
  for (const invitation of due) {
    story.invited.add(invitation.campaign)
    await invite(then, story, invitation)
  }
}

/** Each person is invited once, and those who opted out are not. */
async function invite(then: Tx, story: Story, { campaign, leads, contacts, status, answers }: Invitation): Promise<void> {
  const random = story.random.fork(`invitation ${campaign}`)
  const inLeads = leads === 0 ? [] : someOf(random, story.reachable, sized(story, leads))
  const inContacts = story.contacts.filter(() => random.chance(contacts))
  const campaignId = encodeId(story.campaigns.get(campaign) ?? 0)
  const drafts = [...inLeads.map((id) => ({ CampaignId: campaignId, LeadId: encodeId(id), Status: status })), ...inContacts.map(({ id }) => ({ CampaignId: campaignId, ContactId: encodeId(id), Status: status }))]
  const saved = await addCampaignMembers(then, story.cast.marketing, drafts)
  // Who is in it already was met before: as a lead, or as somebody else's second record.
  for (const { id, refusal } of saved) {
    if (refusal !== undefined && refusal.code !== 'already_a_member') throw refusal
    if (id === undefined || refusal !== undefined) continue
    for (const [to, days] of random.weighted(answers) ?? []) story.memberMoves.note(story.cast.events.userId, daysAfter(then.now, days), { memberId: id, status: to })
  }
}

function someOf(random: Random, from: readonly number[], howMany: number): number[] {
  const chosen = new Set<number>()
  for (let tries = 0; tries < howMany * 2 && chosen.size < Math.min(howMany, from.length); tries++) chosen.add(random.pick(from))
  return [...chosen]
}

const asks: readonly (readonly [CampaignKey, 'Web form' | 'Content download'])[] = [
  ['contactForm', 'Web form'],
  ['bearingGuide', 'Content download'],
  ['calculator', 'Content download'],
  ['retrofitGuide', 'Content download'],
]

/** People we know ask us something again: an inquiry and a task for who knows them, never a second lead. */
async function hearFromContacts(then: Tx, story: Story): Promise<void> {
  const random = story.random.fork(`asking ${then.now.getTime()}`)
  const asking = story.contacts.filter(() => random.chance(0.0065)).map((contact) => ({ contact, about: random.pick(asks.filter(([key]) => story.campaigns.has(key))) }))
  if (asking.length === 0) return
  const people = await recordsById(then, theProgram, contactDoor.definition, asking.map(({ contact }) => contact.id), ['PersonId'])
  const personOf = new Map(people.map(({ Id, PersonId }) => [Id, Number(PersonId)]))
  await recordInquiries(then, theProgram, asking.map(({ contact, about: [key, source] }) => ({ personId: personOf.get(contact.id) ?? 0, source, subject: planOf(key).name, campaignId: story.campaigns.get(key) ?? null, respondedAt: then.now })))
  const fresh = asking.filter(({ contact, about: [key] }) => !story.asked.has(`${key} ${contact.id}`) && story.asked.add(`${key} ${contact.id}`))
  const saved = await addCampaignMembers(then, theProgram, fresh.map(({ contact, about: [key] }) => ({ CampaignId: encodeId(story.campaigns.get(key) ?? 0), ContactId: encodeId(contact.id), Status: 'Responded' })))
  for (const { refusal } of saved) if (refusal !== undefined && refusal.code !== 'already_a_member') throw refusal
  const ids = idsOf(await createTasks(then, theProgram, asking.map(({ contact, about: [key] }) => taskFor(then, contact, planOf(key).name))))
  for (const [at, { contact }] of asking.entries()) {
    const isRecent = story.end.getTime() - then.now.getTime() < 20 * DAY_MS
    if (!isRecent || random.chance(0.7)) story.chores.note(contact.place.seller.userId, daysAfter(then.now, random.whole(1, 5)), ids[at] ?? 0)
  }
}

const taskFor = ({ now }: Tx, { id, name, place }: KnownContact, what: string) => ({
  Subject: `${name} asked again: ${what}`.slice(0, 255),
  WhoId: encodeId(id),
  WhatId: encodeId(place.id),
  OwnerId: encodeId(place.seller.userId),
  ActivityDate: dayOf(daysAfter(now, 1)),
  Type: 'Call',
  TaskSubtype: 'Call',
})
