import { definitionOf } from '../../../ground/objects/catalogue.ts'
import type { ObjectDefinition } from '../../../ground/objects/definition.ts'
import { recordsById } from '../../../ground/objects/list.ts'
import type { Door } from '../../../ground/objects/door.ts'
import { doUnless } from '../../../ground/objects/removal.ts'
import { purgeRecords } from '../../../ground/objects/purge.ts'
import type { Saved } from '../../../ground/objects/save.ts'
import type { Actor } from '../../../ground/users/actor.ts'
import type { Refusal } from '../../../platform/errors.ts'
import type { Tx } from '../../../platform/tx.ts'
import { dialectRefusal } from './errors.ts'
import { accountNamesOf, partsDeletedWith, partsOfAccounts, type AccountPart } from './wholeAccounts.sql.ts'

// Our own API keeps an account that people or deals belong to, and says so. Tools made for Salesforce expect them to go with
// it, into the recycle bin and out of it; only an account that bought something stays.

export type PartDoors = { readonly Contact: Door; readonly Opportunity: Door }

/** The door of accounts whose people and deals go with them and come back with them. */
export const wholeAccountDoor = (accounts: Door, parts: PartDoors): Door => {
  const { restore } = accounts
  return {
    ...accounts,
    remove: (tx, actor, ids) => removeWhole(tx, actor, ids, { accounts, parts }),
    ...(restore === undefined ? {} : { restore: (tx, actor, ids) => restoreWhole(tx, actor, ids, { restore, parts }) }),
  }
}

async function removeWhole(
  tx: Tx,
  actor: Actor,
  ids: readonly number[],
  { accounts, parts: doors }: { readonly accounts: Door; readonly parts: PartDoors },
): Promise<Saved[]> {
  const seen = new Set((await recordsById(tx, actor, accounts.definition, ids, ['Id'])).map(({ Id }) => Id))
  const parts = await partsOfAccounts(
    tx,
    ids.filter((id) => seen.has(id)),
  )
  const refusals = await refusalsOf(tx, actor, parts, doors)
  for (const [object, some] of Map.groupBy(
    parts.filter(({ accountId }) => !refusals.has(accountId)),
    ({ of }) => of,
  )) {
    const saved = await doors[object].remove(
      tx,
      actor,
      some.map(({ id }) => id),
    )
    for (const [at, { refusal }] of saved.entries()) {
      const accountId = some[at]?.accountId
      if (refusal !== undefined && accountId !== undefined) refusals.set(accountId, refusal)
    }
  }
  return doUnless(tx, actor, {
    definition: accounts.definition,
    ids,
    refusalOf: (id) => refusals.get(id),
    work: (free) => accounts.remove(tx, actor, free),
  })
}

/** Accounts that stay, and why: they bought something, or something the actor does not see belongs to them. */
async function refusalsOf(
  tx: Tx,
  actor: Actor,
  parts: readonly AccountPart[],
  doors: PartDoors,
): Promise<Map<number, Refusal>> {
  const refusals = new Map<number, Refusal>()
  for (const [object, some] of Map.groupBy(parts, ({ of }) => of)) {
    const ids = some.map(({ id }) => id)
    const seen = new Set((await recordsById(tx, actor, doors[object].definition, ids, ['Id'])).map(({ Id }) => Id))
    for (const { id, accountId } of some) if (!seen.has(id)) refusals.set(accountId, hidden(object))
  }
  const won = Map.groupBy(
    parts.filter((part) => part.won !== null),
    ({ accountId }) => accountId,
  )
  const names = await accountNamesOf(tx, [...won.keys()])
  for (const [id, deals] of won) refusals.set(id, bought(names.get(id) ?? '', deals))
  return refusals
}

const MOST_NAMED = 5

const bought = (name: string, deals: readonly AccountPart[]): Refusal =>
  dialectRefusal(
    'DELETE_FAILED',
    `Your attempt to delete ${name} could not be completed because some opportunities in that account were closed won. The opportunities in question are shown below.: ${deals
      .slice(0, MOST_NAMED)
      .map(({ won }) => won)
      .join(', ')}`,
    { kind: 'conflict' },
  )

const hidden = (object: AccountPart['of']): Refusal =>
  dialectRefusal(
    'DELETE_FAILED',
    `${object === 'Contact' ? 'Contacts' : 'Opportunities'} you may not see belong to this account, and would go with it. Ask who sees them to delete it.`,
    { kind: 'conflict' },
  )

/** Removes records from the recycle bin for good; with an account goes what went into the bin together with it. */
export async function purgeWhole(
  tx: Tx,
  actor: Actor,
  definition: ObjectDefinition,
  ids: readonly number[],
): Promise<Saved[]> {
  if (definition.name === 'Account') {
    const parts = await partsDeletedWith(tx, ids)
    for (const object of ['Opportunity', 'Contact'] as const) {
      const some = parts.filter(({ of }) => of === object).map(({ id }) => id)
      if (some.length > 0) await purgeRecords(tx, actor, await definitionOf(tx, object), some)
    }
  }
  return purgeRecords(tx, actor, definition, ids)
}

async function restoreWhole(
  tx: Tx,
  actor: Actor,
  ids: readonly number[],
  { restore, parts: doors }: { readonly restore: NonNullable<Door['restore']>; readonly parts: PartDoors },
): Promise<Saved[]> {
  const parts = await partsDeletedWith(tx, ids)
  const saved = await restore(tx, actor, ids)
  const back = new Set(saved.flatMap(({ id, refusal }) => (refusal === undefined ? [id] : [])))
  for (const [object, some] of Map.groupBy(
    parts.filter(({ accountId }) => back.has(accountId)),
    ({ of }) => of,
  ))
    // One that cannot come back, for its own reasons, does not keep the account from it.
    await doors[object].restore?.(
      tx,
      actor,
      some.map(({ id }) => id),
    )
  return saved
}
