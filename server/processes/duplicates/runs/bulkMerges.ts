import { encodeId } from '../../../../shared/ids.ts'
import { definitionOf } from '../../../ground/objects/catalogue.ts'
import { drawId } from '../../../ground/objects/ids.ts'
import { refuseUnlessHas, refuseUnlessMay, type Actor } from '../../../ground/users/actor.ts'
import { notFound, Refusal } from '../../../platform/errors.ts'
import { enqueue } from '../../../platform/jobs.ts'
import type { Tx } from '../../../platform/tx.ts'
import { mergeGroups } from '../merge.ts'
import type { MergeRequest } from '../mergeRequest.ts'
import { pairsApart } from '../merge.sql.ts'
import { unmergeAll } from '../unmerge.ts'
import { bulkMergeActs, type BulkMerge, type BulkMergeAct, type BulkMergeState, type MasterRule } from './bulkMerge.ts'
import {
  advanceBulkMerge,
  bulkMergeById,
  bulkMergesOf,
  byRule,
  groupsToMerge,
  groupsToUndo,
  insertBulkMerge,
  keepOutcomes,
  keepUndone,
  lockedBulkMerge,
  saidSame,
  setBulkMergeState,
  type GroupOutcome,
  type OpenGroup,
} from './bulkMerges.sql.ts'
import { likely } from '../../../../shared/likelihood.ts'
import { linksOf, recordsOf } from './groups.ts'
import { getRun } from './runs.ts'
import { reckonGroups } from './runs.sql.ts'

export const WORK_BULK_MERGE = 'work-bulk-merge'

export interface BulkMergeOrder {
  readonly runId: number
  /** Groups of this certainty and more, 0.5 to 1. */
  readonly certainty: number
  readonly masterRule: MasterRule
}

/** Starts to merge every group of a run from a certainty on. Throws `run_not_done`, `nothing_to_merge`, `merging_already` and `merge_by_conversion`. */
export async function startBulkMerge(tx: Tx, actor: Actor, order: BulkMergeOrder): Promise<BulkMerge> {
  refuseUnlessHas(actor, 'merge', 'merge records')
  const run = await getRun(tx, actor, order.runId)
  if (run.state !== 'done')
    throw new Refusal('run_not_done', 'The groups are known when the run has ended. Merge them then.', {
      kind: 'conflict',
    })
  if (run.scope === 'LeadContact')
    throw new Refusal(
      'merge_by_conversion',
      'A lead and a contact are not merged: the lead is converted into the contact, by who vets it. Open the lead to do so.',
      { rule: 'A lead becomes a contact by conversion only.' },
    )
  refuseUnlessMay(actor, 'edit', run.scope)
  const atWork = (await bulkMergesOf(tx, run.id)).find(({ state }) => ['running', 'paused', 'undoing'].includes(state))
  if (atWork !== undefined)
    throw new Refusal(
      'merging_already',
      'These groups are being merged, or taken apart, already. Wait for that to end.',
      {
        kind: 'conflict',
        facts: { bulkMerge: encodeId(atWork.id) },
      },
    )
  const { groups } = await reckonGroups(tx, run.id, order.certainty)
  if (groups === 0)
    throw new Refusal(
      'nothing_to_merge',
      'No group is that certain. Choose a lower certainty, or decide on the groups one by one.',
      {
        field: 'certainty',
        value: order.certainty,
      },
    )
  const id = await drawId(tx, 'BulkMerge')
  await insertBulkMerge(tx, actor.userId ?? 0, { ...order, id, expected: groups })
  await enqueue(tx, WORK_BULK_MERGE, { bulkMergeId: id }, { jobKey: `bulk-merge:${id}` })
  return found(await bulkMergeById(tx, id), id)
}

/** Bulk merges of a run, the newest first. */
export async function listBulkMerges(tx: Tx, actor: Actor, runId: number): Promise<readonly BulkMerge[]> {
  await getRun(tx, actor, runId)
  return bulkMergesOf(tx, runId)
}

