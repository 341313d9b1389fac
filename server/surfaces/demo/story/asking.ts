import { encodeId } from '../../../../shared/ids.ts'
import { recordsById } from '../../../ground/objects/list.ts'
import { theProgram } from '../../../ground/users/actor.ts'
import { createTasks } from '../../../records/activities/activities.ts'
import { addCampaignMembers } from '../../../records/campaigns/members.ts'
import { contactDoor } from '../../../records/contacts/contacts.ts'
import { recordInquiries } from '../../../records/inquiries/inquiries.ts'
import type { Tx } from '../../../platform/tx.ts'
import type { CampaignKey } from './campaignPlans.ts'
import { planOf } from './campaigns.ts'
import { DAY_MS, dayOf, daysAfter } from './moments.ts'
import { idsOf } from './saved.ts'
import type { KnownContact } from './threads.ts'
import type { Story } from './story.ts'

const asks: readonly (readonly [CampaignKey, 'Web form' | 'Content download'])[] = [
  ['contactForm', 'Web form'],
  ['bearingGuide', 'Content download'],
  ['calculator', 'Content download'],
  ['retrofitGuide', 'Content download'],
]

/** People we know ask us something again: an inquiry and a task for who knows them, never a second lead. */
export async function hearFromContacts(then: Tx, story: Story): Promise<void> {
  const random = story.random.fork(`asking ${then.now.getTime()}`)
  const asking = story.contacts
    .filter(() => random.chance(0.0065))
    .map((contact) => ({ contact, about: random.pick(asks.filter(([key]) => story.campaigns.has(key))) }))
  if (asking.length === 0) return
  const people = await recordsById(
    then,
    theProgram,
    contactDoor.definition,
    asking.map(({ contact }) => contact.id),
    ['PersonId'],
  )
  const personOf = new Map(people.map(({ Id, PersonId }) => [Id, Number(PersonId)]))
  await recordInquiries(
    then,
    theProgram,
    asking.map(({ contact, about: [key, source] }) => ({
      personId: personOf.get(contact.id) ?? 0,
      source,
      subject: planOf(key).name,
      campaignId: story.campaigns.get(key) ?? null,
      respondedAt: then.now,
    })),
  )
  const fresh = asking.filter(
    ({ contact, about: [key] }) => !story.asked.has(`${key} ${contact.id}`) && story.asked.add(`${key} ${contact.id}`),
  )
  const saved = await addCampaignMembers(
    then,
    theProgram,
    fresh.map(({ contact, about: [key] }) => ({
      CampaignId: encodeId(story.campaigns.get(key) ?? 0),
      ContactId: encodeId(contact.id),
      Status: 'Responded',
    })),
  )
  for (const { refusal } of saved) if (refusal !== undefined && refusal.code !== 'already_a_member') throw refusal
  const ids = idsOf(
    await createTasks(
      then,
      theProgram,
      asking.map(({ contact, about: [key] }) => taskFor(then, contact, planOf(key).name)),
    ),
  )
  for (const [at, { contact }] of asking.entries()) {
    const isRecent = story.end.getTime() - then.now.getTime() < 20 * DAY_MS
    if (!isRecent || random.chance(0.7))
      story.chores.note(contact.place.seller.userId, daysAfter(then.now, random.whole(1, 5)), ids[at] ?? 0)
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
