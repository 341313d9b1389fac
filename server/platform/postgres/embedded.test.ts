import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { makeTestFolder } from '../../../test/support/postgres.ts'
import { readConfig } from '../config.ts'
import { findCluster } from './cluster.ts'
import { connectToRunning, startPostgres, type EmbeddedPostgres, type PostgresConnection } from './embedded.ts'
import { findPostmaster } from './postmaster.ts'

const PROGRAM = path.join(import.meta.dirname, '..', '..', '..', 'test', 'support', 'postgresProgram.ts')

test('what was committed outlives kill -9 of the program, and of everything', () =>
  inFolder(async (dataFolder) => {
    const first = await startProgram(dataFolder)
    await ask(await first.connection(), 'create table kept (n integer)', 'insert into kept values (1)')
    await first.kill()
    assert.notEqual(await findPostmaster(clusterOf(dataFolder)), undefined, 'PostgreSQL is left running')

    const second = await startProgram(dataFolder)
    await ask(await second.connection(), 'insert into kept values (2)')
    const postmaster = await findPostmaster(clusterOf(dataFolder))
    assert.ok(postmaster)
    process.kill(postmaster.pid, 'SIGKILL')
    await second.kill()

    const postgres = await start(dataFolder)
    assert.deepEqual(await ask(postgres.connection, 'select n from kept order by n'), [{ n: 1 }, { n: 2 }])
    await postgres.stop()
    assert.equal(await findPostmaster(clusterOf(dataFolder)), undefined)
  }))

test('a second Assay on the same folder is refused, and told which process has it', () =>
  inFolder(async (dataFolder) => {
    const first = await startProgram(dataFolder)
    await first.connection()
    await assert.rejects(start(dataFolder), (error: Error) => {
      assert.match(error.message, new RegExp(`already running on this data folder \\(process ${first.pid}\\)`))
      return true
    })
    assert.deepEqual(await connectToRunning({ dataFolder }), await first.connection())
    await first.stop()
    assert.equal(await connectToRunning({ dataFolder }), undefined)
  }))

test('it keeps as much of the tables in memory as was asked for', () =>
  inFolder(async (dataFolder) => {
    const postgres = await startPostgres({ dataFolder, buffers: '96MB', settings: { fsync: 'off' } })
    assert.deepEqual(await ask(postgres.connection, 'show shared_buffers'), [{ shared_buffers: '96MB' }])
    await postgres.stop()
    assert.throws(() => readConfig({ ASSAY_BUFFERS: 'plenty' }), /ASSAY_BUFFERS must be .* 512MB .* is 'plenty'/)
  }))

test('a PostgreSQL that is lost while we run is started again at the same place', () =>
  inFolder(async (dataFolder) => {
    const notices: string[] = []
    const postgres = await start(dataFolder, (sentence) => notices.push(sentence))
    const before = await findPostmaster(clusterOf(dataFolder))
    assert.ok(before)
    process.kill(before.pid, 'SIGKILL')
    for (let waited = 0; waited < 2000 && !notices.includes('PostgreSQL is back.'); waited += 1) await sleep(20)
    assert.deepEqual(await ask(postgres.connection, 'select 1 as one'), [{ one: 1 }])
    await postgres.stop()
  }))

test('two programs that start at once on a new folder end with one that has it', () =>
  inFolder(async (dataFolder) => {
    const both = await Promise.all([startProgram(dataFolder), startProgram(dataFolder)])
    const lines = await Promise.all(both.map(({ firstLine }) => firstLine))
    assert.equal(lines.filter((line) => line.startsWith('{')).length, 1, lines.join('; '))
    assert.equal(
      lines.filter((line) => line.startsWith('Another Assay is already running')).length,
      1,
      lines.join('; '),
    )
    await Promise.all(both.map((program) => program.stop()))
    assert.deepEqual((await readdir(dataFolder)).sort(), ['postgres', 'postgres-password', 'postgres.log'])
  }))

