import { drawId } from '../../ground/objects/ids.ts'
import { refuseUnlessHas, seesEverything, type Actor } from '../../ground/users/actor.ts'
import { notFound, Refusal } from '../../platform/errors.ts'
import { inTransaction, reading } from '../../platform/transactions.ts'
import type { Database, OrgRef, Tx } from '../../platform/tx.ts'
import { encodeId } from '../../../shared/ids.ts'
import { withChoices, type MappingChoice } from './choices.ts'
import { may, type Import, type ImportAct, type ImportOptions, type ImportState } from './import.ts'
import {
  importById,
  importsBefore,
  insertImport,
  lockedImport,
  noteScopes,
  resetProgress,
  updateChoices,
  updateState,
} from './imports.sql.ts'
import { understandMended } from './mending.ts'
import { keyColumnOf } from './mapping/keys.ts'
import { suggestMapping } from './mapping/suggest.ts'
import { encodingNamed, type Encoding } from './reading/encoding.ts'
import { layoutWith, type Layout } from './reading/layout.ts'
import { importsOfBytes } from './sameFiles.sql.ts'
import { SHEET_DIALECT } from './reading/workbook/choice.ts'
import { orForget, readSheet } from './sheets.ts'
import { forgetFile, storedSource, storeFile } from './storage.ts'
import { fileBytes } from './storage.sql.ts'
import { doorFor, targetOf, withOwnDoors, type Doors } from './targets.ts'
import { columnsOf, keyOfColumns, understand } from './understanding.ts'

export type NewFile = {
  readonly name: string
  readonly arriving: AsyncIterable<Uint8Array>
  readonly object?: string
  readonly options?: ImportOptions
}

/**
 * Takes a file in and says what it understood: its layout, which object it holds, where each column belongs. Columns of
 * the same names are mapped as they were the last time. Of a spreadsheet one sheet is read. Throws `not_csv`, `file_empty`, `file_unreadable`, `sheet_unknown`,
 * `archive_bomb`, `archive_damaged`.
 */
export async function openImport(
  db: Database,
  doors: Doors,
  org: OrgRef,
  actor: Actor,
  file: NewFile,
): Promise<Import> {
  refuseUnlessHas(actor, 'import', 'import files')
  const sent = await storeFile(db, org, actor, file.name, file.arriving)
  const { stored, workbook } = sent.isZip
    ? await orForget(db, org, sent.id, () =>
        readSheet(db, org, actor, { ...sent, name: file.name }, file.options?.sheet),
      )
    : { stored: sent, workbook: null }
  const source = storedSource(db, org, stored.id, file.name)
  const wishes = { hasHeader: file.options?.hasHeader, delimiter: file.options?.delimiter }
  const layout =
    workbook === null
      ? await layoutWith(source, encodingChosen(file.options) ?? stored.encoding, wishes)
      : await layoutWith(source, stored.encoding, { hasHeader: wishes.hasHeader, dialect: SHEET_DIALECT })
  return inTransaction(db, org, async (tx) => {
    const id = await drawId(tx, 'Import')
    const mended = await understandMended(tx, actor, layout)
    const understood = await understand(tx, actor, await withOwnDoors(tx, doors), file.name, layout, file.object)
    const { sample: _, ...kept } = layout
    await insertImport(tx, {
      id,
      fileId: stored.id,
      fileName: file.name,
      userId: actor.userId,
      layout: kept,
      ...understood,
      ...mended,
      mendsId: mended?.mendsId ?? null,
      workbook,
      options: { ...(mended ?? understood).options, ...file.options },
    })
    return found(await importById(tx, id), id)
  })
}

export type Choices = {
  readonly object?: string
  readonly mapping?: readonly MappingChoice[]
  readonly options?: ImportOptions
}

