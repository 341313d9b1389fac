import { createHash } from 'node:crypto'
import { glob, readFile, writeFile } from 'node:fs/promises'
import { inRoot, ROOT, run, tool, type Finished } from './terminal.ts'

const SOURCES = ['web/**/*', 'shared/**/*', 'index.html', 'vite.config.ts', 'postcss.config.*', 'package-lock.json']
const STAMP = inRoot('dist', '.web-built-from')

/**
 * Builds the web when what it is made of has changed since, and answers whether it did; throws with what Vite said when that fails.
 * Meanwhile the server is translated, so that the one that serves need not keep a translator in memory.
 */
export async function buildWhenStale(): Promise<boolean> {
  const [sources, built] = await Promise.all([hashSources(), readFile(STAMP, 'utf8').catch(() => '')])
  if (sources === built) return false
  process.stdout.write('Building the web pages.\n')
  const [{ ok, output }] = await Promise.all([buildWeb(), translateServer()])
  if (!ok) throw new Error(`The web pages could not be built.\n${output}`)
  return true
}

/** Reads the server as the program that serves will, into Node's cache of what it compiled (NODE_COMPILE_CACHE). */
const translateServer = (): Promise<Finished> =>
  run({ program: process.execPath, args: [...process.execArgv, '--eval', `import('./server/main.ts')`] })

export async function buildWeb(): Promise<Finished> {
  const sources = await hashSources()
  const finished = await run(tool('vite/bin/vite.js', 'build', '--logLevel', 'warn'))
  if (finished.ok) await writeFile(STAMP, sources)
  return finished
}

/** By content: git gives every file of a new clone the same time. */
async function hashSources(): Promise<string> {
  const entries = await Array.fromAsync(glob(SOURCES, { cwd: ROOT, withFileTypes: true }))
  const files = entries
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.test.ts'))
    .map((entry) => `${entry.parentPath}/${entry.name}`)
  const hash = createHash('sha256')
  for (const file of files.sort()) hash.update(file.slice(ROOT.length)).update(await readFile(file))
  return hash.digest('hex')
}
