import { openDatabase, type ConnectionSettings } from '../../server/platform/postgres/pools.ts'
import { workshopOf } from '../../server/processes/duplicates/runs/runs.jobs.ts'
import { workRun } from '../../server/processes/duplicates/runs/work.ts'
import '../../server/doors.ts'

// A program that searches for duplicates and is killed, by itself, after so many parts were kept: no slow machine kills it too late.
const [connection = '{}', runId = '', parts = ''] = process.argv.slice(2)
let left = Number(parts)
const settings: ConnectionSettings = JSON.parse(connection)
const db = openDatabase(settings)
await workRun(
  {
    ...workshopOf({ db, org: { id: 1, schema: 'org_1' } }),
    blockRows: 50,
    onProgress: () => void (--left === 0 && process.kill(process.pid, 'SIGKILL')),
  },
  Number(runId),
)
await db.close()
