import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { bearerOf } from '../../bin/bench/salesforce/bench.ts'
import { startBenchServer, type BenchServer } from '../../bin/bench/support/server.ts'

type Json = Record<string, unknown>

/** The `sf` command line, at home in a folder of its own, and the Assay it speaks to. */
export type CommandLine = {
  readonly server: BenchServer
  readonly token: string
  /** Where it is started, and where it leaves its files. */
  readonly folder: string
  /** Runs a command and answers what it printed; fails the story when it ends with anything but 0. */
  readonly sf: (...words: readonly string[]) => Promise<string>
  /** The same with `--json`: its result. */
  readonly result: (...words: readonly string[]) => Promise<Json>
  /** The exit status of a command that is to fail, and what it said. */
  readonly refused: (...words: readonly string[]) => Promise<{ readonly status: number; readonly said: string }>
  readonly close: () => Promise<void>
}

const LONGEST_MS = 180_000

export async function aCommandLine(): Promise<CommandLine> {
  const program = process.env.ASSAY_SALESFORCE_CLI
  if (program === undefined) throw new Error('The sf command line is fetched by: npm run test:clients')
  const folder = await mkdtemp(path.join(os.tmpdir(), 'assay-sf-'))
  const server = await startBenchServer()
  const token = (await bearerOf(server)).authorization?.replace('Bearer ', '') ?? ''
  const run = ranBy(program, folder, token)
  const sf: CommandLine['sf'] = async (...words) => {
    const { status, printed, said } = await run(words)
    assert.equal(status, 0, `sf ${words.join(' ')}\n${printed}${said}`)
    return printed
  }
  return {
    server,
    token,
    folder,
    sf,
    result: async (...words) => resultIn(await sf(...words, '--json')),
    refused: async (...words) => {
      const { status, printed, said } = await run(words)
      return { status, said: printed + said }
    },
    close: async () => {
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

type Ran = { readonly status: number; readonly printed: string; readonly said: string }

function ranBy(program: string, folder: string, token: string): (words: readonly string[]) => Promise<Ran> {
  const env = {
    ...process.env,
    // It starts itself again for some commands, and finds itself there.
    PATH: [path.join(path.dirname(program), '../../../.bin'), path.dirname(process.execPath), process.env.PATH].join(
      ':',
    ),
    HOME: folder,
    XDG_CACHE_HOME: folder,
    XDG_CONFIG_HOME: folder,
    XDG_DATA_HOME: folder,
    SF_ACCESS_TOKEN: token,
    SF_DISABLE_TELEMETRY: 'true',
    SF_AUTOUPDATE_DISABLE: 'true',
    SF_SKIP_NEW_VERSION_CHECK: 'true',
    SF_USE_GENERIC_UNIX_KEYCHAIN: 'true',
    SF_USE_PROGRESS_BAR: 'false',
  }
  return (words) =>
    new Promise((resolve) => {
      execFile(
        process.execPath,
        ['--no-deprecation', program, ...words],
        { cwd: folder, env, timeout: LONGEST_MS, maxBuffer: 64 * 1024 * 1024 },
        (error, printed, said) => {
          const status = error === null ? 0 : typeof error.code === 'number' ? error.code : 1
          resolve({ status, printed, said })
        },
      )
    })
}

function resultIn(printed: string): Json {
  const { status, result } = JSON.parse(printed)
  assert.equal(status, 0, printed)
  return result
}