describe('on one data folder', () => {
  let dataFolder: string
  let postgres: EmbeddedPostgres
  before(async () => {
    dataFolder = await makeTestFolder()
    postgres = await start(dataFolder)
  })
  after(async () => {
    await postgres.stop()
    await rm(dataFolder, { recursive: true, force: true })
  })

  test('the password is for its owner only', async () => {
    assert.equal((await stat(path.join(dataFolder, 'postgres-password'))).mode & 0o777, 0o600)
    assert.equal((await stat(postgres.connection.host)).mode & 0o777, 0o700)
    await assert.rejects(
      ask({ ...postgres.connection, password: 'guessed' }, 'select 1'),
      /password authentication failed/,
    )
  })

  test('the program works as no superuser, and may make the extensions it needs', async () => {
    const rows = await ask(
      postgres.connection,
      'create extension pg_trgm',
      'create extension unaccent',
      'create extension btree_gin',
      `select rolsuper from pg_roles where rolname = current_user`,
    )
    assert.deepEqual(rows, [{ rolsuper: false }])
  })

  test('a stale process id that another program bears keeps nobody from starting', async () => {
    await postgres.stop()
    const cluster = clusterOf(dataFolder)
    await writeFile(
      path.join(cluster, 'postmaster.pid'),
      `${process.pid}\n${cluster}\n1\n5432\n/tmp/assay-gone\n\n\nready\n`,
    )
    postgres = await start(dataFolder)
    assert.deepEqual(await ask(postgres.connection, 'select 1 as one'), [{ one: 1 }])
  })
})

test(
  'root may keep the data in a folder that the PostgreSQL user cannot enter',
  { skip: process.getuid?.() === 0 ? false : 'only root starts PostgreSQL as another user' },
  () =>
    inFolder(async (outer) => {
      await chmod(outer, 0o700)
      const dataFolder = path.join(outer, 'data')
      await mkdir(dataFolder)
      const postgres = await start(dataFolder)
      await ask(postgres.connection, 'create table kept (n integer)')
      await postgres.stop()
      const again = await start(dataFolder)
      assert.deepEqual(await ask(again.connection, 'select count(*)::integer as n from kept'), [{ n: 0 }])
      const elsewhere = (await findCluster(dataFolder))?.folder ?? ''
      await again.stop()
      assert.match(elsewhere, /^\/var\/lib\/assay\/data-/)
      assert.equal((await stat(outer)).mode & 0o777, 0o700, 'nobody opened the folder')
      await rm(elsewhere, { recursive: true })
    }),
)

const start = (
  dataFolder: string,
  onNotice: (sentence: string) => void = () => undefined,
): ReturnType<typeof startPostgres> => startPostgres({ dataFolder, settings: { fsync: 'off' }, onNotice })

const clusterOf = (dataFolder: string): string => path.join(dataFolder, 'postgres')

async function inFolder(story: (folder: string) => Promise<void>): Promise<void> {
  const folder = await makeTestFolder()
  try {
    await story(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function ask(connection: PostgresConnection, ...statements: readonly string[]): Promise<unknown[]> {
  const client = new pg.Client(connection)
  client.on('error', () => undefined)
  await client.connect()
  try {
    let rows: unknown[] = []
    for (const statement of statements) rows = (await client.query(statement)).rows
    return rows
  } finally {
    await client.end()
  }
}

type Program = {
  readonly pid: number | undefined
  /** The connection as JSON, or the sentence that says why there is none. */
  readonly firstLine: Promise<string>
  readonly connection: () => Promise<PostgresConnection>
  kill(): Promise<void>
  stop(): Promise<void>
}

async function startProgram(dataFolder: string): Promise<Program> {
  const child = spawn(process.execPath, [PROGRAM, dataFolder], { stdio: ['ignore', 'pipe', 'inherit'] })
  const exited = once(child, 'exit')
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal)
    await exited
  }
  const firstLine = once(createInterface(child.stdout), 'line').then(([line]) => String(line))
  return {
    pid: child.pid,
    firstLine,
    connection: async () => JSON.parse(await firstLine) as PostgresConnection,
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
  }
}
