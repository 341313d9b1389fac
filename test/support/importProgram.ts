import { openDatabase, type ConnectionSettings } from '../../server/platform/postgres/pools.ts'
import { workImport } from '../../server/surfaces/imports/writing/run.ts'
import { doors, people } from './importing.ts'

// A program that carries an import and says after each batch how many rows were written; made to be killed.
const [connection = '{}', importId = ''] = process.argv.slice(2)
const settings: ConnectionSettings = JSON.parse(connection)
const db = openDatabase(settings)
await workImport(
  { db, doors, people, onProgress: ({ counts }) => process.stdout.write(`${counts.created}\n`) },
  { id: 1, schema: 'org_1' },
  Number(importId),
)
await db.close()
