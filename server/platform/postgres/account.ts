import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const execute = promisify(execFile)

/** The operating system's user PostgreSQL runs under; no ids: whoever runs Assay. */
export type Account = { readonly uid?: number; readonly gid?: number }

const NAME = 'postgres'

/** PostgreSQL refuses to run as root, so for root it runs as `postgres`, who is created when missing. */
export async function accountForPostgres(): Promise<Account> {
  if (process.getuid?.() !== 0) return {}
  const known = await findAccount()
  if (known !== undefined) return known
  await execute('groupadd', ['--system', '--force', NAME]).catch(explain)
  await execute('useradd', ['--system', '--no-create-home', '--shell', '/usr/sbin/nologin', '-g', NAME, NAME]).catch(
    explain,
  )
  const created = await findAccount()
  if (created === undefined) throw new Error(sentence('the user was created, but cannot be found'))
  return created
}

/** Whether the account can run this program; permissions, access lists and mounts all have their say. */
export async function canRun(account: Account, program: string, args: readonly string[]): Promise<boolean> {
  try {
    await execute(program, [...args], { ...account, cwd: '/' })
    return true
  } catch {
    return false
  }
}

/** Whether the account can enter the folder and write in it. */
export const canWorkIn = (account: Account, folder: string): Promise<boolean> =>
  canRun(account, '/bin/sh', ['-c', 'cd "$0" && test -w .', folder])

async function findAccount(): Promise<Account | undefined> {
  try {
    const [uid, gid] = await Promise.all([execute('id', ['-u', NAME]), execute('id', ['-g', NAME])])
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) }
  } catch {
    return undefined
  }
}

function explain(error: unknown): never {
  throw new Error(sentence(error instanceof Error ? error.message.trim() : String(error)), { cause: error })
}

const sentence = (why: string): string =>
  `PostgreSQL does not run as root, and the user '${NAME}' it would run as cannot be created (${why}). ` +
  `Start Assay as an ordinary user, or create '${NAME}' yourself.`
