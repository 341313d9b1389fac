import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { now } from './clock.ts'

const OURS = /^assay-(?:run|list|match|sheet)-/
const LEFT_AFTER_MS = 86_400_000

/**
 * A folder for what does not fit into memory, under a name nobody can guess and for no other user of the machine to
 * read. Whoever asks removes it; what programs that died left is removed here, a day later: it may hold people's data.
 */
export async function scratchFolder(what: 'run' | 'list' | 'match'): Promise<string> {
  await sweep()
  return mkdtemp(path.join(os.tmpdir(), `assay-${what}-`))
}

async function sweep(): Promise<void> {
  const names = (await readdir(os.tmpdir())).filter((name) => OURS.test(name))
  await Promise.all(
    names.map(async (name) => {
      const folder = path.join(os.tmpdir(), name)
      const found = await stat(folder).catch(() => undefined)
      if (found === undefined || found.uid !== process.getuid?.()) return
      if (now().getTime() - found.mtimeMs > LEFT_AFTER_MS) await rm(folder, { recursive: true, force: true })
    }),
  )
}
