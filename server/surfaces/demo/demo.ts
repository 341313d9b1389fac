import { inTransaction, atMoment, type Database, type OrgRef, type Tx } from '../../platform/tx.ts'
import { isFilled, measureTables } from './demo.sql.ts'
import { letIn, type Logins } from './logins.ts'
import { randomFrom } from './random.ts'
import { howManyLeads, oneByOne, planArrivals, receive } from './story/arrivals.ts'
import { gatherCast, type Colleague } from './story/cast.ts'
import { promiseForToday } from './story/lastDay.ts'
import { handOver } from './story/converting.ts'
import { workAsManager } from './story/managerDesk.ts'
import { workAsMarketing } from './story/marketingDesk.ts'
import { DAY_MS, dayOf, daysAfter, laterThatDay, stepsUntil, type Step } from './story/moments.ts'
import { agreeAgain, agreeOnLeads, bringOver } from './story/opening.ts'
import { workAsSeller } from './story/sellerDesk.ts'
import { beginStory, type Story } from './story/story.ts'
import { callAsVetter } from './story/vetterDesk.ts'
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
  await tellSteps(tx, story, steps, progress)
  await atMoment(tx, daysAfter(tx.now, -1 / 24), (then) => promiseForToday(then, story))
  await measureTables(tx)
  return story
}

/** Tables double many times on the way; their plans are made anew after each of these steps. */
const MEASURED_AFTER: ReadonlySet<number> = new Set([2, 12, 60])
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
      progress(
        `  up to ${dayOf(step.at)}: ${story.leads.toLocaleString('en')} leads, ${story.places.length} accounts, ${story.contacts.length} contacts`,
      )
    }
  }
}

type Day = { readonly step: Step; readonly at: number; readonly arriving: ReturnType<typeof planArrivals>[number] }

/** Leads arrive; some hours later two vetters and a salesperson sit down to their work, in turn, and the others now and then. */
async function tellDay(tx: Tx, story: Story, { step, at, arriving }: Day): Promise<void> {
  const { vetters, sellers } = story.cast
  const hours = story.random.fork(`hours ${at}`)
  const onDuty = [inTurn(vetters, 2 * at), inTurn(vetters, 2 * at + 1)].map((vetter, nth) => ({
    vetter,
    after: 0.4 + 2.6 * nth + 2 * hours.next(),
  }))
  const later = <T>(after: number, work: (then: Tx) => Promise<T>): Promise<T> =>
    atMoment(tx, laterThatDay(step, after, story.end), work)
  const receiving = receiveAll(
    tx,
    story,
    { step, at, arriving },
    onDuty.map(({ vetter }) => vetter),
  )
  if (!step.isWorkday) return receiving
  // What follows has nothing to do with each other, so nobody waits for another's statements.
  const [called] = await Promise.all([
    receiving.then(() =>
      Promise.all(onDuty.map(({ vetter, after }) => later(after, (then) => callAsVetter(then, story, vetter)))),
    ),
    receiving.then(() => (at % 3 === 0 ? later(0.2, (then) => workAsMarketing(then, story)) : undefined)),
    later(0.3 + hours.next(), (then) => workAsSeller(then, story, inTurn(sellers, at))),
  ])
  for (const [nth, { vetter, after }] of onDuty.entries())
    await later(after + 0.3, (then) => handOver(then, story, vetter, called[nth] ?? []))
  if (at % 6 === 0) await later(6, (then) => workAsManager(then, story))
}

async function receiveAll(tx: Tx, story: Story, { step, arriving }: Day, onDuty: readonly Colleague[]): Promise<void> {
  if (step.days >= 1) return atMoment(tx, step.at, (then) => receive(then, story, arriving, onDuty))
  for (const { at, coming } of oneByOne(story, step.at, arriving))
    await atMoment(tx, at, (then) => receive(then, story, coming, onDuty))
}

function inTurn(team: readonly Colleague[], turn: number): Colleague {
  const colleague = team[turn % team.length]
  if (colleague === undefined) throw new Error('Nobody works in this team.')
  return colleague
}
