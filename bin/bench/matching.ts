import type { PersonFacts } from '../../server/ground/people/facts.ts'
import { personKeys } from '../../server/ground/people/matchKeys.ts'
import { comparePersonTraits } from '../../server/processes/duplicates/comparePersons.ts'
import { personTraits } from '../../server/processes/duplicates/traits.ts'
import { companiesOfRegisters, historicalPersons } from './support/dirtyRecords.ts'
import { measureSpeed } from './support/matchingSpeed.ts'
import { measureQuality } from './support/quality.ts'
import { truthFiles } from './support/truthFiles.ts'

const ROWS = 1_000_000

/**
 * Precision and recall of matching over pairs of records, per set, what a key and a comparison cost, and how long one
 * new lead waits for its duplicates among a million stored ones, or as many as BENCH_ROWS says.
 */
export async function run(): Promise<void> {
  for (const set of [...truthFiles(), companiesOfRegisters(3000), historicalPersons(10_000)]) measureQuality(set)
  measureCpu()
  await measureSpeed(Number(process.env['BENCH_ROWS'] ?? ROWS))
}

/** Microseconds of CPU this process used for one of `times` pieces of work. */
function cpuPerPiece(times: number, work: () => void): number {
  const started = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(started)
  return (user + system) / times
}

function measureCpu(): void {
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
  const most = people.reduce((sum, person) => Math.max(sum, personKeys(person).length), 0)
  const keys = cpuPerPiece(people.length, () => {
    for (const person of people) personKeys(person)
  })
  console.log(`match keys: ${keys.toFixed(1)} µs of CPU a lead, at most ${most} keys`)
  const traits = people.slice(0, 1000).map(personTraits)
  const pairs = cpuPerPiece(100 * traits.length, () => {
    for (const one of traits.slice(0, 100)) for (const other of traits) comparePersonTraits(one, other)
  })
  console.log(`comparison: ${pairs.toFixed(1)} µs of CPU a pair`)
}
