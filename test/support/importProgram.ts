import { openDatabase, type ConnectionSettings } from '../../server/platform/postgres/pools.ts'
import { workImport } from '../../server/surfaces/imports/writing/run.ts'
import { doors } from './importing.ts'

// A program that carries an import and is killed, by itself, after so many batches: no slow machine kills it too late.
const [connection = '{}', importId = '', batches = ''] = process.argv.slice(2)
let left = Number(batches)
const settings: ConnectionSettings = JSON.parse(connection)
const db = openDatabase(settings)
await workImport(
  { db, doors, batchRows: 250, onProgress: () => void (--left === 0 && process.kill(process.pid, 'SIGKILL')) },
  { id: 1, schema: 'org_1' },
  Number(importId),
)
await db.close()
