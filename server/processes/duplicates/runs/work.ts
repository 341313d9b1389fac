import path from 'node:path'
import { definitionOf } from '../../../ground/objects/catalogue.ts'
import { asRefusal } from '../../../platform/breach.ts'
import { Refusal } from '../../../platform/errors.ts'
import { isDatabaseAway } from '../../../platform/postgres/pools.ts'
import { removeScratch, scratchFolder } from '../../../platform/scratch.ts'
import type { OrgRef, Tx } from '../../../platform/tx.ts'
import type { Matchable } from '../duplicate.ts'
import { APART } from '../pairing/grouping.ts'
import { openPairing, type Pairing } from '../pairing/pairing.ts'
import { likely } from '../../../../shared/likelihood.ts'
import { countRows, rowsAfter } from './rows.sql.ts'
import { keptFrom, objectsOf, type DuplicateRun } from './run.ts'
import {
  advanceRun,
  decisionsAfter,
  forgetEarlierPairs,
  histogramOf,
  insertGroups,
  insertPairs,
  keepHistogram,
  lockedRun,
  pairsAfter,
  removeGroups,
  runById,
  setRunState,
} from './runs.sql.ts'
import { starterOf } from './starter.ts'

/** What stands around a run: how it reads and writes, and when it is to stop. */
export interface Workshop {
  readonly reading: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>
  readonly writing: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>
  readonly org: OrgRef
  readonly signal?: AbortSignal
  /** Rows compared, and kept, together. */
  readonly blockRows?: number
  /** Told after everything that was kept. */
  readonly onProgress?: () => unknown
}

const PAGE_ROWS = 5000
const PAGE_PAIRS = 10_000
const PAGE_GROUPS = 2000
const BARS = 40

/**
 * Carries a run as far as it goes: until it is through, or somebody pauses or cancels it. Killed at any moment and
 * called again it reads the records anew, and goes on comparing behind the last record whose pairs were kept.
 * A database that goes away throws, and the next call goes on.
 */
export async function workRun(workshop: Workshop, runId: number): Promise<void> {
  const run = await workshop.reading((tx) => runById(tx, runId))
  if (run?.state !== 'running') return
  const scratch = await scratchFolder('run')
  const pairing = openPairing({
    kind: run.scope === 'Account' ? 'account' : 'person',
    others: [],
    folder: path.join(scratch, 'work'),
    isAcross: run.scope === 'LeadContact',
    atLeast: keptFrom,
    ...(workshop.blockRows !== undefined && { blockRows: workshop.blockRows }),
  })
  try {
    const parts = await readAll(workshop, run, pairing)
    if (parts === undefined || !(await compareAll(workshop, run, pairing, parts))) return
    if (await groupAll(workshop, run, pairing)) await workshop.onProgress?.()
  } catch (error) {
    if (isDatabaseAway(error) || (error instanceof Refusal && error.kind === 'unavailable')) throw error
    const known = asRefusal(error)
    const problem =
      known instanceof Refusal
        ? known.message
        : 'Something went wrong inside Assay, and was written to its log. What was found so far is kept; go on to try again.'
    await workshop.writing((tx) => setRunState(tx, runId, 'failed', problem))
    if (!(known instanceof Refusal)) throw error
  } finally {
    await pairing.close()
    await removeScratch(scratch)
  }
}

