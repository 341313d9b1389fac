import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { after, before, test } from 'node:test'
import { aCampaign, aContact, aLead, anOpportunity } from '../../../test/support/builders.ts'
import { aVettedLead, converted } from '../../../test/support/conversions.ts'
import { freshDatabase } from '../../../test/support/database.ts'
import type { FreshDatabase } from '../../../test/support/postgres.ts'
import { aSecretKey } from '../../../test/support/secretKey.ts'
import { ADMINISTRATOR, aServer, type TestServer } from '../../../test/support/server.ts'
import { addCustomField, customFieldDraft } from '../../ground/objects/customFields.ts'
import { addCustomObject, customObjectDraft, removeCustomObject } from '../../ground/objects/customObjects.ts'
import { createOrg } from '../../ground/orgs/orgs.commands.ts'
import { listOrgs } from '../../ground/orgs/orgs.ts'
import { theProgram, type Actor } from '../../ground/users/actor.ts'
import { signIn } from '../../ground/users/signIn.commands.ts'
import { Refusal } from '../../platform/errors.ts'
import { orgMigrations } from '../../platform/migrations.ts'
import { openDatabase, type OrgRef } from '../../platform/postgres/pools.ts'
import { manyOnce, run, sql } from '../../platform/sql.ts'
import { inTransaction, reading } from '../../platform/transactions.ts'
import type { Database, Tx } from '../../platform/tx.ts'
import { seedOrg } from '../../doors.ts'
import { backupOrg } from './backup.ts'
import { backupBytes, type BackupHeader, type BackupSource } from './backupFile.ts'
import { noteFrame, rowsFrame } from './frames.ts'
import { restoreOrg } from './restore.ts'

let server: TestServer
let backup: Buffer
const targets: FreshDatabase[] = []

before(async () => {
  server = await aServer()
  await fill(server)
  backup = await bytesOf(backupOrg(server.db, server.org))
})
after(async () => {
  await Promise.all(targets.map((target) => target.drop()))
  await server.close()
})

/** A company with something in most places: fields of its own, a converted lead, history, a form, an import. */
async function fill({ db, org, call, as }: TestServer): Promise<void> {
  const headers = await as('administrator')
  await inTransaction(db, org, async (tx) => {
    const field = (draft: Record<string, unknown>) =>
      addCustomField(tx, theProgram, customFieldDraft.parse({ type: 'string', ...draft }))
    await field({ object: 'Lead', label: 'Badge', length: 20, unique: true, externalId: true })
    await field({ object: 'Account', label: 'Fleet', type: 'int' })
    await addCustomObject(tx, theProgram, customObjectDraft.parse({ label: 'Dock' }))
    await removeCustomObject(tx, theProgram, 'Dock__c')
    await addCustomObject(
      tx,
      theProgram,
      customObjectDraft.parse({ label: 'Dock', nameFormat: 'D-{000}', startsAt: 7, permissions: { sales: 'r' } }),
    )
    await field({ object: 'Dock__c', label: 'Berth', unique: true })
    await field({ object: 'Dock__c', label: 'Account', type: 'reference', referenceTo: 'Account' })
  })
  assert.equal((await call('POST', '/api/records/Dock__c', { headers, body: { Berth__c: 'A' } })).statusCode, 201)
  const leads = [
    {
      LastName: 'Okafor\tTab',
      Company: 'Back\\slash "GmbH"',
      Description: 'two\nlines, and NULL \\N',
      Badge__c: 'B-1',
    },
    { LastName: '日本', Company: 'Ünïcode 🐳', Email: 'who@else.example', Badge__c: 'B-2' },
  ]
  assert.equal((await call('POST', '/api/leads', { headers, body: leads })).statusCode, 200)
  const file = { name: 'fair.csv', content: 'Last Name,Company\nLind,Fjord AB\n' }
  assert.equal((await call('POST', '/api/imports', { headers, body: file })).statusCode, 201)
  await inTransaction(db, org, async (tx) => {
    const actor = await ada(tx)
    await aCampaign(tx, actor)
    await aContact(tx, actor)
    await anOpportunity(tx, actor)
    await converted(tx, actor, { leadId: await aVettedLead(tx, actor, { Email: 'lead@convert.example' }) })
  })
}

/** The administrator, who owns what these stories make. */
async function ada(tx: Tx): Promise<Actor> {
  const [user] = await manyOnce<{ id: number }>(tx, sql`select id from app_user where email = ${ADMINISTRATOR.email}`)
  return { ...theProgram, userId: user?.id ?? null }
}

async function bytesOf(parts: AsyncIterable<Buffer>): Promise<Buffer> {
  return Buffer.concat(await Array.fromAsync(parts))
}

const sourceOf = (bytes: Buffer): BackupSource => ({
  byteSize: bytes.length,
  open: (from, to) => Readable.from([bytes.subarray(from, to)], { objectMode: false }),
})

/** A database as it is after a first start: with a company in which nobody has begun. */
async function aTarget(): Promise<FreshDatabase> {
  const target = await freshDatabase()
  targets.push(target)
  await createOrg(target.db, { name: 'My company', schema: target.org.schema, seed: seedOrg })
  return target
}

