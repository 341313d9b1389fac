import { glob, mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { inRoot, ROOT, run, type Counts, type Finished } from './terminal.ts'

export type Suite = {
  readonly patterns: readonly string[]
  /** Only files whose path holds one of these words. */
  readonly only?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** Side by side, each with a database server of its own. */
  readonly programs?: number
}

// Only for what hangs: a machine busy with other things takes several times as long as an idle one.
const LONGEST_RUN_MINUTES = 60

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
  const taken = await mkdtemp(path.join(os.tmpdir(), 'assay-suite-'))
  const programs = Array.from({ length: Math.min(suite.programs ?? 1, files.length) }, (_, at) => at)
  const results = await Promise.all(programs.map((at) => runFiles(suite, files, { taken, report: `${at}.tap` })))
  await rm(taken, { recursive: true, force: true })
  const passed = results.reduce((sum, one) => sum + one.passed, 0)
  return {
    ok: passed > 0 && results.every(({ ok }) => ok),
    output: results.map(({ output }) => output).join(''),
    passed,
    failed: results.reduce((sum, { failed }) => sum + failed, 0),
  }
}

/** Runs of these files those that no program beside this one has taken before. */
async function runFiles(
  { env = {} }: Suite,
  files: readonly string[],
  { taken, report: name }: { readonly taken: string; readonly report: string },
): Promise<Finished & Counts> {
  const report = path.join(taken, name)
  const finished = await run({
    program: process.execPath,
    args: [
      // Every room's modules stay in memory: where young objects have more room, they are looked through less often.
      '--min-semi-space-size=32',
      '--max-semi-space-size=64',
      '--test-reporter=spec',
      '--test-reporter-destination=stdout',
      '--test-reporter=tap',
      `--test-reporter-destination=${report}`,
      inRoot('bin', 'suite.ts'),
      ...files,
    ],
    // The programs that tests start read the same files; compiled once, they start in half the time.
    env: { NODE_COMPILE_CACHE: inRoot('node_modules', '.cache', 'assay-tests'), ASSAY_TESTS_TAKEN: taken, ...env },
    live: true,
    timeoutMinutes: LONGEST_RUN_MINUTES,
  })
  const counts = readCounts(await readFile(report, 'utf8').catch(() => ''))
  return {
    ...finished,
    ...(counts ?? { passed: 0, failed: 0 }),
    ok: finished.ok && counts !== undefined && counts.failed === 0,
  }
}

/** The largest first: whoever runs the last has not long to go. */
async function findTests(patterns: readonly string[], only: readonly string[]): Promise<readonly string[]> {
  const found = await Array.fromAsync(glob([...patterns], { cwd: ROOT }))
  const files = found
    .filter((file) => only.length === 0 || only.some((word) => file.includes(word)))
    .map((file) => inRoot(file))
  const sized = await Promise.all(files.map(async (file) => ({ file, size: (await stat(file)).size })))
  return sized.toSorted((a, b) => b.size - a.size).map(({ file }) => file)
}

/** The totals at the end of a TAP report; undefined of a program that never came to its end. */
function readCounts(tap: string): Counts | undefined {
  const total = (name: string): number | undefined => {
    const [, count] = new RegExp(`^# ${name} (\\d+)$`, 'm').exec(tap) ?? []
    return count === undefined ? undefined : Number(count)
  }
  const [passed, failed, cancelled] = [total('pass'), total('fail'), total('cancelled')]
  return passed === undefined ? undefined : { passed, failed: (failed ?? 0) + (cancelled ?? 0) }
}
