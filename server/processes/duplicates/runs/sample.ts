import type { Actor } from '../../../ground/users/actor.ts'
import { Refusal } from '../../../platform/errors.ts'
import type { Tx } from '../../../platform/tx.ts'
import { decideOnPairs } from '../duplicates.ts'
import type { Verdict } from '../duplicates.sql.ts'
import { wilson, type Estimate } from './estimate.ts'
import { getRun } from './runs.ts'
import { countBelow, drawAbove, drawBelow, keepAnswer, sampleOf, type SampledPair } from './sample.sql.ts'

/** Enough for a bound of 0.93 when all are right, and few enough to be looked at in a few minutes. */
const DRAWN = 50

export interface Sample {
  readonly pairs: readonly SampledPair[]
  /** Share of groups from the certainty on that are right; undefined before one was looked at. */
  readonly precision: Estimate | undefined
  /** Share of the pairs left apart that are the same after all. */
  readonly missed: Estimate | undefined
  /** How many pairs are left apart: those the run kept below the certainty. */
  readonly leftApart: number
}

/** Pairs at random above and below a certainty, drawn once, with what their answers so far say of all of them. */
export async function sampleAt(tx: Tx, actor: Actor, runId: number, certainty: number): Promise<Sample> {
  await getRun(tx, actor, runId)
  const pairs = await sampleOf(tx, runId, certainty)
  const share = (isAbove: boolean): Estimate | undefined => {
    const decided = pairs.filter(
      (pair) => pair.isAbove === isAbove && (pair.answer === 'same' || pair.answer === 'not_same'),
    )
    return wilson(decided.filter(({ answer }) => answer === 'same').length, decided.length)
  }
  return {
    pairs,
    precision: share(true),
    missed: share(false),
    leftApart: await countBelow(tx, runId, certainty),
  }
}

/** Draws the sample of a certainty where there is none. Throws `run_not_done` before the run has ended. */
export async function drawSample(tx: Tx, actor: Actor, runId: number, certainty: number): Promise<Sample> {
  const run = await getRun(tx, actor, runId)
  if (run.state !== 'done')
    throw new Refusal('run_not_done', 'A sample is drawn of what was found, so let the run end first.', {
      kind: 'conflict',
    })
  const drawn = await sampleOf(tx, runId, certainty)
  if (drawn.length === 0) {
    await drawAbove(tx, runId, certainty, DRAWN)
    await drawBelow(tx, runId, certainty, DRAWN)
  }
  return sampleAt(tx, actor, runId, certainty)
}

/** Keeps what somebody says of a pair of a sample, and remembers it for ever as every decision on a pair. */
export async function answerSample(tx: Tx, actor: Actor, runId: number, verdict: Verdict): Promise<void> {
  await getRun(tx, actor, runId)
  await decideOnPairs(tx, actor, [verdict])
  await keepAnswer(tx, actor.userId, runId, verdict)
}
