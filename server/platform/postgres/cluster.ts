import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { link, mkdir, mkdtemp, readFile, readdir, realpath, rename, rm, rmdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { canWorkIn, type Account } from './account.ts'
import { COMMON_FOLDER, type Binaries } from './binaries.ts'
import { give } from './postmaster.ts'

const execute = promisify(execFile)

/** Where the tables lie and what opens them. */
export type Cluster = { readonly folder: string; readonly password: string }

export type ClusterOrder = {
  readonly dataFolder: string
  readonly account: Account
  readonly binaries: Binaries
  /** False for data nobody will miss. */
  readonly isDurable: boolean
}

const MAJOR_VERSION = '18'
const LOCATION_NOTE = 'postgres-location.txt'
const PASSWORD_FILE = 'postgres-password'

/** The data folder's cluster, made when there is none. Two programs at once end up with the same one. */
export async function openCluster(order: ClusterOrder): Promise<Cluster> {
  const { dataFolder, account } = order
  await mkdir(dataFolder, { recursive: true })
  const password = await openPassword(dataFolder)
  const known = await findClusterFolder(dataFolder)
  const folder = await realpath(known ?? (await makeCluster({ ...order, password })))
  await refuseUnusable(folder, account)
  return { folder, password }
}

/** The cluster of a data folder that has one already. */
export async function findCluster(dataFolder: string): Promise<Cluster | undefined> {
  const folder = await findClusterFolder(dataFolder)
  const password = await readFile(path.join(dataFolder, PASSWORD_FILE), 'utf8').catch(() => undefined)
  return folder === undefined || password === undefined
    ? undefined
    : { folder: await realpath(folder), password: password.trim() }
}

async function findClusterFolder(dataFolder: string): Promise<string | undefined> {
  const note = await readFile(path.join(dataFolder, LOCATION_NOTE), 'utf8').catch(() => '')
  const elsewhere = note.split('\n').find((line) => line.startsWith('/'))
  if (elsewhere !== undefined) return elsewhere.trim()
  const entries: string[] = await readdir(dataFolder).catch(() => [])
  return entries.includes('postgres') ? path.join(dataFolder, 'postgres') : undefined
}

async function openPassword(dataFolder: string): Promise<string> {
  const file = path.join(dataFolder, PASSWORD_FILE)
  const unfinished = `${file}.${process.pid}`
  await writeFile(unfinished, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 })
  // A link never replaces what is there, so of two programs starting at once one wins and both read its word.
  await link(unfinished, file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
  await rm(unfinished)
  return (await readFile(file, 'utf8')).trim()
}

type NewCluster = ClusterOrder & { readonly password: string }

async function makeCluster(order: NewCluster): Promise<string> {
  const { dataFolder, account } = order
  await sweepUnfinished(dataFolder)
  const unfinished = path.join(dataFolder, `postgres.new-${process.pid}`)
  await mkdir(unfinished, { mode: 0o700 })
  await give(unfinished, account)
  if (!(await canWorkIn(account, unfinished))) {
    await rmdir(unfinished)
    return makeClusterElsewhere(order)
  }
  await initialise(unfinished, order)
  const folder = path.join(dataFolder, 'postgres')
  await rename(unfinished, folder).catch(async (error: NodeJS.ErrnoException) => {
    await rm(unfinished, { recursive: true, force: true })
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
  })
  return folder
}

/** Root's data folder may lie where the PostgreSQL user cannot go; the tables then lie in a common place. */
async function makeClusterElsewhere(order: NewCluster): Promise<string> {
  await mkdir(COMMON_FOLDER, { recursive: true, mode: 0o755 })
  const folder = await mkdtemp(path.join(COMMON_FOLDER, 'data-'))
  await give(folder, order.account)
  await initialise(folder, order)
  const note = path.join(order.dataFolder, LOCATION_NOTE)
  await writeFile(
    `${note}.${process.pid}`,
    `The database of this folder lies in\n${folder}\n` +
      'because the user PostgreSQL runs under cannot enter this one. Back up and remove both together.\n',
  )
  try {
    await link(`${note}.${process.pid}`, note)
  } catch {
    await rm(folder, { recursive: true, force: true })
  } finally {
    await rm(`${note}.${process.pid}`, { force: true })
  }
  return (await findClusterFolder(order.dataFolder)) ?? folder
}

async function initialise(folder: string, { account, binaries, password, isDurable }: NewCluster): Promise<void> {
  const passwordFile = path.join(folder, '..', `.password-${path.basename(folder)}`)
  await writeFile(passwordFile, password, { mode: 0o600 })
  try {
    await give(passwordFile, account)
    await execute(
      binaries.initdb,
      [
        `--pgdata=${folder}`,
        '--username=postgres',
        '--auth=scram-sha-256',
        `--pwfile=${passwordFile}`,
        '--encoding=UTF8',
        '--locale=C',
        // The same order and the same letters on every machine, whatever its own language.
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--data-checksums',
        '--no-instructions',
        ...(isDurable ? [] : ['--no-sync']),
      ],
      { ...account, cwd: '/', env: { PATH: process.env.PATH, LANG: 'C', LC_ALL: 'C' } },
    )
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    const why = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : String(error)
    throw new Error(`The database cannot be made in ${folder}: ${why}`, { cause: error })
  } finally {
    await rm(passwordFile, { force: true })
  }
}

/** Clusters whose maker was killed before they were whole; nothing was ever kept in them. */
async function sweepUnfinished(dataFolder: string): Promise<void> {
  const entries = await readdir(dataFolder)
  const unfinished = entries.filter(
    (entry) => entry.startsWith('postgres.new-') && !isRunning(Number(entry.split('-')[1])),
  )
  await Promise.all(unfinished.map((entry) => rm(path.join(dataFolder, entry), { recursive: true, force: true })))
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return pid !== process.pid
  } catch {
    return false
  }
}

async function refuseUnusable(folder: string, account: Account): Promise<void> {
  if (!(await canWorkIn(account, folder))) {
    throw new Error(
      `The database in ${folder} cannot be entered by the user PostgreSQL runs under. ` +
        'It may belong to another user (was Assay started as root before?) or lie in a folder closed to it: ' +
        'start Assay as the user who made it, or name another folder in ASSAY_DATA.',
    )
  }
  const version = (await readFile(path.join(folder, 'PG_VERSION'), 'utf8')).trim()
  if (version !== MAJOR_VERSION) {
    throw new Error(
      `The database in ${folder} was made by PostgreSQL ${version}; this Assay brings ${MAJOR_VERSION}. ` +
        'Make a backup with the Assay that made it, and restore it into a new folder with this one.',
    )
  }
}