/** Pauses, goes on with or undoes a bulk merge. Throws `bulk_merge_cannot` when it is past that. */
export async function actOnBulkMerge(tx: Tx, actor: Actor, id: number, act: BulkMergeAct): Promise<BulkMerge> {
  refuseUnlessHas(actor, 'merge', 'merge records')
  const merge = found(await lockedBulkMerge(tx, id), id)
  await getRun(tx, actor, merge.runId)
  const acts: Readonly<Partial<Record<BulkMergeAct, BulkMergeState>>> = bulkMergeActs[merge.state]
  const state = acts[act]
  if (state === undefined)
    throw new Refusal('bulk_merge_cannot', `This merge ${stateWords[merge.state]}, so it cannot ${actWords[act]}.`, {
      kind: 'conflict',
      field: 'act',
      value: merge.state,
    })
  await setBulkMergeState(tx, id, state)
  if (state !== 'paused') await enqueue(tx, WORK_BULK_MERGE, { bulkMergeId: id }, { jobKey: `bulk-merge:${id}` })
  return found(await bulkMergeById(tx, id), id)
}

const stateWords: Readonly<Record<BulkMergeState, string>> = {
  running: 'is at work',
  paused: 'is paused',
  done: 'has ended',
  failed: 'has failed',
  undoing: 'is being undone',
  undone: 'was undone',
}
const actWords: Readonly<Record<BulkMergeAct, string>> = { pause: 'be paused', resume: 'go on', undo: 'be undone' }

/** Merges the next groups of a bulk merge; answers whether there may be more. A group somebody was faster with is skipped, and says why. */
export async function mergeNext(tx: Tx, actor: Actor, id: number, howMany: number): Promise<boolean> {
  const merge = await lockedBulkMerge(tx, id)
  if (merge?.state !== 'running') return false
  const groups = await groupsToMerge(tx, merge, howMany)
  if (groups.length === 0) {
    await setBulkMergeState(tx, id, 'done')
    return false
  }
  const { scope, createdAt } = await getRun(tx, actor, merge.runId)
  if (scope === 'LeadContact') throw new Error('Leads and contacts are not merged.')
  const requests = await requestsFor(tx, actor, scope, { rule: merge.masterRule, since: createdAt }, groups)
  const able = requests.filter((one): one is Requested => 'request' in one)
  const results = await mergeGroups(
    tx,
    actor,
    scope,
    able.map(({ request }) => request),
  )
  const outcomes = [
    ...requests.flatMap((one): GroupOutcome[] =>
      'refusal' in one ? [{ n: one.n, mergeId: null, refusal: one.refusal }] : [],
    ),
    ...able.map(({ n }, at): GroupOutcome => {
      const { mergeId, refusal } = results[at] ?? {}
      return { n, mergeId: mergeId ?? null, refusal: refusal?.message ?? null }
    }),
  ]
  await keepOutcomes(tx, merge, outcomes)
  const merged = outcomes.filter(({ mergeId }) => mergeId !== null).length
  await advanceBulkMerge(tx, id, { merged, refused: outcomes.length - merged, nextN: groups.at(-1)?.n })
  return true
}

type Requested = { readonly n: number; readonly request: MergeRequest }

/**
 * What to ask for each group: its first record by the rule stays. Groups somebody took apart meanwhile say so, and those
 * with a record that was changed since the search and looks like none of the others any more.
 */
