import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, test } from 'node:test'
import { until } from '../test/support/until.ts'

/** In the place of npm: notes that it was called, waits until it may go on, and installs what the lock file asks for. */
const NPM = `
  import fs from 'node:fs'
  fs.appendFileSync('calls', 'ci\\n')
  while (!fs.existsSync('go')) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10)
  fs.mkdirSync('node_modules/.bin', { recursive: true })
  // One whose start was killed goes on by itself, and may have been here.
  try { fs.symlinkSync(process.execPath, 'node_modules/.bin/node') } catch {}
  fs.copyFileSync('package-lock.json', 'node_modules/.package-lock.json')
`

let root: string

beforeEach(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'assay-install-'))
  await mkdir(path.join(root, 'bin'))
  await copyFile(path.join(import.meta.dirname, 'install.mjs'), path.join(root, 'bin', 'install.mjs'))
  await writeFile(path.join(root, 'package-lock.json'), JSON.stringify({ packages: { '': {} } }))
  await writeFile(path.join(root, 'npm.mjs'), NPM)
})
afterEach(() => rm(root, { recursive: true, force: true, maxRetries: 5 }))

function started(): ChildProcess {
  return spawn(process.execPath, ['bin/install.mjs'], {
    cwd: root,
    env: { ...process.env, npm_execpath: path.join(root, 'npm.mjs') },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}

const calls = (): Promise<string> => readFile(path.join(root, 'calls'), 'utf8').catch(() => '')
const mayGoOn = (): Promise<void> => writeFile(path.join(root, 'go'), '')

async function ended(child: ChildProcess): Promise<number | null> {
  return child.exitCode ?? new Promise((resolve) => child.once('exit', resolve))
}

test('of two first starts at once one installs, and the other says that it waits', async () => {
  const first = started()
  await until(calls, (made) => made === 'ci\n')
  const second = started()
  const told: string[] = []
  second.stdout?.setEncoding('utf8').on('data', (said: string) => told.push(said))
  await until(
    () => told.join(''),
    (said) => said === 'Another start is installing what Assay needs; waiting for it.\n',
  )
  await mayGoOn()
  assert.deepEqual(await Promise.all([ended(first), ended(second)]), [0, 0])
  assert.equal(await calls(), 'ci\n', 'installed once')
})

test('a start that was killed while it installed holds nobody up', async () => {
  const killed = started()
  await until(calls, (made) => made === 'ci\n')
  killed.kill('SIGKILL')
  await ended(killed)
  await mayGoOn()
  const next = started()
  const said = await text(next.stdout ?? assert.fail('It says something.'))
  assert.equal(await ended(next), 0)
  assert.doesNotMatch(said, /waiting/)
})
