import type { Draft } from '../../../ground/objects/drafts.ts'
import { updateOpportunities } from '../../../records/opportunities/opportunities.ts'
import type { Tx } from '../../../platform/tx.ts'
import type { Random } from '../random.ts'
import type { Colleague } from './cast.ts'
import { finishChores } from './chores.ts'
import { bringInDeciders, welcomeCustomers } from './customers.ts'
import { writeDown } from './dealLog.ts'
import type { Deal } from './threads.ts'
import { nextMoveAt, stagesAtOnce, type Move } from './deals.ts'
import { expectMoney } from './money.ts'
import { DAY_MS, dayOf, daysAfter } from './moments.ts'
import { openDeals } from './openings.ts'
import { refuseAnyOf } from './saved.ts'
import type { Story } from './story.ts'
import { nextSteps } from './wording.ts'

/** A salesperson's hours: opens deals with companies we know, moves those in progress, and writes down what was done. */
export async function workAsSeller(then: Tx, story: Story, seller: Colleague): Promise<void> {
  await openDeals(then, story, seller, story.openings.due(seller.userId, then.now))
  const moves = story.moves.due(seller.userId, then.now).map((deal): Move => ({
    deal,
    stage: deal.path.splice(0, stagesAtOnce(story, then.now, deal)).at(-1),
    random: story.random.fork(`move ${deal.name} ${then.now.getTime()}`),
  }))
  await finishChores(
    then,
    story,
    seller,
    moves.flatMap(({ deal }) => takeFollowUp(deal)),
  )
  if (moves.length === 0) return
  refuseAnyOf(
    await updateOpportunities(
      then,
      seller,
      moves.map((move) => ({ id: move.deal.id, draft: changeOf(then, move) })),
    ),
  )
  await writeDown(then, story, seller, moves)
  await welcomeCustomers(then, seller, moves)
  await bringInDeciders(then, seller, moves)
  for (const move of moves) goOn(then, story, move)
}

function takeFollowUp(deal: Deal): number[] {
  const taken = deal.followUpId
  deal.followUpId = undefined
  return taken === undefined ? [] : [taken]
}

function changeOf({ now }: Tx, { deal, stage, random }: Move): Draft {
  const isEnd = stage?.startsWith('Closed') === true
  const amount = amountAt(deal, stage, random)
  const close = closeDateAt(now, deal, stage, random)
  deal.closeDate = close
  return {
    ...(stage === undefined ? {} : { StageName: stage }),
    ...(deal.isNew ? { Type: 'New Business' } : {}),
    CloseDate: close,
    ...(isEnd ? { NextStep: null } : random.chance(0.5) ? { NextStep: random.pick(nextSteps) } : {}),
    ...(amount === undefined ? {} : { Amount: amount, NoAmountReason: null }),
    ...(stage === 'Closed Lost' && deal.ending.kind === 'lost'
      ? { LossReason: deal.ending.reason, VettingFailure: deal.ending.letter ?? null }
      : {}),
  }
}

/** The amount is known when the value is talked about; it changes with the proposal, and at the end it is what was agreed. */
function amountAt(deal: Deal, stage: string | undefined, random: Random): number | undefined {
  const rounded = (factor: number): number => Math.max(1000, Math.round((deal.worth * factor) / 100) * 100)
  if (stage === 'Closed Won') return deal.worth
  if (!deal.isAmountKnown && stage !== 'Closed Lost' && stage !== 'Qualification') {
    deal.isAmountKnown = true
    return rounded(random.logNormal(1, 0.25))
  }
  return stage === 'Proposal/Price Quote' || stage === 'Negotiation/Review'
    ? rounded(random.logNormal(1, 0.12))
    : undefined
}

/** Closed today, or put off when the day promised comes too near. */
function closeDateAt(now: Date, deal: Deal, stage: string | undefined, random: Random): string {
  if (stage?.startsWith('Closed') === true) return dayOf(now)
  const needed = daysAfter(now, deal.gapDays * Math.max(1, deal.path.length))
  if (stage !== undefined && deal.closeDate >= dayOf(daysAfter(now, deal.gapDays * 0.7))) return deal.closeDate
  if (stage !== undefined && random.chance(0.12)) return deal.closeDate
  return monthEnd(daysAfter(needed, random.whole(5, 40)))
}

/** People put deals off to the end of a month. */
const monthEnd = (day: Date): string =>
  new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1, 0)).toISOString().slice(0, 10)

const FORGOTTEN = 0.14

function goOn(then: Tx, story: Story, move: Move): void {
  const { deal, stage, random } = move
  const { seller, place } = deal
  if (stage === 'Closed Won' || stage === 'Closed Lost') {
    if (place.deal === deal) place.deal = undefined
    if (stage === 'Closed Won') expectMoney(then.now, story, deal)
    if (stage === 'Closed Won' && random.chance(0.26))
      story.openings.note(seller.userId, daysAfter(then.now, random.logNormal(190, 0.5)), {
        place,
        kind: random.chance(0.35) ? 'Renewal' : 'Existing Business',
      })
    return
  }
  const due = deal.path.length === 0 ? daysAfter(then.now, random.whole(35, 70)) : nextMoveAt(story, then.now, move)
  const isLate = story.end.getTime() - due.getTime() < 21 * DAY_MS
  // What was forgotten lately is overdue now; what was forgotten long ago somebody has found.
  if (!isLate || !random.chance(FORGOTTEN)) story.moves.note(seller.userId, due, deal)
}
