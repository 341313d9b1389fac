import { fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { inRoot } from '../../bin/terminal.ts'

/** What a command wrote to standard output and to standard error, and its exit status; null of one that was killed. */
export type Ended = { readonly status: number | null; readonly out: string; readonly said: string }

/** A command's words as they would be typed. */
export type Typed = {
  readonly words: readonly string[]
  readonly input: string
  readonly env: Readonly<Record<string, string>>
}

type More = Partial<Pick<Typed, 'input' | 'env'>>

export type Commands = {
  /** Carries out a command in a program that is there already: to start one for each takes longer than most commands. */
  readonly type: (words: readonly string[], more?: More) => Promise<Ended>
  /** Starts a program for this command alone, which can be killed. */
  readonly begin: (words: readonly string[], more?: More) => Begun
  readonly close: () => Promise<void>
}

export type Begun = {
  readonly ended: Promise<Ended>
  readonly isRunning: () => boolean
  /** What it wrote to standard error until now. */
  readonly said: () => string
  readonly kill: (signal?: NodeJS.Signals) => void
}

const PROGRAM = path.join(import.meta.dirname, 'commandsProgram.ts')

/** Somebody who types commands in this folder. */
export function commandsIn(folder: string, env: Readonly<Record<string, string>> = {}): Commands {
  const surroundings = { cwd: folder, env: { ...process.env, ...env } }
  const program = fork(PROGRAM, { ...surroundings, execArgv: [] })
  const lost = once(program, 'exit').then(([status]) => {
    throw new Error(`The program that carries out the commands ended with ${status}.`)
  })
  const isGone = lost.catch(() => undefined)
  const answer = async (typed: Typed): Promise<Ended> => {
    const answered = once(program, 'message')
    program.send(typed)
    const [ended] = await Promise.race([answered, lost])
    return ended
  }
  let earlier: Promise<unknown> = Promise.resolve()
  return {
    type: (words, { input = '', env: more = {} } = {}) => {
      const ended = earlier.then(() => answer({ words, input, env: more }))
      earlier = ended.catch(() => undefined)
      return ended
    },
    begin: (words, { input = '', env: more = {} } = {}) => {
      const child = spawn(process.execPath, [inRoot('bin', 'assay.ts'), ...words], {
        ...surroundings,
        env: { ...surroundings.env, ...more },
      })
      let [out, said] = ['', '']
      child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text))
      child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text))
      child.stdin.end(input)
      return {
        ended: new Promise((resolve) => child.once('close', (status) => resolve({ status, out, said }))),
        isRunning: () => child.exitCode === null,
        said: () => said,
        kill: (signal = 'SIGKILL') => void child.kill(signal),
      }
    },
    close: async () => {
      program.disconnect()
      await isGone
    },
  }
}
