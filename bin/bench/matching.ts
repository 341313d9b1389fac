import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import { comparePersonTraits } from '../../server/processes/duplicates/comparePersons.ts'
import { personTraits, type PersonTraits } from '../../server/processes/duplicates/traits.ts'
import { certain, likely } from '../../server/processes/duplicates/weights.ts'
import type { PersonFacts } from '../../server/ground/people/facts.ts'
import { personKeys } from '../../server/ground/people/matchKeys.ts'

const folder = new URL('../../../shared/data/matching/', import.meta.url)

type Row = Readonly<Record<string, string>>

/** A public file with known truth: two rows are one person exactly when `entity` says the same of both. */
interface TruthFile {
  readonly name: string
  readonly path: string
  readonly facts: (row: Row) => PersonFacts
  readonly entity: (row: Row) => string
}

const febrl = (row: Row): PersonFacts => ({
  firstName: row['given_name'],
  lastName: row['surname'],
  street: `${row['street_number']} ${row['address_1']} ${row['address_2']}`.trim(),
  city: row['suburb'],
  postalCode: row['postcode'],
  country: 'Australia',
})

const febrlEntity = (row: Row): string => row['rec_id']?.split('-')[1] ?? ''

const files: readonly TruthFile[] = [
  { name: 'FEBRL 1 (no birth date, no number)', path: 'febrl/dataset1.csv.gz', facts: febrl, entity: febrlEntity },
  { name: 'FEBRL 2 (no birth date, no number)', path: 'febrl/dataset2.csv.gz', facts: febrl, entity: febrlEntity },
  {
    name: 'fake_1000',
    path: 'fake_1000/fake_1000.csv',
    facts: (row) => ({
      firstName: row['first_name'],
      lastName: row['surname'],
      city: row['city'],
      email: row['email'],
      birthdate: row['dob'],
    }),
    entity: (row) => row['cluster'] ?? '',
  },
]

function rowsOf(path: URL): Row[] {
  const bytes = readFileSync(path)
  const text = path.pathname.endsWith('.gz') ? gunzipSync(bytes) : bytes
  return parse(text, { columns: true, trim: true })
}

/** Every pair of rows that share a key, each once. */
function candidatePairs(keysOfRows: readonly (readonly number[])[]): Map<number, Set<number>> {
  const rowsOfKey = Map.groupBy(
    keysOfRows.flatMap((keys, row) => keys.map((key) => ({ key, row }))),
    ({ key }) => key,
  )
  const pairs = new Map<number, Set<number>>()
  for (const group of rowsOfKey.values()) {
    for (const { row } of group)
      for (const { row: other } of group) if (row < other) pairs.getOrInsertComputed(row, () => new Set()).add(other)
  }
  return pairs
}

function truePairs(entities: readonly string[]): number {
  const sizes = Map.groupBy(entities, (entity) => entity)
  return [...sizes.values()].reduce((sum, { length }) => sum + (length * (length - 1)) / 2, 0)
}

const percent = (part: number, whole: number): string => (whole === 0 ? 'none' : (part / whole).toFixed(3))

function measure(file: TruthFile): void {
  const path = new URL(file.path, folder)
  if (!existsSync(path)) return console.log(`${file.name}: skipped, ${file.path} is not there`)
  const rows = rowsOf(path)
  const entities = rows.map(file.entity)
  const started = performance.now()
  const traits = rows.map((row) => personTraits(file.facts(row)))
  const pairs = candidatePairs(rows.map((row) => personKeys(file.facts(row))))
  const scored = [...pairs].flatMap(([row, others]) => [...others].map((other) => score(traits, entities, row, other)))
  const took = performance.now() - started
  const inTruth = truePairs(entities)
  const found = scored.filter(({ isTrue }) => isTrue).length
  console.log(
    `${file.name}: ${rows.length} rows, ${inTruth} true pairs, ${scored.length} compared in ${took.toFixed(0)} ms, keys find ${percent(found, inTruth)}`,
  )
  for (const [name, least] of [
    ['likely', likely],
    ['certain', certain],
  ] as const) {
    const said = scored.filter(({ probability }) => probability >= least)
    const right = said.filter(({ isTrue }) => isTrue).length
    const f1 = (2 * right) / (said.length + inTruth)
    console.log(
      `  ${name.padEnd(7)} precision ${percent(right, said.length)}  recall ${percent(right, inTruth)}  F1 ${f1.toFixed(3)}`,
    )
  }
}

function score(
  traits: readonly PersonTraits[],
  entities: readonly string[],
  row: number,
  other: number,
): { readonly isTrue: boolean; readonly probability: number } {
  const [one, two] = [traits[row], traits[other]]
  if (one === undefined || two === undefined) throw new RangeError('A pair names a row the file does not have.')
  return { isTrue: entities[row] === entities[other], probability: comparePersonTraits(one, two).probability }
}

function measureKeys(): void {
  const people = Array.from({ length: 100_000 }, (_, at): PersonFacts => ({
    firstName: ['William', 'Jürgen', 'María', 'Bob', 'Susan'][at % 5],
    lastName: `Name${((at * 7919) % 30_000).toString(36)}son`,
    company: `Company ${((at * 31) % 20_000).toString(36)} GmbH`,
    email: `user${at}@company${at % 9000}.com`,
    phone: `+49 30 ${1_000_000 + at}`,
    mobilePhone: `0171 ${2_000_000 + at}`,
    city: `Town ${at % 500}`,
    postalCode: String(10_000 + (at % 9000)),
  }))
  const started = performance.now()
  for (const person of people) personKeys(person)
  const keysDone = performance.now()
  console.log(`match keys: ${(((keysDone - started) * 1000) / people.length).toFixed(1)} µs a lead`)
  const traits = people.slice(0, 1000).map(personTraits)
  const compareStarted = performance.now()
  for (const one of traits.slice(0, 100)) for (const other of traits) comparePersonTraits(one, other)
  console.log(`comparison: ${((performance.now() - compareStarted) / 100).toFixed(1)} µs a pair`)
}

/** Precision and recall of matching over pairs of rows, per public file, and what a key and a comparison cost. */
export function run(): Promise<void> {
  for (const file of files) measure(file)
  measureKeys()
  return Promise.resolve()
}
