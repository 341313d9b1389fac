import { forSalesforce } from '../../server/doors.ts'
import { openDatabase, type ConnectionSettings } from '../../server/platform/postgres/pools.ts'
import { workJob } from '../../server/surfaces/salesforce/bulk/work.ts'

// A program that works a bulk job and is killed, by itself, after so many pieces: no slow machine kills it too late.
const [connection = '{}', schema = '', jobId = '', pieces = ''] = process.argv.slice(2)
let left = Number(pieces)
const settings: ConnectionSettings = JSON.parse(connection)
const db = openDatabase(settings)
await workJob(
  { db, rooms: forSalesforce, onProgress: () => void (--left === 0 && process.kill(process.pid, 'SIGKILL')) },
  { id: 1, schema },
  Number(jobId),
)
await db.close()
