import { announce } from '../../platform/events.ts'
import type { Tx } from '../../platform/tx.ts'
import { defaultOwner } from '../users/owners.ts'
import type { Actor } from '../users/actor.ts'
import { definitionOf } from './catalogue.ts'
import type { FieldValues, ObjectDefinition } from './definition.ts'
import { importColumns, type ChangeDraft, type Door, type SaveOptions } from './door.ts'
import type { Draft } from './drafts.ts'
import { changeRecords, createRecords, savedIds } from './objects.ts'
import { bringBackRecords, removeRecords } from './removal.ts'
import type { Saved } from './save.ts'

/** Records of objects an org made itself: the same verbs as every room's. */

/** The door of an object the org made itself; undefined for a standard one, whose room has it, and for an event. */
export function doorOfOwn(definition: ObjectDefinition): Door | undefined {
  if (definition.number === undefined || definition.isEvent === true) return undefined
  const { name } = definition
  return {
    definition,
    create: async (tx, actor, drafts, options) => createOwn(tx, actor, await definitionOf(tx, name), drafts, options),
    update: async (tx, actor, changes) => updateOwn(tx, actor, await definitionOf(tx, name), changes),
    remove: async (tx, actor, ids) => removeOwn(tx, actor, await definitionOf(tx, name), ids),
    restore: async (tx, actor, ids) => restoreOwn(tx, actor, await definitionOf(tx, name), ids),
  }
}

async function createOwn(
  tx: Tx,
  actor: Actor,
  definition: ObjectDefinition,
  drafts: readonly Draft[],
  options: SaveOptions = {},
): Promise<Saved[]> {
  const ownerId = definition.hasOwner ? (actor.userId ?? (await defaultOwner(tx))) : null
  const saved = await createRecords(
    tx,
    actor,
    definition,
    drafts,
    (values, at) => ({ values: owned(values, ownerId), columns: importColumns(options, at) }),
    { known: options.known, readBack: options.readBack },
  )
  tell(tx, actor, definition, 'record.created', saved)
  return saved
}

const owned = (values: FieldValues, ownerId: number | null): FieldValues =>
  ownerId === null ? values : { ...values, OwnerId: values.OwnerId ?? ownerId }

async function updateOwn(
  tx: Tx,
  actor: Actor,
  definition: ObjectDefinition,
  changes: readonly ChangeDraft[],
): Promise<Saved[]> {
  const saved = await changeRecords(tx, actor, definition, changes, (_, values) => ({ values }))
  tell(tx, actor, definition, 'record.changed', saved)
  return saved
}

async function removeOwn(tx: Tx, actor: Actor, definition: ObjectDefinition, ids: readonly number[]): Promise<Saved[]> {
  const saved = await removeRecords(tx, actor, definition, ids)
  tell(tx, actor, definition, 'record.deleted', saved)
  return saved
}

async function restoreOwn(
  tx: Tx,
  actor: Actor,
  definition: ObjectDefinition,
  ids: readonly number[],
): Promise<Saved[]> {
  const saved = await bringBackRecords(tx, actor, definition, ids)
  tell(tx, actor, definition, 'record.restored', saved)
  return saved
}

type RecordEvent = 'record.created' | 'record.changed' | 'record.deleted' | 'record.restored'

const tell = (tx: Tx, actor: Actor, { name }: ObjectDefinition, type: RecordEvent, saved: readonly Saved[]): void =>
  announce(tx, { type, recordIds: savedIds(saved), actorId: actor.userId, payload: { object: name } })
