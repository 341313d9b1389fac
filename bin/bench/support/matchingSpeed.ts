import pg from 'pg'
import '../../../server/doors.ts'
import { theProgram } from '../../../server/ground/users/actor.ts'
import { connectToRunning } from '../../../server/platform/postgres/embedded.ts'
import { openDatabase } from '../../../server/platform/postgres/pools.ts'
import { reading } from '../../../server/platform/transactions.ts'
import { findDuplicates } from '../../../server/processes/duplicates/duplicates.ts'
import { plantDuplicates } from './duplicates.ts'
import { printFigures, type Figure } from './figures.ts'
import { leadMaker, type BenchLead } from './people.ts'
import { startBenchServer } from './server.ts'
import { keysOf, storeLeads } from './storedLeads.ts'
import { searchAll } from './wholeSearch.ts'

const ORG = { id: 1, schema: 'org_1' }
const ASKED = 1000
/** One lead in so many is there twice when all are searched. */
const PLANTED = 100

/**
 * How long one new lead waits for its duplicates among `rows` stored ones, beside a prepared look-up by the same keys; and how
 * long it takes to search all of them.
 */
export async function measureSpeed(rows: number): Promise<void> {
  const server = await startBenchServer()
  const connection = await connectToRunning({ dataFolder: server.dataFolder })
  if (connection === undefined) throw new Error('The benchmark’s database is not running.')
  const client = new pg.Client(connection)
  const db = openDatabase(connection, 2)
  await client.connect()
  try {
    console.log(`… ${rows.toLocaleString('en')} leads are stored`)
    await storeLeads(client, rows)
    const asked = subjects(rows)
    const ceiling = await timed(asked, ({ keys }) =>
      client.query({ name: 'by_key', text: 'select id, email from lead where match_keys && $1', values: [keys] }),
    )
    let found = 0
    const taken = await timed(asked, ({ lead }) =>
      reading(db, ORG, async (tx) => {
        const [matches = []] = await findDuplicates(tx, theProgram, 'Lead', [{ values: lead }])
        if (matches.length > 0) found++
      }),
    )
    const at = (times: readonly number[], share: number): number => times[Math.floor(times.length * share)] ?? 0
    const figure = (name: string, share: number, target: string): Figure => ({
      name: `duplicates of one new lead, ${name}`,
      value: at(taken, share),
      unit: 'ms',
      target,
      ceiling: `the prepared look-up alone ${at(ceiling, share).toFixed(2)} ms`,
      note: `${found} of ${ASKED} had one; half of them have`,
    })
    printFigures(`Duplicates among ${rows.toLocaleString('en')} leads`, [
      figure('p50', 0.5, ''),
      figure('p99', 0.99, rows > 1_000_000 ? '< 30' : '< 15'),
    ])
    console.log('… all of them are searched')
    await plantDuplicates(server.dataFolder, rows / PLANTED)
    const { figures } = await searchAll(server)
    printFigures(`A search through ${(rows + rows / PLANTED).toLocaleString('en')} leads`, figures)
  } finally {
    await client.end()
    await db.close()
    await server.stop()
  }
}

interface Asked {
  readonly lead: BenchLead
  readonly keys: readonly number[]
}

/** New leads: every second one is stored already, written in another way. */
function subjects(rows: number): Asked[] {
  const stored = leadMaker(1)
  const every = Math.max(1, Math.floor(rows / ASKED))
  const strangers = leadMaker(900_000_001)
  const asked: Asked[] = []
  for (let n = 0; asked.length < ASKED; n++) {
    const lead = stored()
    if (n % every !== 0) continue
    const known = { ...lead, Company: lead.Company.toUpperCase(), Email: '', Title: '' }
    const one = asked.length % 2 === 0 ? known : strangers()
    asked.push({ lead: one, keys: keysOf(one) })
  }
  return asked
}

/** Milliseconds each took, ascending; the first hundred warm up and are not counted. */
async function timed(asked: readonly Asked[], work: (one: Asked) => Promise<unknown>): Promise<number[]> {
  const times: number[] = []
  for (const one of [...asked.slice(0, 100), ...asked]) {
    const started = performance.now()
    await work(one)
    times.push(performance.now() - started)
  }
  return times.slice(100).toSorted((a, b) => a - b)
}
