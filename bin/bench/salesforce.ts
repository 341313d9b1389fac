import { bareHttp, lookUpCeiling } from './support/ceilings.ts'
import { printFigures, type Figure } from './support/figures.ts'
import { startBenchServer } from './support/server.ts'
import { bearerOf, type SalesforceBench } from './salesforce/bench.ts'
import { bulkFigures } from './salesforce/bulk.ts'
import { restFigures } from './salesforce/rest.ts'
import { soqlFigures } from './salesforce/soql.ts'

/** Every part measures on the same server, one after the other, and may leave records for the next. */
const parts: Readonly<Record<string, (bench: SalesforceBench) => Promise<readonly Figure[]>>> = {
  rest: restFigures,
  bulk: bulkFigures,
  soql: soqlFigures,
}

/** The speed of the Salesforce surface on this machine: `npm run bench -- salesforce`, or a part of it: `… salesforce rest`. */
export async function run(): Promise<void> {
  const named = process.argv.slice(3)
  const wanted = Object.entries(parts).filter(([name]) => named.length === 0 || named.includes(name))
  if (wanted.length === 0) throw new Error(`The parts are ${Object.keys(parts).join(', ')}.`)
  const server = await startBenchServer()
  try {
    const headers = await bearerOf(server)
    const ceilings = { http: await bareHttp(), lookUps: () => lookUpCeiling(server.dataFolder) }
    const figures: Figure[] = []
    for (const [, part] of wanted) figures.push(...(await part({ server, headers, ceilings })))
    printFigures('The Salesforce surface', figures)
  } finally {
    await server.stop()
  }
}
