import { openDatabase, type ConnectionSettings } from '../../server/platform/postgres/pools.ts'
import { reachOf } from '../../server/surfaces/webhooks/addresses.ts'
import { deliverDue } from '../../server/surfaces/webhooks/delivering.ts'

// A program that sends what web hooks are to be told; made to be killed.
const [connection = '{}', schema = ''] = process.argv.slice(2)
const settings: ConnectionSettings = JSON.parse(connection)
const db = openDatabase(settings)
await deliverDue({ db, org: { id: 1, schema }, posting: { reach: reachOf(['127.0.0.1']) } })
await db.close()
