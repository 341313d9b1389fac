import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Actor } from '../../server/ground/users/actor.ts'
import { userDoor } from '../../server/ground/users/users.ts'
import { run, sql } from '../../server/platform/sql.ts'
import { inTransaction, reading } from '../../server/platform/transactions.ts'
import type { Tx } from '../../server/platform/tx.ts'
import { accountDoor } from '../../server/records/accounts/accounts.ts'
import { campaignDoor } from '../../server/records/campaigns/campaigns.ts'
import { campaignMemberDoor } from '../../server/records/campaigns/members.ts'
import { contactDoor } from '../../server/records/contacts/contacts.ts'
import { leadDoor } from '../../server/records/leads/leads.ts'
import { seedLeadStatuses } from '../../server/records/leads/statuses.ts'
import { opportunityDoor } from '../../server/records/opportunities/opportunities.ts'
import { paymentDoor } from '../../server/records/opportunities/payments.ts'
import { seedStages } from '../../server/records/opportunities/stages.ts'
import type { Import } from '../../server/surfaces/imports/import.ts'
import { actOnImport, changeImport, openImport, type Choices } from '../../server/surfaces/imports/imports.ts'
import { importById } from '../../server/surfaces/imports/imports.sql.ts'
import type { Doors } from '../../server/surfaces/imports/targets.ts'
import { workImport, type Workshop } from '../../server/surfaces/imports/writing/run.ts'
import { someone } from './builders.ts'
import { freshDatabase } from './database.ts'
import type { FreshDatabase } from './postgres.ts'

export const doors: Doors = new Map(
  [leadDoor, contactDoor, accountDoor, opportunityDoor, paymentDoor, campaignDoor, campaignMemberDoor, userDoor].map(
    (door) => [door.definition.name, door],
  ),
)

/** A database of its own with somebody who imports, and everything an import needs. */
export type ImportRoom = FreshDatabase & {
  readonly workshop: Workshop
  readonly admin: Actor & { readonly userId: number }
  /** Takes a file in and carries its import to the end, without a hand laid on it unless choices are given. */
  readonly take: (name: string, content: string | Buffer, choices?: Choices) => Promise<Import>
  readonly open: (name: string, content: string | Buffer) => Promise<Import>
  readonly read: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>
  readonly write: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>
}

export async function importRoom(): Promise<ImportRoom> {
  const fresh = await freshDatabase()
  const { db, org } = fresh
  const admin = await inTransaction(db, org, async (tx) => {
    await run(tx, sql`insert into platform.org (id, name, schema_name) values (${org.id}, 'Nordwind', ${org.schema})`)
    await seedLeadStatuses(tx)
    await seedStages(tx)
    return someone(tx)
  })
  const workshop: Workshop = { db, doors }
  const read = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => reading(db, org, work)
  const write = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => inTransaction(db, org, work)
  const open = (name: string, content: string | Buffer): Promise<Import> =>
    openImport(db, doors, org, admin, { name, arriving: piecesOf(Buffer.from(content)) })
  const take = async (name: string, content: string | Buffer, choices?: Choices): Promise<Import> => {
    const { id } = await open(name, content)
    if (choices !== undefined) await changeImport(db, doors, org, admin, id, choices)
    await write((tx) => actOnImport(tx, admin, doors, id, 'start'))
    await workImport(workshop, org, id)
    const imported = await read((tx) => importById(tx, id))
    if (imported === undefined) throw new Error('The import is gone.')
    return imported
  }
  return { ...fresh, workshop, admin, take, open, read, write }
}

async function* piecesOf(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += 64 * 1024) yield bytes.subarray(at, at + 64 * 1024)
}

const PUBLIC_DATA = path.join(import.meta.dirname, '../../../shared/data')

/** A file of the public data beside the project; undefined where it is not there. */
export const publicFile = (file: string): Promise<Buffer | undefined> =>
  readFile(path.join(PUBLIC_DATA, file)).catch(() => undefined)
