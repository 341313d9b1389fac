import { glob, mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { inRoot, ROOT, run, type Counts, type Finished } from './terminal.ts'

export type Suite = {
  readonly patterns: readonly string[]
  /** Only files whose path holds one of these words. */
  readonly only?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  readonly timeoutMinutes?: number
  /** Side by side, each with a database server of its own. */
  readonly programs?: number
}

/** Runs the suite's files in as many programs side by side as it may have, shows them as they go, and counts their tests. */
export async function runSuite(suite: Suite): Promise<Finished & Counts> {
  const files = await findTests(suite.patterns, suite.only ?? [])
  if (files.length === 0)
    return {
      ok: false,
      output: `No test file matches ${[...suite.patterns, ...(suite.only ?? [])].join(' ')}.`,
      passed: 0,
      failed: 0,
    }
  const hands = await dealt(files, Math.min(suite.programs ?? 1, files.length))
  const results = await Promise.all(hands.map((hand) => runFiles(suite, hand)))
  return {
    ok: results.every(({ ok }) => ok),
    output: results.map(({ output }) => output).join(''),
    passed: results.reduce((sum, { passed }) => sum + passed, 0),
    failed: results.reduce((sum, { failed }) => sum + failed, 0),
  }
}

async function runFiles(
  { env = {}, timeoutMinutes = 10 }: Suite,
  files: readonly string[],
): Promise<Finished & Counts> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'assay-suite-'))
  const report = path.join(folder, 'report.tap')
  const finished = await run({
    program: process.execPath,
    args: [
      '--test-reporter=spec',
      '--test-reporter-destination=stdout',
      '--test-reporter=tap',
      `--test-reporter-destination=${report}`,
      inRoot('bin', 'suite.ts'),
      ...files,
    ],
    // The programs that tests start read the same files; compiled once, they start in half the time.
    env: { NODE_COMPILE_CACHE: inRoot('node_modules', '.cache', 'assay-tests'), ...env },
    live: true,
    timeoutMinutes,
  })
  const counts = readCounts(await readFile(report, 'utf8').catch(() => ''))
  await rm(folder, { recursive: true, force: true })
  return { ...finished, ...counts, ok: finished.ok && counts.failed === 0 && counts.passed > 0 }
}

/** The files in as many hands, of about as much work each: the largest first, each to whoever has least. */
async function dealt(files: readonly string[], hands: number): Promise<readonly (readonly string[])[]> {
  const sized = await Promise.all(files.map(async (file) => ({ file, size: (await stat(file)).size })))
  const piles = Array.from({ length: hands }, (): { files: string[]; size: number } => ({ files: [], size: 0 }))
  for (const { file, size } of sized.toSorted((a, b) => b.size - a.size)) {
    const least = piles.reduce((best, pile) => (pile.size < best.size ? pile : best))
    least.files.push(file)
    least.size += size
  }
  return piles.map((pile) => pile.files.sort())
}

async function findTests(patterns: readonly string[], only: readonly string[]): Promise<readonly string[]> {
  const found = await Array.fromAsync(glob([...patterns], { cwd: ROOT }))
  return found
    .filter((file) => only.length === 0 || only.some((word) => file.includes(word)))
    .sort()
    .map((file) => inRoot(file))
}

/** The totals at the end of a TAP report; a suite that never came to its end has none. */
function readCounts(tap: string): Counts {
  const total = (name: string): number => Number(new RegExp(`^# ${name} (\\d+)$`, 'm').exec(tap)?.[1] ?? 0)
  return { passed: total('pass'), failed: total('fail') + total('cancelled') }
}
