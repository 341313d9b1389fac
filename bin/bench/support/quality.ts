import { accountKeys, accountRunKeys, personKeys, runKeys } from '../../../server/ground/people/matchKeys.ts'
import { compareAccountTraits } from '../../../server/processes/duplicates/compareAccounts.ts'
import { comparePersonTraits } from '../../../server/processes/duplicates/comparePersons.ts'
import { learnAccounts, learnPersons } from '../../../server/processes/duplicates/matching/learning.ts'
import { accountTraits, personTraits } from '../../../server/processes/duplicates/traits.ts'
import { certain, likely } from '../../../shared/likelihood.ts'
import type { TruthSet } from './truthFiles.ts'

/** A key that more records share brings none of them together in a run. */
const MOST_PER_KEY = 100

type Keys = readonly (readonly number[])[]
type Pair = readonly [one: number, other: number]
type Scored = { readonly isTrue: boolean; readonly probability: number }

/** Matches the records of a set among themselves, as a run does, and says how right it was. */
export function measureQuality(set: TruthSet): void {
  const started = process.cpuUsage()
  const { stored, run } = keysOf(set)
  const pairs = candidatePairs(run)
  const compare = comparison(set, pairs)
  const scored = pairs.map(([one, other]): Scored => ({
    isTrue: set.entities[one] === set.entities[other],
    probability: compare(one, other),
  }))
  const took = process.cpuUsage(started)
  const inTruth = truePairs(set.entities)
  const foundBy = (found: readonly Pair[]): string =>
    share(found.filter(([one, other]) => set.entities[one] === set.entities[other]).length, inTruth)
  console.log(
    `${set.name}: ${set.facts.length} records, ${inTruth} true pairs, ${pairs.length} compared, ` +
      `keys of a run find ${foundBy(pairs)}, stored keys ${foundBy(candidatePairs(stored))}; ${((took.user + took.system) / 1e6).toFixed(1)} s of CPU`,
  )
  for (const [name, least] of [
    ['likely', likely],
    ['0.9', 0.9],
    ['certain', certain],
  ] as const)
    console.log(`  ${name.padEnd(7)} ${figuresFrom(scored, least, inTruth)}`)
  const seen = scored.filter(({ isTrue }) => isTrue)
  const below = seen.filter(({ probability }) => probability < 0.9).length
  console.log(
    `  lost: never compared ${share(inTruth - seen.length, inTruth)}, compared and below 0.9 ${share(below, inTruth)}`,
  )
  console.log(`  ${curve(scored, inTruth)}`)
  console.log(`  said and so: ${reliability(scored)}`)
}

const keysOf = (set: TruthSet): { readonly stored: Keys; readonly run: Keys } =>
  set.kind === 'persons'
    ? { stored: set.facts.map(personKeys), run: set.facts.map(runKeys) }
    : { stored: set.facts.map(accountKeys), run: set.facts.map(accountRunKeys) }

/** Every pair of records that share a key, each once. */
function candidatePairs(keys: Keys): Pair[] {
  const recordsOfKey = new Map<number, number[]>()
  for (const [record, own] of keys.entries())
    for (const key of own) recordsOfKey.getOrInsertComputed(key, () => []).push(record)
  const pairs = new Set<number>()
  for (const records of recordsOfKey.values()) {
    if (records.length > MOST_PER_KEY) continue
    for (const [at, one] of records.entries())
      for (const other of records.slice(at + 1)) pairs.add(one * keys.length + other)
  }
  return Array.from(pairs, (pair) => [Math.floor(pair / keys.length), pair % keys.length])
}

/** Compares two records of the set by the model the set itself gives, without its truth. */
function comparison(set: TruthSet, pairs: readonly Pair[]): (one: number, other: number) => number {
  const pairsInAll = (set.facts.length * (set.facts.length - 1)) / 2
  const size = set.facts.length
  if (set.kind === 'persons') {
    const records = set.facts.map(personTraits)
    const model = learnPersons({ records, pairs: pairsOf(records, pairs), pairsInAll, size })
    return (one, other) => comparePersonTraits(at(records, one), at(records, other), model).probability
  }
  const records = set.facts.map(accountTraits)
  const model = learnAccounts({ records, pairs: pairsOf(records, pairs), pairsInAll, size })
  return (one, other) => compareAccountTraits(at(records, one), at(records, other), model).probability
}

function* pairsOf<Traits>(records: readonly Traits[], pairs: readonly Pair[]): Generator<readonly [Traits, Traits]> {
  for (const [one, other] of pairs) yield [at(records, one), at(records, other)]
}

function at<Traits>(records: readonly Traits[], place: number): Traits {
  const record = records[place]
  if (record === undefined) throw new RangeError('A pair names a record the set does not have.')
  return record
}

function truePairs(entities: readonly string[]): number {
  const sizes = Map.groupBy(entities, (entity) => entity)
  return [...sizes.values()].reduce((sum, { length }) => sum + (length * (length - 1)) / 2, 0)
}

const share = (part: number, whole: number): string => (whole === 0 ? 'none' : (part / whole).toFixed(3))

const f1 = (right: number, said: number, inTruth: number): string => ((2 * right) / (said + inTruth)).toFixed(3)

function figuresFrom(scored: readonly Scored[], least: number, inTruth: number): string {
  const said = scored.filter(({ probability }) => probability >= least)
  const right = said.filter(({ isTrue }) => isTrue).length
  return `precision ${share(right, said.length)}  recall ${share(right, inTruth)}  F1 ${f1(right, said.length, inTruth)}`
}

/** For information: what the best threshold would give, which nobody knows beforehand. */
function curve(scored: readonly Scored[], inTruth: number): string {
  let right = 0
  let [best, recall] = ['0', 0]
  for (const [said, { isTrue }] of scored.toSorted((a, b) => b.probability - a.probability).entries()) {
    if (isTrue) right++
    const here = f1(right, said + 1, inTruth)
    if (here > best) best = here
    if (right / (said + 1) >= 0.99) recall = right
  }
  return `best F1 ${best}, recall at precision 0.99 ${share(recall, inTruth)} (for information: at a threshold nobody knows beforehand)`
}

const BANDS = [0.1, 0.3, 0.5, 0.7, 0.9, 0.98, 1.01]

/** In each band of probabilities, how many pairs were in it and which share of them was right. */
function reliability(scored: readonly Scored[]): string {
  return BANDS.slice(1)
    .map((below, place) => {
      const from = BANDS[place] ?? 0
      const within = scored.filter(({ probability }) => probability >= from && probability < below)
      const right = within.filter(({ isTrue }) => isTrue).length
      return `${from}–${Math.min(1, below)}: ${share(right, within.length)} of ${within.length}`
    })
    .join(', ')
}
