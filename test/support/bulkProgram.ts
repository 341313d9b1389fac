import { forSalesforce } from '../../server/main.ts'
import { openDatabase, type ConnectionSettings } from '../../server/platform/postgres/pools.ts'
import { workJob } from '../../server/surfaces/salesforce/bulk/work.ts'

// A program that works a bulk job and says after each piece how many rows it had; made to be killed.
const [connection = '{}', schema = '', jobId = ''] = process.argv.slice(2)
const settings: ConnectionSettings = JSON.parse(connection)
const db = openDatabase(settings)
await workJob(
  { db, rooms: forSalesforce, onProgress: (rows) => process.stdout.write(`${rows}\n`) },
  { id: 1, schema },
  Number(jobId),
)
await db.close()