/** Every row of every table of an org, with what stands above it. */
async function everything(db: Database, org: OrgRef): Promise<Readonly<Record<string, readonly string[]>>> {
  return reading(db, org, async (tx) => {
    const tables = await manyOnce<{ name: string }>(
      tx,
      // How much the API is used is written down a moment after it was.
      sql`select tablename::text as name from pg_tables where schemaname = ${org.schema} and tablename <> 'api_use'`,
    )
    const looks = tables.map(
      ({ name }) =>
        sql`select ${name} as name, array(select to_jsonb(t)::text from ${sql.table(name)} t order by 1) as rows`,
    )
    const above = [
      sql`select 'the org', array(select jsonb_build_array(id, name, created_at)::text from platform.org where id = ${org.id})`,
      sql`select 'user names', array(select username from platform.username where org_id = ${org.id} order by 1)`,
      sql`select 'migrations', array(select name || checksum from platform.migration where scope = ${org.schema} order by 1)`,
      sql`select 'sequences', array(select sequencename || coalesce(last_value, 0) from pg_sequences where schemaname = ${org.schema} order by 1)`,
      sql`select 'rules and indexes', array(select pg_get_constraintdef(oid, true) from pg_constraint where connamespace = ${org.schema}::regnamespace
        union all select regexp_replace(indexdef, ' ON \\S+ ', ' ON ') from pg_indexes where schemaname = ${org.schema} order by 1)`,
    ]
    const rows = await manyOnce<{ name: string; rows: string[] }>(tx, sql.join([...looks, ...above], sql` union all `))
    return Object.fromEntries(rows.map(({ name, rows: found }) => [name, found]))
  })
}

/** What stands in a database at all: schemas, orgs, user names, migrations. */
const outline = (db: Database): Promise<unknown> =>
  reading(db, { id: 0, schema: 'platform' }, (tx) =>
    manyOnce(
      tx,
      sql`
      select 'schema' as what, nspname::text as name from pg_namespace where nspname not like 'pg\\_%'
      union all select 'org', name from platform.org
      union all select 'user name', username from platform.username
      union all select 'migration', scope || name from platform.migration
      order by 1, 2`,
    ),
  )

async function refusalOf(work: Promise<unknown>): Promise<Refusal> {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  assert.ok(error instanceof Refusal, String(error))
  return error
}

test('a backup restored elsewhere is the same company, row by row', async () => {
  const target = await aTarget()
  const { org } = await restoreOrg(target.db, sourceOf(backup))
  assert.deepEqual(org, server.org)
  const [there, here] = [await everything(server.db, server.org), await everything(target.db, org)]
  assert.deepEqual(here, there)
  const filled = Object.values(there).filter((rows) => rows.length > 0)
  assert.ok(filled.length >= 25, `the company has something in ${filled.length} tables only`)
  assert.deepEqual(
    (await listOrgs(target.db)).map(({ name }) => name),
    ['Nordwind'],
  )

  const before = await outline(target.db)
  assert.equal(
    (await refusalOf(restoreOrg(target.db, sourceOf(backup)))).code,
    'target_not_empty',
    'a restore overwrites nothing that somebody made',
  )
  assert.deepEqual(await outline(target.db), before)

  await worksOn(target, org)
})

test('the keys a company signs with are in no backup', async () => {
  const keysOf = (db: Database, org: OrgRef) =>
    reading(db, org, (tx) => manyOnce<{ kid: string }>(tx, sql`select kid from signing_key`))
  await inTransaction(server.db, server.org, (tx) =>
    run(tx, sql`insert into signing_key (kid, public_key, created_at) values ('k', '{}', now())`),
  )
  const target = await aTarget()
  const { org } = await restoreOrg(target.db, sourceOf(await bytesOf(backupOrg(server.db, server.org))))
  assert.deepEqual(await keysOf(target.db, org), [])
  await inTransaction(server.db, server.org, (tx) => run(tx, sql`delete from signing_key`))
})

/** In a program started after the restore everybody signs in, new records get ids of their own, and rules hold. */
async function worksOn({ connection }: FreshDatabase, org: OrgRef): Promise<void> {
  const db = openDatabase(connection)
  try {
    const { email: username, password } = ADMINISTRATOR
    assert.equal((await signIn(db, { username, password, secretKey: await aSecretKey() })).org.name, 'Nordwind')
    const [before] = await reading(db, org, (tx) => manyOnce<{ id: number }>(tx, sql`select max(id) as id from lead`))
    const id = await inTransaction(db, org, async (tx) => aLead(tx, await ada(tx)))
    assert.ok(id > (before?.id ?? Infinity))
    const again = inTransaction(db, org, async (tx) => aLead(tx, await ada(tx), { Badge__c: 'B-1' }))
    assert.equal((await refusalOf(again)).kind, 'conflict')
  } finally {
    await db.close()
  }
}

