// Runs before every npm script, on whatever Node the machine has (20 or newer), with nothing installed yet.
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const OLDEST_NODE = 20
const LOOKS_EVERY_MS = 200
// Far above what the slowest network takes: whoever has not come to an end by then never will.
const WAITS_AT_MOST_MS = 15 * 60_000
const root = path.join(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '..')
const inRoot = (...parts) => path.join(root, ...parts)

if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE) {
  stop(
    `Assay needs Node ${OLDEST_NODE} or newer to install itself, and this is ${process.versions.node}. Install a newer one from https://nodejs.org.`,
  )
}
if (!isInstalled()) {
  takeTurn()
  // Whoever was ahead may have done it.
  if (!isInstalled()) install()
}

/** Whether node_modules is what package-lock.json asks for; npm notes what it installed in a lock of its own. */
function isInstalled() {
  const notes = inRoot('node_modules', '.package-lock.json')
  if (!existsSync(notes) || !existsSync(inRoot('node_modules', '.bin', 'node'))) return false
  const wanted = packagesOf(inRoot('package-lock.json'))
  const installed = packagesOf(notes)
  return Object.entries(wanted).every(([place, { version, optional, link }]) => {
    if (place === '' || link) return true
    // What is optional may be for another kind of machine.
    return installed[place] === undefined ? optional === true : installed[place].version === version
  })
}

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages ?? {}
  } catch {
    return {}
  }
}

/** Two at once would tear each other's folder down: one installs, and whoever comes meanwhile waits. */
function takeTurn() {
  const note = inRoot('.installing')
  const givesUpAt = performance.now() + WAITS_AT_MOST_MS
  for (let isTold = false; !isNoted(note);) {
    if (isAtWork(note) && performance.now() < givesUpAt) {
      if (!isTold) console.log('Another start is installing what Assay needs; waiting for it.')
      isTold = true
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LOOKS_EVERY_MS)
    } else rmSync(note, { force: true })
  }
  process.on('exit', () => rmSync(note, { force: true }))
}

function isNoted(note) {
  try {
    writeFileSync(note, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  }
}

/** Whether the program that left this note still runs; one that was killed left it behind. */
function isAtWork(note) {
  try {
    const pid = Number(readFileSync(note, 'utf8'))
    // Nothing in it yet: it was made this moment.
    if (pid > 0) process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

function install() {
  console.log('Installing what Assay needs; this takes a minute the first time.')
  let result = npmCi()
  if (result.status !== 0) {
    console.log('That did not work; trying once more.')
    result = npmCi()
  }
  if (result.status !== 0) {
    process.stderr.write(`${result.stdout ?? ''}${result.stderr ?? ''}`)
    stop(
      'The packages could not be installed. npm says why above; when the network is back, run the same command again.',
    )
  }
  refuseBrokenNode()
}

function npmCi() {
  const npm = process.env.npm_execpath
  const [program, args] = npm ? [process.execPath, [npm]] : ['npm', []]
  const options = ['--include=dev', '--no-audit', '--no-fund', '--loglevel=error', '--fetch-retries=5']
  return spawnSync(program, [...args, 'ci', ...options], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
}

/** Assay runs on the Node that npm brings; a machine that forbids install scripts does not get it. */
function refuseBrokenNode() {
  try {
    execFileSync(inRoot('node_modules', '.bin', 'node'), ['--version'], { stdio: 'ignore' })
  } catch {
    stop(
      "The package 'node' was installed, but its program does not run: its install script was not allowed to. Run: npm rebuild node",
    )
  }
}

function stop(sentence) {
  console.error(sentence)
  process.exit(1)
}
