import { Refusal } from '../../../platform/errors.ts'
import type { Tx } from '../../../platform/tx.ts'
import type { ObjectDefinition } from '../../../ground/objects/definition.ts'
import type { Door } from '../../../ground/objects/door.ts'
import type { Draft } from '../../../ground/objects/drafts.ts'
import type { Actor } from '../../../ground/users/actor.ts'
import { dialectRefusal } from './errors.ts'
import { idOrRefusal, keyField } from './keys.ts'
import { deletedAmong } from './keys.sql.ts'
import { draftsOf, type SentRecord } from './records.ts'
import { each, settled, type Outcome, type Wanted, type WriteResult } from './settling.ts'
import type { SObject } from './sobjects.ts'
import { upsertPlaces, without } from './upserting.ts'

export type { WriteResult }

export type WriteOptions = {
  /** Nothing is kept unless everything can be. */
  readonly allOrNone?: boolean
  /** `allowSave` of the duplicate rule header: left out, an alert lets records be saved; a block does not, whatever it says. */
  readonly allowDuplicates?: boolean
  /** `includeRecordDetails` of the same header: what is shown of likely duplicates, besides their ids. */
  readonly tellsDetails?: boolean
  /** `runAsCurrentUser` of the same header: what the user may not see is no duplicate. */
  readonly onlySeen?: boolean
  /** Nobody reads alerts: those of a Bulk job go to nobody. */
  readonly alertsNobody?: boolean
  /** The request writes this one record and nothing else: a refusal may undo the whole transaction, and has to. */
  readonly isAlone?: boolean
}

/** Makes records. */
export async function createSObjects(
  tx: Tx,
  actor: Actor,
  sobject: SObject,
  list: readonly SentRecord[],
  options: WriteOptions = {},
): Promise<WriteResult[]> {
  const door = doorOf(sobject)
  return settled(placeOf(tx, actor, sobject, options), options.allOrNone === true, async () => {
    const drafts = await draftsOf(tx, actor, sobject, list)
    const drafted = drafts.map((draft, at) => (draft instanceof Refusal || !hasId(list[at]) ? draft : idsAreGiven()))
    return createDrafts(tx, actor, { door, options }, drafted)
  })
}

const placeOf = (tx: Tx, actor: Actor, { definition }: SObject, { tellsDetails }: WriteOptions) => ({
  tx,
  actor,
  definition,
  tellsDetails,
})

const hasId = (sent: SentRecord | undefined): boolean =>
  Object.entries(sent ?? {}).some(([name, value]) => name.toLowerCase() === 'id' && value !== null && value !== '')

const idsAreGiven = (): Refusal =>
  dialectRefusal('INVALID_FIELD_FOR_INSERT_UPDATE', 'cannot specify Id in an insert call', { fields: ['Id'] })

/** Changes records, each named by its `Id` (or `id`). */
export async function updateSObjects(
  tx: Tx,
  actor: Actor,
  sobject: SObject,
  list: readonly SentRecord[],
  options: WriteOptions & { readonly ifVersion?: number } = {},
): Promise<WriteResult[]> {
  const door = doorOf(sobject)
  return settled(placeOf(tx, actor, sobject, options), options.allOrNone === true, async () => {
    const drafts = await draftsOf(tx, actor, sobject, list)
    const changes = drafts.map((draft, at) => {
      const id = idOfSent(sobject.definition, list[at])
      return draft instanceof Refusal ? draft : id instanceof Refusal ? id : { id, draft, ifVersion: options.ifVersion }
    })
    const saved = await each(
      tx,
      changes,
      (some) => door.update(tx, actor, some, doorOptions(options)),
      options.isAlone === true,
    )
    return withDeleted(tx, actor, sobject.definition, changes.map(idOrNothing), saved)
  })
}

/**
 * Makes or changes records, found by a field: an external id, or `Id`. A value that several records have is refused with
 * DUPLICATE_EXTERNAL_ID, and so is one that stands twice in the list.
 */
export async function upsertSObjects(
  tx: Tx,
  actor: Actor,
  sobject: SObject,
  list: readonly SentRecord[],
  options: WriteOptions & { readonly externalIdField: string },
): Promise<WriteResult[]> {
  const door = doorOf(sobject)
  const key = keyField(sobject.definition, options.externalIdField)
  return settled(placeOf(tx, actor, sobject, options), options.allOrNone === true, async () => {
    const places = await upsertPlaces(tx, actor, sobject.definition, key.name, list)
    const drafts = await draftsOf(
      tx,
      actor,
      sobject,
      list.map((record, at) => (places[at]?.id === undefined ? record : without(record, key.name))),
    )
    const outcome: Outcome[] = drafts.map((draft, at) => {
      const place = places[at]
      const refusal = place?.refusal ?? (draft instanceof Refusal ? draft : undefined)
      return { refusal, created: place?.id === undefined }
    })
    const making = drafts.filter((_, at) => outcome[at]?.refusal === undefined && outcome[at]?.created === true)
    const changing = drafts.flatMap((draft, at) => {
      const id = places[at]?.id
      return outcome[at]?.refusal !== undefined || id === undefined || draft instanceof Refusal ? [] : [{ id, draft }]
    })
    const made = await createDrafts(tx, actor, { door, options }, making)
    const changed = await each(
      tx,
      changing,
      (some) => door.update(tx, actor, some, doorOptions(options)),
      options.isAlone === true,
    )
    let [madeAt, changedAt] = [0, 0]
    return outcome.map((one) => {
      if (one.refusal !== undefined) return one
      return one.created === true ? { ...made[madeAt++], created: true } : { ...changed[changedAt++], created: false }
    })
  })
}

