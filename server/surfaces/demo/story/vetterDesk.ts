import { encodeId } from '../../../../shared/ids.ts'
import type { Draft } from '../../../ground/objects/drafts.ts'
import { recordEvidence, type EvidenceDraft } from '../../../processes/qualification/qualification.ts'
import { createNotes, createTasks } from '../../../records/activities/activities.ts'
import { updateLeads, viewLeads } from '../../../records/leads/leads.ts'
import type { Tx } from '../../../platform/tx.ts'
import type { Random } from '../random.ts'
import type { Colleague } from './cast.ts'
import { finishChores } from './chores.ts'
import { DAY_MS, dayOf, daysAfter, workdayAfter } from './moments.ts'
import { idsOf, refuseAnyOf } from './saved.ts'
import type { Story } from './story.ts'
import type { Call, Vetting } from './vettings.ts'
import { evidenceOf, letters, notReadyBecause, otherReasons, reasonFor, reopenedBecause, vettingNotes } from './wording.ts'

/** A call just made. */
type Made = {
  readonly vetting: Vetting
  readonly call: Call
  /** Nothing comes after it. */
  readonly isLast: boolean
  /** Tried again the same day. */
  readonly isRepeated: boolean
  readonly random: Random
}

/** A vetter's hours: calls who is due, writes down what was learned, closes and nurtures; answers who is ready to be converted. */
export async function callAsVetter(then: Tx, story: Story, vetter: Colleague): Promise<readonly Vetting[]> {
  await reopen(then, story, vetter)
  const due = story.calls.due(vetter.userId, then.now)
  const made = due.flatMap((vetting) => callOf(vetting, story.random.fork(`call ${vetting.personNumber} ${then.now.getTime()}`)))
  const answered = made.filter(({ call }) => call.isAnswered)
  await finishChores(then, story, vetter, made.flatMap(({ vetting }) => takeFollowUp(vetting)))
  const seen = [...made.map(({ vetting }) => vetting.leadId), ...story.glances.due(vetter.userId, then.now)]
  if (seen.length > 0) await viewLeads(then, vetter, seen)
  if (made.length === 0) return []
  await takeUp(then, vetter, answered)
  await learn(then, vetter, answered)
  const ended = answered.filter(({ isLast }) => isLast)
  await logCalls(then, story, vetter, made)
  await close(then, story, vetter, ended)
  for (const one of made.filter(({ isLast, isRepeated }) => !isLast && !isRepeated)) callAgain(then, story, one)
  return ended.filter(({ vetting }) => vetting.verdict === 'convert').map(({ vetting }) => vetting)
}

async function reopen(then: Tx, story: Story, vetter: Colleague): Promise<void> {
  const due = story.reopenings.due(vetter.userId, then.now)
  if (due.length > 0) refuseAnyOf(await updateLeads(then, vetter, due.map(({ leadId, reason }) => ({ id: leadId, draft: { Status: 'Working - Contacted', ReopenedReason: reason, RecheckOn: null } }))))
}

/** Who does not answer is often tried again the same day. */
function callOf(vetting: Vetting, random: Random): Made[] {
  const call = vetting.calls.shift()
  if (call === undefined) return []
  const isRepeated = !call.isAnswered && vetting.calls.length > 0 && random.chance(0.6)
  const made = { vetting, call, isLast: vetting.calls.length === 0, isRepeated, random }
  return isRepeated ? [made, ...callOf(vetting, random.fork('again'))] : [made]
}

const takeFollowUp = (vetting: Vetting): number[] => {
  const taken = vetting.followUpId
  vetting.followUpId = undefined
  return taken === undefined ? [] : [taken]
}