/** Reads every record once, the next page on its way while threads work on those before; answers in how many parts to compare them. */
async function readAll(workshop: Workshop, run: DuplicateRun, pairing: Pairing): Promise<number | undefined> {
  const { reading, writing } = workshop
  const actor = await reading((tx) => starterOf(tx, run.createdById))
  const objects: readonly Matchable[] = objectsOf[run.scope]
  let expected = 0
  for (const object of objects)
    expected += await reading(async (tx) => countRows(tx, actor, await definitionOf(tx, object), object))
  let records = 0
  for (const [at, object] of objects.entries()) {
    const page = (after: number) =>
      reading(async (tx) => rowsAfter(tx, actor, await definitionOf(tx, object), object, after, PAGE_ROWS))
    let next = page(0)
    for (let pages = 1; ; pages++) {
      const { rows, last, count } = await next
      if (rows === null || last === null) break
      next = page(last)
      // Its failure is heard of when it is its turn.
      next.catch(() => undefined)
      await pairing.add(rows, at === 0 ? 'first' : 'second')
      records += count
      if (pages % 10 !== 1) continue
      const share = run.comparedUpTo > 0 ? run.share : (0.3 * records) / Math.max(expected, 1)
      if (
        workshop.signal?.aborted ||
        !(await writing((tx) => advanceRun(tx, run.id, { stage: 'reading', share, expected, records })))
      )
        return undefined
    }
  }
  const { parts, candidates, skippedKeys, skippedRows } = await pairing.pairUp()
  const goesOn = await writing((tx) =>
    advanceRun(tx, run.id, {
      stage: 'comparing',
      share: Math.max(run.share, 0.3),
      expected,
      records,
      candidates,
      skippedKeys,
      skippedRecords: skippedRows,
    }),
  )
  return goesOn ? parts : undefined
}

/** Compares part after part; each part's pairs and the place up to which all is compared are one transaction. */
async function compareAll(
  { writing, signal, onProgress }: Workshop,
  run: DuplicateRun,
  pairing: Pairing,
  parts: number,
): Promise<boolean> {
  let part = 0
  for await (const scored of pairing.score(run.comparedUpTo)) {
    part += 1
    if (signal?.aborted) return false
    if (scored.last <= run.comparedUpTo) continue
    const goesOn = await writing(async (tx) => {
      let pairs = 0
      for (let from = 0; from < scored.left.length; from += PAGE_PAIRS) {
        const to = from + PAGE_PAIRS
        pairs += await insertPairs(tx, run.id, {
          left: scored.left.subarray(from, to),
          right: scored.right.subarray(from, to),
          probability: scored.probability.subarray(from, to),
        })
      }
      return advanceRun(tx, run.id, {
        stage: 'comparing',
        share: 0.3 + (0.6 * part) / parts,
        compared: scored.compared,
        pairs,
        comparedUpTo: scored.last,
      })
    })
    if (!goesOn) return false
    await onProgress?.()
  }
  return true
}

/** Makes groups of all pairs and of what people decided, and ends the run. */
async function groupAll(workshop: Workshop, run: DuplicateRun, pairing: Pairing): Promise<boolean> {
  const { reading, writing } = workshop
  if (!(await writing((tx) => advanceRun(tx, run.id, { stage: 'grouping', share: 0.9 })))) return false
  for (let left = 0, right = 0; ;) {
    const pairs = await reading((tx) => pairsAfter(tx, run.id, left, right, PAGE_PAIRS))
    await pairing.link(pairs)
    const last = pairs.at(-1)
    if (last === undefined) break
    ;({ left, right } = last)
  }
  for (let left = 0, right = 0; ;) {
    const decisions = await reading((tx) => decisionsAfter(tx, left, right, PAGE_PAIRS))
    await pairing.link(decisions.map(({ isSame, ...pair }) => ({ ...pair, probability: isSame ? 1 : APART })))
    const last = decisions.at(-1)
    if (last === undefined) break
    ;({ left, right } = last)
  }
  for (let gone = 1; gone > 0;) gone = await writing((tx) => forgetEarlierPairs(tx, run, 100_000))
  return writing(async (tx) => {
    // Whoever cancels waits for the end, or comes before it.
    if ((await lockedRun(tx, run.id))?.state !== 'running') return false
    await removeGroups(tx, run.id)
    let groups = 0
    for (;;) {
      const some = await pairing.groups(likely, PAGE_GROUPS)
      if (some.length === 0) break
      await insertGroups(tx, run.id, groups + 1, some)
      groups += some.length
    }
    await keepHistogram(tx, run.id, await histogramOf(tx, run.id, keptFrom, BARS))
    await advanceRun(tx, run.id, { stage: 'grouping', share: 1, groups })
    await setRunState(tx, run.id, 'done')
    return true
  })
}
