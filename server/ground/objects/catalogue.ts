import { numberOfId } from '../../../shared/ids.ts'
import { notFound } from '../../platform/errors.ts'
import { rememberedByOrg } from '../../platform/remembered.ts'
import type { Tx } from '../../platform/tx.ts'
import { composeCatalogue, type Catalogue } from './customDefinitions.ts'
import {
  catalogueMark,
  customFieldRows,
  customObjectRows,
  grantRows,
  renewMark,
  valueSetRows,
} from './customRows.sql.ts'
import { declaredObjects, type Field, type ObjectDefinition, type PicklistValue } from './definition.ts'

export { customFieldRows, type Catalogue }

/** How long a process may go on with the objects and fields it knows when another one changes them. */
const STALE_AFTER_MS = 2000
const MOST_COMPOSED = 200

/** Put together once for each mark: a mark never stands for two states, not even of two databases. */
const composed = new Map<string, Catalogue>()

const remembered = rememberedByOrg<Catalogue>(STALE_AFTER_MS, readCatalogue)

/** Transactions that changed objects or fields, by what all copies of them share: they see what they did, and others do not. */
const changedIn = new WeakMap<Tx['afterCommit'], { own?: Promise<Catalogue> }>()

/** The objects and fields of the org, as this transaction may know them. */
export async function catalogueOf(tx: Tx): Promise<Catalogue> {
  const changed = changedIn.get(tx.afterCommit)
  const known = await (changed === undefined ? remembered(tx) : (changed.own ??= readCatalogue(tx)))
  return known.declared === declaredObjects() ? known : readCatalogue(tx)
}

async function readCatalogue(tx: Tx): Promise<Catalogue> {
  const mark = await catalogueMark(tx)
  const known = composed.get(mark)
  if (known?.declared === declaredObjects()) return known
  const [objects, fields, grants, valueSets] = await Promise.all([
    customObjectRows(tx),
    customFieldRows(tx),
    grantRows(tx),
    valueSetRows(tx),
  ])
  const catalogue = composeCatalogue({ objects, fields, grants, valueSets })
  // Read outside a transaction, the rows may be of a later state than the mark.
  if ((await catalogueMark(tx)) === mark) keep(mark, catalogue)
  return catalogue
}

function keep(mark: string, catalogue: Catalogue): void {
  const [oldest] = composed.keys()
  if (composed.size >= MOST_COMPOSED && oldest !== undefined) composed.delete(oldest)
  composed.set(mark, catalogue)
}

/** Called before objects or fields are changed: until the transaction ends nobody else changes any. */
export async function lockCatalogue(tx: Tx): Promise<void> {
  await renewMark(tx)
  changedIn.set(tx.afterCommit, {})
}

/** Called after each change: this transaction sees it at once, everybody when it is committed. */
export async function catalogueChanged(tx: Tx): Promise<void> {
  // A mark of its own for what is so now: under the one before, this transaction may have read what was so before.
  await renewMark(tx)
  changedIn.set(tx.afterCommit, {})
  tx.afterCommit.push(forgetCatalogue)
}

/** Called when a savepoint undid changes: what this transaction knew of them is no longer so. */
export const catalogueUndone = (tx: Tx): void => void changedIn.set(tx.afterCommit, {})

/** Called when this process changed the custom fields. */
export const forgetCatalogue = (): void => remembered.forget()

/** The object as this org has it: standard fields and its own. The name may be in any letter case. */
export async function definitionOf(tx: Tx, objectName: string): Promise<ObjectDefinition> {
  const found = await findDefinition(tx, objectName)
  if (found === undefined) throw notFound(`object called '${objectName.slice(0, 80)}'`)
  return found
}

export const findDefinition = async (tx: Tx, objectName: string): Promise<ObjectDefinition | undefined> =>
  (await catalogueOf(tx)).byName.get(objectName.toLowerCase())

/** Every object of the org, its own included. */
export const definitionsOf = async (tx: Tx): Promise<readonly ObjectDefinition[]> => (await catalogueOf(tx)).all

/** The same with those that only Tooling API asks for. */
export const everyDefinitionOf = async (tx: Tx): Promise<readonly ObjectDefinition[]> => [
  ...(await catalogueOf(tx)).byName.values(),
]

/** The object a record is of; undefined when the id is of none. */
export const definitionOfId = async (tx: Tx, id: number): Promise<ObjectDefinition | undefined> =>
  (await catalogueOf(tx)).byNumber.get(numberOfId(id))

/** Values of a picklist field, whether written in the declaration or kept in a table. */
export async function picklistOf(tx: Tx, field: Field): Promise<readonly PicklistValue[]> {
  return typeof field.picklist === 'function' ? field.picklist(tx) : (field.picklist ?? [])
}
