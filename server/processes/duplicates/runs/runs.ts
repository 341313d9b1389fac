import { drawId } from '../../../ground/objects/ids.ts'
import { namesOf } from '../../../ground/objects/present.ts'
import { enqueue } from '../../../platform/jobs.ts'
import { notFound, Refusal } from '../../../platform/errors.ts'
import type { Tx } from '../../../platform/tx.ts'
import { refuseUnlessHas, refuseUnlessMay, seesEverything, type Actor } from '../../../ground/users/actor.ts'
import { encodeId } from '../../../../shared/ids.ts'
import { objectsOf, runActs, type DuplicateRun, type RunAct, type RunScope, type RunState } from './run.ts'
import { insertRun, lockedRun, runAtWork, runById, runsBefore, setRunState } from './runs.sql.ts'

export const WORK_RUN = 'work-duplicate-run'

/**
 * Starts to look for duplicates through everything the actor may see of a scope. Throws `run_at_work` when somebody
 * does so already, and names the run.
 */
export async function startRun(tx: Tx, actor: Actor, scope: RunScope): Promise<DuplicateRun> {
  refuseUnlessHas(actor, 'merge', 'look for duplicates in all records')
  for (const object of objectsOf[scope]) refuseUnlessMay(actor, 'read', object)
  if (actor.userId === null)
    throw new Refusal('run_needs_a_person', 'Somebody has to start this, so that it sees what they may see.', {
      kind: 'forbidden',
    })
  const atWork = await runAtWork(tx, scope)
  if (atWork !== undefined) throw await atWorkAlready(tx, actor, atWork)
  const id = await drawId(tx, 'DuplicateRun')
  await insertRun(tx, actor.userId, id, scope)
  await enqueue(tx, WORK_RUN, { runId: id }, { jobKey: `duplicate-run:${id}` })
  return found(await runById(tx, id), id)
}

/** Whose search is in the way, since when, and who may do what about it: no page is offered that the actor may not open. */
async function atWorkAlready(tx: Tx, actor: Actor, run: DuplicateRun): Promise<Refusal> {
  const mayAct = isOwn(actor, run)
  const name = (await namesOf(tx, [run.createdById])).get(run.createdById) ?? 'somebody who is gone'
  const whose = run.createdById === actor.userId ? 'You' : name
  const since = `${run.createdAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`
  const said =
    run.state === 'paused'
      ? `${whose} began a search through these records on ${since}, and it is paused.`
      : `${whose} began a search through these records on ${since}, and it is at work.`
  const acts = run.state === 'paused' ? 'Go on with it, or cancel it.' : 'Wait for it to end, or cancel it.'
  const asks =
    run.state === 'paused'
      ? `Ask ${name} or an administrator to go on with it or to cancel it.`
      : `Wait for it to end, or ask ${name} or an administrator to cancel it.`
  return new Refusal('run_at_work', `${said} ${mayAct ? acts : asks}`, {
    kind: 'conflict',
    rule: 'Through the same records goes one search at a time.',
    facts: {
      run: encodeId(run.id),
      state: run.state,
      startedBy: name,
      startedById: encodeId(run.createdById),
      startedAt: run.createdAt.toISOString(),
    },
    ...(mayAct ? { way: { label: 'Open it', href: `/duplicates/runs/${encodeId(run.id)}` } } : {}),
  })
}

/** One's own runs, or anybody's for who sees everything; others are not there. */
export async function getRun(tx: Tx, actor: Actor, id: number): Promise<DuplicateRun> {
  refuseUnlessHas(actor, 'merge', 'look for duplicates in all records')
  return own(actor, found(await runById(tx, id), id))
}

/** Runs, the newest first; `before` is the id the last page ended with. */
export async function listRuns(
  tx: Tx,
  actor: Actor,
  before: number | undefined,
  limit: number,
): Promise<{ readonly runs: readonly DuplicateRun[]; readonly next: string | null }> {
  refuseUnlessHas(actor, 'merge', 'look for duplicates in all records')
  const runs = await runsBefore(tx, isOverseer(actor) ? null : actor.userId, before, limit + 1)
  const last = runs.length > limit ? runs[limit - 1] : undefined
  return { runs: runs.slice(0, limit), next: last === undefined ? null : encodeId(last.id) }
}

/** Pauses, goes on with or cancels a run. Throws `run_cannot` when it is past that. */
export async function actOnRun(tx: Tx, actor: Actor, id: number, act: RunAct): Promise<DuplicateRun> {
  refuseUnlessHas(actor, 'merge', 'look for duplicates in all records')
  const run = own(actor, found(await lockedRun(tx, id), id))
  const acts: Readonly<Partial<Record<RunAct, RunState>>> = runActs[run.state]
  const state = acts[act]
  if (state === undefined)
    throw new Refusal('run_cannot', `This run ${stateWords[run.state]}, so it cannot ${actWords[act]}.`, {
      kind: 'conflict',
      field: 'act',
      value: run.state,
    })
  await setRunState(tx, id, state)
  if (state === 'running') await enqueue(tx, WORK_RUN, { runId: id }, { jobKey: `duplicate-run:${id}` })
  return found(await runById(tx, id), id)
}

const stateWords: Readonly<Record<RunState, string>> = {
  running: 'is at work',
  paused: 'is paused',
  done: 'has ended',
  failed: 'has failed',
  cancelled: 'was cancelled',
}

const actWords: Readonly<Record<RunAct, string>> = { pause: 'be paused', resume: 'go on', cancel: 'be cancelled' }

const isOverseer = (actor: Actor): boolean =>
  seesEverything({ ...actor, privateObjects: ['DuplicateRun'] }, 'DuplicateRun')

const isOwn = (actor: Actor, { createdById }: DuplicateRun): boolean =>
  actor.userId === null || createdById === actor.userId || isOverseer(actor)

function own(actor: Actor, run: DuplicateRun): DuplicateRun {
  if (isOwn(actor, run)) return run
  throw notFound('run', encodeId(run.id))
}

function found(run: DuplicateRun | undefined, id: number): DuplicateRun {
  if (run === undefined) throw notFound('run', encodeId(id))
  return run
}
