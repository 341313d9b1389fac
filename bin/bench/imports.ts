import { copyCeiling } from './support/ceilings.ts'
import { connectedTo } from './support/duplicates.ts'
import { percentOf, printFigures, shown } from './support/figures.ts'
import { importLeads } from './support/imports.ts'
import { memoryMb, startBenchServer } from './support/server.ts'
import { storeLeads } from './support/storedLeads.ts'

/** Rows of the file, and leads there before: `npm run bench -- imports 100000 1000000 ten`. A million each, in many cities, unless said. */
const ROWS = Number(process.argv[3] ?? 1_000_000)
const STORED = Number(process.argv[4] ?? ROWS)
/** Of the made-up leads stored before, another seed makes others, some of them people of the same name and town. */
const SEED = 2

/** With `ten` nearly every row has a namesake in town, whom it has to be compared with. */
const cities = process.argv[5] === 'ten' ? 'ten' : 'many'

/** A large file imported into a large org, with validation, normalisation and duplicates resolved by the org's rules. */
export async function run(): Promise<void> {
  const server = await startBenchServer()
  try {
    const resting = await memoryMb(server.pid)
    say(`${STORED.toLocaleString('en')} leads are stored`)
    await connectedTo(server.dataFolder, (client) => storeLeads(client, STORED, cities))
    say(`${ROWS.toLocaleString('en')} rows are imported`)
    const { rowsPerSecond, created, refused, mostMb, cpuUsPerRow } = await importLeads(server, ROWS, {
      seed: SEED,
      cities,
    })
    say(`the ceiling is measured; imported at ${shown(rowsPerSecond)} rows/s`)
    const copied = await copyCeiling(server.dataFolder, 'lead', STORED - 100_000)
    printFigures(`A file of ${ROWS.toLocaleString('en')} rows, with ${STORED.toLocaleString('en')} leads there`, [
      {
        name: 'CSV import, duplicates checked',
        value: rowsPerSecond,
        unit: 'rows/s',
        target: '≥ 10,000',
        ceiling: `bare COPY into as many ${shown(copied)}/s (${percentOf(rowsPerSecond, copied)})`,
        note: `${shown(created)} created, ${shown(refused)} refused`,
      },
      {
        name: 'processor time a row',
        value: cpuUsPerRow,
        unit: 'µs',
        note: 'Assay and PostgreSQL together: hardly longer on a busy machine',
      },
      {
        name: 'memory meanwhile, at most',
        value: mostMb,
        unit: 'MB',
        target: '< 400',
        note: `${shown(resting)} before`,
      },
    ])
  } finally {
    await server.stop()
  }
}

const say = (what: string): void => void process.stdout.write(`… ${what}\n`)
