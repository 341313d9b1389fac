import { encodeId } from '../../../../shared/ids.ts'
import type { Draft } from '../../../ground/objects/drafts.ts'
import { createTasks } from '../../../records/activities/activities.ts'
import { updateLeads } from '../../../records/leads/leads.ts'
import type { Tx } from '../../../platform/tx.ts'
import type { Random } from '../random.ts'
import type { Colleague } from './cast.ts'
import { DAY_MS, dayOf, daysAfter, workdayAfter } from './moments.ts'
import { idsOf, refuseAnyOf } from './saved.ts'
import type { Story } from './story.ts'
import type { Made } from './vettings.ts'
import { notReadyBecause, otherReasons, reasonFor, reopenedBecause } from './wording.ts'

/** Closes the dead ends with their reasons, some with a day to ask again, and nurtures who is not ready. */
export async function closeThose(then: Tx, story: Story, vetter: Colleague, ended: readonly Made[]): Promise<void> {
  const closing = ended.filter(({ vetting }) => vetting.verdict !== 'convert')
  if (closing.length === 0) return
  refuseAnyOf(
    await updateLeads(
      then,
      vetter,
      closing.map((one) => ({
        id: one.vetting.leadId,
        draft: one.vetting.verdict === 'maybe' ? nurturing(one) : deadEnd(then, one),
      })),
    ),
  )
  const asking = closing.filter(
    ({ vetting, random }) => vetting.verdict === 'dead_end' && recheckOn(then, random) !== null,
  )
  if (asking.length > 0) await askAgain(then, story, vetter, asking)
  for (const one of closing)
    if (one.vetting.verdict === 'dead_end' && one.random.fork('reopening').chance(0.035)) reopenLater(then, story, one)
}

const nurturing = ({ random }: Made): Draft => ({
  Status: 'Nurturing',
  NotReadyReason: random.weighted(notReadyBecause),
})

function deadEnd(then: Tx, { call, random }: Made): Draft {
  const against = call.learns.find(({ isMet }) => !isMet)
  const reason = against === undefined ? random.weighted(otherReasons) : reasonFor[against.letter]
  return {
    Status: 'Closed - Not Converted',
    UnqualifiedReason: reason,
    RecheckOn: recheckOn(then, random),
    StaysOnNewsletter: random.chance(0.4),
    ...(reason === 'No interest' && random.chance(0.3)
      ? { HasOptedOutOfEmail: true, DoNotCall: random.chance(0.4) }
      : {}),
  }
}

/** The day to ask a closed lead again, for some. */
function recheckOn({ now }: Tx, random: Random): string | null {
  const fork = random.fork('recheck')
  return fork.chance(0.3) ? dayOf(workdayAfter(now, fork.whole(90, 380))) : null
}

async function askAgain(then: Tx, story: Story, vetter: Colleague, asking: readonly Made[]): Promise<void> {
  const drafts = asking.map(({ vetting, random }) => ({
    Subject: `Ask ${vetting.name} again`.slice(0, 255),
    ActivityDate: recheckOn(then, random),
    WhoId: encodeId(vetting.leadId),
    Type: 'Call',
    TaskSubtype: 'Call',
    ActivityKind: 'Qualification',
  }))
  const ids = idsOf(await createTasks(then, vetter, drafts))
  for (const [at, { random }] of asking.entries()) {
    const due = new Date(`${recheckOn(then, random) ?? ''}T09:00:00Z`)
    if (story.end.getTime() - due.getTime() > 5 * DAY_MS) story.chores.note(vetter.userId, due, ids[at] ?? 0)
  }
}

/** Some come back by themselves. */
function reopenLater(then: Tx, story: Story, { vetting, random }: Made): void {
  story.reopenings.note(vetting.vetter.userId, daysAfter(then.now, random.whole(20, 200)), {
    leadId: vetting.leadId,
    reason: random.pick(reopenedBecause),
  })
}
