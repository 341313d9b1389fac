import assert from 'node:assert/strict'
import type { ImportAct, Import } from '../../server/surfaces/imports/import.ts'
import { many, sql } from '../../server/platform/sql.ts'
import { actOnImport } from '../../server/surfaces/imports/imports.ts'
import { importById, refusalsAfter } from '../../server/surfaces/imports/imports.sql.ts'
import type { ImportRoom } from './importing.ts'

/** The first line of a list of people, as most tests write it. */
export const HEADER = 'First Name,Last Name,Company,Email,Phone\n'

type Found = { readonly name: string; readonly company: string; readonly email: string | null }

/** The leads an import made and that are still there, the first made first. */
export const leadsOf = (room: ImportRoom, imported: Import): Promise<Found[]> =>
  room.read((tx) =>
    many<Found>(
      tx,
      sql`select concat_ws(' ', first_name, last_name) as name, company, email from lead where import_id = ${imported.id} and deleted_at is null order by id`,
    ),
  )

/** The number a statement counts as `n`. */
export const counted = async (room: ImportRoom, statement: ReturnType<typeof sql<{ n: number }>>): Promise<number> =>
  (await room.read((tx) => many<{ n: number }>(tx, statement)))[0]?.n ?? -1

export const refusalsOf = (room: ImportRoom, imported: Import) =>
  room.read((tx) => refusalsAfter(tx, imported.id, -1, -1, 1000))

/** Starts, pauses, cancels, tries or undoes an import in a transaction of its own. */
export const acted = (room: ImportRoom, id: number, act: Exclude<ImportAct, 'change'>): Promise<Import> =>
  room.write((tx) => actOnImport(tx, room.admin, room.workshop.doors, id, act))

/** An import as it stands now; it must be there. */
export const current = async (room: ImportRoom, id: number): Promise<Import> => {
  const imported = await room.read((tx) => importById(tx, id))
  assert.ok(imported)
  return imported
}
