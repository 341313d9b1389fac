import { encodeId } from '../../../../shared/ids.ts'
import { recordEvidence, type EvidenceDraft } from '../../../processes/qualification/qualification.ts'
import { updateLeads, viewLeads } from '../../../records/leads/leads.ts'
import type { Tx } from '../../../platform/tx.ts'
import type { Random } from '../random.ts'
import { logCalls, nextCallAt } from './callLog.ts'
import type { Colleague } from './cast.ts'
import { finishChores } from './chores.ts'
import { closeThose } from './closing.ts'
import { DAY_MS } from './moments.ts'
import { refuseAnyOf } from './saved.ts'
import type { Story } from './story.ts'
import type { Vetting } from './threads.ts'
import type { Made } from './vettings.ts'
import { evidenceOf } from './wording.ts'

/** A vetter's hours: calls who is due, writes down what was learned, closes and nurtures; answers who is ready to be converted. */
export async function callAsVetter(then: Tx, story: Story, vetter: Colleague): Promise<readonly Vetting[]> {
  await reopen(then, story, vetter)
  const due = story.calls.due(vetter.userId, then.now)
  const made = due.flatMap((vetting) =>
    callOf(vetting, story.random.fork(`call ${vetting.personNumber} ${then.now.getTime()}`)),
  )
  const answered = made.filter(({ call }) => call.isAnswered)
  await finishChores(
    then,
    story,
    vetter,
    made.flatMap(({ vetting }) => takeFollowUp(vetting)),
  )
  const seen = [...made.map(({ vetting }) => vetting.leadId), ...story.glances.due(vetter.userId, then.now)]
  if (seen.length > 0) await viewLeads(then, vetter, seen)
  if (made.length === 0) return []
  await takeUp(then, vetter, answered)
  await learn(then, vetter, answered)
  const ended = answered.filter(({ isLast }) => isLast)
  await logCalls(then, story, vetter, made)
  await closeThose(then, story, vetter, ended)
  for (const one of made.filter(({ isLast, isRepeated }) => !isLast && !isRepeated)) callAgain(then, story, one)
  return ended.filter(({ vetting }) => vetting.verdict === 'convert').map(({ vetting }) => vetting)
}

async function reopen(then: Tx, story: Story, vetter: Colleague): Promise<void> {
  const due = story.reopenings.due(vetter.userId, then.now)
  if (due.length > 0)
    refuseAnyOf(
      await updateLeads(
        then,
        vetter,
        due.map(({ leadId, reason }) => ({
          id: leadId,
          draft: { Status: 'Working - Contacted', ReopenedReason: reason, RecheckOn: null },
        })),
      ),
    )
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
    draft: {
      Status: 'Working - Contacted',
      OwnerId: encodeId(vetter.userId),
      Rating: random.weighted(
        vetting.verdict === 'convert'
          ? [
              ['Hot', 6],
              ['Warm', 3],
            ]
          : [
              ['Warm', 5],
              ['Cold', 5],
              ['Hot', 1],
            ],
      ),
    },
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
      source: random.weighted([
        ['call', 14],
        ['email', 3],
        ['meeting', 1],
        ['research', 1],
      ]),
      saidBy: random.chance(0.7) ? vetting.name : null,
    })),
  )
  if (drafts.length > 0) await recordEvidence(then, vetter, drafts)
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
