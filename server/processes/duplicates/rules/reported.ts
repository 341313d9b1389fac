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
  /** The set holds more than are shown. */
  readonly hasMore: boolean
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
  const records = new Map<number, StoredRecord>()
  for (const [object, those] of Map.groupBy(rows, ({ recordId }) => objectOfId(recordId ?? 0) ?? '')) {
    if (!isMatchable(object) || !may(actor, 'read', object)) continue
    const ids = [...new Set(those.flatMap(({ recordId }) => recordId ?? []))]
    for (const record of await recordsById(tx, actor, await definitionOf(tx, object), ids, SHOWN[object]))
      records.set(record.Id, record)
  }
  const groups = [...Map.groupBy(rows, ({ setId }) => setId).values()]
  const sets = groups.flatMap((group): ReportedSet[] => {
    const [first] = group
    const seen = group.flatMap(({ recordId, probability, reasons }) => {
      const record = records.get(recordId ?? 0)
      const object = objectOfId(recordId ?? 0) ?? ''
      return record === undefined || !isMatchable(object) ? [] : [{ object, record, probability, reasons }]
    })
    return first === undefined || seen.length < 2
      ? []
      : [{ ...first, records: seen.slice(0, SHOWN_AT_MOST), hasMore: seen.length > SHOWN_AT_MOST }]
  })
  return { sets, next: groups.length < limit ? null : (rows.at(-1)?.setId ?? null) }
}

/** Takes a set the actor sees off the list of what was reported; its records stay as they are. Throws `not_found`. */
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
