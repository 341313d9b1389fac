import { randomUUID } from 'node:crypto'
import { idOf, objectOfId } from '../../../shared/ids.ts'
import { standardDefinitions } from '../../ground/objects/definition.ts'
import {
  delistOrg,
  enlistOrg,
  insertUsernames,
  listOrgs,
  nextOrgId,
  takenUsernames,
  thePlatform,
  type Org,
} from '../../ground/orgs/orgs.ts'
import { hasUsers } from '../../ground/users/users.ts'
import { Refusal } from '../../platform/errors.ts'
import {
  forgetMigrations,
  migrateOrg,
  migrateOrgTo,
  orgMigrations,
  renameMigrations,
} from '../../platform/migrations.ts'
import { atMoment, inTransaction, reading } from '../../platform/transactions.ts'
import type { Database, OrgRef, Tx } from '../../platform/tx.ts'
import { openBackup, type BackupHeader, type BackupSource, type WholeBackup } from './backupFile.ts'
import {
  analyzeTables,
  dropSchema,
  firstFilled,
  hasWorker,
  lockRestores,
  renameSchema,
  schemasNamed,
} from './backup.sql.ts'
import { loadFrames, type Loaded } from './loading.ts'
import { tooNew } from './refusals.ts'

export type RestoreProgress = { readonly bytes: number; readonly rows: number; readonly table: string }

export type RestoreOptions = {
  /** Restores beside the orgs that are there, as an org of this name; otherwise into a place where nobody has begun. */
  readonly into?: string
  readonly onProgress?: (progress: RestoreProgress) => void
}

export type Restored = { readonly org: Org; readonly rows: number; readonly tables: number; readonly madeAt: string }

/** Where tables stand until all of them are there. */
const UNFINISHED = 'restoring_'

/**
 * Brings an org back from a backup, whole or not at all: the file is read to its end before anything is touched, and what
 * is filled appears in one commit. Migrations made since then follow. Refusals: `not_a_backup`, `backup_damaged`,
 * `backup_newer`, `target_not_empty`, `username_taken`, `assay_running`, `restore_running`.
 */
export async function restoreOrg(
  db: Database,
  source: BackupSource,
  { into, onProgress = () => undefined }: RestoreOptions = {},
): Promise<Restored> {
  const backup = await openBackup(source)
  await refuseUnknownMigrations(backup.header)
  const replaced = into === undefined ? await emptyOrg(db) : undefined
  const staging: OrgRef = { id: backup.header.org.id, schema: `${UNFINISHED}${randomUUID().slice(0, 8)}` }
  try {
    const { org, rows, tables } = await inTransaction(
      db,
      staging,
      (tx) => fill(db, tx, backup, { name: into ?? backup.header.org.name, replaced, onProgress }),
      { streaming: true },
    )
    await migrateOrg(db.streaming, org.schema)
    await inTransaction(db, org, (tx) => analyzeTables(tx, tables))
    return { org, rows, tables: tables.length, madeAt: backup.header.madeAt }
  } catch (error) {
    await sweep(db, [staging.schema])
    throw error
  }
}

/** Every migration of the backup must be known, as it was when it was applied. */
async function refuseUnknownMigrations({ migrations }: BackupHeader): Promise<void> {
  const known = new Map((await orgMigrations()).map(({ name, checksum }) => [name, checksum]))
  const stranger = migrations.find(({ name }) => !known.has(name))
  if (stranger !== undefined) throw tooNew(`its tables were changed by ${stranger.name}, which is not known here`)
  const changed = migrations.find(({ name, checksum }) => known.get(name) !== checksum)
  if (changed === undefined) return
  throw new Refusal(
    'backup_of_another_assay',
    `This backup was made by an Assay whose migration ${changed.name} is not the one known here, so its tables may differ. Restore it with the Assay that made it.`,
  )
}

/** The org nobody has begun to use, which a restore takes the place of; undefined where there is none at all. */
async function emptyOrg(db: Database): Promise<Org | undefined> {
  const [org, another] = await listOrgs(db)
  if (org === undefined) return undefined
  if (another !== undefined || !(await reading(db, org, isUntouched))) throw notEmpty(org)
  if (await reading(db, org, hasWorker)) {
    throw new Refusal(
      'assay_running',
      'Assay is running on this database. Stop it, restore, and start it again; or restore beside what is there with --into NAME.',
      { kind: 'conflict' },
    )
  }
  return org
}

