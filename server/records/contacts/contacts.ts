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
import { readDrafts, valueOf, type Draft } from '../../ground/objects/drafts.ts'
import { changeRecords, savedIds, storePrepared, type PrepareChange } from '../../ground/objects/objects.ts'
import { removeRecords } from '../../ground/objects/removal.ts'
import type { Saved } from '../../ground/objects/save.ts'
import { namedAbove, ringRefusal, ringRefusals, standingAbove, type Tree } from '../../ground/objects/trees.ts'
import { normaliseEmail } from '../../ground/people/email.ts'
import { contactFacts } from '../../ground/people/facts.ts'
import { personKeys } from '../../ground/people/matchKeys.ts'
import { drawPeople, introducedPeople } from '../../ground/people/people.ts'
import type { Actor } from '../../ground/users/actor.ts'
import { defaultOwner } from '../../ground/users/owners.ts'
import { bringBackAtAccounts } from '../accounts/accounts.ts'
import { accountNames } from './contacts.sql.ts'
import { Contact } from './fields.ts'

/** How a room that already knows the human being (conversion) makes a contact of them. */
export type ContactOptions = SaveOptions & {
  /** The person behind each draft, in order; without it everybody is newly met. */
  readonly people?: readonly number[]
  /** Names of all accounts the drafts belong to, by id. */
  readonly accountNames?: ReadonlyMap<number, string>
  /** A contact may come, or stay, without an account, as tools made for Salesforce know it (decision 56). */
  readonly accountMayWait?: boolean
}

const reporting: Tree = {
  definition: Contact,
  field: 'ReportsToId',
  ring: {
    message: 'This person reports to the contact already, directly or through others. Choose somebody who does not.',
    rule: 'Nobody reports to themselves, however many steps lie between.',
  },
}

/** Makes contacts: people at an account. */
export async function createContacts(
  tx: Tx,
  actor: Actor,
  drafts: readonly Draft[],
  options: ContactOptions = {},
): Promise<Saved[]> {
  const definition = await definitionOf(tx, 'Contact')
  const ownerId = actor.userId ?? (await defaultOwner(tx))
  const read = await readDrafts(tx, actor, definition, drafts, { known: options.known })
  const names =
    options.accountNames ??
    (await accountNames(
      tx,
      read.flatMap(({ values }) => (typeof values?.AccountId === 'number' ? [values.AccountId] : [])),
    ))
  const people = options.people ?? (await drawPeople(tx, drafts.length))
  const prepared = read.map(({ values, refusal }, at) => {
    if (refusal !== undefined) return refusal
    if (typeof values.AccountId !== 'number' && options.accountMayWait !== true) return accountMissing()
    const full = { ...tidied(values), OwnerId: values.OwnerId ?? ownerId }
    return { values: full, columns: { person_id: people[at], ...importColumns(options, at), ...keysOf(full, names) } }
  })
  const met = options.people === undefined ? people.filter((_, at) => !(prepared[at] instanceof Refusal)) : []
  const saved = await storePrepared(tx, actor, definition, prepared, {
    duplicates: duplicateWish(options),
    readBack: options.readBack,
    underway: options.underway,
    along: met.length === 0 ? undefined : introducedPeople(tx, met),
  })
  announce(tx, { type: 'contact.created', recordIds: savedIds(saved), actorId: actor.userId })
  return saved
}