/** The first who answers makes a lead a worked one, and it is the vetter's from then on. */
async function takeUp(then: Tx, vetter: Colleague, answered: readonly Made[]): Promise<void> {
  const fresh = answered.filter(({ vetting }) => !vetting.isWorking)
  if (fresh.length === 0) return
  const changes = fresh.map(({ vetting, random }) => ({
    id: vetting.leadId,
    draft: { Status: 'Working - Contacted', OwnerId: encodeId(vetter.userId), Rating: random.weighted(vetting.verdict === 'convert' ? [['Hot', 6], ['Warm', 3]] : [['Warm', 5], ['Cold', 5], ['Hot', 1]]) },
  }))
  refuseAnyOf(await updateLeads(then, vetter, changes))
  for (const { vetting } of fresh) vetting.isWorking = true
}

async function learn(then: Tx, vetter: Colleague, answered: readonly Made[]): Promise<void> {
  const drafts = answered.flatMap(({ vetting, call, random }) =>
    call.learns.map(({ letter, isMet }): EvidenceDraft => ({
      leadId: vetting.leadId,
      criterion: letter,
      value: evidenceOf(random, letter, isMet),
      isMet,
      source: random.weighted([['call', 14], ['email', 3], ['meeting', 1], ['research', 1]]),
      saidBy: random.chance(0.7) ? vetting.name : null,
    })),
  )
  if (drafts.length > 0) await recordEvidence(then, vetter, drafts)
}

const dispositions = { convert: 'Opportunity', dead_end: 'Dead end', maybe: 'Definite maybe' } as const

async function logCalls(then: Tx, story: Story, vetter: Colleague, made: readonly Made[]): Promise<void> {
  const followed = made.filter((one) => !one.isLast && !one.isRepeated && (one.call.isAnswered || one.random.chance(0.2)))
  const nurtured = made.filter(({ vetting, isLast, call }) => isLast && call.isAnswered && vetting.verdict === 'maybe')
  const logged = made.filter(({ call, random }) => call.isAnswered || random.chance(0.6))
  const ids = idsOf(await createTasks(then, vetter, [...logged.map((one) => callLog(then, one)), ...followed.map((one) => followUp(then, one)), ...nurtured.map((one) => later(then, one))]))
  for (const [at, { vetting }] of followed.entries()) vetting.followUpId = ids[logged.length + at]
  for (const [at, one] of nurtured.entries()) comeBack(then, story, one, ids[logged.length + followed.length + at])
  const noted = made.filter(({ call, random }) => call.isAnswered && random.chance(0.2))
  if (noted.length > 0) idsOf(await createNotes(then, vetter, noted.map(({ vetting, random }) => ({ ParentId: encodeId(vetting.leadId), Title: 'From the call', Body: random.pick(vettingNotes) }))))
}

