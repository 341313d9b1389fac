import { theProgram } from '../../../ground/users/actor.ts'
import type { Tx } from '../../../platform/tx.ts'
import { definitionNamed } from '../definitionNamed.ts'
import type { Matchable, Subject } from '../duplicate.ts'
import { candidates, type Wanted } from '../duplicates.sql.ts'
import { accountTraitsOf, keysOf, personTraitsOf } from '../subject.ts'
import { learnAccountsBetween, learnPersonsBetween, type Sample } from './learning.ts'
import { modelRows, roughlyHowMany, sampledRows, type ModelKind, type ReadRow } from './matching.sql.ts'
import { commonKeysOf, keysAmong } from './commonKeys.ts'
import type { Model } from './model.ts'

const objectsOf: Readonly<Record<ModelKind, readonly Matchable[]>> = {
  Person: ['Lead', 'Contact'],
  Account: ['Account'],
}

/** Fewer records show nothing that experience does not know. */
const FEWEST = 500
/** So many records tell what is common. */
const SAMPLED = 20_000
/** So many of them are looked up among all, to see how records of one person differ. */
const ASKED = 2000
const ASKED_AT_ONCE = 100
// Learned anew when a quarter has come, or half is gone.
const GROWN = 1.25
const SHRUNK = 0.5

/** What of an org's records a model is learned from. */
export interface Looked extends Seen {
  readonly kind: ModelKind
  /** How many records there are of the kind, roughly. */
  readonly size: number
}

/**
 * Looks at an org's own records, some of them with everything that shares a key with them. Undefined where they are few, or
 * as many as when a model was last learned from them.
 */
export async function lookAtRecords(tx: Tx, kind: ModelKind): Promise<Looked | undefined> {
  const size = await roughlyHowMany(tx, objectsOf[kind].map(tableOf))
  const before = (await modelRows(tx)).find((row) => row.kind === kind)?.records
  const isAsBefore = before !== undefined && size < before * GROWN && size > before * SHRUNK
  return size < FEWEST || isAsBefore ? undefined : { kind, size, ...(await drawn(tx, kind, size)) }
}

/** The model of what was looked at; a second of work, in steps of milliseconds. */
export function learnFrom({ kind, size, records, pairs, asked }: Looked): Promise<Model> {
  const shown = <Traits>(traitsOf: (row: Drawn) => Traits): Sample<Traits> => ({
    records: records.map(traitsOf),
    pairs: mapped(pairs, traitsOf),
    pairsInAll: Math.max(1, asked * size),
    size,
  })
  return kind === 'Account'
    ? learnAccountsBetween(shown(({ subject }) => accountTraitsOf(subject)))
    : learnPersonsBetween(shown(({ object, subject }) => personTraitsOf(personObject(object), subject)))
}

interface Drawn {
  readonly object: Matchable
  readonly subject: Subject
}

interface Seen {
  readonly records: readonly Drawn[]
  readonly pairs: readonly (readonly [Drawn, Drawn])[]
  readonly asked: number
}

/** Records from all over the org, and some of them with everything that shares a key with them. */
async function drawn(tx: Tx, kind: ModelKind, size: number): Promise<Seen> {
  const records: Drawn[] = []
  for (const object of objectsOf[kind]) {
    const rows = await sampledRows(tx, definitionNamed(object), object, SAMPLED / size, SAMPLED)
    records.push(...rows.map((row) => ({ object, subject: subjectOf(row) })))
  }
  const every = Math.max(1, Math.floor(records.length / ASKED))
  const asked = records.filter((_, at) => at % every === 0)
  const pairs: (readonly [Drawn, Drawn])[] = []
  for (let from = 0; from < asked.length; from += ASKED_AT_ONCE)
    pairs.push(...(await pairedUp(tx, kind, asked.slice(from, from + ASKED_AT_ONCE))))
  return { records, pairs, asked: asked.length }
}

async function pairedUp(tx: Tx, kind: ModelKind, asked: readonly Drawn[]): Promise<(readonly [Drawn, Drawn])[]> {
  const objects = objectsOf[kind]
  const commonKeys = await commonKeysOf(tx)
  const wanted = asked.map(({ object, subject }, at): Wanted => ({
    at,
    id: subject.id ?? 0,
    keys: keysAmong(objects, commonKeys, keysOf(object, subject)),
  }))
  return (await candidates(tx, theProgram, objects, wanted)).flatMap((row) => {
    const one = asked[row.at]
    return one ? [[one, { object: row.object, subject: subjectOf(row) }] as const] : []
  })
}

function* mapped<Traits>(
  pairs: readonly (readonly [Drawn, Drawn])[],
  traitsOf: (row: Drawn) => Traits,
): Generator<readonly [Traits, Traits]> {
  for (const [one, other] of pairs) yield [traitsOf(one), traitsOf(other)]
}

const personObject = (object: Matchable): 'Lead' | 'Contact' => (object === 'Contact' ? 'Contact' : 'Lead')

const tableOf = (object: Matchable): string => definitionNamed(object).table

export const subjectOf = (row: ReadRow): Subject => ({
  id: row.Id,
  values: row,
  ...(row.accountName !== null && { accountName: row.accountName }),
})