export async function updateContacts(
  tx: Tx,
  actor: Actor,
  changes: readonly ChangeDraft[],
  options?: ContactOptions,
): Promise<Saved[]> {
  const definition = await definitionOf(tx, 'Contact')
  const names = await accountNamesFor(tx, definition, changes)
  const drafts = changes.map(({ draft }) => draft)
  const above = await standingAbove(tx, reporting, namedAbove(reporting, drafts))
  const moved = new Set<number>()
  const prepare: PrepareChange = (before, values) => {
    if (values.AccountId === null && options?.accountMayWait !== true) return accountMissing()
    const refusal = ringRefusal(reporting, above, { id: before.Id, values, moved })
    if (refusal !== undefined) return refusal
    if (values.ReportsToId !== undefined) moved.add(before.Id)
    return { values: tidied(values), columns: keysOf({ ...before, ...tidied(values) }, names) }
  }
  const saved = await changeRecords(tx, actor, definition, changes, prepare, {
    duplicates: options && duplicateWish(options),
  })
  announce(tx, { type: 'contact.changed', recordIds: savedIds(saved), actorId: actor.userId })
  return saved
}

/** What contacts would become with these values, by the rules of every change; one answer each, in order. Stores nothing. */
export async function contactsWith(tx: Tx, wanted: readonly Wanted[]): Promise<(FieldValues | Refusal)[]> {
  const refusals = await ringRefusals(tx, reporting, wanted)
  return wanted.map(({ values }, at) =>
    values.AccountId === null ? accountMissing() : (refusals[at] ?? tidied(values)),
  )
}

export async function deleteContacts(tx: Tx, actor: Actor, ids: readonly number[]): Promise<Saved[]> {
  const saved = await removeRecords(tx, actor, Contact, ids)
  announce(tx, { type: 'contact.deleted', recordIds: savedIds(saved), actorId: actor.userId })
  return saved
}

export async function restoreContacts(tx: Tx, actor: Actor, ids: readonly number[]): Promise<Saved[]> {
  const saved = await bringBackAtAccounts(tx, actor, Contact, ids)
  announce(tx, { type: 'contact.restored', recordIds: savedIds(saved), actorId: actor.userId })
  return saved
}

export const contactDoor: Door = {
  definition: Contact,
  create: createContacts,
  update: updateContacts,
  remove: deleteContacts,
  restore: restoreContacts,
}

/** The same for tools made for Salesforce, where a contact may belong to no account yet. */
export const contactToolDoor: Door = {
  ...contactDoor,
  create: (tx, actor, drafts, options) => createContacts(tx, actor, drafts, { ...options, accountMayWait: true }),
  update: (tx, actor, changes, options) => updateContacts(tx, actor, changes, { ...options, accountMayWait: true }),
}

/** A contact is matched by its company too, which is the name of its account. */
const keysOf = (contact: FieldValues, names: ReadonlyMap<number, string>) => ({
  match_keys: personKeys(
    contactFacts(contact, typeof contact.AccountId === 'number' ? names.get(contact.AccountId) : undefined),
  ),
})

/** The columns contacts are matched by, in order: for who stores them without these verbs, such as an org that is copied. */
export async function contactKeys(
  tx: Tx,
  contacts: readonly FieldValues[],
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const accounts = contacts.flatMap(({ AccountId }) => (typeof AccountId === 'number' ? [AccountId] : []))
  const names = await accountNames(tx, accounts)
  return contacts.map((contact) => keysOf(contact, names))
}

function accountNamesFor(
  tx: Tx,
  definition: ObjectDefinition,
  changes: readonly ChangeDraft[],
): Promise<Map<number, string>> {
  const named = changes
    .flatMap(({ draft }) => valueOf(definition, draft, 'AccountId') ?? [])
    .filter((id) => typeof id === 'number')
  return accountNames(
    tx,
    named,
    changes.map(({ id }) => id),
  )
}

const tidied = (values: FieldValues): FieldValues =>
  typeof values.Email === 'string' ? { ...values, Email: normaliseEmail(values.Email) } : values

const accountMissing = (): Refusal =>
  new Refusal(
    'contact_without_account',
    'A contact is a person at an account. Somebody whose company is not qualified yet is a lead: make a lead, vet it, and convert it.',
    {
      field: 'AccountId',
      value: null,
      rule: 'Every contact belongs to an account.',
      way: { label: 'Create a lead instead', action: 'create-lead' },
    },
  )