const callLog = ({ now }: Tx, { vetting, call, isLast, random }: Made): Draft => {
  const disposition = !call.isAnswered ? random.pick(['No answer', 'No answer', 'Left a message', 'In a meeting']) : isLast ? dispositions[vetting.verdict] : 'Spoke, not finished'
  return {
    Subject: call.isAnswered && isLast ? `Call: ${disposition.toLowerCase()}` : call.isAnswered ? `Call: ${call.learns.map(({ letter }) => letter.toLowerCase()).join(' and ') || 'getting to know each other'}` : `Call: ${disposition.toLowerCase()}`,
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

const nextCallAt = ({ now }: Tx, random: Random, isAnswered: boolean): Date => workdayAfter(now, isAnswered ? random.logNormal(9, 0.6) : random.logNormal(2.2, 0.5))

function followUp(then: Tx, { vetting, call, random }: Made): Draft {
  const due = nextCallAt(then, random.fork('next'), call.isAnswered)
  return { Subject: `Call ${vetting.name} again`.slice(0, 255), ActivityDate: dayOf(due), WhoId: encodeId(vetting.leadId), Type: 'Call', TaskSubtype: 'Call', Priority: random.chance(0.15) ? 'High' : 'Normal', ActivityKind: 'Qualification' }
}

/** How many forget what was due lately; what was forgotten long ago somebody has cleared away. */
const FORGOTTEN = 0.16
const LATELY_DAYS = 30

function callAgain(then: Tx, story: Story, { vetting, call, random }: Made): void {
  const due = nextCallAt(then, random.fork('next'), call.isAnswered)
  const isLate = story.end.getTime() - due.getTime() < LATELY_DAYS * DAY_MS
  if (vetting.followUpId !== undefined && isLate && random.chance(FORGOTTEN)) return
  story.calls.note(vetting.vetter.userId, due, vetting)
}

async function close(then: Tx, story: Story, vetter: Colleague, ended: readonly Made[]): Promise<void> {
  const closing = ended.filter(({ vetting }) => vetting.verdict !== 'convert')
  if (closing.length === 0) return
  refuseAnyOf(await updateLeads(then, vetter, closing.map((one) => ({ id: one.vetting.leadId, draft: one.vetting.verdict === 'maybe' ? nurturing(one) : deadEnd(then, one) }))))
  const asking = closing.filter(({ vetting, random }) => vetting.verdict === 'dead_end' && recheckOn(then, random) !== null)
  if (asking.length > 0) await askAgain(then, story, vetter, asking)
  for (const one of closing) if (one.vetting.verdict === 'dead_end' && one.random.fork('reopening').chance(0.035)) reopenLater(then, story, one)
}

const nurturing = ({ random }: Made): Draft => ({ Status: 'Nurturing', NotReadyReason: random.weighted(notReadyBecause) })

function deadEnd(then: Tx, { call, random }: Made): Draft {
  const against = call.learns.find(({ isMet }) => !isMet)
  const reason = against === undefined ? random.weighted(otherReasons) : reasonFor[against.letter]
  return {
    Status: 'Closed - Not Converted',
    UnqualifiedReason: reason,
    RecheckOn: recheckOn(then, random),
    StaysOnNewsletter: random.chance(0.4),
    ...(reason === 'No interest' && random.chance(0.3) ? { HasOptedOutOfEmail: true, DoNotCall: random.chance(0.4) } : {}),
  }
}

/** The day to ask a closed lead again, for some. */
function recheckOn({ now }: Tx, random: Random): string | null {
  const fork = random.fork('recheck')
  return fork.chance(0.3) ? dayOf(workdayAfter(now, fork.whole(90, 380))) : null
}

async function askAgain(then: Tx, story: Story, vetter: Colleague, asking: readonly Made[]): Promise<void> {
  const drafts = asking.map(({ vetting, random }) => ({ Subject: `Ask ${vetting.name} again`.slice(0, 255), ActivityDate: recheckOn(then, random), WhoId: encodeId(vetting.leadId), Type: 'Call', TaskSubtype: 'Call', ActivityKind: 'Qualification' }))
  const ids = idsOf(await createTasks(then, vetter, drafts))
  for (const [at, { random }] of asking.entries()) {
    const due = new Date(`${recheckOn(then, random) ?? ''}T09:00:00Z`)
    if (story.end.getTime() - due.getTime() > 5 * DAY_MS) story.chores.note(vetter.userId, due, ids[at] ?? 0)
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
  const verdict = random.fork('second thoughts').weighted([['convert', 0.22], ['dead_end', 0.43], ['maybe', 0.35]] as const)
  const learns = verdict === 'maybe' ? [] : letters.map((letter) => ({ letter, isMet: verdict === 'convert' || letter !== 'Need' }))
  story.calls.note(vetting.vetter.userId, backOn(then, random), { ...vetting, verdict, isWorking: false, calls: [{ isAnswered: true, learns }], isOverridden: false, followUpId })
}

/** Some come back by themselves. */
function reopenLater(then: Tx, story: Story, { vetting, random }: Made): void {
  story.reopenings.note(vetting.vetter.userId, daysAfter(then.now, random.whole(20, 200)), { leadId: vetting.leadId, reason: random.pick(reopenedBecause) })
}
