import { Refusal } from '../../platform/errors.ts'
import { announce } from '../../platform/events.ts'
import type { Tx } from '../../platform/tx.ts'
import { definitionOf } from '../../ground/objects/catalogue.ts'
import type { FieldValues, ObjectDefinition } from '../../ground/objects/definition.ts'
import {
  duplicateWish,
  importColumns,
  type ChangeDraft,
  type Door,
  type SaveOptions,
  type Wanted,
} from '../../ground/objects/door.ts'
import type { Draft } from '../../ground/objects/drafts.ts'
import { changeRecords, createRecords, savedIds, type PrepareChange } from '../../ground/objects/objects.ts'
import { bringBackRecords, lockForRemoval, removeRecords, doUnless } from '../../ground/objects/removal.ts'
import type { Saved } from '../../ground/objects/save.ts'
import { namedAbove, ringRefusal, ringRefusals, standingAbove, type Tree } from '../../ground/objects/trees.ts'
import { defaultOwner } from '../../ground/users/owners.ts'
import type { Actor } from '../../ground/users/actor.ts'
import { accountsInUse, withDeletedAccount } from './accounts.sql.ts'
import { Account } from './fields.ts'

const parents: Tree = {
  definition: Account,
  field: 'ParentId',
  ring: {
    message: 'This parent account stands below the account itself. Choose one that does not.',
    rule: 'An account is never its own ancestor.',
  },
}

/** Opens accounts; likely duplicates come back with each. */
export async function openAccounts(
  tx: Tx,
  actor: Actor,
  drafts: readonly Draft[],
  options: SaveOptions = {},
): Promise<Saved[]> {
  const definition = await definitionOf(tx, 'Account')
  const ownerId = actor.userId ?? (await defaultOwner(tx))
  const saved = await createRecords(
    tx,
    actor,
    definition,
    drafts,
    (values, at) => ({
      values: { ...values, OwnerId: values.OwnerId ?? ownerId },
      columns: importColumns(options, at),
    }),
    {
      duplicates: duplicateWish(options),
      known: options.known,
      readBack: options.readBack,
      underway: options.underway,
    },
  )
  announce(tx, { type: 'account.created', recordIds: savedIds(saved), actorId: actor.userId })
  return saved
}

export async function updateAccounts(
  tx: Tx,
  actor: Actor,
  changes: readonly ChangeDraft[],
  options?: SaveOptions,
): Promise<Saved[]> {
  const definition = await definitionOf(tx, 'Account')
  const named = changes.map(({ draft }) => draft)
  const above = await standingAbove(tx, parents, namedAbove(parents, named))
  const moved = new Set<number>()
  const prepare: PrepareChange = (before, values) => {
    const refusal = ringRefusal(parents, above, { id: before.Id, values, moved })
    if (refusal !== undefined) return refusal
    if (values.ParentId !== undefined) moved.add(before.Id)
    return { values }
  }
  const saved = await changeRecords(tx, actor, definition, changes, prepare, {
    duplicates: options && duplicateWish(options),
  })
  announce(tx, { type: 'account.changed', recordIds: savedIds(saved), actorId: actor.userId })
  return saved
}

/** What accounts would become with these values, by the rules of every change; one answer each, in order. Stores nothing. */
export async function accountsWith(tx: Tx, wanted: readonly Wanted[]): Promise<(FieldValues | Refusal)[]> {
  const refusals = await ringRefusals(tx, parents, wanted)
  return wanted.map(({ values }, at) => refusals[at] ?? values)
}

/** Puts accounts into the recycle bin; one that people or opportunities belong to stays, or they would belong to nothing. */
export async function deleteAccounts(tx: Tx, actor: Actor, ids: readonly number[]): Promise<Saved[]> {
  await lockForRemoval(tx, Account, ids)
  const needed = await accountsInUse(tx, ids)
  const saved = await doUnless(tx, actor, {
    definition: Account,
    ids,
    refusalOf: (id) => (needed.has(id) ? inUse() : undefined),
    work: (free) => removeRecords(tx, actor, Account, free),
  })
  announce(tx, { type: 'account.deleted', recordIds: savedIds(saved), actorId: actor.userId })
  return saved
}

export async function restoreAccounts(tx: Tx, actor: Actor, ids: readonly number[]): Promise<Saved[]> {
  const saved = await bringBackRecords(tx, actor, Account, ids)
  announce(tx, { type: 'account.restored', recordIds: savedIds(saved), actorId: actor.userId })
  return saved
}

/** Takes contacts or opportunities out of the recycle bin; one whose account lies there waits until that is back. */
export async function bringBackAtAccounts(
  tx: Tx,
  actor: Actor,
  definition: ObjectDefinition,
  ids: readonly number[],
): Promise<Saved[]> {
  const without = await withDeletedAccount(tx, definition, ids)
  return doUnless(tx, actor, {
    definition,
    ids,
    refusalOf: (id) => (without.has(id) ? accountIsDeleted(definition) : undefined),
    work: (free) => bringBackRecords(tx, actor, definition, free),
  })
}

export const accountDoor: Door = {
  definition: Account,
  create: openAccounts,
  update: updateAccounts,
  remove: deleteAccounts,
  restore: restoreAccounts,
}

const inUse = (): Refusal =>
  new Refusal(
    'account_in_use',
    'Contacts or opportunities belong to this account, and would belong to nothing. Merge it into another account, or move or delete them first.',
    {
      kind: 'conflict',
      rule: 'Every contact and every opportunity belongs to an account.',
    },
  )

const accountIsDeleted = ({ label }: ObjectDefinition): Refusal => {
  const name = label.toLowerCase()
  return new Refusal(
    'account_in_recycle_bin',
    `The account of this ${name} is in the recycle bin. Restore the account first, then the ${name}.`,
    { kind: 'conflict', field: 'AccountId', rule: `Every ${name} belongs to an account.` },
  )
}