/** Takes a person's choices: what the file holds, where columns go, how rows are met. */
export async function changeImport(
  db: Database,
  doors: Doors,
  org: OrgRef,
  actor: Actor,
  id: number,
  choices: Choices,
): Promise<Import> {
  const imported = await reading(db, org, (tx) => getImport(tx, actor, id))
  refuseUnlessMay(imported, 'change')
  const options = { ...imported.options, ...choices.options }
  const turned = await turnedTo(db, org, actor, imported, choices.options?.sheet)
  const layout = await layoutFor(db, org, turned, options)
  return inTransaction(db, org, async (tx) => {
    const current = found(await lockedImport(tx, id), id)
    refuseUnlessMay(current, 'change')
    const read = turned === imported ? current : turned
    const objectName = choices.object ?? current.objectName
    const door = doorFor(await withOwnDoors(tx, doors), actor, objectName)
    const target = await targetOf(tx, door.definition.name)
    const isOther = objectName !== current.objectName || keyOfColumns(layout.columns) !== current.columnsKey
    const suggested = isOther ? suggestMapping(columnsOf(layout), target) : current.mapping
    const mapping = withChoices(
      suggested,
      choices.mapping ?? [],
      target.fields.map(({ name }) => name),
    )
    const { sample: _, ...kept } = layout
    const keyColumn =
      isOther && choices.options?.keyColumn === undefined ? keyColumnOf(columnsOf(layout), mapping) : options.keyColumn
    await updateChoices(tx, {
      id,
      objectName: door.definition.name,
      layout: kept,
      mapping,
      options: { ...options, keyColumn },
      columnsKey: keyOfColumns(layout.columns),
      fileId: read.fileId,
      workbook: read.workbook,
    })
    if (read.fileId !== current.fileId) await forgetFile(tx, current.fileId)
    return found(await importById(tx, id), id)
  })
}

/** The import with another sheet of its spreadsheet read out, where one is asked for. */
async function turnedTo(
  db: Database,
  org: OrgRef,
  actor: Actor,
  imported: Import,
  sheet: string | undefined,
): Promise<Import> {
  const { workbook, fileName } = imported
  if (sheet === undefined || sheet === workbook?.sheet) return imported
  if (workbook === null)
    throw new Refusal('sheet_unknown', `'${fileName}' is no spreadsheet, so it has no sheets to choose from.`, {
      kind: 'malformed',
      field: 'sheet',
    })
  const byteSize = await reading(db, org, (tx) => fileBytes(tx, workbook.fileId))
  const read = await readSheet(db, org, actor, { id: workbook.fileId, name: fileName, byteSize }, sheet)
  return {
    ...imported,
    fileId: read.stored.id,
    workbook: read.workbook,
    layout: { ...imported.layout, encoding: read.stored.encoding },
  }
}

const layoutFor = (db: Database, org: OrgRef, imported: Import, options: ImportOptions): Promise<Layout> => {
  const source = storedSource(db, org, imported.fileId, imported.fileName)
  const hasHeader = options.hasHeader ?? imported.layout.hasHeader
  return imported.workbook === null
    ? layoutWith(source, encodingChosen(options) ?? imported.layout.encoding, {
        delimiter: options.delimiter ?? imported.layout.dialect.delimiter,
        hasHeader,
      })
    : layoutWith(source, imported.layout.encoding, { dialect: SHEET_DIALECT, hasHeader: options.hasHeader })
}

const encodingChosen = (options: ImportOptions | undefined): Encoding | undefined =>
  options?.encoding === undefined ? undefined : encodingNamed(options.encoding)

const becomes: Record<Exclude<ImportAct, 'change'>, ImportState> = {
  check: 'checking',
  start: 'running',
  pause: 'paused',
  cancel: 'cancelled',
  undo: 'undoing',
}

