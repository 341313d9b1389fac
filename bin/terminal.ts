import { spawn } from 'node:child_process'
import path from 'node:path'

export const ROOT = path.join(import.meta.dirname, '..')
export const inRoot = (...parts: readonly string[]): string => path.join(ROOT, ...parts)

export type Finished = { readonly ok: boolean; readonly output: string }

export type Command = {
  readonly program: string
  readonly args: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** Shown as it comes, rather than kept for when it fails. */
  readonly live?: boolean
  readonly timeoutMinutes?: number
}

/** Runs a program in the project's folder and answers how it ended; never throws. */
export function run({ program, args, env = {}, live = false, timeoutMinutes = 30 }: Command): Promise<Finished> {
  return new Promise((resolve) => {
    const child = spawn(program, [...args], {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: ['ignore', live ? 'inherit' : 'pipe', live ? 'inherit' : 'pipe'],
    })
    const parts: Buffer[] = []
    child.stdout?.on('data', (part: Buffer) => parts.push(part))
    child.stderr?.on('data', (part: Buffer) => parts.push(part))
    const tooLong = setTimeout(() => {
      parts.push(Buffer.from(`\nStopped: it took longer than ${timeoutMinutes} minutes.\n`))
      child.kill('SIGTERM')
    }, timeoutMinutes * 60_000)
    const finish = (ok: boolean): void => {
      clearTimeout(tooLong)
      resolve({ ok, output: Buffer.concat(parts).toString('utf8') })
    }
    child.once('error', (error) => {
      parts.push(Buffer.from(`${error.message}\n`))
      finish(false)
    })
    child.once('close', (code) => finish(code === 0))
  })
}

/** A program of node_modules, run by the Node that runs this. */
export const tool = (file: string, ...args: readonly string[]): Command => ({
  program: process.execPath,
  args: [inRoot('node_modules', file), ...args],
})

export type Step = {
  readonly name: string
  /** What a person does when it fails. */
  readonly way: string
  run(): Promise<Finished & Partial<Counts>>
}

export type Counts = { readonly passed: number; readonly failed: number }

export type StepResult = Finished & Counts & { readonly name: string; readonly way: string }

/** Runs every step, whatever the ones before it said, with its name, result and seconds. */
export async function runSteps(steps: readonly Step[]): Promise<StepResult[]> {
  const results: StepResult[] = []
  for (const step of steps) {
    const startedAt = performance.now()
    const finished = await step.run()
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
    process.stdout.write(`${finished.ok ? '✔' : '✖'} ${step.name} (${seconds} s)\n`)
    if (!finished.ok) process.stdout.write(`${finished.output.trimEnd()}\n  ${step.way}\n`)
    results.push({ passed: 0, failed: 0, ...finished, name: step.name, way: step.way })
  }
  return results
}

/** Names what failed, once more at the end, where it is looked for. */
export function tellFailures(results: readonly StepResult[]): void {
  for (const { name, way } of results.filter(({ ok }) => !ok)) process.stdout.write(`✖ ${name}: ${way}\n`)
}
