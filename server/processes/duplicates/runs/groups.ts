import { definitionOf } from '../../../ground/objects/catalogue.ts'
import type { StoredRecord } from '../../../ground/objects/definition.ts'
import type { Actor } from '../../../ground/users/actor.ts'
import { encodeId, objectOfId } from '../../../../shared/ids.ts'
import { notFound } from '../../../platform/errors.ts'
import type { Tx } from '../../../platform/tx.ts'
import { subjectRows } from '../duplicates.sql.ts'
import type { Matchable } from '../duplicate.ts'
import { comparable } from '../subject.ts'
import type { Models } from '../matching/model.ts'
import { modelsOf } from '../matching/models.ts'
import { objectsOf, type DuplicateRun, type FoundGroup, type RunScope } from './run.ts'
import { getRun } from './runs.ts'
import { groupByNumber, groupsFrom, pairsAmong, reckonGroups, type Reckoning } from './runs.sql.ts'

/** A record of a group, as far as the reader may see it. */
export interface GroupRecord {
  readonly object: Matchable
  readonly record: StoredRecord & { readonly accountName: string | null }
}

/** How likely the search found two records of a group, and what they have in common as they are now. */
export interface GroupLink {
  readonly left: number
  readonly right: number
  readonly probability: number
  readonly reasons: readonly string[]
}

export interface ShownGroup extends Omit<FoundGroup, 'recordIds'> {
  readonly records: readonly GroupRecord[]
  /** How many records the run put together; of a large group the first are shown. */
  readonly size: number
  /** How many of those to be shown are not for the reader's eyes, or are gone. */
  readonly hidden: number
  readonly links: readonly GroupLink[]
}

const MOST_SHOWN = 30

/**
 * A page of a run's groups, the least certain from `atLeast` on first; `after` is where the page before ended. Records
 * the reader may not see are left out, and so are groups of which less than two are left.
 */
export async function listGroups(
  tx: Tx,
  actor: Actor,
  runId: number,
  { atLeast, after, limit }: { readonly atLeast: number; readonly after: number; readonly limit: number },
): Promise<{ readonly groups: readonly ShownGroup[]; readonly next: number | null }> {
  const run = await getRun(tx, actor, runId)
  const last = after === 0 ? undefined : await groupByNumber(tx, runId, after)
  const found = await groupsFrom(tx, runId, {
    atLeast,
    certainty: last?.certainty ?? 0,
    n: last?.n ?? 0,
    limit: limit + 1,
  })
  const groups = await shown(tx, actor, run, found.slice(0, limit))
  return { groups, next: found.length > limit ? (found[limit - 1]?.n ?? null) : null }
}

/** One group of a run. Throws not_found when the reader may see less than two of its records. */
export async function getGroup(tx: Tx, actor: Actor, runId: number, n: number): Promise<ShownGroup> {
  const run = await getRun(tx, actor, runId)
  const found = await groupByNumber(tx, runId, n)
  const [group] = found === undefined ? [] : await shown(tx, actor, run, [found])
  if (group === undefined) throw notFound('group', `${encodeId(runId)}/${n}`)
  return group
}

/** How many groups a merge from a certainty on would make one each. */
export async function reckonFrom(tx: Tx, actor: Actor, runId: number, certainty: number): Promise<Reckoning> {
  await getRun(tx, actor, runId)
  return reckonGroups(tx, runId, certainty)
}

/** Records by their ids as the reader may see them, of the objects of a scope: one statement an object. */
export async function recordsOf(
  tx: Tx,
  actor: Actor,
  scope: RunScope,
  ids: readonly number[],
): Promise<Map<number, GroupRecord>> {
  const records = new Map<number, GroupRecord>()
  for (const object of objectsOf[scope]) {
    const own = ids.filter((id) => objectOfId(id) === object)
    const rows = await subjectRows(tx, actor, await definitionOf(tx, object), object, own)
    for (const record of rows) records.set(record.Id, { object, record })
  }
  return records
}

/** Groups with their records, and each pair as likely as the run found it; what it did not keep is compared anew. */
async function shown(
  tx: Tx,
  actor: Actor,
  { id: runId, scope }: DuplicateRun,
  found: readonly FoundGroup[],
): Promise<ShownGroup[]> {
  const ids = found.flatMap(({ recordIds }) => recordIds.slice(0, MOST_SHOWN))
  const records = await recordsOf(tx, actor, scope, ids)
  const models = await modelsOf(tx)
  const kept = new Map<string, number>()
  for (const { left, right, probability } of await pairsAmong(tx, runId, ids)) kept.set(`${left} ${right}`, probability)
  const asFound = (link: GroupLink): GroupLink => ({
    ...link,
    probability: kept.get(`${Math.min(link.left, link.right)} ${Math.max(link.left, link.right)}`) ?? link.probability,
  })
  return found.flatMap(({ recordIds, ...group }) => {
    const own = recordIds.flatMap((id) => records.get(id) ?? [])
    if (own.length < 2 && group.mergeId === null) return []
    const links = linksOf(own, models).map(asFound)
    const size = recordIds.length
    return [{ ...group, size, records: own, hidden: Math.min(size, MOST_SHOWN) - own.length, links }]
  })
}

/** How every two of some records compare now. */
export function linksOf(records: readonly GroupRecord[], models?: Models): GroupLink[] {
  return records.flatMap(({ object, record }, at) => {
    const one = comparable(object, subjectOf(record))
    return records.slice(at + 1).map((other) => ({
      left: record.Id,
      right: other.record.Id,
      ...one.compareWith(subjectOf(other.record), other.object, models),
    }))
  })
}

const subjectOf = ({ accountName, ...values }: GroupRecord['record']) => ({
  values,
  ...(accountName !== null && { accountName }),
})
