import { access, mkdir } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { run } from './terminal.ts'

/** The version whose calls the Salesforce surface was recorded from. */
const VERSION = '2.150.6'

export type FoundSalesforceCli =
  | { readonly path: string; readonly sentence?: undefined }
  | { readonly path?: undefined; readonly sentence: string }

/** The `sf` command line, fetched by npm into the user's cache the first time: with its 375 MB it is no dependency of ours. */
export async function findSalesforceCli(): Promise<FoundSalesforceCli> {
  const folder = path.join(cacheFolder(), 'assay', `salesforce-cli-${VERSION}`)
  const program = path.join(folder, 'node_modules', '@salesforce', 'cli', 'bin', 'run.js')
  // npm writes its own notes when everything else is there.
  const notes = path.join(folder, 'node_modules', '.package-lock.json')
  if (await areThere(program, notes)) return { path: program }
  process.stdout.write(`Fetching @salesforce/cli ${VERSION} (375 MB) into ${folder}.\n`)
  await mkdir(folder, { recursive: true })
  const fetched = await run({
    program: 'npm',
    args: ['install', '--prefix', folder, '--no-audit', '--no-fund', '--loglevel=error', `@salesforce/cli@${VERSION}`],
    timeoutMinutes: 20,
  })
  if (fetched.ok && (await areThere(program, notes))) return { path: program }
  return {
    sentence: `${fetched.output}\n@salesforce/cli could not be fetched; npm says why above. When the network is back, run the same command again.`,
  }
}

const cacheFolder = (): string => process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache')

const areThere = (...files: readonly string[]): Promise<boolean> =>
  Promise.all(files.map((file) => access(file))).then(
    () => true,
    () => false,
  )
