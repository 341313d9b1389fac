import { bareHttp, lookUpCeiling } from './support/ceilings.ts'
import { printFigures, type Figure } from './support/figures.ts'
import { startBenchServer } from './support/server.ts'
import { bearerOf, type SalesforceBench } from './salesforce/bench.ts'
import { bulkFigures } from './salesforce/bulk.ts'
import { restFigures } from './salesforce/rest.ts'

/** Every part measures on the same server, one after the other, and may leave records for the next. */
const parts: readonly ((bench: SalesforceBench) => Promise<readonly Figure[]>)[] = [restFigures, bulkFigures]

/** The speed of the Salesforce surface on this machine: `npm run bench -- salesforce`. */
export async function run(): Promise<void> {
  const server = await startBenchServer()
  try {
    const headers = await bearerOf(server)
    const ceilings = { http: await bareHttp(), lookUps: () => lookUpCeiling(server.dataFolder) }
    const figures: Figure[] = []
    for (const part of parts) figures.push(...(await part({ server, headers, ceilings })))
    printFigures('The Salesforce surface', figures)
  } finally {
    await server.stop()
  }
}
