import { idOf } from '../../../shared/ids.ts'
import { migrateOrg } from '../../platform/migrations.ts'
import { inTransaction } from '../../platform/transactions.ts'
import type { Database, Tx } from '../../platform/tx.ts'
import { enlistOrg, nextOrgId, refuseUnfitName, type Org } from './orgs.ts'

export type NewOrg = {
  readonly name: string
  /** Where its tables are; the next free name unless given. */
  readonly schema?: string
  /** What every org starts with (statuses, stages, its first user), written in the transaction that makes it known. */
  readonly seed?: (tx: Tx) => Promise<void>
}

/** Makes an org: its schema with all tables, what it starts with, and its place in the list. Cut off, it can be called again. */
export async function createOrg(db: Database, { name, schema, seed }: NewOrg): Promise<Org> {
  refuseUnfitName(name)
  const id = await nextOrgId(db)
  const org: Org = { id, name, schema: schema ?? `org_${id - idOf('Organization', 0)}` }
  await migrateOrg(db.streaming, org.schema)
  await inTransaction(db, org, async (tx) => {
    await enlistOrg(tx, org)
    await seed?.(tx)
  })
  return org
}
