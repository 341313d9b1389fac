import { definitionOf } from '../../../ground/objects/catalogue.ts'
import type { StoredRecord } from '../../../ground/objects/definition.ts'
import { drawIds } from '../../../ground/objects/ids.ts'
import { recordsById } from '../../../ground/objects/list.ts'
import { may, refuseUnlessHas, type Actor } from '../../../ground/users/actor.ts'
import { notFound } from '../../../platform/errors.ts'
import type { Tx } from '../../../platform/tx.ts'
import { encodeId, objectOfId } from '../../../../shared/ids.ts'
import { lookedForIn, type Match, type Matchable } from '../duplicate.ts'
import type { DuplicateRule } from './rule.ts'
import {
  insertItems,
  insertSets,
  lockReporting,
  membershipsOf,
  removeSets,
  reportedAfter,
  reportedBefore,
  type NewItem,
  type NewSet,
  type ReportedRow,
} from './reported.sql.ts'

/** What a rule that reports found of a record. */
export type Reported = { readonly rule: DuplicateRule; readonly matches: readonly Match[] }

/**
 * Puts saved records together with what they look like, one set for records that belong together: a record joins the set its
 * match is in. Five statements, however many records, and none when nothing is reported.
 */
export async function keepReported(
  tx: Tx,
  actor: Actor,
  reported: readonly (Reported & { readonly id: number })[],
): Promise<void> {
  if (reported.length === 0) return
  const ruleIds = [...new Set(reported.map(({ rule }) => rule.id))]
  await lockReporting(tx, ruleIds)
  const present = await membershipsOf(
    tx,
    ruleIds,
    reported.flatMap(({ id, matches }) => [id, ...matches.map((match) => match.id)]),
  )
  const setOf = new Map(present.map(({ ruleId, recordId, setId }) => [`${ruleId} ${recordId}`, setId]))
  const drawn = await drawIds(tx, 'DuplicateRecordSet', reported.length)
  const sets: NewSet[] = []
  const items: Omit<NewItem, 'id'>[] = []
  for (const [at, { rule, id, matches }] of reported.entries()) {
    const members = [{ id, probability: null, reasons: [] }, ...matches]
    const own = drawn[at] ?? 0
    const setId = members.map((member) => setOf.get(`${rule.id} ${member.id}`)).find((one) => one !== undefined) ?? own
    if (setId === own) sets.push({ id: own, ruleId: rule.id, object: rule.object })
    for (const { id: recordId, probability, reasons } of members) {
      if (setOf.has(`${rule.id} ${recordId}`)) continue
      setOf.set(`${rule.id} ${recordId}`, setId)
      items.push({ setId, ruleId: rule.id, recordId, probability, reasons })
    }
  }
  const ids = await drawIds(tx, 'DuplicateRecordItem', items.length)
  if (sets.length > 0) await insertSets(tx, actor.userId, sets)
  await insertItems(
    tx,
    actor.userId,
    items.map((item, at) => ({ ...item, id: ids[at] ?? 0 })),
  )
}

/** Records a rule reported as likely one, those the actor may see. */
export type ReportedSet = Pick<ReportedRow, 'setId' | 'ruleId' | 'ruleLabel' | 'object' | 'reportedAt'> & {
  readonly records: readonly {
    readonly object: Matchable
    readonly record: StoredRecord
    readonly probability: number | null
    readonly reasons: readonly string[]
  }[]
  /** The set holds more than are shown; behind which item they are. */
  readonly hasMore: boolean
  readonly after: number | null
}

/** Something stored a thousand times is one set. */
const SHOWN_AT_MOST = 50

/** A page of what rules reported, the newest first; sets of which fewer than two records are left to be seen are left out. */
export async function listReported(
  tx: Tx,
  actor: Actor,
  before: number,
  limit: number,
): Promise<{ readonly sets: readonly ReportedSet[]; readonly next: number | null }> {
  const rows = await reportedBefore(tx, actor, before, limit, SHOWN_AT_MOST + 1)
  const sets = await setsOf(tx, actor, rows)
  const seen = new Set(rows.map(({ setId }) => setId))
  return {
    sets: sets.filter(({ records }) => records.length > 1),
    next: seen.size < limit ? null : (rows.at(-1)?.setId ?? null),
  }
}

/** More records of one set, those behind an item. Throws `not_found` for a set of which the actor does not see two records. */
export async function reportedRecords(tx: Tx, actor: Actor, setId: number, after: number): Promise<ReportedSet> {
  const [set] = await setsOf(tx, actor, await reportedAfter(tx, actor, setId, after, SHOWN_AT_MOST + 1))
  if (set === undefined) throw notFound('reported set', encodeId(setId))
  return set
}

/** Rows as sets, in the order they came, with what the actor may see of their records. */
async function setsOf(tx: Tx, actor: Actor, rows: readonly ReportedRow[]): Promise<ReportedSet[]> {
  const records = new Map<number, StoredRecord>()
  for (const [object, those] of Map.groupBy(rows, ({ recordId }) => objectOfId(recordId ?? 0) ?? '')) {
    if (!isMatchable(object) || !may(actor, 'read', object)) continue
    const ids = [...new Set(those.flatMap(({ recordId }) => recordId ?? []))]
    for (const record of await recordsById(tx, actor, await definitionOf(tx, object), ids, SHOWN[object]))
      records.set(record.Id, record)
  }
  return [...Map.groupBy(rows, ({ setId }) => setId).values()].flatMap((group): ReportedSet[] => {
    const [first] = group
    const shown = group.slice(0, SHOWN_AT_MOST).flatMap(({ recordId, probability, reasons }) => {
      const record = records.get(recordId ?? 0)
      const object = objectOfId(recordId ?? 0) ?? ''
      return record === undefined || !isMatchable(object) ? [] : [{ object, record, probability, reasons }]
    })
    const hasMore = group.length > SHOWN_AT_MOST
    const after = hasMore ? (group[SHOWN_AT_MOST - 1]?.itemId ?? null) : null
    return first === undefined ? [] : [{ ...first, records: shown, hasMore, after }]
  })
}

/**
 * Takes a set off the list of what was reported: one the actor sees, or one of which fewer than two records are left. Its records
 * stay as they are. Throws `not_found`.
 */
export async function settleReported(tx: Tx, actor: Actor, id: number): Promise<void> {
  refuseUnlessHas(actor, 'merge', 'take reported duplicates off the list')
  const removed = await removeSets(tx, actor, [id])
  if (removed.length === 0) throw notFound('reported set', encodeId(id))
}

const isMatchable = (object: string): object is Matchable => Object.hasOwn(lookedForIn, object)

const SHOWN: Readonly<Record<Matchable, readonly string[]>> = {
  Lead: ['Name', 'Company', 'Email', 'Phone', 'City', 'Status', 'OwnerId', 'CreatedDate'],
  Contact: ['Name', 'AccountId', 'Email', 'Phone', 'MailingCity', 'OwnerId', 'CreatedDate'],
  Account: ['Name', 'Website', 'Phone', 'BillingCity', 'OwnerId', 'CreatedDate'],
}
