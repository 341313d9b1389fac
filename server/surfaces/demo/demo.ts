import { inTransaction, atMoment } from '../../platform/transactions.ts'
import type { Database, OrgRef, Tx } from '../../platform/tx.ts'
import { isFilled, measureTables, withoutIndexes } from './demo.sql.ts'
import { letIn, type Logins } from './logins.ts'
import { randomFrom } from './random.ts'
import { howManyLeads, planArrivals } from './story/arrivals.ts'
import { gatherCast } from './story/cast.ts'
import { lookAhead } from './story/coming.ts'
import { dayAt, tellDay } from './story/days.ts'
import { fillTheIntake } from './story/intake.ts'
import { promiseForToday } from './story/lastDay.ts'
import { workAsMarketing } from './story/marketingDesk.ts'
import { DAY_MS, dayOf, daysAfter, laterThatDay, stepsUntil, type Step } from './story/moments.ts'
import { agreeAgain, agreeOnLeads, bringOver } from './story/opening.ts'
import { keepThePlan } from './story/planning.ts'
import { describePeople } from './story/segments.ts'
import { strangersPosting } from './story/posts.ts'
import { beginStory, type Story } from './story/story.ts'
import { putUpForms } from './story/webForms.ts'
import { worldFrom } from './world/people.ts'

/** Says how far it is, a line at a time. */
export type Progress = (line: string) => void

export type DemonstrationOptions = {
  /** 1 unless said: 20,000 leads. A tenth tells the same story of a tenth as many. */
  readonly size?: number
  readonly seed?: number
}

const SEED = 20_260_401

/**
 * Fills an empty org with two years of a company's work up to now: everything through the rooms' doors, so that every rule,
 * history and event is real. All of it is stored, or nothing. The same seed on the same day tells the same story. Answers how to sign in;
 * undefined, with a sentence to `progress`, where the org holds records already.
 */
export async function fillWithDemonstration(
  db: Database,
  org: OrgRef,
  progress: Progress,
  { size = 1, seed = SEED }: DemonstrationOptions = {},
): Promise<Logins | undefined> {
  return inTransaction(db, org, async (tx) => {
    if (await isFilled(tx)) {
      progress(
        'This company has records already, so the demonstration is left out. For a fresh one, start with another ASSAY_DATA folder.',
      )
      return undefined
    }
    progress(`Telling the demonstration: ${howManyLeads(size).toLocaleString('en')} leads in 24 months.`)
    const story = await tell(tx, progress, { size, seed })
    return letIn(tx, story.cast)
  })
}

async function tell(tx: Tx, progress: Progress, { size, seed }: Required<DemonstrationOptions>): Promise<Story> {
  const random = randomFrom(seed)
  const steps = stepsUntil(tx.now, random.fork('steps'), size)
  const [first] = steps
  if (first === undefined) throw new Error('A story has a first step.')
  const story = await atMoment(tx, daysAfter(first.at, -2), async (then) => {
    const begun = beginStory({ world: worldFrom(seed), random, end: tx.now, size, cast: await gatherCast(then) })
    await agreeOnLeads(then, begun)
    await bringOver(then, begun)
    await workAsMarketing(then, begun)
    await putUpForms(then, begun)
    return begun
  })
  await withoutIndexes(tx, () => tellSteps(tx, story, steps, progress))
  await fillTheIntake(tx, story)
  await atMoment(tx, daysAfter(tx.now, -1 / 12), (then) => lookAhead(then, story))
  await atMoment(tx, daysAfter(tx.now, -1 / 24), async (then) => {
    await keepThePlan(then, story)
    await describePeople(then, story)
    await promiseForToday(then, story)
  })
  await measureTables(tx)
  return story
}

/** Tables double many times on the way; their plans are made anew after each of these steps. */
const MEASURED_AFTER: ReadonlySet<number> = new Set([2, 12, 60])
const PROGRESS_EVERY_DAYS = 122

async function tellSteps(tx: Tx, story: Story, steps: readonly Step[], progress: Progress): Promise<void> {
  const plan = planArrivals(story, steps, howManyLeads(story.size) - strangersPosting)
  const days = steps.map((step, at) => dayAt(story, step, at, plan[at] ?? []))
  let told = story.end.getTime() - 731 * DAY_MS
  let hasAgreedAgain = false
  for (const [at, day] of days.entries()) {
    await tellDay(tx, story, day, days[at + 1])
    if (!hasAgreedAgain && story.end.getTime() - day.step.at.getTime() < 335 * DAY_MS) {
      await atMoment(tx, laterThatDay(day.step, 7, story.end), (then) => agreeAgain(then, story))
      hasAgreedAgain = true
    }
    if (MEASURED_AFTER.has(at)) await measureTables(tx)
    if (day.step.at.getTime() - told < PROGRESS_EVERY_DAYS * DAY_MS) continue
    told = day.step.at.getTime()
    progress(
      `  up to ${dayOf(day.step.at)}: ${story.leads.toLocaleString('en')} leads, ${story.places.length} accounts, ${story.contacts.length} contacts`,
    )
  }
}
