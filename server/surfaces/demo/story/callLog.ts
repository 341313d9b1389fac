import { encodeId } from '../../../../shared/ids.ts'
import type { Draft } from '../../../ground/objects/drafts.ts'
import { createNotes, createTasks } from '../../../records/activities/activities.ts'
import type { Tx } from '../../../platform/tx.ts'
import type { Random } from '../random.ts'
import type { Colleague } from './cast.ts'
import { dayOf, workdayAfter } from './moments.ts'
import { idsOf } from './saved.ts'
import type { Story } from './story.ts'
import type { Made } from './vettings.ts'
import { letters, vettingNotes } from './wording.ts'

/** Writes down the calls of a day, what was noted on the way, and when to call again. */
export async function logCalls(then: Tx, story: Story, vetter: Colleague, made: readonly Made[]): Promise<void> {
  const followed = made.filter(
    (one) => !one.isLast && !one.isRepeated && (one.call.isAnswered || one.random.chance(0.2)),
  )
  const nurtured = made.filter(({ vetting, isLast, call }) => isLast && call.isAnswered && vetting.verdict === 'maybe')
  const logged = made.filter(({ call, random }) => call.isAnswered || random.chance(0.6))
  const ids = idsOf(
    await createTasks(then, vetter, [
      ...logged.map((one) => callLog(then, one)),
      ...followed.map((one) => followUp(then, one)),
      ...nurtured.map((one) => later(then, one)),
    ]),
  )
  for (const [at, { vetting }] of followed.entries()) vetting.followUpId = ids[logged.length + at]
  for (const [at, one] of nurtured.entries()) comeBack(then, story, one, ids[logged.length + followed.length + at])
  const noted = made.filter(({ call, random }) => call.isAnswered && random.chance(0.2))
  if (noted.length > 0)
    idsOf(
      await createNotes(
        then,
        vetter,
        noted.map(({ vetting, random }) => ({
          ParentId: encodeId(vetting.leadId),
          Title: 'From the call',
          Body: random.pick(vettingNotes),
        })),
      ),
    )
}

const dispositions = { convert: 'Opportunity', dead_end: 'Dead end', maybe: 'Definite maybe' } as const

const callLog = ({ now }: Tx, { vetting, call, isLast, random }: Made): Draft => {
  const disposition = !call.isAnswered
    ? random.pick(['No answer', 'No answer', 'Left a message', 'In a meeting'])
    : isLast
      ? dispositions[vetting.verdict]
      : 'Spoke, not finished'
  return {
    Subject:
      call.isAnswered && isLast
        ? `Call: ${disposition.toLowerCase()}`
        : call.isAnswered
          ? `Call: ${call.learns.map(({ letter }) => letter.toLowerCase()).join(' and ') || 'getting to know each other'}`
          : `Call: ${disposition.toLowerCase()}`,
    Status: 'Completed',
    ActivityDate: dayOf(now),
    WhoId: encodeId(vetting.leadId),
    Type: 'Call',
    TaskSubtype: 'Call',
    CallType: 'Outbound',
    CallDisposition: disposition,
    CallDurationInSeconds: call.isAnswered ? Math.round(random.logNormal(420, 0.6)) : random.whole(8, 50),
    ActivityKind: 'Qualification',
  }
}

/** When somebody is called again: soon after no answer, later after a talk. */
export const nextCallAt = ({ now }: Tx, random: Random, isAnswered: boolean): Date =>
  workdayAfter(now, isAnswered ? random.logNormal(9, 0.6) : random.logNormal(2.2, 0.5))

function followUp(then: Tx, { vetting, call, random }: Made): Draft {
  const due = nextCallAt(then, random.fork('next'), call.isAnswered)
  return {
    Subject: `Call ${vetting.name} again`.slice(0, 255),
    ActivityDate: dayOf(due),
    WhoId: encodeId(vetting.leadId),
    Type: 'Call',
    TaskSubtype: 'Call',
    Priority: random.chance(0.15) ? 'High' : 'Normal',
    ActivityKind: 'Qualification',
  }
}

const backOn = ({ now }: Tx, random: Random): Date => workdayAfter(now, random.fork('later').logNormal(60, 0.6))

const later = (then: Tx, { vetting, random }: Made): Draft => ({
  Subject: `Follow up with ${vetting.name}`.slice(0, 255),
  ActivityDate: dayOf(backOn(then, random)),
  WhoId: encodeId(vetting.leadId),
  Type: 'Call',
  TaskSubtype: 'Call',
  ActivityKind: 'Qualification',
})

/** A definite maybe: in some months the vetter comes back to it, and then it is decided, or put off once more. */
function comeBack(then: Tx, story: Story, { vetting, random }: Made, followUpId: number | undefined): void {
  const verdict = random.fork('second thoughts').weighted([
    ['convert', 0.22],
    ['dead_end', 0.43],
    ['maybe', 0.35],
  ] as const)
  const learns =
    verdict === 'maybe' ? [] : letters.map((letter) => ({ letter, isMet: verdict === 'convert' || letter !== 'Need' }))
  story.calls.note(vetting.vetter.userId, backOn(then, random), {
    ...vetting,
    verdict,
    isWorking: false,
    calls: [{ isAnswered: true, learns }],
    isOverridden: false,
    followUpId,
  })
}