async function requestsFor(
  tx: Tx,
  actor: Actor,
  scope: 'Lead' | 'Contact' | 'Account',
  order: { readonly rule: MasterRule; readonly since: Date },
  groups: readonly OpenGroup[],
): Promise<(Requested | { readonly n: number; readonly refusal: string })[]> {
  const definition = await definitionOf(tx, scope)
  const ids = groups.flatMap(({ recordIds }) => recordIds)
  const ordered = await byRule(tx, actor, definition, order, ids)
  const place = new Map(ordered.map(({ id }, at) => [id, at]))
  const apart = await pairsApart(tx, ids)
  const groupOf = new Map(groups.flatMap(({ n, recordIds }) => recordIds.map((id) => [id, n] as const)))
  const parted = new Set(
    apart.flatMap(({ left, right }) => (groupOf.get(left) === groupOf.get(right) ? [groupOf.get(left)] : [])),
  )
  const changed = new Set(ordered.flatMap(({ id, isChanged }) => (isChanged ? [id] : [])))
  const strangers = await noLongerAlike(tx, actor, scope, groups, changed)
  return groups.map(({ n, recordIds }) => {
    if (strangers.has(n))
      return { n, refusal: 'One of them was changed since the search, and does not look like the others any more.' }
    if (parted.has(n)) return { n, refusal: 'Somebody said meanwhile that two of them are not the same.' }
    const [master = 0, ...losers] = recordIds.toSorted(
      (a, b) => (place.get(a) ?? Number.MAX_SAFE_INTEGER) - (place.get(b) ?? Number.MAX_SAFE_INTEGER),
    )
    return { n, request: { master, losers } }
  })
}

/** Of a large group so many changed records are compared with so many others. */
const MOST_COMPARED = 30

/** Groups with a changed record that is not likely the same as any other of its group now, and of which nobody said it is. */
async function noLongerAlike(
  tx: Tx,
  actor: Actor,
  scope: 'Lead' | 'Contact' | 'Account',
  groups: readonly OpenGroup[],
  changed: ReadonlySet<number>,
): Promise<Set<number>> {
  const touched = groups.flatMap(({ n, recordIds }) => {
    const mine = recordIds.filter((id) => changed.has(id)).slice(0, MOST_COMPARED)
    return mine.length === 0
      ? []
      : [{ n, ids: [...mine, ...recordIds.filter((id) => !changed.has(id)).slice(0, MOST_COMPARED)] }]
  })
  const all = touched.flatMap(({ ids }) => ids)
  if (all.length === 0) return new Set()
  const [records, same] = await Promise.all([recordsOf(tx, actor, scope, all), saidSame(tx, all)])
  const told = new Set(same.flatMap(({ left, right }) => [left, right]))
  return new Set(
    touched.flatMap(({ n, ids }) => {
      const own = ids.flatMap((id) => records.get(id) ?? [])
      const links = linksOf(own).filter(({ probability }) => probability >= likely)
      const alike = new Set(links.flatMap(({ left, right }) => [left, right]))
      // Whoever is gone is refused by the merge itself, in its own words.
      return own.some(({ record: { Id } }) => changed.has(Id) && !alike.has(Id) && !told.has(Id)) ? [n] : []
    }),
  )
}

/** Takes the latest merges of a bulk merge back; answers whether there may be more. */
export async function undoNext(tx: Tx, actor: Actor, id: number, howMany: number): Promise<boolean> {
  const merge = await lockedBulkMerge(tx, id)
  if (merge?.state !== 'undoing') return false
  const groups = await groupsToUndo(tx, id, howMany)
  if (groups.length === 0) {
    await setBulkMergeState(tx, id, 'undone')
    return false
  }
  const results = await unmergeAll(
    tx,
    actor,
    groups.map(({ mergeId }) => mergeId),
  )
  const outcomes = groups.map(({ n, mergeId }, at): GroupOutcome => {
    const { refusal } = results[at] ?? {}
    const isUndone = refusal === undefined || refusal.code === 'merge_already_undone'
    return isUndone ? { n, mergeId: null, refusal: null } : { n, mergeId, refusal: refusal.message }
  })
  await keepUndone(tx, id, outcomes)
  await advanceBulkMerge(tx, id, { undone: outcomes.filter(({ mergeId }) => mergeId === null).length })
  return true
}

function found(merge: BulkMerge | undefined, id: number): BulkMerge {
  if (merge === undefined) throw notFound('bulk merge', encodeId(id))
  return merge
}
