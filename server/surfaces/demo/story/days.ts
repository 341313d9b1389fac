import { atMoment } from '../../../platform/transactions.ts'
import type { Tx } from '../../../platform/tx.ts'
import { oneByOne, receive, type Coming } from './arrivals.ts'
import type { Colleague } from './cast.ts'
import { handOver } from './converting.ts'
import { workAsManager } from './managerDesk.ts'
import { workAsMarketing } from './marketingDesk.ts'
import { laterThatDay, type Step } from './moments.ts'
import { workAsSeller } from './sellerDesk.ts'
import type { Story } from './story.ts'
import { callAsVetter } from './vetterDesk.ts'
import type { Vetting } from './threads.ts'

/** One step of the story, who comes in it, and who is at work. */
export type Day = {
  readonly step: Step
  readonly at: number
  readonly coming: Coming
  /** Vetters, with the hour of the day at which each sits down. */
  readonly vetters: readonly { readonly vetter: Colleague; readonly after: number }[]
  readonly seller: Colleague
}

/** Two vetters and a salesperson are at work each day, in turn. */
export function dayAt(story: Story, step: Step, at: number, coming: Coming): Day {
  const { vetters, sellers } = story.cast
  const hours = story.random.fork(`hours ${at}`)
  const onDuty = [inTurn(vetters, 2 * at), inTurn(vetters, 2 * at + 1)]
  return {
    step,
    at,
    coming,
    vetters: onDuty.map((vetter, nth) => ({ vetter, after: 0.4 + 2.6 * nth + 2 * hours.next() })),
    seller: inTurn(sellers, at),
  }
}

function inTurn(team: readonly Colleague[], turn: number): Colleague {
  const colleague = team[turn % team.length]
  if (colleague === undefined) throw new Error('Nobody works in this team.')
  return colleague
}

/** Tells a day, and lets the leads of the next one in while its last work is stored: neither looks at the other. */
export async function tellDay(tx: Tx, story: Story, day: Day, next: Day | undefined): Promise<void> {
  if (day.at === 0 || isOneByOne(day)) await letIn(tx, story, day)
  const ready = day.step.isWorkday ? await workOn(tx, story, day) : []
  await Promise.all([
    next === undefined || isOneByOne(next) ? undefined : letIn(tx, story, next),
    convertReady(tx, story, day, ready),
  ])
}

const isOneByOne = ({ step }: Day): boolean => step.days < 1

async function letIn(tx: Tx, story: Story, day: Day): Promise<void> {
  const onDuty = day.vetters.map(({ vetter }) => vetter)
  const groups = isOneByOne(day) ? oneByOne(story, day.step.at, day.coming) : [{ at: day.step.at, coming: day.coming }]
  for (const { at, coming } of groups) await atMoment(tx, at, (then) => receive(then, story, coming, onDuty))
}

/** What people do has nothing to do with each other here, so nobody waits for another's statements. Answers whom each vetter would convert. */
async function workOn(
  tx: Tx,
  story: Story,
  { step, at, vetters, seller }: Day,
): Promise<readonly (readonly Vetting[])[]> {
  const later = <T>(hours: number, work: (then: Tx) => Promise<T>): Promise<T> =>
    atMoment(tx, laterThatDay(step, hours, story.end), work)
  const [ready] = await Promise.all([
    Promise.all(vetters.map(({ vetter, after }) => later(after, (then) => callAsVetter(then, story, vetter)))),
    at % 3 === 0 ? later(0.2, (then) => workAsMarketing(then, story)) : undefined,
    later(0.8, (then) => workAsSeller(then, story, seller)),
  ])
  return ready
}

/** One after the other, since two may convert people of one company. */
async function convertReady(
  tx: Tx,
  story: Story,
  { step, at, vetters }: Day,
  ready: readonly (readonly Vetting[])[],
): Promise<void> {
  const later = (hours: number, work: (then: Tx) => Promise<void>): Promise<void> =>
    atMoment(tx, laterThatDay(step, hours, story.end), work)
  for (const [nth, { vetter, after }] of vetters.entries())
    await later(after + 0.3, (then) => handOver(then, story, vetter, ready[nth] ?? []))
  if (step.isWorkday && at % 6 === 0) await later(6, (then) => workAsManager(then, story))
}