test('people who work during a backup change nothing in it, and it can be restored beside another company', async () => {
  const parts = backupOrg(server.db, server.org)
  const first = await parts.next()
  const id = await inTransaction(server.db, server.org, async (tx) =>
    aLead(tx, await ada(tx), { LastName: 'Afterwards' }),
  )
  const bytes = Buffer.concat([...(first.done ? [] : [first.value]), await bytesOf(parts)])
  const target = await aTarget()
  const { org } = await restoreOrg(target.db, sourceOf(bytes), { into: 'Nordwind of before' })
  assert.deepEqual(
    (await listOrgs(target.db)).map(({ name }) => name),
    ['My company', 'Nordwind of before'],
  )
  const leads = (await everything(target.db, org)).lead
  const there = (await everything(server.db, server.org)).lead
  assert.deepEqual(
    leads,
    there?.filter((row) => JSON.parse(row).id !== id),
  )
  assert.equal((await refusalOf(restoreOrg(target.db, sourceOf(backup), { into: 'Once more' }))).code, 'username_taken')
})

const damages: Readonly<Record<string, readonly [code: string, make: () => Buffer | Promise<Buffer>]>> = {
  'with one byte changed': [
    'backup_damaged',
    () =>
      Buffer.from(backup).fill(backup[backup.length >> 1] === 0 ? 1 : 0, backup.length >> 1, (backup.length >> 1) + 1),
  ],
  'with its header changed': [
    'backup_damaged',
    () => Buffer.from(backup.toString('latin1').replace('Nordwind', 'Nordwand'), 'latin1'),
  ],
  'that was cut off': ['backup_damaged', () => backup.subarray(0, backup.length - 1000)],
  'that lacks its last byte': ['backup_damaged', () => backup.subarray(0, -1)],
  'with nothing in it': ['not_a_backup', () => Buffer.alloc(0)],
  'that is another file': ['not_a_backup', () => Buffer.from('Name,Company\nOkafor,Nordwind\n')],
  'of a newer form': [
    'backup_newer',
    () => Buffer.from(backup.toString('latin1').replace('ASSAY BACKUP 1', 'ASSAY BACKUP 2'), 'latin1'),
  ],
  'with a migration of the future': [
    'backup_newer',
    () => made({ migrations: [{ name: '9999-flying-cars.sql', checksum: '' }] }, []),
  ],
  'with a migration of somebody else': [
    'backup_of_another_assay',
    () => made({ migrations: [{ name: '0001-ground.sql', checksum: 'theirs' }] }, []),
  ],
  'whose rows refer to nobody': [
    'backup_damaged',
    () =>
      made({ tables: 1 }, [
        noteFrame({ usernames: [] }),
        noteFrame({ table: 'group_member', columns: ['group_id', 'user_id'] }),
        rowsFrame(Buffer.from('1\t2\n')),
        noteFrame({ rows: 1 }),
        noteFrame({ sequences: [] }),
      ]),
  ],
  'that names a table nobody made': [
    'backup_damaged',
    () =>
      made({ tables: 1 }, [
        noteFrame({ usernames: [] }),
        noteFrame({ table: 'lead; drop schema platform', columns: ['id'] }),
      ]),
  ],
  'that names a column nobody made': [
    'backup_damaged',
    () =>
      made({ tables: 1 }, [
        noteFrame({ usernames: [] }),
        noteFrame({ table: 'setting', columns: ['name", "nothing'] }),
      ]),
  ],
  'with fewer rows than it says': [
    'backup_damaged',
    () =>
      made({ tables: 1 }, [
        noteFrame({ usernames: [] }),
        noteFrame({ table: 'group_member', columns: ['group_id', 'user_id'] }),
        noteFrame({ rows: 1 }),
      ]),
  ],
  'with fewer tables than it says': [
    'backup_damaged',
    () => made({ tables: 2 }, [noteFrame({ usernames: [] }), noteFrame({ sequences: [] })]),
  ],
  'that ends in the middle': [
    'backup_damaged',
    () => made({ tables: 1 }, [noteFrame({ usernames: [] }), Buffer.from([78, 0, 0])]),
  ],
}

/** A whole file that Assay would not write; its company knows only the first migration. */
async function made(header: Partial<BackupHeader>, frames: readonly Buffer[]): Promise<Buffer> {
  const usual: BackupHeader = {
    madeAt: '2026-01-01T00:00:00Z',
    postgres: '18',
    org: { id: server.org.id, name: 'Nordwind', createdAt: '2026-01-01T00:00:00Z' },
    migrations: (await orgMigrations()).slice(0, 1),
    tables: 0,
  }
  return bytesOf(backupBytes({ ...usual, ...header }, Readable.from(frames)))
}

test('a file that cannot be restored is refused, and leaves nothing behind', async () => {
  const target = await aTarget()
  const before = await outline(target.db)
  for (const [what, [code, make]] of Object.entries(damages)) {
    const refusal = await refusalOf(restoreOrg(target.db, sourceOf(await make())))
    assert.equal(refusal.code, code, `a backup ${what}: ${refusal.message}`)
    assert.deepEqual(await outline(target.db), before, `a backup ${what}`)
  }
})
