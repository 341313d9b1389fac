import { execFile, spawn } from 'node:child_process'
import { chown, mkdir, mkdtemp, open, readFile, rename, rm, stat } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { elapsedMs } from '../clock.ts'
import type { Account } from './account.ts'

const execute = promisify(execFile)

/** PostgreSQL's parent process on one cluster folder, as its postmaster.pid tells. */
export type Postmaster = {
  readonly pid: number
  readonly cluster: string
  readonly socketFolder: string
  readonly port: number
}

/** One that is our child. */
export type StartedPostmaster = Postmaster & { readonly exited: Promise<void> }

export type PostmasterOrder = {
  readonly postgres: string
  readonly account: Account
  readonly cluster: string
  readonly socketFolder: string
  readonly port: number
  readonly settings: Readonly<Record<string, string>>
  readonly logFile: string
  readonly onNotice: (sentence: string) => void
}

const LOG_MAX_BYTES = 10_000_000
const SOCKET_FOLDER_PREFIX = 'assay-'

/** The postmaster alive on this folder, ready or not; undefined when none is, whatever its file says. */
export async function findPostmaster(cluster: string): Promise<(Postmaster & { ready: boolean }) | undefined> {
  const noted = await readPostmasterFile(cluster)
  if (noted === undefined || !(await isPostmasterOf(noted.pid, cluster))) return undefined
  return noted
}

/** Starts PostgreSQL and answers when it takes connections. Throws with the end of its log when it gives up. */
export async function startPostmaster(order: PostmasterOrder): Promise<StartedPostmaster> {
  await sweepAfterCrash(order)
  await keepLogSmall(order.logFile)
  const log = await open(order.logFile, 'a', 0o600)
  const settings = Object.entries(order.settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const child = spawn(
    order.postgres,
    ['-D', order.cluster, '-p', String(order.port), '-k', order.socketFolder, ...settings],
    {
      ...order.account,
      cwd: '/',
      // A process group of its own: Ctrl-C is for us, who first finish what PostgreSQL is needed for.
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
      env: { PATH: process.env.PATH, LANG: 'C', LC_ALL: 'C' },
    },
  )
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.once('error', () => resolve())
  })
  const stopWithUs = (): void => send(child.pid ?? 0, 'SIGINT')
  process.once('exit', stopWithUs)
  void exited.then(() => process.off('exit', stopWithUs))
  child.unref()
  await log.close()
  if (!(await isReady(order, child.pid, exited))) throw new Error(await whyItFailed(order.logFile))
  return { pid: child.pid ?? 0, cluster: order.cluster, socketFolder: order.socketFolder, port: order.port, exited }
}

/** Ends every session and stops with a checkpoint; without one if that takes over a minute. */
export async function stopPostmaster(postmaster: Postmaster): Promise<void> {
  for (const [signal, waitSeconds] of [
    ['SIGINT', 60],
    ['SIGQUIT', 10],
    ['SIGKILL', 10],
  ] as const) {
    send(postmaster.pid, signal)
    const deadline = elapsedMs() + waitSeconds * 1000
    while ((await isPostmasterOf(postmaster.pid, postmaster.cluster)) && elapsedMs() < deadline) await sleep(20)
    if (!(await isPostmasterOf(postmaster.pid, postmaster.cluster))) break
  }
  await removeSocketFolder(postmaster.socketFolder)
}

/** A folder for the socket with a short name, closed to other users. */
export async function makeSocketFolder(account: Account): Promise<string> {
  // A socket's path has at most 103 bytes on some systems, and a user's own TMPDIR may be out of PostgreSQL's reach.
  const parent = account.uid !== undefined || os.tmpdir().length > 60 ? '/tmp' : os.tmpdir()
  const folder = await mkdtemp(path.join(parent, SOCKET_FOLDER_PREFIX))
  await give(folder, account)
  return folder
}

/** Makes it again under its name, for machines that sweep their temporary folder. */
export async function keepSocketFolder(folder: string, account: Account): Promise<void> {
  if ((await mkdir(folder, { recursive: true, mode: 0o700 })) !== undefined) await give(folder, account)
}

export async function removeSocketFolder(folder: string): Promise<void> {
  if (path.basename(folder).startsWith(SOCKET_FOLDER_PREFIX)) await rm(folder, { recursive: true, force: true })
}

export async function give(file: string, { uid, gid }: Account): Promise<void> {
  if (uid !== undefined && gid !== undefined) await chown(file, uid, gid)
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    // 0 would mean our own process group.
    if (pid > 0) process.kill(pid, signal)
  } catch {
    // It is gone already, which is what a signal is for.
  }
}

async function readPostmasterFile(cluster: string): Promise<(Postmaster & { ready: boolean }) | undefined> {
  const text = await readFile(path.join(cluster, 'postmaster.pid'), 'utf8').catch(() => '')
  const [pid, , , port, socketFolder, , , status] = text.split('\n').map((line) => line.trim())
  if (!pid || !port || !socketFolder) return undefined
  return { pid: Math.abs(Number(pid)), cluster, port: Number(port), socketFolder, ready: status === 'ready' }
}

async function isPostmasterOf(pid: number, cluster: string): Promise<boolean> {
  const words = await commandLine(pid)
  return words.includes('postgres') && words.includes(cluster)
}

/** The words a process was started with; none when there is no such process, or only its shell is left. */
async function commandLine(pid: number): Promise<string> {
  if (!isAlive(pid)) return ''
  return readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() =>
    execute('ps', ['-o', 'args=', '-p', String(pid)]).then(
      ({ stdout }) => stdout,
      () => '',
    ),
  )
}

/** What a killed PostgreSQL left: its socket's folder, and a process id that another program may bear by now. */
async function sweepAfterCrash({ cluster, socketFolder }: PostmasterOrder): Promise<void> {
  const noted = await readPostmasterFile(cluster)
  if (noted === undefined) return
  if (noted.socketFolder !== socketFolder) await removeSocketFolder(noted.socketFolder)
  // PostgreSQL would take that program for a postmaster and refuse to start.
  if (isAlive(noted.pid) && !(await commandLine(noted.pid)).includes('postgres'))
    await rm(path.join(cluster, 'postmaster.pid'), { force: true })
}

async function isReady(order: PostmasterOrder, pid: number | undefined, exited: Promise<void>): Promise<boolean> {
  let gone = false
  void exited.then(() => (gone = true))
  const slowAfter = elapsedMs() + 4000
  let told = false
  for (;;) {
    if (gone) return false
    const noted = await readPostmasterFile(order.cluster)
    if (noted?.ready === true && noted.pid === pid) return true
    if (!told && elapsedMs() > slowAfter) {
      told = true
      order.onNotice('PostgreSQL is recovering what was committed before it was cut off. This can take a minute.')
    }
    await sleep(10)
  }
}

async function whyItFailed(logFile: string): Promise<string> {
  const text = await readFile(logFile, 'utf8').catch(() => '')
  const reasons = text
    .trimEnd()
    .split('\n')
    .slice(-20)
    .filter((line) => /FATAL|PANIC|ERROR|HINT|could not|No space/.test(line))
  return `PostgreSQL did not start. ${reasons.slice(-3).join(' ')} More is in ${logFile}.`
}

async function keepLogSmall(logFile: string): Promise<void> {
  const size = await stat(logFile).then(
    (stats) => stats.size,
    () => 0,
  )
  if (size > LOG_MAX_BYTES) await rename(logFile, `${logFile}.1`)
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
