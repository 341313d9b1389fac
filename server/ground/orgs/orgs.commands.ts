import { idOf } from '../../../shared/ids.ts'
import { migrateJobs } from '../../platform/jobs.ts'
import { migrateOrg, migratePlatform } from '../../platform/migrations.ts'
import type { ConnectionSettings } from '../../platform/postgres/pools.ts'
import { inTransaction } from '../../platform/transactions.ts'
import { inTurn } from '../../platform/turns.ts'
import type { Database, Tx } from '../../platform/tx.ts'
import { enlistOrg, listOrgs, nextOrgId, refuseUnfitName, type Org } from './orgs.ts'

export type NewOrg = {
  readonly name: string
  /** Where its tables are; the next free name unless given. */
  readonly schema?: string
  /** What every org starts with (statuses, stages, its first user), written in the transaction that makes it known. */
  readonly seed?: (tx: Tx) => Promise<void>
}

/** Whoever makes an org draws its number first: two programs at once would draw the same. */
const MAKING_ORGS = 'making orgs'

/** Brings what stands above all orgs, the jobs and every org up to date; answers the orgs. */
export async function migrateAll(db: Database, connection: ConnectionSettings): Promise<readonly Org[]> {
  await migratePlatform(db.streaming)
  await migrateJobs(connection)
  const orgs = await listOrgs(db)
  // One after the other: each changes tables, and the database has more to do than that.
  for (const { schema } of orgs) await migrateOrg(db.streaming, schema)
  return orgs
}

/** Makes an org: its schema with all tables, what it starts with, and its place in the list. Cut off, it can be called again. */
export async function createOrg(db: Database, order: NewOrg): Promise<Org> {
  refuseUnfitName(order.name)
  return inTurn(db.streaming, MAKING_ORGS, () => makeOrg(db, order))
}

/** The orgs that are there; where there is none, one is made. Of several programs that start at once, one makes it. */
export const orgsOrFirst = (db: Database, first: NewOrg): Promise<readonly Org[]> =>
  inTurn(db.streaming, MAKING_ORGS, async () => {
    const orgs = await listOrgs(db)
    return orgs.length > 0 ? orgs : [await makeOrg(db, first)]
  })

async function makeOrg(db: Database, { name, schema, seed }: NewOrg): Promise<Org> {
  const id = await nextOrgId(db)
  const org: Org = { id, name, schema: schema ?? `org_${id - idOf('Organization', 0)}` }
  await migrateOrg(db.streaming, org.schema)
  await inTransaction(db, org, async (tx) => {
    await enlistOrg(tx, org)
    await seed?.(tx)
  })
  return org
}
