import { encodeId } from '../../../../shared/ids.ts'
import type { Draft } from '../../../ground/objects/drafts.ts'
import { createEvents, createNotes, createTasks } from '../../../records/activities/activities.ts'
import type { Tx } from '../../../platform/tx.ts'
import type { Colleague } from './cast.ts'
import { nextMoveAt, type Move } from './deals.ts'
import { dayOf, workdayAfter } from './moments.ts'
import { idsOf } from './saved.ts'
import type { Story } from './story.ts'
import { meetings, nextSteps, salesNotes, workAt } from './wording.ts'

/** Writes down what was done for deals, what comes next, meetings and notes. */
export async function writeDown(then: Tx, story: Story, seller: Colleague, moves: readonly Move[]): Promise<void> {
  const logs = moves.flatMap((move) => workDone(then, move))
  const open = moves.filter(
    ({ deal, random }) => (deal.path.length > 0 || deal.ending.kind === 'adrift') && random.chance(0.6),
  )
  const ids = idsOf(await createTasks(then, seller, [...logs, ...open.map((move) => nextTask(then, story, move))]))
  for (const [at, { deal }] of open.entries()) deal.followUpId = ids[logs.length + at]
  const meeting = moves.filter(
    ({ stage, random }) => stage !== undefined && stage !== 'Closed Lost' && random.chance(0.3),
  )
  if (meeting.length > 0)
    idsOf(
      await createEvents(
        then,
        seller,
        meeting.map((move) => meetingOf(then, move)),
      ),
    )
  const noted = moves.filter(({ stage, random }) => stage?.startsWith('Closed') !== true && random.chance(0.16))
  if (noted.length > 0)
    idsOf(
      await createNotes(
        then,
        seller,
        noted.map(({ deal, random }) => ({
          ParentId: encodeId(deal.id),
          Title: 'Where it stands',
          Body: random.pick(salesNotes),
        })),
      ),
    )
}

const about = ({ deal, random }: Move): Draft => ({
  WhoId: encodeId(random.pick(deal.contactIds)),
  WhatId: encodeId(deal.id),
  ActivityKind: 'Deal',
})

function workDone(then: Tx, move: Move): Draft[] {
  const { stage, random } = move
  const kinds = workAt[stage ?? 'Prospecting'] ?? []
  const done = random.chance(0.25) ? kinds : kinds.slice(0, 1)
  return done.map(([Subject, Type]) => ({
    ...about(move),
    Subject,
    Type,
    Status: 'Completed',
    ActivityDate: dayOf(then.now),
    TaskSubtype: Type === 'Call' ? 'Call' : Type === 'Email' ? 'Email' : 'Task',
    ...(Type === 'Call' ? { CallType: 'Outbound', CallDurationInSeconds: Math.round(random.logNormal(600, 0.6)) } : {}),
  }))
}

const nextTask = (then: Tx, story: Story, move: Move): Draft => ({
  ...about(move),
  Subject: `${move.random.pick(nextSteps)}: ${move.deal.place.company.name}`.slice(0, 255),
  Type: move.random.weighted([
    ['Call', 5],
    ['Email', 3],
    ['Meeting', 1],
  ]),
  ActivityDate: dayOf(nextMoveAt(story, then.now, move)),
  Priority: move.random.chance(0.2) ? 'High' : 'Normal',
})

function meetingOf({ now }: Tx, { deal, random }: Move): Draft {
  const [subject, type, minutes] = random.pick(meetings)
  const starts = workdayAfter(now, random.whole(1, 15))
  starts.setUTCHours(random.whole(7, 15), random.pick([0, 30]), 0, 0)
  return {
    Subject: `${subject}: ${deal.place.company.name}`.slice(0, 255),
    Type: type,
    StartDateTime: starts.toISOString(),
    EndDateTime: new Date(starts.getTime() + minutes * 60_000).toISOString(),
    Location: type === 'Meeting' ? deal.place.company.town : 'Video call',
    WhoId: encodeId(random.pick(deal.contactIds)),
    WhatId: encodeId(deal.id),
    ActivityKind: 'Deal',
  }
}
