import { glob, mkdtemp, readFile, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { inRoot, ROOT, run, type Counts, type Finished } from './terminal.ts'

export type Suite = {
  readonly patterns: readonly string[]
  /** Only files whose path holds one of these words. */
  readonly only?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  readonly timeoutMinutes?: number
}

/** Runs the suite's files in one process, shows it as it goes, and counts its tests. */
export async function runSuite({
  patterns,
  only = [],
  env = {},
  timeoutMinutes = 10,
}: Suite): Promise<Finished & Counts> {
  const files = await findTests(patterns, only)
  if (files.length === 0)
    return { ok: false, output: `No test file matches ${[...patterns, ...only].join(' ')}.`, passed: 0, failed: 0 }
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
    env,
    live: true,
    timeoutMinutes,
  })
  const counts = readCounts(await readFile(report, 'utf8').catch(() => ''))
  await rm(folder, { recursive: true, force: true })
  return { ...finished, ...counts, ok: finished.ok && counts.failed === 0 && counts.passed > 0 }
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
