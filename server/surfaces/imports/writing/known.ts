import { encodeId, type Id } from '../../../../shared/ids.ts'
import type { FieldValues } from '../../../ground/objects/definition.ts'
import type { Actor } from '../../../ground/users/actor.ts'
import type { Tx } from '../../../platform/tx.ts'
import type { Match } from '../../../processes/duplicates/duplicate.ts'
import { duplicatesWithin, findDuplicates } from '../../../processes/duplicates/duplicates.ts'
import { accountFacts, contactFacts, leadFacts } from '../../../ground/people/facts.ts'
import { accountKeys, personKeys } from '../../../ground/people/matchKeys.ts'
import { keysKnown } from '../imports.sql.ts'
import type { Batch } from './batch.ts'
import type { KeyFilter } from './keyFilter.ts'
import type { DraftRow } from './drafting.ts'
import type { Plan } from './plan.ts'

/** Why a row is no new record: what we have it as already. */
export type Known =
  | { readonly by: 'key' | 'match'; readonly object: string; readonly id: Id; readonly because: string }
  /** An earlier row of the same batch, by its place in it. */
  | { readonly by: 'row'; readonly of: number; readonly because: string }

type Subject = Parameters<typeof findDuplicates>[3][number]
type Matchable = Match['object']

/** Where a person or an account may be known already, and the keys it is looked up by. */
export const lookedForIn: Readonly<Record<Matchable, readonly Matchable[]>> = {
  Lead: ['Lead', 'Contact'],
  Contact: ['Contact', 'Lead'],
  Account: ['Account'],
}
const keysOf: Readonly<Record<Matchable, (subject: Subject) => readonly number[]>> = {
  Lead: ({ values }) => personKeys(leadFacts(values)),
  Contact: ({ values, accountName }) => personKeys(contactFacts(values, accountName)),
  Account: ({ values }) => accountKeys(accountFacts(values)),
}

export const isMatchable = (objectName: string): objectName is Matchable => objectName in lookedForIn

// Accounts are told apart by little more than their names, so only what is hardly in doubt counts as the same.
const SURE_ACCOUNT = 0.97

/** For each row of a batch what we know already, if anything: by its key from an earlier file, or as a likely duplicate. */
export async function findKnown(
  tx: Tx,
  actor: Actor,
  { plan, rule, filter }: Batch,
  rows: readonly DraftRow[],
): Promise<Map<number, Known>> {
  const known = await knownByKey(tx, plan, rows)
  if (rule === 'create' || filter === undefined || !isMatchable(plan.target.name)) return known
  await filter.refresh(tx)
  return knownByMatch(tx, actor, { objectName: plan.target.name, filter, rows, known })
}

async function knownByKey(tx: Tx, plan: Plan, rows: readonly DraftRow[]): Promise<Map<number, Known>> {
  const known = new Map<number, Known>()
  if (plan.keyName === null) return known
  const keys = rows.flatMap(({ read }) => (read.key === null ? [] : [read.key]))
  const stored = new Map(
    (await keysKnown(tx, plan.target.name, plan.keyName, keys)).map(({ value, recordId }) => [value, recordId]),
  )
  const firstAt = new Map<string, number>()
  rows.forEach(({ read: { key } }, at) => {
    if (key === null) return
    const id = stored.get(key)
    const of = firstAt.get(key)
    if (id !== undefined)
      known.set(at, {
        by: 'key',
        object: plan.target.name,
        id,
        because: `'${key}' was imported before as ${encodeId(id)}.`,
      })
    else if (of !== undefined)
      known.set(at, { by: 'row', of, because: `'${key}' stands in line ${rows[of]?.read.row.line} already.` })
    else firstAt.set(key, at)
  })
  return known
}

type Matching = {
  readonly objectName: Matchable
  readonly filter: KeyFilter
  readonly rows: readonly DraftRow[]
  readonly known: Map<number, Known>
}

async function knownByMatch(
  tx: Tx,
  actor: Actor,
  { objectName, filter, rows, known }: Matching,
): Promise<Map<number, Known>> {
  const keyed = rows.flatMap((row, at) => {
    if (known.has(at) || row.isNameless) return []
    const subject = subjectOf(row)
    return [{ at, subject, keys: keysOf[objectName](subject) }]
  })
  const least = objectName === 'Account' ? SURE_ACCOUNT : undefined
  const suspects = keyed.filter(({ keys }) => keys.some((key) => filter.mayHave(key)))
  const found = await findDuplicates(
    tx,
    actor,
    objectName,
    suspects.map(({ subject }) => subject),
    least,
  )
  suspects.forEach(({ at }, index) => {
    const match = found[index]?.[0]
    if (match !== undefined)
      known.set(at, {
        by: 'match',
        object: match.object,
        id: match.id,
        because: `Known as ${match.object.toLowerCase()} ${encodeId(match.id)}. ${match.reasons.join('. ')}.`,
      })
  })
  const alike = sharingKeys(keyed)
  for (const { at, of, reasons } of duplicatesWithin(
    objectName,
    alike.map(({ subject }) => subject),
    least,
  )) {
    const place = alike[at]?.at
    const first = alike[of]?.at
    // A chain of alike rows leads to the first of them.
    if (place === undefined || first === undefined || known.has(place)) continue
    known.set(
      place,
      known.get(first) ?? {
        by: 'row',
        of: first,
        because: `Line ${rows[first]?.read.row.line} is the same. ${reasons.join('. ')}.`,
      },
    )
  }
  for (const { keys } of keyed) filter.add(keys)
  return known
}

/** Those of a batch that share a key with another of it. */
function sharingKeys<T extends { readonly keys: readonly number[] }>(keyed: readonly T[]): readonly T[] {
  const times = new Map<number, number>()
  for (const { keys } of keyed) for (const key of keys) times.set(key, (times.get(key) ?? 0) + 1)
  return keyed.filter(({ keys }) => keys.some((key) => (times.get(key) ?? 0) > 1))
}

const subjectOf = (row: DraftRow): Subject => ({
  // Values are as the file has them; the door reads them once more.
  values: row.draft as FieldValues,
  accountName: row.read.references.find(({ field }) => field === 'AccountId')?.value,
})
