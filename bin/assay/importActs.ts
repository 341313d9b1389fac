import { decodeId, encodeId, idOf, objectOfId } from '../../shared/ids.ts'
import { inTransaction, reading } from '../../server/platform/transactions.ts'
import type { Import } from '../../server/surfaces/imports/import.ts'
import { actOnImport, getImport } from '../../server/surfaces/imports/imports.ts'
import { undoImport } from '../../server/surfaces/imports/writing/undo.ts'
import { WrongUse } from './command.ts'
import { carryOut, type ImportWork } from './importing.ts'
import { remark } from './say.ts'

/** What may be done to an import that was begun, by its id. */
export const importActs = ['pause', 'cancel', 'resume', 'undo'] as const
export type ActOnImport = (typeof importActs)[number]

/** An import by its id. `resume` is also said of a file, so a word that is no id is one. */
export type MeantImport = { readonly act: ActOnImport; readonly id: number }

const ACTING_TAKES = new Set<string>([...importActs, 'owner', 'org', 'errors'])

/** What was typed as an act on an import of before; undefined where a file is to be imported. Throws `WrongUse`. */
export function actIn(word: string, values: Readonly<Record<string, unknown>>): MeantImport | undefined {
  const acts = importActs.filter((act) => values[act] === true)
  const [act] = acts
  if (act === undefined) return undefined
  if (acts.length > 1)
    throw new WrongUse(`${acts.map((one) => `--${one}`).join(' and ')} cannot be done at once; say one of them.`)
  const id = importIdIn(word)
  if (id === undefined) {
    if (act === 'resume') return undefined
    throw new WrongUse(
      `--${act} takes the id of an import, such as ${encodeId(idOf('Import', 1))}, and '${word}' is none.`,
    )
  }
  const idle = Object.keys(values).filter((name) => !ACTING_TAKES.has(name))
  if (idle.length > 0)
    throw new WrongUse(
      `--${act} with an id leaves the import's choices as they are, so leave ${idle.map((name) => `--${name}`).join(' and ')} out.`,
    )
  return { act, id }
}

function importIdIn(word: string): number | undefined {
  const id = decodeId(word)
  return id !== undefined && objectOfId(id) === 'Import' ? id : undefined
}

/**
 * Pauses, cancels, goes on with or takes back an import, and carries what is to be carried to its end. Answers what
 * became of it. Throws `not_found` and `import_cannot`.
 */
export async function actOnEarlier(work: ImportWork, { act, id }: MeantImport): Promise<Import> {
  const { db, org, actor, rooms } = work
  if (act === 'resume') {
    const left = await reading(db, org, (tx) => getImport(tx, actor, id))
    if (left.state === 'ready' || left.state === 'checked')
      throw new Error('This import has not started, so there is nothing to go on with. Import its file to start it.')
    return carryOut(work, left, 'start')
  }
  const imported = await inTransaction(db, org, (tx) => actOnImport(tx, actor, rooms.doors, id, act))
  if (act !== 'undo') return imported
  remark('Taking back what it made and changed.')
  await undoImport({ db, ...rooms }, org, id)
  return reading(db, org, (tx) => getImport(tx, actor, id))
}
