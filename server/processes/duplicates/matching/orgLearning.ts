import { setImmediate } from 'node:timers/promises'
import { theProgram } from '../../../ground/users/actor.ts'
import type { Tx } from '../../../platform/tx.ts'
import { definitionNamed } from '../definitionNamed.ts'
import type { Matchable, Subject } from '../duplicate.ts'
import { candidates, type Wanted } from '../duplicates.sql.ts'
import { accountTraitsOf, keysOf, personTraitsOf } from '../subject.ts'
import { learnerOfAccounts, learnerOfPersons, thinning, type Learner } from './learning.ts'
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
const ASKED_AT_ONCE = 10
const READ_AT_ONCE = 2000
// Learned anew when a quarter has come, or half is gone.
const GROWN = 1.25
const SHRUNK = 0.5

/** What of an org's records a model is learned from. */
export interface Looked {
  /** How many records there are of the kind, roughly. */
  readonly size: number
  /** The model of what was looked at; a second of work, in steps of milliseconds. */
  readonly learn: () => Promise<Model>
}

/**
 * Looks at an org's own records, some of them with everything that shares a key with them. Undefined where they are few, or
 * as many as when a model was last learned from them.
 */
export async function lookAtRecords(tx: Tx, kind: ModelKind): Promise<Looked | undefined> {
  const size = await roughlyHowMany(tx, objectsOf[kind].map(tableOf))
  const before = (await modelRows(tx)).find((row) => row.kind === kind)?.records
  const isAsBefore = before !== undefined && size < before * GROWN && size > before * SHRUNK
  if (size < FEWEST || isAsBefore) return undefined
  return kind === 'Account'
    ? look(tx, kind, size, (_, row) => accountTraitsOf(subjectOf(row)), learnerOfAccounts)
    : look(tx, kind, size, (object, row) => personTraitsOf(personObject(object), subjectOf(row)), learnerOfPersons)
}

interface Asked<Traits> {
  readonly traits: Traits
  readonly id: number
  readonly keys: Wanted['keys']
}

/**
 * Of the records only what is compared stays in memory, and of pairs what comparing them showed: where many share a key there
 * are hundreds of thousands.
 */
async function look<Traits>(
  tx: Tx,
  kind: ModelKind,
  size: number,
  traitsOf: (object: Matchable, row: ReadRow) => Traits,
  learnerOf: (records: readonly Traits[], size: number) => Learner<Traits>,
): Promise<Looked> {
  const objects = objectsOf[kind]
  const { records, asked } = await drawn(tx, objects, size, traitsOf)
  const { compare, learn } = learnerOf(records, size)
  const found = thinning()
  for (let from = 0; from < asked.length; from += ASKED_AT_ONCE) {
    const some = asked.slice(from, from + ASKED_AT_ONCE)
    const wanted = some.map(({ id, keys }, at): Wanted => ({ at, id, keys }))
    for (const row of await candidates(tx, theProgram, objects, wanted)) {
      const one = some[row.at]
      if (one !== undefined && found.add(() => compare(one.traits, traitsOf(row.object, row)))) await setImmediate()
    }
  }
  return { size, learn: () => learn(found.taken(), Math.max(1, asked.length * size)) }
}

/** Records from all over the org, and some of them to be paired up. Of each only what is compared and its keys stay in memory. */
async function drawn<Traits>(
  tx: Tx,
  objects: readonly Matchable[],
  size: number,
  traitsOf: (object: Matchable, row: ReadRow) => Traits,
): Promise<{ readonly records: readonly Traits[]; readonly asked: readonly Asked<Traits>[] }> {
  const commonKeys = await commonKeysOf(tx)
  const found: Asked<Traits>[] = []
  for (const object of objects) {
    const definition = definitionNamed(object)
    const most = found.length + SAMPLED
    for (let after = 0, isMore = true; isMore;) {
      const rows = await sampledRows(tx, definition, object, { share: SAMPLED / size, after, most: READ_AT_ONCE })
      for (const row of rows.slice(0, most - found.length)) {
        const keys = keysAmong(objects, commonKeys, keysOf(object, subjectOf(row)))
        found.push({ traits: traitsOf(object, row), id: row.Id, keys })
      }
      after = rows.at(-1)?.Id ?? after
      isMore = rows.length === READ_AT_ONCE && found.length < most
    }
  }
  const every = Math.max(1, Math.floor(found.length / ASKED))
  return { records: found.map(({ traits }) => traits), asked: found.filter((_, at) => at % every === 0) }
}

const personObject = (object: Matchable): 'Lead' | 'Contact' => (object === 'Contact' ? 'Contact' : 'Lead')

const tableOf = (object: Matchable): string => definitionNamed(object).table

export const subjectOf = (row: ReadRow): Subject => ({
  id: row.Id,
  values: row,
  ...(row.accountName !== null && { accountName: row.accountName }),
})
