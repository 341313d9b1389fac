import { createHash } from 'node:crypto'
import { rmSync } from 'node:fs'
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { now } from './clock.ts'

const OURS = /^assay-(?:run|list|match|sheet)-(?:([0-9a-f]{8})-(\d+)-)?/
const LEFT_AFTER_MS = 86_400_000

/**
 * A folder for what does not fit into memory, under a name nobody can guess and for no other user of the machine to
 * read. Whoever asks removes it (`removeScratch`); it may hold people's data, so it also goes when the program ends before, and
 * what a program left that was killed goes when the next one starts or asks for a folder.
 */
export async function scratchFolder(what: 'run' | 'list' | 'match'): Promise<string> {
  await sweepScratch()
  const folder = await mkdtemp(path.join(os.tmpdir(), `assay-${what}-${thisMachine}-${process.pid}-`))
  removeAtExit(folder)
  return folder
}

/** Removes a scratch folder, or a file that `removeAtExit` was told of. */
export async function removeScratch(place: string): Promise<void> {
  await rm(place, { recursive: true, force: true })
  keptUntilExit.delete(place)
}

const keptUntilExit = new Set<string>()

/** Removes a file or folder when the program ends before somebody has removed or kept it. */
export function removeAtExit(place: string): void {
  if (keptUntilExit.size === 0) process.off('exit', removeAll).once('exit', removeAll)
  keptUntilExit.add(place)
}

/** What `removeAtExit` was told of is done, and stays. */
export const keepAtExit = (place: string): void => void keptUntilExit.delete(place)

function removeAll(): void {
  for (const place of keptUntilExit) rmSync(place, { recursive: true, force: true })
}

// Two containers may share a folder and number their programs alike.
const thisMachine = createHash('sha256').update(os.hostname()).digest('hex').slice(0, 8)

/** Whether the program that made a folder is known to be gone. */
function isAbandoned(name: string): boolean {
  const [, machine, owner] = OURS.exec(name) ?? []
  if (owner === undefined || machine !== thisMachine) return false
  try {
    process.kill(Number(owner), 0)
    return false
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH'
  }
}

/** Removes what killed programs left: at once where they are known to be gone, else a day later. */
export async function sweepScratch(): Promise<void> {
  const names = (await readdir(os.tmpdir())).filter((name) => OURS.test(name))
  await Promise.all(
    names.map(async (name) => {
      const folder = path.join(os.tmpdir(), name)
      const found = await stat(folder).catch(() => undefined)
      if (found === undefined || found.uid !== process.getuid?.()) return
      if (isAbandoned(name) || now().getTime() - found.mtimeMs > LEFT_AFTER_MS)
        await rm(folder, { recursive: true, force: true })
    }),
  )
}