const isUntouched = async (tx: Tx): Promise<boolean> =>
  !(await hasUsers(tx)) && (await firstFilled(tx, tablesOfPeople())) === undefined

/** Statuses and stages are there from the start; anything else somebody made. */
const tablesOfPeople = (): readonly string[] =>
  standardDefinitions().flatMap(({ name, table }) => (['LeadStatus', 'OpportunityStage'].includes(name) ? [] : [table]))

const notEmpty = ({ name }: Org): Refusal =>
  new Refusal(
    'target_not_empty',
    `There is a company here already (${name}), and a restore overwrites nothing. Restore into a data folder of its own, with ASSAY_DATA=./restored before the command, or beside it with --into NAME.`,
    {
      kind: 'conflict',
      rule: 'A restore overwrites nothing.',
    },
  )

type Filling = {
  readonly name: string
  readonly replaced?: Org
  readonly onProgress: (progress: RestoreProgress) => void
}

async function fill(
  db: Database,
  tx: Tx,
  { header, frames }: WholeBackup,
  { name, replaced, onProgress }: Filling,
): Promise<Loaded & { readonly org: Org }> {
  if (!(await lockRestores(tx)))
    throw new Refusal('restore_running', 'Another restore is at work on this database. Wait for its end.', {
      kind: 'conflict',
    })
  await sweep(db, await schemasNamed(tx, UNFINISHED))
  await migrateOrgTo(db.streaming, tx.org.schema, new Set(header.migrations.map((migration) => migration.name)))
  const loaded = await loadFrames(tx, frames(), header.tables, (bytes, rows, table) =>
    onProgress({ bytes, rows, table }),
  )
  if (replaced !== undefined) await removeOrg(tx, replaced)
  const org = await placeFor(db, tx, header, name, replaced)
  await renameSchema(tx, tx.org.schema, org.schema)
  await renameMigrations(tx, tx.org.schema, org.schema)
  await atMoment(tx, new Date(header.org.createdAt), (then) => enlistOrg(then, org))
  await refuseTakenUsernames(tx, loaded.usernames)
  await insertUsernames({ ...tx, org }, loaded.usernames)
  return { ...loaded, org }
}

async function removeOrg(tx: Tx, org: Org): Promise<void> {
  await delistOrg(tx, org)
  await dropSchema(tx, org.schema)
  await forgetMigrations(tx, org.schema)
}

/** Its old number where that is free, so that tokens made for it go on opening it. */
async function placeFor(
  db: Database,
  tx: Tx,
  { org: { id: before } }: BackupHeader,
  name: string,
  replaced: Org | undefined,
): Promise<Org> {
  const taken = (await listOrgs(db)).filter(({ id }) => id !== replaced?.id)
  const isFree = objectOfId(before) === 'Organization' && taken.every(({ id }) => id !== before)
  const id = isFree ? before : await nextOrgId(db)
  const schema = `org_${id - idOf('Organization', 0)}`
  const beside = await schemasNamed(tx, schema)
  return { id, name, schema: beside.includes(schema) ? `${schema}_${randomUUID().slice(0, 4)}` : schema }
}

async function refuseTakenUsernames(tx: Tx, usernames: readonly string[]): Promise<void> {
  const [taken] = await takenUsernames(tx, usernames)
  if (taken === undefined) return
  throw new Refusal(
    'username_taken',
    `'${taken}' signs in to another company here, and a user name belongs to one user. Restore into a data folder of its own, with ASSAY_DATA=./restored before the command.`,
    { kind: 'conflict', value: taken },
  )
}

/** Takes away what a restore left that did not come to its end. */
async function sweep(db: Database, schemas: readonly string[]): Promise<void> {
  for (const schema of schemas) {
    await inTransaction(db, thePlatform, async (tx) => {
      await dropSchema(tx, schema)
      await forgetMigrations(tx, schema)
    })
  }
}
