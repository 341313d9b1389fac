import { inTransaction, atMoment, type Database, type OrgRef, type Tx } from '../../platform/tx.ts'
import { isFilled, measureTables } from './demo.sql.ts'
import { letIn, type Logins } from './logins.ts'
import { randomFrom } from './random.ts'
import { howManyLeads, planArrivals, receive } from './story/arrivals.ts'
import { gatherCast, type Colleague } from './story/cast.ts'
import { promiseForToday } from './story/lastDay.ts'
import { workAsManager } from './story/managerDesk.ts'
import { workAsMarketing } from './story/marketingDesk.ts'
import { DAY_MS, dayOf, daysAfter, laterThatDay, stepsUntil, type Step } from './story/moments.ts'
import { agreeAgain, agreeOnLeads, bringOver } from './story/opening.ts'
import { workAsSeller } from './story/sellerDesk.ts'
import { beginStory, type Story } from './story/story.ts'
import { workAsVetter } from './story/vetterDesk.ts'
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
export async function fillWithDemonstration(db: Database, org: OrgRef, progress: Progress, { size = 1, seed = SEED }: DemonstrationOptions = {}): Promise<Logins | undefined> {
  return inTransaction(db, org, async (tx) => {
    if (await isFilled(tx)) {
      progress('This company has records already, so the demonstration is left out. For a fresh one, start with another ASSAY_DATA folder.')
      return undefined
    }
    progress(`Telling the demonstration: ${howManyLeads(size).toLocaleString('en')} leads in 24 months.`)
    const story = await tell(tx, progress, { size, seed })
    return letIn(tx, story.cast)
  })
}

async function tell(tx: Tx, progress: Progress, { size, seed }: Required<DemonstrationOptions>): Promise<Story> {
  const random = randomFrom(seed)
  const steps = stepsUntil(tx.now, random.fork('steps'))
  const [first] = steps
  if (first === undefined) throw new Error('A story has a first step.')
  const story = await atMoment(tx, daysAfter(first.at, -2), async (then) => {
    const begun = beginStory({ world: worldFrom(seed), random, end: tx.now, size, cast: await gatherCast(then) })
    await agreeOnLeads(then, begun)
    await bringOver(then, begun)
    await workAsMarketing(then, begun)
    return begun
  })
  await tellSteps(tx, story, steps, progress)
  await atMoment(tx, daysAfter(tx.now, -1 / 24), (then) => promiseForToday(then, story))
  await measureTables(tx)
  return story
}

/** Tables double many times on the way; their plans are made anew after each of these steps. */
const MEASURED_AFTER: ReadonlySet<number> = new Set([2, 10, 40, 120])
const PROGRESS_EVERY_DAYS = 122

async function tellSteps(tx: Tx, story: Story, steps: readonly Step[], progress: Progress): Promise<void> {
  const plan = planArrivals(story, steps, howManyLeads(story.size))
  let told = story.end.getTime() - 731 * DAY_MS
  let hasAgreedAgain = false
  for (const [at, step] of steps.entries()) {
    await tellDay(tx, story, { step, at, arriving: plan[at] ?? [] })
    if (!hasAgreedAgain && story.end.getTime() - step.at.getTime() < 335 * DAY_MS) {
      await atMoment(tx, laterThatDay(step, 7, story.end), (then) => agreeAgain(then, story))
      hasAgreedAgain = true
    }
    if (MEASURED_AFTER.has(at)) await measureTables(tx)
    if (step.at.getTime() - told > PROGRESS_EVERY_DAYS * DAY_MS) {
      told = step.at.getTime()
      progress(`  up to ${dayOf(step.at)}: ${story.leads.toLocaleString('en')} leads, ${story.places.length} accounts, ${story.contacts.length} contacts`)
    }
  }
}

type Day = { readonly step: Step; readonly at: number; readonly arriving: ReturnType<typeof planArrivals>[number] }

/** Leads arrive; some hours later one salesperson and one vetter sit down to their work, in turn, and the others now and then. */
async function tellDay(tx: Tx, story: Story, { step, at, arriving }: Day): Promise<void> {
  const { vetters, sellers } = story.cast
  const [first, second, seller] = [onDuty(vetters, 2 * at), onDuty(vetters, 2 * at + 1), onDuty(sellers, at)]
  const hours = story.random.fork(`hours ${at}`)
  const later = (after: number, work: (then: Tx) => Promise<void>): Promise<void> => (step.isWorkday ? atMoment(tx, laterThatDay(step, after + hours.next() * 2, story.end), work) : Promise.resolve())
  // Marketing and Sales have nothing to do with each other here, so they need not wait for each other's statements.
  await Promise.all([
    atMoment(tx, step.at, (then) => receive(then, story, arriving, [first, second])).then(() => (at % 3 === 0 ? later(0.1, (then) => workAsMarketing(then, story)) : undefined)),
    later(0.2, (then) => workAsSeller(then, story, seller)),
  ])
  await later(0.6, (then) => workAsVetter(then, story, first))
  await later(2.8, (then) => workAsVetter(then, story, second))
  if (at % 6 === 0) await later(5, (then) => workAsManager(then, story))
}

function onDuty(team: readonly Colleague[], turn: number): Colleague {
  const colleague = team[turn % team.length]
  if (colleague === undefined) throw new Error('Nobody works in this team.')
  return colleague
}
