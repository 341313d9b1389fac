import type { Random } from '../random.ts'
import { dayOf, daysAfter, daysBetweenTurns, workdayAfter } from './moments.ts'
import type { Story } from './story.ts'
import type { Letter } from './wording.ts'
import type { Deal, Ending } from './threads.ts'

/** A deal that comes to its next stage today; without one it only gets another close date. */
export type Move = { readonly deal: Deal; readonly stage: string | undefined; readonly random: Random }

export type DealBeginning = Pick<
  Deal,
  'id' | 'name' | 'place' | 'seller' | 'contactIds' | 'isAmountKnown' | 'closeDate' | 'worth' | 'isNew'
> & {
  readonly mistaken: readonly Letter[]
}

/** Takes a sale up: plans how it goes, and puts its first step on the seller's agenda. */
export function beginDeal(story: Story, now: Date, { isNew, mistaken, ...beginning }: DealBeginning): Deal {
  const random = story.random.fork(`deal ${beginning.place.company.number} ${beginning.name} ${dayOf(now)}`)
  const ending = endingOf(random, { isNew, mistaken, skill: beginning.seller.skill })
  const path = pathTo(random, ending)
  const deal: Deal = {
    ...beginning,
    isNew,
    ending,
    path,
    gapDays: daysFor(random, ending, isNew) / path.length,
    followUpId: undefined,
  }
  beginning.place.deal = deal
  story.moves.note(deal.seller.userId, moveAt(story, now, deal.gapDays * random.logNormal(0.9, 0.35)), deal)
  return deal
}

/** When a deal is due so that it moves after so many days: its seller sits down to it some days later. */
const moveAt = (story: Story, now: Date, days: number): Date =>
  workdayAfter(now, Math.max(1, days - daysBetweenTurns(daysAfter(now, days), story.end) / 2))

/** How many stages a deal goes at once: more than one where its seller comes to it more rarely than it moves. */
export const stagesAtOnce = (story: Story, now: Date, { gapDays }: Deal): number =>
  Math.min(3, Math.max(1, Math.round(daysBetweenTurns(now, story.end) / gapDays)))

/** When its seller takes a deal up again after a move. */
export const nextMoveAt = (story: Story, now: Date, { deal, random }: Move): Date =>
  moveAt(story, now, deal.gapDays * stagesAtOnce(story, now, deal) * random.fork('next').logNormal(0.95, 0.3))

const VETTING_SHOWS = 0.82

function endingOf(
  random: Random,
  { isNew, mistaken, skill }: { readonly isNew: boolean; readonly mistaken: readonly Letter[]; readonly skill: number },
): Ending {
  const [letter] = mistaken
  if (letter !== undefined && random.chance(VETTING_SHOWS)) return { kind: 'lost', reason: 'Vetting was wrong', letter }
  if (random.chance(0.03)) return { kind: 'adrift' }
  if (random.chance((isNew ? 0.41 : 0.48) * skill)) return { kind: 'won' }
  return { kind: 'lost', reason: random.weighted(reasons) }
}

const reasons: readonly (readonly [string, number])[] = [
  ['No decision', 34],
  ['Price', 24],
  ['Lost to competitor', 22],
  ['Product did not fit', 11],
  ['Lost contact', 6],
  ['Not recorded', 3],
]

const early = ['Qualification', 'Needs Analysis'] as const

function pathTo(random: Random, ending: Ending): string[] {
  const whole = [
    ...(random.chance(0.7) ? early : early.slice(1)),
    'Value Proposition',
    ...(random.chance(0.35) ? ['Id. Decision Makers'] : []),
    ...(random.chance(0.2) ? ['Perception Analysis'] : []),
    'Proposal/Price Quote',
    ...(random.chance(0.65) ? ['Negotiation/Review'] : []),
  ]
  if (ending.kind === 'won') return [...whole, 'Closed Won']
  if (ending.kind === 'adrift') return whole.slice(0, random.whole(2, whole.length))
  const reached = ending.letter === undefined ? random.whole(2, whole.length) : random.whole(1, 3)
  return [...whole.slice(0, reached), 'Closed Lost']
}

function daysFor(random: Random, ending: Ending, isNew: boolean): number {
  const median =
    ending.kind === 'won' ? (isNew ? 74 : 44) : ending.kind === 'adrift' ? 90 : ending.letter === undefined ? 66 : 27
  return Math.min(320, Math.max(6, random.logNormal(median, 0.5)))
}

/** What a sale is worth: most are small, a few are large, and prices are round. */
export function worthOf(random: Random, employees: number, isNew: boolean): number {
  const raw = random.logNormal(isNew ? 23_000 : 14_000, 0.85) * Math.min(3, Math.max(0.5, (employees / 200) ** 0.35))
  const step = raw < 10_000 ? 50 : raw < 50_000 ? 250 : raw < 200_000 ? 1000 : 5000
  return Math.max(1500, Math.round(raw / step) * step)
}
