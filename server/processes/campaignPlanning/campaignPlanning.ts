import { Refusal } from '../../platform/errors.ts'
import { announce } from '../../platform/events.ts'
import type { Tx } from '../../platform/tx.ts'
import { definitionOf } from '../../ground/objects/catalogue.ts'
import { decodeCursor, encodeCursor } from '../../ground/objects/cursor.ts'
import { getRecord } from '../../ground/objects/objects.ts'
import { refuseUnlessMay, type Actor } from '../../ground/users/actor.ts'
import {
  goalsOf,
  plannedCampaigns,
  removeGoalRow,
  writeGoal,
  writeVerdict,
  type GoalDraft,
  type PlannedCampaign,
} from './campaignPlanning.sql.ts'
import { verdictOf, type GoalStanding, type Verdict } from './goal.ts'

export type { PlannedCampaign }

export type GoalNow = GoalStanding & { readonly verdict: Verdict }
export type Plan = {
  readonly campaigns: readonly (PlannedCampaign & { readonly goal: GoalNow | undefined })[]
  readonly next: string | null
}

/** Campaigns that are on between two days, with what they were to cost and bring, what they did, and how their outcome stands. */
export async function readPlan(
  tx: Tx,
  actor: Actor,
  {
    from,
    to,
    after,
    limit,
  }: { readonly from: string; readonly to: string; readonly after?: string; readonly limit: number },
): Promise<Plan> {
  const definition = await definitionOf(tx, 'Campaign')
  if (from > to)
    throw new Refusal('invalid_value', 'The plan would end before it begins. Choose a later end.', {
      field: 'to',
      value: to,
      rule: 'A range ends after it begins.',
    })
  const rows = await plannedCampaigns(tx, actor, definition, { from, to }, placeIn(after), limit + 1)
  const page = rows.slice(0, limit)
  const goals = await goalsNow(
    tx,
    actor,
    page.map(({ id }) => id),
  )
  const last = rows.length > limit ? page.at(-1) : undefined
  return {
    campaigns: page.map((one) => ({ ...one, goal: goals.get(one.id) })),
    next: last === undefined ? null : encodeCursor([last.sortedBy, last.id]),
  }
}

/** The success outcomes of campaigns, by campaign, with the verdict of today. */
export async function goalsNow(tx: Tx, actor: Actor, campaignIds: readonly number[]): Promise<Map<number, GoalNow>> {
  const goals = await goalsOf(tx, actor, await definitionOf(tx, 'Campaign'), campaignIds)
  return new Map(goals.map((goal) => [goal.campaignId, { ...goal, verdict: verdictOf(goal) }]))
}

/** Says what a campaign is to come to; whoever may change the campaign may. A verdict on an outcome that is changed falls. */
export async function setGoal(tx: Tx, actor: Actor, campaignId: number, draft: GoalDraft): Promise<void> {
  await refuseUnlessPlanner(tx, actor, campaignId)
  if (draft.sentence.trim() === '')
    throw new Refusal('required_field_missing', 'Say the outcome in a sentence, so that everybody means the same.', {
      field: 'sentence',
      rule: 'Every outcome is a sentence.',
    })
  if (draft.measure !== 'said' && !(Number(draft.target) > 0))
    throw new Refusal(
      'required_field_missing',
      'A measured outcome needs a target above 0. Or choose that somebody says how it came out.',
      {
        field: 'target',
        value: draft.target,
        rule: 'A measured outcome has a target.',
      },
    )
  if (draft.measure === 'members' && (draft.memberStatus ?? '').trim() === '')
    throw new Refusal('required_field_missing', 'Name the member status that counts, such as Meeting Held.', {
      field: 'memberStatus',
      rule: 'Members are counted by a status of the campaign’s own list.',
    })
  await writeGoal(tx, actor, campaignId, {
    ...draft,
    sentence: draft.sentence.trim(),
    memberStatus: draft.measure === 'members' ? draft.memberStatus : null,
    target: draft.measure === 'said' ? null : draft.target,
  })
  announce(tx, { type: 'campaign.goal_set', recordIds: [campaignId], actorId: actor.userId })
}

/** Says how an outcome came out that nothing measures, and why. Of two who say it at once, one wins. */
export async function sayVerdict(
  tx: Tx,
  actor: Actor,
  campaignId: number,
  said: { readonly verdict: 'met' | 'not_met'; readonly reason: string; readonly version: number },
): Promise<void> {
  await refuseUnlessPlanner(tx, actor, campaignId)
  const goal = (await goalsNow(tx, actor, [campaignId])).get(campaignId)
  if (goal === undefined)
    throw new Refusal('no_goal', 'This campaign has no success outcome yet. Say first what it is to come to.', {
      rule: 'A verdict is about an outcome.',
      way: { label: 'Set the outcome', action: 'set_goal' },
    })
  if (goal.measure !== 'said')
    throw new Refusal(
      'goal_is_measured',
      `This outcome is measured, and stands at ${goal.measured ?? 0} of ${goal.target ?? 0}. Change how it is measured if only a person can say it.`,
      { rule: 'What is measured is not said.', way: { label: 'Change the outcome', action: 'set_goal' } },
    )
  if (said.reason.trim() === '')
    throw new Refusal('required_field_missing', 'Say why, so that whoever plans the next one knows.', {
      field: 'reason',
      rule: 'A verdict has a reason.',
    })
  const written = await writeVerdict(tx, actor, campaignId, { ...said, reason: said.reason.trim() })
  if (written === undefined)
    throw new Refusal(
      'goal_changed',
      'Somebody changed this outcome, or said how it came out, a moment ago. Look at it again.',
      {
        kind: 'conflict',
        rule: 'Of two who say it at once, one wins.',
        facts: { saidById: goal.saidById, version: goal.version },
      },
    )
  announce(tx, {
    type: 'campaign.goal_judged',
    recordIds: [campaignId],
    actorId: actor.userId,
    payload: { verdict: said.verdict },
  })
}

export async function removeGoal(tx: Tx, actor: Actor, campaignId: number): Promise<void> {
  await refuseUnlessPlanner(tx, actor, campaignId)
  await removeGoalRow(tx, campaignId)
}

async function refuseUnlessPlanner(tx: Tx, actor: Actor, campaignId: number): Promise<void> {
  refuseUnlessMay(actor, 'edit', 'Campaign')
  await getRecord(tx, actor, await definitionOf(tx, 'Campaign'), campaignId, ['Id'])
}

function placeIn(after: string | undefined): { start: string; id: number } {
  if (after === undefined) return { start: '0001-01-01', id: 0 }
  const [start, id] = decodeCursor(after, 2)
  if (typeof start === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(start) && Number.isSafeInteger(id))
    return { start, id: Number(id) }
  throw new Refusal('malformed_cursor', "'after' must be what the page before gave as 'next'.", {
    kind: 'malformed',
    field: 'after',
  })
}
