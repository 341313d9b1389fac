import { encodeId, type Id } from '../../../../shared/ids.ts'
import type { FieldValues } from '../../../ground/objects/definition.ts'
import type { Actor } from '../../../ground/users/actor.ts'
import type { Tx } from '../../../platform/tx.ts'
import type { Match } from '../../../processes/duplicates/duplicate.ts'
import { duplicatesWithin, findLikeliest } from '../../../processes/duplicates/duplicates.ts'
import { accountFacts, contactFacts, leadFacts } from '../../../ground/people/facts.ts'
import { accountKeys, personKeys } from '../../../ground/people/matchKeys.ts'
import { keysKnown } from '../imports.sql.ts'
import { MOST_UNDERWAY, type Batch, type DraftRow, type KeyedRow } from './terms.ts'
import type { KeyFilter } from './keyFilter.ts'
import type { Plan } from './plan.ts'

/** Why a row is no new record: what we have it as already. */
export type Known =
  | { readonly by: 'key' | 'match'; readonly object: string; readonly id: Id; readonly because: string }
  /** An earlier row of the same batch, by its place in it. */
  | { readonly by: 'row'; readonly of: number; readonly because: string }

type Subject = KeyedRow['subject']
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
  batch: Batch,
  rows: readonly DraftRow[],
): Promise<Map<number, Known>> {
  const { plan, rule, filter } = batch
  const known = await knownByKey(tx, plan, rows)
  if (rule === 'create' || filter === undefined || !isMatchable(plan.target.name)) return known
  await batch.lookAfter
  await filter.refresh(tx)
  return knownByMatch(tx, actor, { objectName: plan.target.name, filter, rows, known, batch })
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
  readonly batch: Pick<Batch, 'turn' | 'looked' | 'latest' | 'careful' | 'ruling' | 'options'>
}

async function knownByMatch(
  tx: Tx,
  actor: Actor,
  { objectName, filter, rows, known, batch }: Matching,
): Promise<Map<number, Known>> {
  // Where all are to be made anyway, only those matter that a rule of the org keeps from it.
  const isMinded = ({ draft }: DraftRow): boolean =>
    batch.options.duplicates !== 'create' || batch.ruling.minds(draft as FieldValues)
  const keyed = rows.flatMap((row, at) =>
    known.has(at) || row.isNameless || !isMinded(row) ? [] : [keyedRow(objectName, row, at)],
  )
  const least = batch.ruling.atLeast ?? (objectName === 'Account' ? SURE_ACCOUNT : undefined)
  // By keys that nobody has nobody is found.
  const suspects = keyed.flatMap(({ at, subject, keys }) => {
    const there = keys.filter((key) => filter.mayHave(key))
    return there.length === 0 ? [] : [{ at, subject, keys: there }]
  })
  const ahead = batch.latest.batches.flat()
  const alike = alikeAmong(filter, ahead, keyed)
  // A second, careful attempt is committed before the batch behind it looks around.
  if (!batch.careful) {
    batch.latest.batches = [...batch.latest.batches, keyed].slice(-MOST_UNDERWAY)
    batch.looked()
  }
  const pairs = duplicatesWithin(
    objectName,
    alike.map(({ subject }) => subject),
    least,
    ahead.length + keyed.length,
  ).map(({ at, of, reasons }) => ({ row: alike[at], first: alike[of], reasons }))
  // Alike to a row of a batch ahead, which nobody sees before it is committed.
  const own = new Set(keyed)
  const isOwn = (row: KeyedRow | undefined): row is KeyedRow => row !== undefined && own.has(row)
  if (pairs.some(({ row, first }) => isOwn(row) && !isOwn(first))) await batch.turn()
  await knownInDatabase(tx, actor, objectName, suspects, known, least)
  for (const { row, first, reasons } of pairs) {
    // A chain of alike rows leads to the first of them.
    if (!isOwn(row) || !isOwn(first) || known.has(row.at)) continue
    known.set(
      row.at,
      known.get(first.at) ?? {
        by: 'row',
        of: first.at,
        because: `Line ${rows[first.at]?.read.row.line} is the same. ${reasons.join('. ')}.`,
      },
    )
  }
  return known
}

function keyedRow(objectName: Matchable, row: DraftRow, at: number): KeyedRow {
  const subject = subjectOf(row)
  const keys = keysOf[objectName](subject)
  // A contact's keys need the name of its account, which the row may write in another way.
  if (objectName !== 'Contact') row.matchKeys = keys
  return { at, subject, keys }
}

async function knownInDatabase(
  tx: Tx,
  actor: Actor,
  objectName: Matchable,
  suspects: readonly KeyedRow[],
  known: Map<number, Known>,
  least: number | undefined,
): Promise<void> {
  const found = await findLikeliest(tx, actor, objectName, suspects, least)
  suspects.forEach(({ at }, index) => {
    const match = found[index]
    if (match !== undefined)
      known.set(at, {
        by: 'match',
        object: match.object,
        id: match.id,
        because: `Known as ${match.object.toLowerCase()} ${encodeId(match.id)}. ${match.reasons.join('. ')}.`,
      })
  })
}

/**
 * Those rows that share a key with one before them, and those before them, in their order; the batch's keys are added to
 * what is known. Keys nobody had yet, the most of a file, are not looked at again.
 */
function alikeAmong(filter: KeyFilter, ahead: readonly KeyedRow[], batch: readonly KeyedRow[]): readonly KeyedRow[] {
  const doubtful = new Set<number>()
  for (const { keys } of batch) {
    if (keys.some((key) => filter.mayHave(key))) for (const key of keys) doubtful.add(key)
    filter.add(keys)
  }
  if (doubtful.size === 0) return []
  return sharingKeys([...ahead, ...batch].filter(({ keys }) => keys.some((key) => doubtful.has(key))))
}

/** Those rows that share a key with another. */
function sharingKeys(rows: readonly KeyedRow[]): readonly KeyedRow[] {
  const seen = new Set<number>()
  const shared = new Set<number>()
  for (const { keys } of rows)
    for (const key of keys) {
      if (seen.has(key)) shared.add(key)
      else seen.add(key)
    }
  return rows.filter(({ keys }) => keys.some((key) => shared.has(key)))
}

const subjectOf = (row: DraftRow): Subject => ({
  // Values are as the file has them; the door reads them once more.
  values: row.draft as FieldValues,
  accountName: row.read.references.find(({ field }) => field === 'AccountId')?.value,
})