/** Starts, pauses, cancels, tries or undoes an import. What a worker has to do then, `workImports` does. */
export async function actOnImport(
  tx: Tx,
  actor: Actor,
  doors: Doors,
  id: number,
  act: Exclude<ImportAct, 'change'>,
): Promise<Import> {
  refuseUnlessHas(actor, 'import', 'import files')
  const current = own(actor, found(await lockedImport(tx, id), id))
  refuseUnlessMay(current, act)
  const known = await withOwnDoors(tx, doors)
  // It acts as who made it: whoever sets it going for them must be allowed the same. What is gone since can still be undone.
  if (act === 'check' || act === 'start' || (act === 'undo' && known.has(current.objectName ?? '')))
    doorFor(known, actor, current.objectName)
  if ((act === 'check' || act === 'start') && current.mapping.every(({ field }) => field === null)) throw goesNowhere()
  // Going on after a pause or a failure keeps the place; everything else begins with the first row.
  if (act === 'check' || (act === 'start' && current.state !== 'paused' && current.state !== 'failed'))
    await resetProgress(tx, id)
  if (act === 'check' || act === 'start' || act === 'undo') await noteScopes(tx, id, actor.scopes ?? null)
  await updateState(tx, id, becomes[act])
  return found(await importById(tx, id), id)
}

const goesNowhere = (): Refusal =>
  new Refusal(
    'nothing_mapped',
    'No column of this file goes into a field, so its rows would be empty records. Say for at least one column where it goes.',
    { field: 'mapping', rule: 'An import fills at least one field.' },
  )

export const getImport = async (tx: Tx, actor: Actor, id: number): Promise<Import> => {
  refuseUnlessHas(actor, 'import', 'import files')
  return own(actor, found(await importById(tx, id), id))
}

/** Imports, the newest first: one's own, or everybody's for who sees everything. */
export async function listImports(
  tx: Tx,
  actor: Actor,
  before: number | undefined,
  limit: number,
): Promise<{ readonly imports: readonly Import[]; readonly next: string | null }> {
  refuseUnlessHas(actor, 'import', 'import files')
  const imports = await importsBefore(tx, isOverseer(actor) ? null : actor.userId, before, limit + 1)
  const last = imports.length > limit ? imports[limit - 1] : undefined
  return { imports: imports.slice(0, limit), next: last === undefined ? null : encodeId(last.id) }
}

/** Imports of a file with these very bytes, the newest first; what was cancelled or undone does not count. */
export const importsOfFile = async (tx: Tx, actor: Actor, sha256: string): Promise<readonly Import[]> => {
  refuseUnlessHas(actor, 'import', 'import files')
  return (await importsOfBytes(tx, sha256)).filter((one) => isOwn(actor, one))
}

const isOverseer = (actor: Actor): boolean => seesEverything({ ...actor, privateObjects: ['Import'] }, 'Import')

const isOwn = (actor: Actor, { createdById }: Import): boolean =>
  actor.userId === null || createdById === actor.userId || isOverseer(actor)

function own(actor: Actor, imported: Import): Import {
  if (isOwn(actor, imported)) return imported
  throw notFound('import', encodeId(imported.id))
}

function found(imported: Import | undefined, id: number): Import {
  if (imported === undefined) throw notFound('import', encodeId(id))
  return imported
}

const actWords: Record<ImportAct, string> = {
  change: 'be changed',
  check: 'be tried',
  start: 'be started',
  pause: 'be paused',
  cancel: 'be cancelled',
  undo: 'be undone',
}
const stateWords: Record<ImportState, string> = {
  ready: 'has not started',
  checking: 'is being tried',
  checked: 'was tried and has not started',
  running: 'is running',
  paused: 'is paused',
  done: 'is done',
  failed: 'has failed',
  cancelled: 'was cancelled',
  undoing: 'is being undone',
  undone: 'was undone',
}

function refuseUnlessMay({ state }: Import, act: ImportAct): void {
  if (may(state, act)) return
  throw new Refusal('import_cannot', `This import ${stateWords[state]}, so it cannot ${actWords[act]}.`, {
    kind: 'conflict',
    field: 'state',
    value: state,
  })
}
