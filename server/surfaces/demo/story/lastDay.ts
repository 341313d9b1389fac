import { encodeId } from '../../../../shared/ids.ts'
import type { Draft } from '../../../ground/objects/drafts.ts'
import { createEvents, createTasks } from '../../../records/activities/activities.ts'
import type { Tx } from '../../../platform/tx.ts'
import { everybody, type Colleague } from './cast.ts'
import { dayOf, workdayAfter } from './moments.ts'
import { idsOf } from './saved.ts'
import type { KnownContact } from './threads.ts'
import type { Story } from './story.ts'

/** What was promised for today, whatever day it is: so that everybody who signs in finds something to do. */
export async function promiseForToday(then: Tx, story: Story): Promise<void> {
  for (const colleague of everybody(story.cast).filter(({ role }) => role !== 'read_only')) {
    const drafts = ownWork[colleague.role]?.(story, colleague) ?? []
    if (drafts.length > 0)
      idsOf(
        await createTasks(
          then,
          colleague,
          drafts.map((draft) => ({ ActivityDate: dayOf(story.end), ...draft })),
        ),
      )
  }
  const { manager, sellers } = story.cast
  const starts = workdayAfter(story.end, 1)
  starts.setUTCHours(9, 0, 0, 0)
  idsOf(
    await createEvents(then, manager, [
      {
        Subject: 'Pipeline meeting',
        Type: 'Meeting',
        StartDateTime: starts.toISOString(),
        EndDateTime: new Date(starts.getTime() + 45 * 60_000).toISOString(),
        Location: 'Room Heron',
        Description: `With ${sellers.map(({ name }) => name).join(', ')}.`,
      },
    ]),
  )
}

type Work = (story: Story, colleague: Colleague) => Draft[]

const callTo = ({ id, name, place }: KnownContact, subject: string): Draft => ({
  Subject: `${subject}: ${name}`.slice(0, 255),
  WhoId: encodeId(id),
  WhatId: encodeId(place.id),
  Type: 'Call',
  TaskSubtype: 'Call',
  ActivityKind: 'Deal',
})

const someContacts = (story: Story, { userId, name }: Colleague, howMany: number): KnownContact[] => {
  const random = story.random.fork(`today ${name}`)
  const mine = story.contacts.filter(({ place }) => place.seller.userId === userId)
  return mine.length === 0 ? [] : [...new Set(Array.from({ length: howMany }, () => random.pick(mine)))]
}

const ownWork: Readonly<Partial<Record<Colleague['role'], Work>>> = {
  sales: (story, colleague) =>
    someContacts(story, colleague, 4).map((contact, at) =>
      callTo(
        contact,
        ['Promised to call', 'Send revised offer', 'Ask for the order', 'Confirm the visit'][at] ?? 'Call',
      ),
    ),
  vetter: (story, colleague) => {
    const random = story.random.fork(`today ${colleague.name}`)
    const leads =
      story.reachable.length === 0
        ? []
        : [...new Set(Array.from({ length: 4 }, () => random.pick(story.reachable.slice(-150))))]
    return leads.map((id, at) => ({
      Subject: ['First call', 'Call back, asked us to', 'Send brochure', 'Ask about the date'][at] ?? 'Call',
      WhoId: encodeId(id),
      Type: at === 2 ? 'Email' : 'Call',
      TaskSubtype: at === 2 ? 'Email' : 'Call',
      Priority: at === 1 ? 'High' : 'Normal',
      ActivityKind: 'Qualification',
    }))
  },
  marketing: () => [
    { Subject: 'Sort the new leads of the week' },
    { Subject: 'Write to those who registered', Type: 'Email' },
  ],
  manager: () => [
    { Subject: 'Look through deals without a next step' },
    { Subject: 'Talk with Marketing about the list of plants', Type: 'Call' },
  ],
  administrator: () => [{ Subject: 'Check who still needs access' }],
}