/** Puts records into the recycle bin. `list` holds ids as clients sent them. */
export async function deleteSObjects(
  tx: Tx,
  actor: Actor,
  sobject: SObject,
  list: readonly string[],
  options: WriteOptions & { readonly hard?: boolean } = {},
): Promise<WriteResult[]> {
  const door = doorOf(sobject)
  return settled({ tx, actor, definition: sobject.definition }, options.allOrNone === true, async () => {
    const ids = list.map((text) => idOrRefusal(sobject.definition, text))
    const saved = await each(tx, ids, (some) => door.remove(tx, actor, some), options.isAlone === true)
    return withDeleted(
      tx,
      actor,
      sobject.definition,
      ids.map((id) => (id instanceof Refusal ? undefined : id)),
      saved,
    )
  })
}

/** Takes records out of the recycle bin. */
export async function undeleteSObjects(
  tx: Tx,
  actor: Actor,
  sobject: SObject,
  list: readonly string[],
  options: WriteOptions = {},
): Promise<WriteResult[]> {
  const { restore } = doorOf(sobject)
  if (restore === undefined)
    throw dialectRefusal(
      'UNDELETE_FAILED',
      `${sobject.definition.labelPlural} have no recycle bin, so none can be undeleted.`,
    )
  return settled({ tx, actor, definition: sobject.definition }, options.allOrNone === true, async () => {
    const ids = list.map((text) => idOrRefusal(sobject.definition, text))
    return each(tx, ids, (some) => restore(tx, actor, some), options.isAlone === true)
  })
}

function doorOf({ definition, door }: SObject): Door {
  if (door !== undefined) return door
  throw dialectRefusal(
    'INSUFFICIENT_ACCESS_OR_READONLY',
    `${definition.labelPlural} are only read here: nothing can be created, changed or deleted.`,
    { kind: 'forbidden' },
  )
}

const doorOptions = ({ allowDuplicates, onlySeen, alertsNobody }: WriteOptions) => ({
  allowDuplicates,
  onlySeen,
  alertsNobody,
})

type Writing = { readonly door: Door; readonly options: WriteOptions }

async function createDrafts(
  tx: Tx,
  actor: Actor,
  { door, options }: Writing,
  drafts: readonly Wanted<Draft>[],
): Promise<Outcome[]> {
  return each(
    tx,
    drafts,
    (some) => door.create(tx, actor, some, { ...doorOptions(options), readBack: false }),
    options.isAlone === true,
  )
}

function idOfSent(definition: ObjectDefinition, sent: SentRecord | undefined): number | Refusal {
  const name = Object.keys(sent ?? {}).find((key) => key.toLowerCase() === 'id')
  const id = name === undefined ? undefined : sent?.[name]
  return id === undefined || id === null || id === ''
    ? dialectRefusal('MISSING_ARGUMENT', 'Id not specified in an update call', { fields: ['Id'] })
    : idOrRefusal(definition, id)
}

const idOrNothing = (one: { readonly id: number } | Refusal): number | undefined =>
  one instanceof Refusal ? undefined : one.id

/** A record that is not there: deleted ones are said to be so, of others only that the id leads nowhere. */
async function withDeleted(
  tx: Tx,
  actor: Actor,
  definition: ObjectDefinition,
  ids: readonly (number | undefined)[],
  outcomes: readonly Outcome[],
): Promise<Outcome[]> {
  const missing = ids.filter((id, at) => id !== undefined && outcomes[at]?.refusal?.kind === 'not_found')
  const deleted = new Set(
    missing.length === 0 || !definition.hasRecycleBin
      ? []
      : (
          await deletedAmong(
            tx,
            actor,
            definition,
            missing.filter((id) => id !== undefined),
          )
        ).map(({ id }) => id),
  )
  return outcomes.map((one, at) => {
    const id = ids[at]
    if (id === undefined || one.refusal?.kind !== 'not_found') return one
    return { id, refusal: deleted.has(id) ? entityIsDeleted() : invalidReference() }
  })
}

const entityIsDeleted = (): Refusal => dialectRefusal('ENTITY_IS_DELETED', 'entity is deleted', { kind: 'not_found' })

const invalidReference = (): Refusal =>
  dialectRefusal('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', { kind: 'rule' })
