import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Org } from '../../server/ground/orgs/orgs.ts'
import { inTransaction, reading } from '../../server/platform/transactions.ts'
import type { Database } from '../../server/platform/tx.ts'
import { atWork, progressOf, type Import } from '../../server/surfaces/imports/import.ts'
import type { ImportRooms } from '../../server/surfaces/imports/imports.routes.ts'
import {
  actOnImport,
  changeImport,
  getImport,
  importsOfFile,
  openImport,
  type Choices,
} from '../../server/surfaces/imports/imports.ts'
import { workImport } from '../../server/surfaces/imports/writing/run.ts'
import type { Person } from './people.ts'
import { inWords, showProgress } from './progress.ts'

/** What an import from the command line works with. */
export type ImportWork = {
  readonly db: Database
  readonly org: Org
  readonly actor: Person
  readonly rooms: ImportRooms
  readonly file: { readonly name: string; readonly byteSize: number; readonly open: () => Readable }
}

const LOOKS_AGAIN_AFTER_MS = 500

/** The newest import of these very bytes for the same purpose: to go on with, or done. */
export async function earlierImport(
  { db, org, actor, file }: ImportWork,
  { object, options }: Choices,
): Promise<Import | undefined> {
  const sha256 = await hashOf(file)
  const imports = await reading(db, org, (tx) => importsOfFile(tx, actor, sha256))
  return imports.find(
    (one) =>
      (object === undefined || one.objectName === object) &&
      (options?.campaignId ?? null) === (one.options.campaignId ?? null),
  )
}

async function hashOf({ open }: ImportWork['file']): Promise<string> {
  const hash = createHash('sha256')
  for await (const part of open()) hash.update(part)
  return hash.digest('hex')
}

/** Takes the file in, unless that was done before, and makes the choices. */
export async function takeIn(
  { db, org, actor, rooms: { doors }, file }: ImportWork,
  earlier: Import | undefined,
  choices: Choices,
): Promise<Import> {
  const isTaken = earlier?.state === 'ready' || earlier?.state === 'checked'
  const imported = isTaken
    ? earlier
    : await openImport(db, doors, org, actor, { name: file.name, arriving: withProgress(file), object: choices.object })
  const isDecided = Object.keys(choices).length === 0 && imported.objectName !== null
  return isDecided ? imported : changeImport(db, doors, org, actor, imported.id, choices)
}

async function* withProgress({ open, byteSize }: ImportWork['file']): AsyncGenerator<Uint8Array> {
  const progress = showProgress('Reading', { counted: 'bytes' })
  let read = 0
  for await (const part of open()) {
    yield part
    read += part.length
    progress.show(read / byteSize, read)
  }
  progress.end()
}

/** Carries an import to its end, or with `check` tries all of it; answers what became of it. */
export async function carryOut(
  { db, org, actor, rooms }: ImportWork,
  imported: Import,
  act: 'start' | 'check',
): Promise<Import> {
  const progress = showProgress(act === 'check' ? 'Trying' : 'Importing')
  const show = (one: Import): void =>
    progress.show(
      progressOf(one),
      one.counts.read - imported.counts.read,
      one.counts.refused === 0 ? '' : `${inWords(one.counts.refused)} refused`,
    )
  let current = atWork.includes(imported.state)
    ? imported
    : await inTransaction(db, org, (tx) => actOnImport(tx, actor, rooms.doors, imported.id, act))
  while (atWork.includes(current.state)) {
    await workImport({ db, ...rooms, onProgress: show }, org, imported.id)
    current = await reading(db, org, (tx) => getImport(tx, actor, imported.id))
    show(current)
    // The worker of a running Assay took the next batch before us; between us the file is carried to its end.
    if (atWork.includes(current.state)) await sleep(LOOKS_AGAIN_AFTER_MS)
  }
  progress.end()
  return current
}
