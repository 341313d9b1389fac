import type { Tx } from '../../../platform/tx.ts'
import type { DuplicateRule, Import } from '../import.ts'
import { isMatchable, lookedForIn } from './known.ts'
import { giveTurn, lockTurns, otherAtWork } from './turn.sql.ts'

/** No batch takes this long: whoever worked on an import and stored none since is gone. */
export const LEFT_AFTER_MS = 60_000

/**
 * Takes an import's turn. Two files with the same people, carried side by side, would each find nobody and make everybody twice;
 * so one that looks for whom we know waits for others at work, and answers false. One that makes everybody waits for none.
 */
export async function takeTurn(tx: Tx, imported: Import, rule: DuplicateRule): Promise<boolean> {
  await lockTurns(tx)
  if (rule !== 'create' && (await atWorkBeside(tx, imported)) !== undefined) return false
  await giveTurn(tx, imported.id)
  return true
}

/** The name of the file that has to be through before this import goes on; undefined where it waits for none. */
export async function waitsFor(tx: Tx, imported: Import): Promise<string | undefined> {
  const other = imported.state === 'running' ? await atWorkBeside(tx, imported) : undefined
  return other?.hasTurn === false ? other.fileName : undefined
}

async function atWorkBeside(tx: Tx, { id, objectName }: Import): ReturnType<typeof otherAtWork> {
  if (objectName === null || !isMatchable(objectName)) return undefined
  return otherAtWork(tx, id, lookedForIn[objectName], new Date(tx.now.getTime() - LEFT_AFTER_MS))
}
