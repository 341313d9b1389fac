import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, readFile, readdir, rm, chmod } from 'node:fs/promises'
import { createServer } from 'node:net'
import os from 'node:os'
import path from 'node:path'

const EMAIL = 'bench@assay.test'
const PASSWORD = 'a long password for the bench'
// As `npm start` does (package.json).
const STARTED_WITH = ['--max-semi-space-size=8', '--heap-growing-percent=50']
const MALLOC = { MALLOC_ARENA_MAX: '2', MALLOC_TRIM_THRESHOLD_: '131072', MALLOC_MMAP_THRESHOLD_: '65536' }
const READY_WITHIN_MS = 60_000

/** A whole Assay of its own in a temporary folder, as `npm start` would run it. */
export type BenchServer = {
  readonly url: string
  readonly dataFolder: string
  readonly pid: number
  /** Headers of a signed-in administrator. */
  readonly headers: Readonly<Record<string, string>>
  readonly call: (method: string, address: string, body?: unknown) => Promise<unknown>
  readonly stop: () => Promise<void>
}

export async function startBenchServer(): Promise<BenchServer> {
  const dataFolder = await mkdtemp(path.join(os.tmpdir(), 'assay-bench-'))
  // For root PostgreSQL runs as another user, who has to pass through.
  await chmod(dataFolder, 0o711)
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const env = {
    ...process.env,
    ...MALLOC,
    PORT: String(port),
    ASSAY_URL: url,
    ASSAY_DATA: dataFolder,
    ASSAY_ADMIN_EMAIL: EMAIL,
    ASSAY_ADMIN_PASSWORD: PASSWORD,
    LOG_LEVEL: 'warn',
  }
  const child = spawn(process.execPath, [...STARTED_WITH, path.join(import.meta.dirname, '../../start.ts')], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  await ready(url, child)
  const headers = { 'content-type': 'application/json', cookie: await signIn(url) }
  return {
    url,
    dataFolder,
    pid: child.pid ?? 0,
    headers,
    call: (method, address, body) => call(url, headers, method, address, body),
    stop: async () => {
      const gone = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await gone
      await rm(dataFolder, { recursive: true, force: true })
    },
  }
}

/** The memory of a process and all below it in MB, shared pages counted once (PSS). */
export async function memoryMb(pid: number): Promise<number> {
  const family = await familyOf(pid)
  const sizes = await Promise.all(family.map(pssKb))
  return sizes.reduce((sum, size) => sum + size, 0) / 1024
}

/** The processor time a process and all below it have had so far, in seconds: what a busy machine does not stretch. */
export async function cpuSeconds(pid: number): Promise<number> {
  const times = await Promise.all((await familyOf(pid)).map(cpuTicks))
  return times.reduce((sum, ticks) => sum + ticks, 0) / TICKS_PER_SECOND
}

const TICKS_PER_SECOND = 100

async function cpuTicks(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  // After the name, which may hold anything: its own time, and that of those it has buried.
  const [user = 0, system = 0, buriedUser = 0, buriedSystem = 0] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 15)
    .map(Number)
  return user + system + buriedUser + buriedSystem
}

async function familyOf(pid: number): Promise<number[]> {
  const pids = (await readdir('/proc')).map(Number).filter(Number.isInteger)
  const parents = await Promise.all(pids.map(async (one) => [one, await parentOf(one)] as const))
  const family = [pid]
  for (const known of family) family.push(...parents.filter(([, parent]) => parent === known).map(([one]) => one))
  return family
}

const parentOf = async (pid: number): Promise<number> =>
  Number(/^PPid:\s+(\d+)/m.exec(await readFile(`/proc/${pid}/status`, 'utf8').catch(() => ''))?.[1] ?? 0)

const pssKb = async (pid: number): Promise<number> =>
  Number(/^Pss:\s+(\d+)/m.exec(await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => ''))?.[1] ?? 0)

async function ready(url: string, child: ChildProcess): Promise<void> {
  const giveUpAt = performance.now() + READY_WITHIN_MS
  while (performance.now() < giveUpAt && child.exitCode === null) {
    if (
      await fetch(`${url}/readyz`).then(
        (answer) => answer.ok,
        () => false,
      )
    )
      return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error('Assay did not become ready for the benchmark.')
}

async function signIn(url: string): Promise<string> {
  const answer = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: EMAIL, password: PASSWORD }),
  })
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0]
  if (cookie === undefined) throw new Error(`Signing in for the benchmark was answered ${answer.status}.`)
  return cookie
}

async function call(
  url: string,
  headers: Readonly<Record<string, string>>,
  method: string,
  address: string,
  body?: unknown,
): Promise<unknown> {
  const answer = await fetch(url + address, {
    method,
    headers,
    body: body === undefined ? undefined : JSON.stringify(body),
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${method} ${address} was answered ${answer.status}: ${text.slice(0, 500)}`)
  return text === '' ? undefined : JSON.parse(text)
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('No port is free.')),
      )
    })
  })
